import type { InlineKeyboardMarkup } from "grammy/types";
import type { Outgoing } from "../context.ts";

/** What Telegram needs of an Outgoing; previews are off because secret links must not be fetched. */
export function messagePayload(outgoing: Outgoing): {
  text: string;
  link_preview_options: { is_disabled: true };
  reply_markup?: InlineKeyboardMarkup;
} {
  const keyboard = outgoing.buttons?.filter((row) => row.length > 0).map((row) =>
    row.map((button) => button.url === undefined
      ? { text: button.text, callback_data: button.data ?? "" }
      : { text: button.text, url: button.url }));
  return {
    text: outgoing.text,
    link_preview_options: { is_disabled: true },
    ...(keyboard && { reply_markup: { inline_keyboard: keyboard } }),
  };
}
