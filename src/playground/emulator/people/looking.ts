import { markSeen } from "../ledger.ts";
import type { Unseen } from "../ledger.ts";
import { closeDuePolls } from "../polls.ts";
import { answerView, chatView, messageView, tapView } from "../views.ts";
import type { CallbackAnswer, ChatMessage, ChatView, TapView } from "../views.ts";
import { commandMenu } from "../commands.ts";
import type { MenuCommand } from "../state.ts";
import type { World } from "../world.ts";
import { findChat, findMessage, findPerson, idOf } from "./refs.ts";
import type { MessageRef, Ref } from "./refs.ts";

export type Look = { threadId?: number; peek?: boolean; withDeleted?: boolean };

function isOf(unseen: Unseen, chatId: number, messageId?: number): boolean {
  return unseen.kind !== "answer" && unseen.chatId === chatId && (messageId === undefined || unseen.messageId === messageId);
}

/** The chat as people see it, oldest first. Reading marks all that it shows as seen, unless it only peeks. */
export function messages(world: World, chatRef: Ref, look: Look = {}): ChatMessage[] {
  closeDuePolls(world);
  const chat = findChat(world, chatRef);
  const all = [...chat.messages.values()].filter((message) => look.withDeleted || !message.deleted);
  const shown = look.threadId === undefined ? all : all.filter((message) => message.body.message_thread_id === look.threadId);
  if (!look.peek && look.threadId === undefined) markSeen(world.ledger, (unseen) => isOf(unseen, chat.id));
  if (!look.peek) for (const message of shown) markSeen(world.ledger, (unseen) => isOf(unseen, chat.id, message.id));
  return shown.map((message) => messageView(world, message));
}

/** The bot's newest message there that still stands; only this one becomes seen. */
export function lastMessage(world: World, chatRef: Ref, look: Look = {}): ChatMessage | undefined {
  const found = messages(world, chatRef, { ...look, peek: true }).findLast((message) => message.fromBot);
  if (found && !look.peek) markSeen(world.ledger, (unseen) => isOf(unseen, found.chatId, found.id));
  return found;
}

/** One message as it stands now, deleted ones too. */
export function message(world: World, ref: MessageRef, look: Pick<Look, "peek"> = {}): ChatMessage {
  const found = findMessage(world, ref);
  if (!look.peek) markSeen(world.ledger, (unseen) => isOf(unseen, ref.chatId, ref.id));
  return messageView(world, found);
}

/** What the bot answered to a tap; null while it has not. */
export function answerOf(world: World, callbackQueryId: string): CallbackAnswer | null {
  const callback = world.state.callbacks.get(callbackQueryId);
  if (!callback) throw new Error(`There was no tap ${callbackQueryId}.`);
  markSeen(world.ledger, (unseen) => unseen.callbackQueryId === callbackQueryId);
  return answerView(callback);
}

/** Every tap with its answer, oldest first, for counting; nothing is marked as seen. */
export function taps(world: World): TapView[] {
  return [...world.state.callbacks.values()].map(tapView);
}

export function chats(world: World): ChatView[] {
  return [...world.state.chats.values()].map(chatView);
}

export function chat(world: World, chatRef: Ref): ChatView {
  return chatView(findChat(world, chatRef));
}

export function menu(world: World, personRef: Ref, chatRef: Ref): MenuCommand[] {
  return commandMenu(world, findChat(world, idOf(chatRef)), findPerson(world, personRef));
}

/** A picture or document with its name and kind, if there is one by that id. */
export function file(world: World, fileId: string): { name: string; mime: string; bytes: Uint8Array } | null {
  const found = world.state.files.get(fileId);
  return found ? { name: found.name, mime: found.mime, bytes: found.bytes } : null;
}

/** The bytes of a picture or document that a message shows. */
export function fileBytes(world: World, fileId: string): Uint8Array {
  const file = world.state.files.get(fileId);
  if (!file) throw new Error(`There is no file ${fileId}.`);
  return file.bytes;
}
