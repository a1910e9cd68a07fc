import { z } from "zod";
import { parseHtml } from "../html.ts";
import { isInline, markupSchema, readInlineKeyboard } from "../keyboard.ts";
import type { Markup } from "../keyboard.ts";
import { badRequest } from "../refusal.ts";
import type { ChatState } from "../state.ts";
import { cleanText, findEntities, lengthOf } from "../text.ts";
import type { WireButton, WireEntity } from "../wire-types.ts";
import { chatId, integer, json, truth } from "./method.ts";

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;
const MAX_RAW_BYTES = 1 << 15;

const entitySchema = z.looseObject({ type: z.string(), offset: z.int(), length: z.int(), url: z.string().optional(), language: z.string().optional() });

export const entities = json(z.array(entitySchema));

const replySchema = z.strictObject({
  message_id: z.int(),
  chat_id: z.union([z.int(), z.string()]).optional(),
  allow_sending_without_reply: z.boolean().optional(),
});

export const replyParameters = json(replySchema);
const replyMarkup = json(markupSchema);

/** What every method that posts a message takes. */
export const postShape = {
  chat_id: chatId,
  message_thread_id: integer,
  disable_notification: truth,
  protect_content: truth,
  reply_parameters: replyParameters,
  reply_markup: replyMarkup,
};

export const ignoredPreview = { link_preview_options: json(z.looseObject({})) };

type RawText = { value: string | undefined; parseMode: string | undefined; entities: z.infer<typeof entities> };
export type ReadText = { text: string; entities: WireEntity[] };


function cleanEntities(given: NonNullable<RawText["entities"]>): WireEntity[] {
  return given.map(({ type, offset, length, url, language }) => ({
    type,
    offset,
    length,
    ...(url === undefined ? {} : { url }),
    ...(language === undefined ? {} : { language }),
  }));
}

function parse(raw: RawText): ReadText {
  const value = cleanText(raw.value ?? "");
  if (Buffer.byteLength(value) > MAX_RAW_BYTES) throw badRequest("text is too long");
  const mode = raw.parseMode?.toLowerCase() ?? "";
  if (mode === "html") return parseHtml(value);
  if (mode !== "") throw badRequest("unsupported parse_mode");
  return { text: value, entities: cleanEntities(raw.entities ?? []) };
}

// Telegram strips the ends, and finds commands and links by itself.
function finish({ text, entities: given }: ReadText): ReadText {
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  const moved = given.map((entity) => ({ ...entity, offset: entity.offset - start })).filter((entity) => entity.offset >= 0);
  const found = findEntities(trimmed).filter((entity) => !moved.some((other) => other.offset === entity.offset));
  return { text: trimmed, entities: [...moved, ...found].sort((a, b) => a.offset - b.offset) };
}

export function readText(raw: RawText): ReadText {
  const read = finish(parse(raw));
  if (read.text === "") throw badRequest("message text is empty");
  if (lengthOf(read.text) > MAX_TEXT) throw badRequest("message is too long");
  return read;
}

export function readCaption(raw: RawText): ReadText {
  const read = finish(parse(raw));
  if (lengthOf(read.text) > MAX_CAPTION) throw badRequest("message caption is too long");
  return read;
}

export function readMarkup(markup: Markup | undefined): { keyboard?: WireButton[][]; replyKeyboard?: unknown } {
  if (markup === undefined) return {};
  if (!isInline(markup)) return { replyKeyboard: markup };
  const keyboard = readInlineKeyboard(markup);
  return keyboard ? { keyboard } : {};
}

/** The id of the message replied to, if it can be; refuses a missing one unless the bot allowed that. */
export function readReply(chat: ChatState, reply: z.infer<typeof replyParameters>): { replyToId?: number } {
  if (!reply) return {};
  const target = chat.messages.get(reply.message_id);
  const elsewhere = reply.chat_id !== undefined && reply.chat_id !== chat.id;
  if (target && !target.deleted && !elsewhere) return { replyToId: target.id };
  if (reply.allow_sending_without_reply) return {};
  throw badRequest("message to be replied not found");
}

export function inTopic(topic: { id: number } | undefined): { message_thread_id?: number; is_topic_message?: true } {
  return topic ? { message_thread_id: topic.id, is_topic_message: true } : {};
}
