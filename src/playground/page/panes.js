import { openChat, playAs } from "./deeds.js";
import { el, fill } from "./dom.js";
import { chatsOf, isIn, isNews, isPrivate, lastMessage, me, nameOf, state } from "./state.js";
import { gist } from "./gist.js";
import { serviceText } from "./service.js";
import { briefText } from "./time.js";
import { isChinese, t } from "./words.js";

const TINTS = 8;

/** A Chinese person by the given name, a group by how it begins, others by their first letter. */
function initialOf(id, name) {
  const signs = [...name];
  if (!/\p{Script=Han}/u.test(name)) return (signs[0] ?? "?").toUpperCase();
  return (isPrivate(id) ? signs.slice(-2) : signs.slice(0, 2)).join("");
}

/** @param {number} id @param {string} name of a group: what tells it from its sisters */
export function avatar(id, name) {
  const isBot = id === state.bot.id;
  return el("span", { class: `avatar tint-${isBot ? "bot" : Math.abs(id) % TINTS}`, "aria-hidden": "true" }, isBot ? "M" : initialOf(id, name.split("·").at(-1) ?? ""));
}

/** The face of a chat: the group's own, or in private the bot's. */
export const chatAvatar = (id, title) => avatar(isPrivate(id) ? state.bot.id : id, title);

const hasNews = (personId) => chatsOf(personId).some(({ id }) => isNews(personId, id, undefined, true));

/** Who can be played; a dot says that somebody has something to read. @param {HTMLElement} root */
export function mountPeople(root) {
  const title = el("h2", {});
  const list = el("div", { class: "people-list", role: "group" });
  root.append(title, list);
  let shown = 0;
  return function update() {
    title.textContent = t.people;
    list.setAttribute("aria-label", t.people);
    const people = [...state.people.values()].map((person) => ({
      id: person.id, part: person.part, name: nameOf(person.id), isMe: person.id === state.me,
      isNews: hasNews(person.id), isAway: state.screen === "chat" && !isPrivate(state.chatId) && !isIn(state.chatId, person.id), zh: isChinese(),
    }));
    fill(list, people, (one) => String(one.id), (one) => one, (one) => el("button", {
      type: "button", class: `person${one.isAway ? " away" : ""}`, "aria-pressed": String(one.isMe), onclick: () => playAs(one.id),
    }, avatar(one.id, one.name),
    el("span", { class: "person-name" }, one.name), el("span", { class: "part" }, t.parts[one.part]),
    one.isNews && el("span", { class: "dot", role: "img", "aria-label": t.unread })));
    if (shown !== state.me) list.querySelector("[aria-pressed=true]")?.scrollIntoView({ block: "nearest", inline: "center" });
    shown = state.me;
  };
}

export const titleOf = (chat) => (isPrivate(chat.id) ? t.privateChat : chat.title);

function preview(chat) {
  const last = lastMessage(chat.id);
  if (!last) return t.noMessages;
  if (last.isService) return serviceText(last);
  const text = gist(last);
  return isPrivate(chat.id) ? text : `${last.senderName}: ${text}`;
}

/** @param {HTMLElement} root @param {HTMLElement} hint shown under the chats, and above them on a phone */
export function mountChats(root, hint) {
  const title = el("h2", {});
  const list = el("div", { class: "chat-list", role: "group" });
  root.append(title, list, hint);
  return function update() {
    title.textContent = t.asWho(nameOf(state.me), t.parts[me()?.part ?? "member"]);
    list.setAttribute("aria-label", t.chats);
    const chats = chatsOf(state.me).map((chat) => {
      const last = lastMessage(chat.id);
      return {
        id: chat.id, title: titleOf(chat), preview: preview(chat).slice(0, 80), at: last ? briefText(new Date(last.sentAt)) : "",
        isOpen: chat.id === state.chatId, isNews: isNews(state.me, chat.id, undefined, true),
      };
    });
    fill(list, chats, (one) => String(one.id), (one) => one, (one) => el("button", {
      type: "button", class: "chat-row", "aria-current": one.isOpen ? "true" : null, onclick: () => openChat(one.id),
    }, chatAvatar(one.id, one.title),
    el("span", { class: "chat-title" }, one.title), el("span", { class: "chat-at" }, one.at),
    el("span", { class: "chat-preview" }, one.preview),
    one.isNews && el("span", { class: "dot", role: "img", "aria-label": t.unread })));
  };
}
