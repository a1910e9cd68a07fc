import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { LinkedChat } from "./actions.ts";
import { kindData } from "./rules.ts";

export const SHOW_DATA = /^chat:show:(\d{1,15})$/;
export const ASK_UNLINK_DATA = /^chat:unlink:(\d{1,15})$/;
export const UNLINK_DATA = /^chat:cut:(\d{1,15})$/;
export const RETRY_DATA = /^chat:retry:(\d{1,15})$/;
export const LIST_DATA = "chat:list";
export const LINK_DATA = "chat:link";

/** The button that says what a group is for, the other way round. */
function kindButton(t: Messages, chatId: number, kind: "organizer" | "member"): Button {
  return kind === "organizer"
    ? { text: t.chat.button.toMember, data: kindData(chatId, "member") }
    : { text: t.chat.button.toOrganizer, data: kindData(chatId, "organizer") };
}

export function chatsMessage(t: Messages, stationName: string, chats: readonly LinkedChat[]): Outgoing {
  const lines = chats.map((chat, at) => {
    const line = t.chat.line(at + 1, chat.title, t.chat.kinds[chat.kind], t.chat.states[chat.state]);
    return chat.isPublic ? `${line} ${t.chat.publicMark}` : line;
  });
  return {
    text: chats.length === 0 ? t.chat.none : [t.chat.list(stationName), ...lines].join("\n"),
    buttons: [
      ...chats.map((chat, at) => [{ text: `${at + 1}. ${chat.title}`, data: `chat:show:${chat.chatId}` }]),
      [{ text: t.chat.button.link, data: LINK_DATA }],
    ],
  };
}

export function chatMessage(t: Messages, chat: LinkedChat): Outgoing {
  const hint = chat.state === "left" ? [t.chat.leftHint] : chat.state === "unreachable" ? [t.chat.unreachableHint] : [];
  const mark = chat.isPublic ? [t.chat.publicMark] : [];
  return {
    text: [t.chat.detail(chat.title, t.chat.kinds[chat.kind], t.chat.states[chat.state]), ...mark, ...hint].join("\n"),
    buttons: [
      ...(chat.state === "unreachable" ? [[{ text: t.chat.button.retry, data: `chat:retry:${chat.chatId}` }]] : []),
      [kindButton(t, chat.chatId, chat.kind)],
      [{ text: t.chat.button.unlink, data: `chat:unlink:${chat.chatId}` }],
      [{ text: t.chat.button.back, data: LIST_DATA }],
    ],
  };
}

/** What stands in the group itself once its purpose was changed there. */
export function groupKindMessage(t: Messages, stationName: string, chat: LinkedChat): Outgoing {
  return { text: t.chat.nowKind(stationName, t.chat.kinds[chat.kind]), buttons: [[kindButton(t, chat.chatId, chat.kind)]] };
}

export function askUnlinkMessage(t: Messages, chat: LinkedChat): Outgoing {
  return {
    text: t.chat.askUnlink(chat.title),
    buttons: [
      [{ text: t.chat.button.unlinkNow, data: `chat:cut:${chat.chatId}` }],
      [{ text: t.chat.button.back, data: `chat:show:${chat.chatId}` }],
    ],
  };
}

export function unlinkedMessage(t: Messages, title: string): Outgoing {
  return { text: t.chat.unlinked(title), buttons: [[{ text: t.chat.button.back, data: LIST_DATA }]] };
}

/** With the line that links another group, as it is to be typed there. */
export function linkMessage(t: Messages, kind: "organizer" | "member", code: string): Outgoing {
  return { text: t.chat.linkLine(t.chat.kinds[kind], `/setup ${code}`) };
}
