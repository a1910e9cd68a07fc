import { noteUnseen } from "./ledger.ts";
import type { Unseen } from "./ledger.ts";
import { charge } from "./limits.ts";
import type { ChatState, StoredMessage } from "./state.ts";
import { messageView } from "./views.ts";
import type { WireBody } from "./wire-types.ts";
import { mintMessageId, unixNow } from "./world.ts";
import type { World } from "./world.ts";

export type NewMessage = Omit<StoredMessage, "id" | "chatId" | "sentOn" | "edits" | "deleted" | "reactions">;

/** Puts a message into a chat's history and tells whoever watches; it queues no update. */
export function storeMessage(world: World, chat: ChatState, parts: NewMessage): StoredMessage {
  const message: StoredMessage = {
    ...parts,
    id: mintMessageId(world, chat),
    chatId: chat.id,
    sentOn: unixNow(world),
    edits: 0,
    deleted: false,
    reactions: new Map(),
  };
  chat.messages.set(message.id, message);
  return message;
}

export function announce(world: World, type: "message" | "edited" | "deleted" | "reacted" | "poll", message: StoredMessage): void {
  world.emit({ type, chatId: message.chatId, message: messageView(world, message) });
}

export function noteBotDeed(world: World, kind: Unseen["kind"], message: StoredMessage, text: string): void {
  noteUnseen(world.ledger, { kind, chatId: message.chatId, messageId: message.id, text });
}

export function chargeFor(world: World, chat: ChatState): void {
  charge(world.limiter, chat.id, chat.type !== "private", world.now().getTime());
}

export type BotPost = Pick<NewMessage, "keyboard" | "replyKeyboard" | "replyToId" | "pollId"> & { body: WireBody };

/** The bot's own message, once every check has passed: charged to the limits, stored, announced, waiting to be seen. */
export function postAsBot(world: World, chat: ChatState, post: BotPost): StoredMessage {
  const { bot } = world.state;
  const sender: WireBody = chat.type === "channel" ? { sender_chat: { id: chat.id, type: "channel", title: chat.title ?? "" } } : { from: bot };
  const message = storeMessage(world, chat, { ...post, body: { ...sender, ...post.body }, fromBot: true, senderId: bot.id });
  noteBotDeed(world, "message", message, post.body.text ?? post.body.caption ?? world.state.polls.get(post.pollId ?? "")?.question ?? "");
  announce(world, "message", message);
  return message;
}
