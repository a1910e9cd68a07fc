import { reset, turn } from "./deeds.js";
import { el } from "./dom.js";
import { now, state } from "./state.js";
import { clockText, dayText } from "./time.js";
import { switchLanguage, t } from "./words.js";

const TURNS = [["tenMinutes", "tenMinutes"], ["hour", "hour"], ["day", "day"], ["nextMonday", "monday"]];

/** The clock that can be turned, the language, a new beginning. @param {HTMLElement} root @param {{ render(): void, showHint(): void }} page */
export function mountBar(root, page) {
  const time = el("time", { class: "clock-time" });
  const day = el("span", { class: "clock-day" });
  const buttons = TURNS.map(([by]) => el("button", { type: "button", class: "turn", onclick: () => turn(by) }));
  const choose = (work) => () => {
    menu.removeAttribute("open");
    work();
  };
  const language = el("button", { type: "button", onclick: choose(() => {
    switchLanguage();
    page.render();
  }) });
  const hint = el("button", { type: "button", onclick: choose(page.showHint) });
  const afresh = el("button", { type: "button", onclick: choose(reset) });
  const summary = el("summary", {}, el("span", { "aria-hidden": "true" }, "⋯"));
  const menu = el("details", { class: "menu" }, summary, el("div", { class: "menu-list" }, language, hint, afresh));
  document.addEventListener("click", (event) => {
    if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open");
  });
  const clock = el("div", { class: "clock" }, day, time);
  const title = el("strong", { class: "title" });
  const turns = el("div", { class: "turns", role: "group" }, ...buttons);
  root.append(title, clock, turns, menu);

  return function update() {
    const at = now();
    title.textContent = t.title;
    clock.setAttribute("aria-label", t.clock);
    turns.setAttribute("aria-label", t.turn);
    time.textContent = clockText(at);
    time.setAttribute("datetime", at.toISOString());
    day.textContent = dayText(at);
    for (const [index, [, word]] of TURNS.entries()) {
      buttons[index].textContent = t[word];
      buttons[index].toggleAttribute("disabled", state.isBusy);
    }
    summary.setAttribute("aria-label", t.menu);
    [language.textContent, hint.textContent, afresh.textContent] = [t.language, t.hint, t.afresh];
    document.body.setAttribute("aria-busy", String(state.isBusy));
  };
}
