import { wireMessage, wirePostedPoll } from "./render.ts";
import type { CallbackState, ChatState, MemberStatus, StoredMessage, Topic } from "./state.ts";
import type { ChatType, WireButton, WireEntity, WireMessage, WirePoll } from "./wire-types.ts";
import type { World } from "./world.ts";

type FileView = { id: string; name: string; mime: string; size: number };

export type ChatMessage = {
  id: number;
  chatId: number;
  threadId?: number;
  fromBot: boolean;
  senderId: number;
  senderName: string;
  /** Text or caption; empty for a service message or a bare picture. */
  text: string;
  entities: WireEntity[];
  keyboard: WireButton[][];
  replyKeyboard?: unknown;
  /** Every reaction, whoever made it; `botReactions` only the bot's own. */
  reactions: { personId: number; emoji: string }[];
  botReactions: string[];
  replyToId?: number;
  photo?: FileView;
  document?: FileView;
  poll?: WirePoll;
  /** Who chose which options of the poll, as each sees their own choice, and in a named poll everybody's. */
  votes?: { personId: number; chosen: number[] }[];
  sentAt: Date;
  editedAt?: Date;
  edits: number;
  deleted: boolean;
  isService: boolean;
  /** Exactly what Telegram would send on the wire. */
  wire: WireMessage;
};

export type CallbackAnswer = {
  callbackQueryId: string;
  personId: number;
  chatId: number;
  messageId: number;
  text: string;
  showAlert: boolean;
  url?: string;
  tappedAt: Date;
  answeredAt: Date;
};

export type TapView = { callbackQueryId: string; personId: number; data: string; tappedAt: Date; answer: CallbackAnswer | null };

export type ChatView = {
  id: number;
  type: ChatType;
  title: string;
  username?: string;
  isForum: boolean;
  topics: Topic[];
  members: { personId: number; status: MemberStatus }[];
  migratedToId?: number;
  linkedChatId?: number;
};

function fileView(world: World, id: string | undefined): FileView | undefined {
  const file = id === undefined ? undefined : world.state.files.get(id);
  return file && { id: file.id, name: file.name, mime: file.mime, size: file.bytes.length };
}

function senderName(message: StoredMessage): string {
  const { sender_chat: chat, from } = message.body;
  return chat?.title ?? from?.first_name ?? "";
}

const serviceFields = [
  "new_chat_members", "left_chat_member", "new_chat_title", "group_chat_created", "supergroup_chat_created",
  "migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created", "forum_topic_closed", "forum_topic_reopened",
] as const;

export function messageView(world: World, message: StoredMessage): ChatMessage {
  const { body } = message;
  const poll = message.pollId === undefined ? undefined : world.state.polls.get(message.pollId);
  const photo = fileView(world, body.photo?.at(-1)?.file_id);
  const document = fileView(world, body.document?.file_id);
  const reactions = [...message.reactions].flatMap(([personId, emoji]) => emoji.map((one) => ({ personId, emoji: one })));
  return {
    id: message.id,
    chatId: message.chatId,
    fromBot: message.fromBot,
    senderId: message.senderId,
    senderName: senderName(message),
    text: body.text ?? body.caption ?? "",
    entities: structuredClone(body.entities ?? body.caption_entities ?? []),
    keyboard: structuredClone(message.keyboard ?? []),
    reactions,
    botReactions: [...(message.reactions.get(world.state.bot.id) ?? [])],
    sentAt: new Date(message.sentOn * 1000),
    edits: message.edits,
    deleted: message.deleted,
    isService: serviceFields.some((field) => body[field] !== undefined),
    wire: wireMessage(world, message),
    ...(body.message_thread_id === undefined ? {} : { threadId: body.message_thread_id }),
    ...(message.replyKeyboard === undefined ? {} : { replyKeyboard: message.replyKeyboard }),
    ...(message.replyToId === undefined ? {} : { replyToId: message.replyToId }),
    ...(message.editedOn === undefined ? {} : { editedAt: new Date(message.editedOn * 1000) }),
    ...(photo ? { photo } : {}),
    ...(document ? { document } : {}),
    ...(poll ? { poll: wirePostedPoll(poll), votes: [...poll.votes].map(([personId, chosen]) => ({ personId, chosen: [...chosen] })) } : {}),
  };
}

export function answerView(callback: CallbackState): CallbackAnswer | null {
  if (!callback.answer) return null;
  const { id, personId, chatId, messageId, madeAtMs } = callback;
  const { atMs, ...answer } = callback.answer;
  return { callbackQueryId: id, personId, chatId, messageId, ...answer, tappedAt: new Date(madeAtMs), answeredAt: new Date(atMs) };
}

export function tapView(callback: CallbackState): TapView {
  const { id, personId, data, madeAtMs } = callback;
  return { callbackQueryId: id, personId, data, tappedAt: new Date(madeAtMs), answer: answerView(callback) };
}

export function chatView(chat: ChatState): ChatView {
  return {
    id: chat.id,
    type: chat.type,
    title: chat.title ?? "",
    isForum: chat.isForum,
    topics: [...chat.topics.values()].map((topic) => ({ ...topic })),
    members: [...chat.members].map(([personId, { status }]) => ({ personId, status })),
    ...(chat.username === undefined ? {} : { username: chat.username }),
    ...(chat.migratedToId === undefined ? {} : { migratedToId: chat.migratedToId }),
    ...(chat.linkedChatId === undefined ? {} : { linkedChatId: chat.linkedChatId }),
  };
}
