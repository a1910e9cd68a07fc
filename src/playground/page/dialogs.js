import { el } from "./dom.js";
import { t } from "./words.js";

const TOAST_MS = 4_000;

/** The small bubble at the bottom, as Telegram shows the answer to a tap. @param {string} text */
export function toast(text) {
  const bubble = el("div", { class: "toast" }, text);
  document.getElementById("toasts")?.replaceChildren(bubble);
  setTimeout(() => bubble.remove(), TOAST_MS + text.length * 40);
}

/** @param {string} text @param {{ yes: string, no?: string }} words @returns {Promise<boolean>} */
function ask(text, words) {
  return new Promise((resolve) => {
    const close = (value) => () => dialog.close(value);
    const dialog = /** @type {HTMLDialogElement} */ (el("dialog", { class: "ask" },
      el("p", { id: "ask-text" }, text),
      el("div", { class: "ask-buttons" },
        words.no && el("button", { type: "button", class: "plain", onclick: close("no") }, words.no),
        el("button", { type: "button", class: "strong", autofocus: true, onclick: close("yes") }, words.yes))));
    dialog.setAttribute("aria-labelledby", "ask-text");
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** @param {string} text */
export const tell = (text) => ask(text, { yes: t.ok });
/** @param {string} text @param {string} yes */
export const confirmWith = (text, yes) => ask(text, { yes, no: t.cancel });
