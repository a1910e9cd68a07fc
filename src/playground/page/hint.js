import { el } from "./dom.js";
import { t } from "./words.js";

const KEY = "muster.hint";

/** What to try, shown until somebody has read it. */
export function createHint() {
  const card = el("aside", { class: "hint" });
  card.hidden = localStorage.getItem(KEY) === "read";
  function update() {
    card.setAttribute("aria-label", t.hintTitle);
    card.replaceChildren(
      el("h3", {}, t.hintTitle), el("p", {}, t.hintText), el("ol", {}, ...t.hintSteps.map((step) => el("li", {}, step))),
      el("button", { type: "button", class: "strong", onclick: () => {
        card.hidden = true;
        localStorage.setItem(KEY, "read");
      } }, t.hintClose));
  }
  return { card, update, show() {
    card.hidden = false;
    card.scrollIntoView({ block: "nearest" });
  } };
}
