import { z } from "zod";
import { badRequest } from "./refusal.ts";
import type { WireButton } from "./wire-types.ts";

const MAX_BUTTONS = 100;
const MAX_CALLBACK_BYTES = 64;

const buttonSchema = z.strictObject({
  text: z.string(),
  callback_data: z.string().optional(),
  url: z.string().optional(),
  copy_text: z.strictObject({ text: z.string() }).optional(),
  style: z.enum(["danger", "success", "primary"]).optional(),
});

const inlineSchema = z.strictObject({ inline_keyboard: z.array(z.array(buttonSchema)) });

const replySchema = z.union([
  z.looseObject({ keyboard: z.array(z.array(z.unknown())) }),
  z.looseObject({ remove_keyboard: z.literal(true) }),
  z.looseObject({ force_reply: z.literal(true) }),
]);

export const markupSchema = z.union([inlineSchema, replySchema]);
export const inlineMarkupSchema = inlineSchema;

export type Markup = z.infer<typeof markupSchema>;

function isLink(url: string): boolean {
  return /^(https?:\/\/)?[\w-]+(\.[\w-]+)+(:\d+)?([/?#].*)?$/i.test(url) || /^(tg|ton):\/\/\S+$/i.test(url);
}

function checkButton(button: z.infer<typeof buttonSchema>): WireButton {
  const { text, callback_data: data, url, copy_text: copied } = button;
  if (text.trim() === "") throw badRequest("BUTTON_TEXT_INVALID");
  if ([data, url, copied].filter((kind) => kind !== undefined).length !== 1) {
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (data !== undefined) {
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > MAX_CALLBACK_BYTES) throw badRequest("BUTTON_DATA_INVALID");
    return { text, callback_data: data };
  }
  if (url !== undefined) {
    if (!isLink(url)) throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
    return { text, url };
  }
  const copy = copied?.text ?? "";
  if (copy.length < 1 || copy.length > 256) throw badRequest("BUTTON_COPY_TEXT_INVALID");
  return { text, copy_text: { text: copy } };
}

/** Checks an inline keyboard as Telegram does; empty rows vanish, an empty keyboard is no keyboard. */
export function readInlineKeyboard(markup: z.infer<typeof inlineSchema> | undefined): WireButton[][] | undefined {
  if (!markup) return undefined;
  const rows = markup.inline_keyboard.map((row) => row.map(checkButton)).filter((row) => row.length > 0);
  if (rows.flat().length > MAX_BUTTONS) throw badRequest("reply markup is too long");
  return rows.length === 0 ? undefined : rows;
}

export function isInline(markup: Markup | undefined): markup is z.infer<typeof inlineSchema> {
  return markup !== undefined && "inline_keyboard" in markup;
}
