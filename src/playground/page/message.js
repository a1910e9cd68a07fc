import { fileUrl } from "./api.js";
import { buttonKey, followLink, replyTo, say, tap } from "./deeds.js";
import { el } from "./dom.js";
import { gist } from "./gist.js";
import { avatar } from "./panes.js";
import { pollBox, pollStamp } from "./poll.js";
import { serviceText } from "./service.js";
import { isPrivate, nameOf, state } from "./state.js";
import { clockText } from "./time.js";
import { t } from "./words.js";

const MARKS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", spoiler: "span" };
/** With more buttons in a row than this, each has room for a few signs only. */
const CROWDED = 3;
const FOUND_MS = 1_500;
const isTelegram = (url) => /^(https?:\/\/)?(t|telegram)\.me\//i.test(url);

/** Within a sentence: a real button would break the line, and leave the full stop alone on the next one. */
function inline(text, press) {
  return el("a", { href: "#", role: "button", class: "link", onclick: (event) => {
    event.preventDefault();
    press();
  } }, text);
}

function link(text, url) {
  if (isTelegram(url)) return inline(text, () => followLink(url));
  if (!/^https?:\/\//i.test(url)) return text;
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

function marked(text, entity) {
  if (entity.type === "url") return link(text, text);
  if (entity.type === "text_link") return link(text, entity.url ?? "");
  if (entity.type === "bot_command") return inline(text, () => say(text));
  const mark = MARKS[entity.type];
  return mark ? el(mark, {}, text) : text;
}

/** The text in pieces, each with its mark; Telegram counts offsets as JavaScript does. */
function written(text, entities) {
  const pieces = [];
  let at = 0;
  for (const entity of entities) {
    if (entity.offset < at) continue;
    pieces.push(text.slice(at, entity.offset), marked(text.slice(entity.offset, entity.offset + entity.length), entity));
    at = entity.offset + entity.length;
  }
  return [...pieces, text.slice(at)];
}

function keyboard(message) {
  if (message.keyboard.length === 0) return null;
  const button = (one) => el("button", {
    type: "button", class: "key", "data-button": buttonKey(message, one), onclick: () => press(message, one),
  }, one.text, one.url && el("span", { class: "key-mark", "aria-hidden": "true" }, "↗"));
  return el("div", { class: "keyboard" }, ...message.keyboard.map((row) => el("div", { class: `key-row${row.length > CROWDED ? " crowded" : ""}` }, ...row.map(button))));
}

function press(message, button) {
  if (button.url && !isTelegram(button.url)) window.open(button.url, "_blank", "noopener,noreferrer");
  else void tap(message, button);
}

function jumpTo(chatId, id) {
  const target = document.querySelector(`[data-key="${chatId}:${id}"]`);
  target?.scrollIntoView({ block: "center" });
  target?.classList.add("found");
  setTimeout(() => target?.classList.remove("found"), FOUND_MS);
}

function quote(message) {
  const replied = message.wire.reply_to_message;
  if (!replied || replied.forum_topic_created) return null;
  const name = replied.sender_chat?.title ?? (nameOf(replied.from?.id) || replied.from?.first_name) ?? "";
  return el("button", { type: "button", class: "quote", onclick: () => jumpTo(message.chatId, replied.message_id) },
    el("strong", {}, name), el("span", {}, gist(replied).slice(0, 80)));
}

function attachment({ photo, document: file }) {
  if (photo) {
    return el("a", { class: "photo-link", href: fileUrl(photo.id), target: "_blank", rel: "noopener noreferrer" },
      el("img", { class: "photo", src: fileUrl(photo.id), alt: photo.name }));
  }
  if (!file) return null;
  const sign = file.name.endsWith(".ics") ? "📅" : "📄";
  return el("a", { class: "file", href: fileUrl(file.id), download: file.name }, el("span", { class: "file-sign", "aria-hidden": "true" }, sign),
    el("span", { class: "file-name" }, file.name), el("small", {}, `${Math.ceil(file.size / 1024)} KB · ${t.saveFile}`));
}

function reactions(message) {
  const counts = new Map();
  for (const { emoji } of message.reactions) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  if (counts.size === 0) return null;
  return el("div", { class: "reactions" }, ...[...counts].map(([emoji, count]) => el("span", { class: "reaction" }, count > 1 ? `${emoji} ${count}` : emoji)));
}

const isMine = (message) => message.senderId === state.me && !message.wire.sender_chat;

/** What a message's look hangs on, beyond the message itself. */
export function stampOf({ message, follows }) {
  const { wire, ...rest } = message;
  return [rest, wire.reply_to_message && gist(wire.reply_to_message), follows, isMine(message), pollStamp(message), document.documentElement.lang];
}

/** Shows which buttons wait for the bot's answer, without making their messages anew. @param {Element} log */
export function markWaiting(log) {
  for (const key of log.querySelectorAll(".key")) key.setAttribute("aria-busy", String(state.waiting.has(`${state.me}:${key.dataset.button}`)));
}

/** @param {{ message: any, follows: boolean }} item `follows`: the one before is by the same person */
export function messageItem({ message, follows }) {
  if (message.isService) return el("div", { class: "service" }, serviceText(message));
  const mine = isMine(message);
  const name = nameOf(message.senderId) && !message.wire.sender_chat ? nameOf(message.senderId) : message.senderName;
  const inGroup = !isPrivate(message.chatId);
  // Like Telegram: a board with buttons is expected to change.
  const isEdited = message.edits > 0 && !(message.fromBot && message.keyboard.length > 0);
  const time = el("span", { class: "meta" }, isEdited && `${t.edited} `, clockText(new Date(message.sentAt)));
  const bubble = el("div", { class: "bubble" },
    inGroup && !mine && !follows && el("div", { class: "sender" }, name, message.fromBot && el("span", { class: "tag" }, t.bot)),
    quote(message), attachment(message), message.poll && pollBox(message),
    message.text !== "" && el("div", { class: "text" }, ...written(message.text, message.entities)), reactions(message), time);
  const reply = el("button", { type: "button", class: "reply", "aria-label": `${t.reply}: ${message.text.slice(0, 30)}`, title: t.reply, onclick: () => replyTo(message) }, "↩");
  return el("article", { class: `message${mine ? " mine" : ""}${follows ? " follows" : ""}` },
    inGroup && !mine && (follows ? el("span", { class: "avatar-gap" }) : avatar(message.senderId, name)),
    el("div", { class: "body" }, el("div", { class: "bubble-row" }, bubble, reply), keyboard(message)));
}
