import type { Button, Outgoing, StationScope } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { LinkedChat } from "./actions.ts";
import { kindData } from "./rules.ts";

export const SHOW_DATA = /^chat:show:(\d{1,15}):(\d{1,15})$/;
export const ASK_UNLINK_DATA = /^chat:unlink:(\d{1,15}):(\d{1,15})$/;
export const UNLINK_DATA = /^chat:cut:(\d{1,15}):(\d{1,15})$/;
export const RETRY_DATA = /^chat:retry:(\d{1,15}):(\d{1,15})$/;
export const LIST_DATA = /^chat:list:(\d{1,15})$/;
export const LINK_DATA = /^chat:link:(\d{1,15})$/;

const at = ({ stationId, chatId }: LinkedChat) => `${stationId}:${chatId}`;
const backTo = (t: Messages, { stationId }: LinkedChat): Button => ({ text: t.chat.button.back, data: `chat:list:${stationId}` });

/** The button that says what a group is for, the other way round. */
function kindButton(t: Messages, chat: LinkedChat): Button {
  return chat.kind === "organizer"
    ? { text: t.chat.button.toMember, data: kindData(chat, "member") }
    : { text: t.chat.button.toOrganizer, data: kindData(chat, "organizer") };
}

export function chatsMessage(t: Messages, { stationId, stationName }: Pick<StationScope, "stationId" | "stationName">, chats: readonly LinkedChat[]): Outgoing {
  const lines = chats.map((chat, index) => {
    const line = t.chat.line(index + 1, chat.title, t.chat.kinds[chat.kind], t.chat.states[chat.state]);
    return chat.isPublic ? `${line} ${t.chat.publicMark}` : line;
  });
  return {
    text: chats.length === 0 ? t.chat.none : [t.chat.list(stationName), ...lines].join("\n"),
    buttons: [
      ...chats.map((chat, index) => [{ text: `${index + 1}. ${chat.title}`, data: `chat:show:${at(chat)}` }]),
      [{ text: t.chat.button.link, data: `chat:link:${stationId}` }],
    ],
  };
}

export function chatMessage(t: Messages, chat: LinkedChat): Outgoing {
  const hint = chat.state === "left" ? [t.chat.leftHint] : chat.state === "unreachable" ? [t.chat.unreachableHint] : [];
  const mark = chat.isPublic ? [t.chat.publicMark] : [];
  return {
    text: [t.chat.detail(chat.title, t.chat.kinds[chat.kind], t.chat.states[chat.state]), ...mark, ...hint].join("\n"),
    buttons: [
      ...(chat.state === "unreachable" ? [[{ text: t.chat.button.retry, data: `chat:retry:${at(chat)}` }]] : []),
      [kindButton(t, chat)],
      [{ text: t.chat.button.unlink, data: `chat:unlink:${at(chat)}` }],
      [backTo(t, chat)],
    ],
  };
}

/** What stands in the group itself once its purpose was changed there. */
export function groupKindMessage(t: Messages, stationName: string, chat: LinkedChat): Outgoing {
  return { text: t.chat.nowKind(stationName, t.chat.kinds[chat.kind]), buttons: [[kindButton(t, chat)]] };
}

export function askUnlinkMessage(t: Messages, chat: LinkedChat): Outgoing {
  return {
    text: t.chat.askUnlink(chat.title),
    buttons: [
      [{ text: t.chat.button.unlinkNow, data: `chat:cut:${at(chat)}` }],
      [{ text: t.chat.button.back, data: `chat:show:${at(chat)}` }],
    ],
  };
}

export function unlinkedMessage(t: Messages, chat: LinkedChat): Outgoing {
  return { text: t.chat.unlinked(chat.title), buttons: [[backTo(t, chat)]] };
}

/** With the line that links another group, as it is to be typed there. */
export function linkMessage(t: Messages, kind: "organizer" | "member", code: string): Outgoing {
  return { text: t.chat.linkLine(t.chat.kinds[kind], `/setup ${code}`) };
}
