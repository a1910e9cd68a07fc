import type { InlineKeyboardMarkup } from "grammy/types";
import type { Outgoing } from "../context.ts";
import { messages } from "../i18n/messages.ts";

/** Telegram refuses what is longer. It counts characters; whoever counts UTF-16 units is never above that. */
const LIMITS = { text: 4096, caption: 1024 } as const;

const isSaid = (line: string) => line.trim() !== "";

/** In both languages, for a text does not say which one it is in. */
const leftOut = (lines: number): string => `……${messages("zh-CN").system.leftOut(lines)} · … ${messages("en").system.leftOut(lines)}`;

/** As much of a line as fits, with no character halved. */
function cutLine(line: string, room: number): string[] {
  const end = room - "…".length;
  const isHalved = /[\uD800-\uDBFF]/.test(line.charAt(end - 1));
  return end < 2 ? [] : [`${line.slice(0, isHalved ? end - 1 : end)}…`];
}

/** A text that Telegram takes. It is plain, so it may end anywhere; it ends between two lines unless one fills most of it. */
function fitting(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const lines = text.split("\n");
  let room = limit - leftOut(lines.length).length;
  const over = lines.findIndex((line) => (room -= line.length + 1) < 0);
  const [kept, next = ""] = [lines.slice(0, over), lines[over]];
  const part = next.length > limit / 2 ? cutLine(next, room + next.length) : [];
  return [...kept, ...part, leftOut(lines.slice(over).filter(isSaid).length)].join("\n");
}

/** What Telegram needs of an Outgoing; previews are off because secret links must not be fetched. */
export function messagePayload(outgoing: Outgoing, as: keyof typeof LIMITS = "text"): {
  text: string;
  link_preview_options: { is_disabled: true };
  reply_markup?: InlineKeyboardMarkup;
} {
  const keyboard = outgoing.buttons?.filter((row) => row.length > 0).map((row) =>
    row.map((button) => button.url === undefined
      ? { text: button.text, callback_data: button.data ?? "" }
      : { text: button.text, url: button.url }));
  return {
    text: fitting(outgoing.text, LIMITS[as]),
    link_preview_options: { is_disabled: true },
    ...(keyboard && { reply_markup: { inline_keyboard: keyboard } }),
  };
}
