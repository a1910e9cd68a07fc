import type { z } from "zod";
import { checkMaySend, reachChat, reachTopic } from "../access.ts";
import { chargeFor, postAsBot } from "../posting.ts";
import { badRequest } from "../refusal.ts";
import { wireMessage } from "../render.ts";
import type { ChatState } from "../state.ts";
import type { WireMessage } from "../wire-types.ts";
import type { ContentKind } from "../access.ts";
import { entities, ignoredPreview, inTopic, postShape, readCaption, readMarkup, readReply, readText } from "./content.ts";
import { takeDocument, takePhoto } from "./media.ts";
import { method, text, truth } from "./method.ts";
import type { Call, Method } from "./method.ts";

type Target = { chat_id?: number | string | undefined; message_thread_id?: number | undefined };

/** Where a new message would go, with every refusal that the place itself can give. */
export function reachTarget(call: Call, target: Target, kind: ContentKind) {
  const chat = reachChat(call.world, target.chat_id, "write");
  call.note.chatId = chat.id;
  const topic = reachTopic(call.world, chat, target.message_thread_id);
  checkMaySend(call.world, chat, kind);
  return { chat, topic };
}

/** Charges and posts; with topics, a message that answers nothing hangs on the message that opened its topic. */
export function post(call: Call, chat: ChatState, parts: Parameters<typeof postAsBot>[2]): WireMessage {
  chargeFor(call.world, chat);
  const threadId = parts.body.message_thread_id;
  const anchored = parts.replyToId === undefined && threadId !== undefined ? { ...parts, replyToId: threadId } : parts;
  const message = postAsBot(call.world, chat, anchored);
  call.note.messageId = message.id;
  return wireMessage(call.world, message);
}

const sendMessage = method({ ...postShape, ...ignoredPreview, text, parse_mode: text, entities }, (call, params) => {
  const read = readText({ value: params.text, parseMode: params.parse_mode, entities: params.entities });
  const { chat, topic } = reachTarget(call, params, "text messages");
  return post(call, chat, {
    ...readMarkup(params.reply_markup),
    ...readReply(chat, params.reply_parameters),
    body: { ...inTopic(topic), text: read.text, ...(read.entities.length > 0 ? { entities: read.entities } : {}) },
  });
});

const captionShape = { caption: text, parse_mode: text, caption_entities: entities };

function captionOf(params: { caption?: string | undefined; parse_mode?: string | undefined; caption_entities?: z.infer<typeof entities> }) {
  const read = readCaption({ value: params.caption, parseMode: params.parse_mode, entities: params.caption_entities });
  if (read.text === "") return {};
  return { caption: read.text, ...(read.entities.length > 0 ? { caption_entities: read.entities } : {}) };
}

const sendPhoto = method(
  { ...postShape, ...captionShape, photo: text, has_spoiler: truth, show_caption_above_media: truth },
  (call, params) => {
    const caption = captionOf(params);
    const { chat, topic } = reachTarget(call, params, "photos");
    if (!params.photo) throw badRequest("there is no photo in the request");
    const photo = takePhoto(call, params.photo);
    return post(call, chat, {
      ...readMarkup(params.reply_markup),
      ...readReply(chat, params.reply_parameters),
      body: { ...inTopic(topic), photo, ...caption },
    });
  },
);

const sendDocument = method(
  { ...postShape, ...captionShape, document: text, disable_content_type_detection: truth },
  (call, params) => {
    const caption = captionOf(params);
    const { chat, topic } = reachTarget(call, params, "documents");
    if (!params.document) throw badRequest("there is no document in the request");
    const document = takeDocument(call, params.document);
    return post(call, chat, {
      ...readMarkup(params.reply_markup),
      ...readReply(chat, params.reply_parameters),
      body: { ...inTopic(topic), document, ...caption },
    });
  },
);

const actions = new Set([
  "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
  "choose_sticker", "find_location", "record_video_note", "upload_video_note",
]);

const sendChatAction = method({ chat_id: postShape.chat_id, message_thread_id: postShape.message_thread_id, action: text }, (call, params) => {
  if (!actions.has(params.action ?? "")) throw badRequest("wrong parameter action in request");
  const { chat } = reachTarget(call, params, "text messages");
  call.world.emit({ type: "action", chatId: chat.id, action: params.action ?? "" });
  return true;
});

export const sendingMethods: Record<string, Method> = { sendMessage, sendPhoto, sendDocument, sendChatAction };
