import { isPresent } from "../access.ts";
import { announce } from "../posting.ts";
import { pushUpdate } from "../queue.ts";
import { wireChat, wireUser } from "../render.ts";
import { storeFile, pictureSize, wireDocument, wirePhoto } from "../methods/media.ts";
import type { ChatState, Person } from "../state.ts";
import { cleanText, findEntities } from "../text.ts";
import { messageView } from "../views.ts";
import type { ChatMessage } from "../views.ts";
import type { WireBody, WireOrigin, WireReaction, WireUser } from "../wire-types.ts";
import { unixNow } from "../world.ts";
import type { World } from "../world.ts";
import { postAsPeople, tellBot } from "./delivery.ts";
import { findChat, findMessage, findPerson } from "./refs.ts";
import type { MessageRef, Ref } from "./refs.ts";
import { unblock } from "./roster.ts";

// Telegram's own accounts, under which anonymous admins, channels and forwarded posts speak.
const GROUP_ANONYMOUS: WireUser = { id: 1_087_968_824, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" };
const CHANNEL_BOT: WireUser = { id: 136_817_688, is_bot: true, first_name: "Channel", username: "Channel_Bot" };
const TELEGRAM: WireUser = { id: 777_000, is_bot: false, first_name: "Telegram" };

export type SayOptions = {
  replyTo?: MessageRef;
  threadId?: number;
  asAnonymousAdmin?: boolean;
  asChannel?: Ref;
  forwardedFrom?: Ref;
  viaBot?: string;
};

function checkMaySpeak(chat: ChatState, person: Person, threadId: number | undefined): void {
  if (chat.type === "private") {
    if (person.id !== chat.id) throw new Error(`${person.firstName} cannot write in somebody else's private chat.`);
    if (person.blocked) throw new Error(`${person.firstName} has blocked the bot; start() or unblock() first.`);
    return;
  }
  if (chat.migratedToId !== undefined) throw new Error(`${chat.title} was upgraded; its people are in ${chat.migratedToId} now.`);
  if (chat.deleted) throw new Error(`${chat.title} is deleted.`);
  const membership = chat.members.get(person.id);
  if (!isPresent(membership)) throw new Error(`${person.firstName} is not in ${chat.title}.`);
  if (threadId === undefined) return;
  const topic = chat.topics.get(threadId);
  const isAdmin = ["creator", "administrator"].includes(membership?.status ?? "");
  if (!topic || topic.state === "deleted") throw new Error(`There is no topic ${threadId} in ${chat.title}.`);
  if (topic.state === "closed" && !isAdmin) throw new Error(`The topic ${topic.name} is closed.`);
}

function senderOf(world: World, chat: ChatState, person: Person, options: SayOptions): WireBody {
  if (options.asAnonymousAdmin) return { from: GROUP_ANONYMOUS, sender_chat: wireChat(world, chat) };
  if (options.asChannel !== undefined) return { from: CHANNEL_BOT, sender_chat: wireChat(world, findChat(world, options.asChannel)) };
  return { from: wireUser(person) };
}

function originOf(world: World, options: SayOptions): { forward_origin?: WireOrigin } {
  if (options.forwardedFrom === undefined) return {};
  return { forward_origin: { type: "user", date: unixNow(world), sender_user: wireUser(findPerson(world, options.forwardedFrom)) } };
}

function viaOf(options: SayOptions): { via_bot?: WireUser } {
  if (options.viaBot === undefined) return {};
  return { via_bot: { id: 4_000_000_001, is_bot: true, first_name: options.viaBot, username: options.viaBot } };
}

function speak(world: World, person: Person, chat: ChatState, content: WireBody, options: SayOptions): ChatMessage {
  const { threadId, replyTo } = options;
  checkMaySpeak(chat, person, threadId);
  if (chat.type === "private") person.started = true;
  const replyToId = replyTo?.id ?? threadId;
  return postAsPeople(world, chat, {
    senderId: person.id,
    ...(replyToId === undefined ? {} : { replyToId }),
    body: {
      ...senderOf(world, chat, person, options),
      ...(threadId === undefined ? {} : { message_thread_id: threadId, is_topic_message: true as const }),
      ...originOf(world, options),
      ...viaOf(options),
      ...content,
    },
  });
}

function textBody(given: string): WireBody {
  const text = cleanText(given).trim();
  if (text === "") throw new Error("Telegram sends no empty message.");
  const entities = findEntities(text);
  return { text, ...(entities.length > 0 ? { entities } : {}) };
}

/** Somebody writes; a person as `chatRef` means their private chat with the bot. */
export function say(world: World, personRef: Ref, chatRef: Ref, text: string, options: SayOptions = {}): ChatMessage {
  return speak(world, findPerson(world, personRef), findChat(world, chatRef), textBody(text), options);
}

/** Presses Start in the private chat, which also lifts a block. */
export function start(world: World, personRef: Ref, payload?: string): ChatMessage {
  const person = findPerson(world, personRef);
  findChat(world, person);
  unblock(world, person);
  if (payload !== undefined && !/^[\w-]{1,64}$/.test(payload)) throw new Error(`Telegram takes no start payload like "${payload}".`);
  return say(world, person, person, payload === undefined ? "/start" : `/start ${payload}`);
}

export type Attachment = { name: string; bytes: Uint8Array; mime?: string; caption?: string; asPhoto?: boolean; claimedSize?: number };

export function upload(world: World, personRef: Ref, chatRef: Ref, given: Attachment, options: SayOptions = {}): ChatMessage {
  const { name, bytes, mime = "application/octet-stream", caption, asPhoto = false, claimedSize } = given;
  if (asPhoto && !pictureSize(bytes)) throw new Error(`${name} is no picture.`);
  const file = storeFile(world, { name, mime, bytes }, asPhoto ? "photo" : "document", claimedSize);
  const content: WireBody = asPhoto ? { photo: wirePhoto(file) } : { document: wireDocument(file) };
  const entities = findEntities(caption ?? "");
  const words = caption === undefined ? {} : { caption, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
  return speak(world, findPerson(world, personRef), findChat(world, chatRef), { ...content, ...words }, options);
}

/** Hands over a contact card; without `whose` their own. */
export function shareContact(world: World, personRef: Ref, chatRef: Ref, whose: Ref = personRef): ChatMessage {
  const owner = findPerson(world, whose);
  const contact = { phone_number: "+10000000000", first_name: owner.firstName, user_id: owner.id };
  return speak(world, findPerson(world, personRef), findChat(world, chatRef), { contact }, {});
}

export function edit(world: World, personRef: Ref, ref: MessageRef, text: string): ChatMessage {
  const person = findPerson(world, personRef);
  const message = findMessage(world, ref);
  if (message.senderId !== person.id) throw new Error(`${person.firstName} can edit only their own messages.`);
  const { entities: _before, ...rest } = message.body;
  message.body = { ...rest, ...textBody(text) };
  message.editedOn = unixNow(world);
  message.edits += 1;
  announce(world, "edited", message);
  tellBot(world, findChat(world, ref.chatId), message, true);
  return messageView(world, message);
}

/** A message vanishes from the chat; bots are not told. */
export function erase(world: World, ref: MessageRef): void {
  const message = findMessage(world, ref);
  message.deleted = true;
  announce(world, "deleted", message);
}

function wireReactions(emoji: string[]): WireReaction[] {
  return emoji.map((one) => ({ type: "emoji", emoji: one }));
}

export function react(world: World, personRef: Ref, ref: MessageRef, emoji: string | null): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, ref.chatId);
  const message = findMessage(world, ref);
  const before = message.reactions.get(person.id) ?? [];
  const after = emoji === null ? [] : [emoji];
  message.reactions.set(person.id, after);
  announce(world, "reacted", message);
  const botSees = chat.type === "private" || ["administrator", "creator"].includes(chat.members.get(world.state.bot.id)?.status ?? "");
  if (!botSees) return;
  const change = { chat: wireChat(world, chat), message_id: ref.id, user: wireUser(person), date: unixNow(world) };
  pushUpdate(world, "message_reaction", { ...change, old_reaction: wireReactions(before), new_reaction: wireReactions(after) }, `reaction:${chat.id}`);
}

/** A post in a channel, and its automatic forward in the linked group if there is one. */
export function postInChannel(world: World, channelRef: Ref, text: string): { post: ChatMessage; forward?: ChatMessage } {
  const channel = findChat(world, channelRef);
  if (channel.type !== "channel") throw new Error(`${channel.title} is no channel.`);
  const sender = wireChat(world, channel);
  const post = postAsPeople(world, channel, { senderId: channel.id, body: { sender_chat: sender, ...textBody(text) } });
  if (channel.linkedChatId === undefined) return { post };
  const origin: WireOrigin = { type: "channel", date: unixNow(world), chat: sender, message_id: post.id };
  const body: WireBody = { from: TELEGRAM, sender_chat: sender, is_automatic_forward: true, forward_origin: origin, ...textBody(text) };
  return { post, forward: postAsPeople(world, findChat(world, channel.linkedChatId), { senderId: TELEGRAM.id, body }) };
}
