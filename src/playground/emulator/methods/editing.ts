import { botMay, reachChat } from "../access.ts";
import { inlineMarkupSchema, readInlineKeyboard } from "../keyboard.ts";
import { announce, chargeFor, noteBotDeed } from "../posting.ts";
import { badRequest } from "../refusal.ts";
import { wireMessage } from "../render.ts";
import type { ChatState, StoredMessage } from "../state.ts";
import type { WireButton, WireMessage } from "../wire-types.ts";
import { unixNow } from "../world.ts";
import { entities, ignoredPreview, readCaption, readText } from "./content.ts";
import { chatId, integer, json, method, text, truth } from "./method.ts";
import type { Call, Method } from "./method.ts";

const DELETE_SECONDS = 48 * 3600;

const notModified =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

export const editTargetShape = { chat_id: chatId, message_id: integer, reply_markup: json(inlineMarkupSchema) };

type Target = { chat_id?: number | string | undefined; message_id?: number | undefined };

/** The bot's own message that is to be changed, or Telegram's reason why it cannot be. */
export function reachOwnMessage(call: Call, target: Target, what: string): { chat: ChatState; message: StoredMessage } {
  if (target.message_id === undefined) throw badRequest("message identifier is not specified");
  const chat = reachChat(call.world, target.chat_id, "edit");
  call.note.chatId = chat.id;
  call.note.messageId = target.message_id;
  const message = chat.messages.get(target.message_id);
  if (!message || message.deleted) throw badRequest(`${what} not found`);
  if (!message.fromBot || message.replyKeyboard !== undefined) throw badRequest("message can't be edited");
  return { chat, message };
}

type Change = Partial<Pick<StoredMessage["body"], "text" | "entities" | "caption" | "caption_entities">>;

function contentOf(message: StoredMessage, body: StoredMessage["body"], keyboard: WireButton[][] | undefined): string {
  const { text: words, entities: marks, caption, caption_entities: captionMarks } = body;
  return JSON.stringify([message.pollId, words, marks ?? [], caption, captionMarks ?? [], keyboard ?? []]);
}

function withoutMarks(body: StoredMessage["body"], change: Change): StoredMessage["body"] {
  const { entities: _entities, caption_entities: _captionEntities, ...rest } = body;
  return Object.keys(change).length === 0 ? body : { ...rest, ...change };
}

/** Applies a change, or says that nothing would change; leaving the keyboard out removes it. */
function applyEdit(call: Call, chat: ChatState, message: StoredMessage, change: Change, keyboard: WireButton[][] | undefined): WireMessage {
  const { world } = call;
  const body = withoutMarks(message.body, change);
  if (contentOf(message, message.body, message.keyboard) === contentOf(message, body, keyboard)) throw badRequest(notModified);
  chargeFor(world, chat);
  message.body = body;
  if (keyboard) message.keyboard = keyboard;
  else delete message.keyboard;
  message.editedOn = unixNow(world);
  message.edits += 1;
  noteBotDeed(world, "edit", message, body.text ?? body.caption ?? "");
  announce(world, "edited", message);
  return wireMessage(world, message);
}

const editMessageText = method({ ...editTargetShape, ...ignoredPreview, text, parse_mode: text, entities }, (call, params) => {
  const read = readText({ value: params.text, parseMode: params.parse_mode, entities: params.entities });
  const { chat, message } = reachOwnMessage(call, params, "message to edit");
  if (message.body.text === undefined) throw badRequest("there is no text in the message to edit");
  const marks = read.entities.length > 0 ? { entities: read.entities } : {};
  return applyEdit(call, chat, message, { text: read.text, ...marks }, readInlineKeyboard(params.reply_markup));
});

const editMessageCaption = method(
  { ...editTargetShape, caption: text, parse_mode: text, caption_entities: entities, show_caption_above_media: truth },
  (call, params) => {
    const read = readCaption({ value: params.caption, parseMode: params.parse_mode, entities: params.caption_entities });
    const { chat, message } = reachOwnMessage(call, params, "message to edit");
    if (!message.body.photo && !message.body.document) throw badRequest("there is no caption in the message to edit");
    const marks = read.entities.length > 0 ? { caption_entities: read.entities } : {};
    return applyEdit(call, chat, message, { caption: read.text, ...marks }, readInlineKeyboard(params.reply_markup));
  },
);

const editMessageReplyMarkup = method(editTargetShape, (call, params) => {
  const { chat, message } = reachOwnMessage(call, params, "message to edit");
  return applyEdit(call, chat, message, {}, readInlineKeyboard(params.reply_markup));
});

const deleteMessage = method({ chat_id: chatId, message_id: integer }, (call, params) => {
  const { world, note } = call;
  if (params.message_id === undefined) throw badRequest("message identifier is not specified");
  const chat = reachChat(world, params.chat_id, "write");
  note.chatId = chat.id;
  note.messageId = params.message_id;
  const message = chat.messages.get(params.message_id);
  if (!message || message.deleted) throw badRequest("message to delete not found");
  const old = unixNow(world) - message.sentOn > DELETE_SECONDS;
  const mayOthers = chat.type === "private" || botMay(world, chat, "can_delete_messages");
  if ((old && !(mayOthers && chat.type !== "private")) || (!message.fromBot && !mayOthers)) throw badRequest("message can't be deleted");
  message.deleted = true;
  if (message.fromBot) noteBotDeed(world, "delete", message, message.body.text ?? "");
  announce(world, "deleted", message);
  return true;
});

export const editingMethods: Record<string, Method> = {
  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
};
