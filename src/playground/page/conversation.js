import { mountComposer } from "./composer.js";
import { closeChat, look, openTopic } from "./deeds.js";
import { el, fill } from "./dom.js";
import { markWaiting, messageItem, stampOf } from "./message.js";
import { chatAvatar, titleOf } from "./panes.js";
import { chat, chatsOf, isIn, isNews, isPrivate, me, nameOf, shownMessages, state } from "./state.js";
import { dayText } from "./time.js";
import { t } from "./words.js";

const NEAR_END = 120;
const TOGETHER_MS = 5 * 60_000;

/** Messages with the days between them. */
function itemsOf(messages) {
  const items = [];
  let day = "";
  let before = null;
  for (const message of messages) {
    const on = dayText(new Date(message.sentAt));
    if (on !== day) items.push({ key: `day-${on}`, note: on });
    const follows = on === day && before !== null && !before.isService && before.senderId === message.senderId && before.senderName === message.senderName
      && Date.parse(message.sentAt) - Date.parse(before.sentAt) < TOGETHER_MS;
    items.push({ key: `${message.chatId}:${message.id}`, message, follows });
    [day, before] = [on, message];
  }
  return items;
}

function itemsHere() {
  if (!isIn(state.chatId, state.me)) return [];
  const messages = shownMessages();
  if (messages.length > 0) return itemsOf(messages);
  return [{ key: "empty", note: isPrivate(state.chatId) ? t.startHint : t.noMessages }];
}

/** Stays at the end while what is shown or the room for it changes, unless somebody has scrolled back. */
function keepAtEnd(log) {
  let isAtEnd = true;
  const follow = () => {
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  };
  log.addEventListener("scroll", () => {
    isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
  });
  log.addEventListener("load", follow, true);
  new ResizeObserver(follow).observe(log);
  return { follow, jump() {
    isAtEnd = true;
    follow();
  } };
}

function mountTopics(root) {
  return function update() {
    const open = chat();
    root.hidden = !open?.isForum;
    const topics = open?.isForum ? [{ id: undefined, name: t.general, state: "open" }, ...open.topics.filter((topic) => topic.state !== "deleted")] : [];
    const items = topics.map((topic) => ({ ...topic, isOpen: topic.id === state.threadId, isNews: isNews(state.me, state.chatId, topic.id) }));
    fill(root, items, (one) => String(one.id ?? 0), (one) => one, (one) => el("button", {
      type: "button", class: "topic", "aria-pressed": String(one.isOpen), onclick: () => openTopic(one.id),
    }, one.id === undefined ? "# " : "", one.name, one.state === "closed" && " 🔒", one.isNews && el("span", { class: "dot", role: "img", "aria-label": t.unread })));
  };
}

function mountHead(root) {
  const back = el("button", { type: "button", class: "back", onclick: closeChat }, "‹");
  const face = el("span", { class: "head-face" });
  const title = el("h2", { class: "head-title" });
  const note = el("span", { class: "head-note" });
  root.append(back, face, title, note);
  return function update() {
    const open = chat() ?? chatsOf(state.me).find(({ id }) => id === state.chatId);
    back.setAttribute("aria-label", t.back);
    if (!open) return;
    face.replaceChildren(chatAvatar(open.id, titleOf(open)));
    title.textContent = titleOf(open);
    const people = open.members.filter(({ personId }) => personId !== state.bot.id && isIn(open.id, personId)).length;
    const who = t.asWho(nameOf(state.me), t.parts[me()?.part ?? "member"]);
    note.textContent = isPrivate(open.id) ? who : `${t.peopleCount(people)} · ${who}`;
  };
}

/** @param {HTMLElement} root */
export function mountConversation(root) {
  const head = el("header", { class: "head" });
  const topics = el("div", { class: "topics", role: "group" });
  const log = el("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
  const foot = el("footer", { class: "foot" });
  const empty = el("p", { class: "empty" });
  root.append(head, topics, log, foot, empty);
  const updates = [mountHead(head), mountTopics(topics), mountComposer(foot)];
  const end = keepAtEnd(log);
  let place = "";

  return function update() {
    look();
    const isOpen = state.chatId !== 0;
    for (const part of [head, log, foot]) part.hidden = !isOpen;
    empty.hidden = isOpen;
    empty.textContent = t.pickChat;
    if (!isOpen) topics.hidden = true;
    else for (const one of updates) one();
    const next = `${state.me}:${state.chatId}:${state.threadId}`;
    const isElsewhere = next !== place;
    log.setAttribute("aria-busy", String(isElsewhere));
    log.setAttribute("aria-label", chat() ? titleOf(chat()) : t.privateChat);
    fill(log, isOpen ? itemsHere() : [], (item) => item.key, (item) => (item.message ? stampOf(item) : [item.note]),
      (item) => (item.message ? messageItem(item) : el("div", { class: "service" }, item.note)));
    if (isElsewhere) end.jump();
    else end.follow();
    place = next;
    markWaiting(log);
  };
}
