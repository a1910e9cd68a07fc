import { menu, replyTo, say, start, toggleGroupVoice, upload } from "./deeds.js";
import { el } from "./dom.js";
import { messagesOf, isAdminHere, isIn, isPrivate, nameOf, state } from "./state.js";
import { t } from "./words.js";

const MAX_HEIGHT = 132;

function mountCommands(root, choose) {
  let all = [];
  let commands = [];
  let at = 0;
  let asked = 0;
  const show = () => {
    root.hidden = commands.length === 0;
    root.replaceChildren(...commands.map(({ command, description }, index) => el("button", {
      type: "button", role: "option", id: `command-${index}`, class: "command", tabindex: "-1", "aria-selected": String(index === at), onclick: () => choose(`/${command}`, true),
    }, el("strong", {}, `/${command}`), el("span", {}, description))));
    root.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  };
  function close() {
    asked += 1;
    all = [];
    commands = [];
    show();
  }
  return {
    isOpen: () => commands.length > 0,
    async offer(text) {
      const typed = /^\/(\w*)$/.exec(text)?.[1];
      if (typed === undefined) return close();
      const mine = (asked += 1);
      // Asked once for each opening: what is typed on narrows the list at once, so that Tab never takes a command that was ruled out.
      const given = all.length > 0 ? all : await menu();
      // An answer that comes late must not open the menu over what was typed since.
      if (mine !== asked) return;
      all = given;
      commands = all.filter(({ command }) => command.startsWith(typed.toLowerCase()));
      at = 0;
      show();
    },
    close,
    move(by) {
      at = (at + by + commands.length) % commands.length;
      show();
    },
    chosen: () => `/${commands[at].command}`,
  };
}

/** Where one writes. @param {HTMLElement} root */
export function mountComposer(root) {
  const list = el("div", { class: "commands", role: "listbox", id: "commands", hidden: true });
  const replied = el("span", { class: "replied-text" });
  const unreply = el("button", { type: "button", class: "plain", onclick: () => replyTo(null) }, "✕");
  const strip = el("div", { class: "replied", hidden: true }, replied, unreply);
  const field = /** @type {HTMLTextAreaElement} */ (el("textarea", { rows: "1", id: "field", autocomplete: "off", "aria-controls": "commands", enterkeyhint: "send" }));
  const file = /** @type {HTMLInputElement} */ (el("input", { type: "file", id: "file", class: "hidden", tabindex: "-1" }));
  const slash = el("button", { type: "button", class: "tool", onclick: () => openCommands() }, "/");
  const attach = el("button", { type: "button", class: "tool", onclick: () => file.click() }, "📎");
  const voice = el("button", { type: "button", class: "tool", onclick: toggleGroupVoice }, "🎭");
  const go = el("button", { type: "submit", class: "go" }, "➤");
  const form = el("form", { class: "write" }, slash, field, attach, voice, file, go);
  const begin = el("button", { type: "button", class: "begin", onclick: () => start(state.me) });
  const notice = el("p", { class: "notice" });
  root.append(list, strip, form, begin, notice);
  const drafts = new Map();
  let place = "";

  const commands = mountCommands(list, (text, isNow) => (isNow ? send(text) : put(`${text} `)));

  function put(text) {
    field.value = text;
    grow();
    field.focus();
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, MAX_HEIGHT)}px`;
  }

  function openCommands() {
    put("/");
    void commands.offer("/");
  }

  async function send(text) {
    commands.close();
    if (text.trim() === "") return;
    put("");
    if (!await say(text.trim())) put(text);
  }

  field.addEventListener("input", () => {
    grow();
    void commands.offer(field.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const isMenu = commands.isOpen();
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      void send(isMenu ? commands.chosen() : field.value);
    } else if (isMenu && event.key === "Tab") {
      event.preventDefault();
      put(`${commands.chosen()} `);
      commands.close();
    } else if (isMenu && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      commands.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      if (isMenu) commands.close();
      else replyTo(null);
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(field.value);
  });
  file.addEventListener("change", async () => {
    const [given] = file.files ?? [];
    if (given && await upload(given, field.value.trim())) put("");
    file.value = "";
  });

  /** Each person keeps in each chat what they were writing. */
  function changePlace() {
    const next = `${state.me}:${state.chatId}:${state.threadId}`;
    if (next === place) return;
    drafts.set(place, field.value);
    field.value = drafts.get(next) ?? "";
    place = next;
    commands.close();
    grow();
  }

  return function update() {
    changePlace();
    const isHere = isIn(state.chatId, state.me);
    const isFresh = isPrivate(state.chatId) && messagesOf(state.chatId).length === 0;
    form.hidden = !isHere || isFresh;
    begin.hidden = !isFresh;
    notice.hidden = isHere;
    notice.textContent = t.notHere(nameOf(state.me));
    begin.textContent = t.startButton;
    strip.hidden = !state.replyTo;
    if (state.replyTo) replied.textContent = `${t.replyingTo(nameOf(state.replyTo.senderId) || state.replyTo.senderName)}: ${state.replyTo.text.slice(0, 60)}`;
    voice.hidden = !isAdminHere();
    voice.setAttribute("aria-pressed", String(state.asGroup));
    field.placeholder = t.write;
    field.setAttribute("aria-label", t.write);
    for (const [button, words] of [[slash, t.commands], [attach, t.attach], [voice, t.anonymous], [go, t.send], [unreply, t.cancelReply]]) {
      button.setAttribute("aria-label", words);
      button.setAttribute("title", words);
    }
    file.setAttribute("aria-label", t.attach);
    list.setAttribute("aria-label", t.commands);
  };
}
