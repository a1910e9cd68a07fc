import { isPresent } from "../access.ts";
import { pushUpdate } from "../queue.ts";
import { wireChat, wireMessage, wireUser } from "../render.ts";
import type { CallbackState, ChatState, Person, StoredMessage } from "../state.ts";
import type { ChatMessage } from "../views.ts";
import type { WireButton } from "../wire-types.ts";
import { mintNumber } from "../world.ts";
import type { World } from "../world.ts";
import { findChat, findMessage, findPerson } from "./refs.ts";
import type { MessageRef, Ref } from "./refs.ts";
import { start } from "./talking.ts";

/** What a tap came to: a query for the bot, an opened link (with the /start it sent), or a copied text. */
export type Tapped =
  | { kind: "callback"; callbackQueryId: string }
  | { kind: "link"; url: string; started?: ChatMessage }
  | { kind: "copy"; text: string };

function checkMaySee(chat: ChatState, person: Person): void {
  const inside = chat.type === "private" ? chat.id === person.id : isPresent(chat.members.get(person.id));
  if (!inside && chat.username === undefined) throw new Error(`${person.firstName} cannot see the chat ${chat.title ?? chat.id}.`);
}

function findButton(message: StoredMessage, wanted: string): WireButton {
  const buttons = (message.keyboard ?? []).flat();
  const found = buttons.find((button) => button.text === wanted) ?? buttons.find((button) => button.callback_data === wanted)
    ?? buttons.find((button) => button.url === wanted);
  if (found && !message.deleted) return found;
  const there = buttons.map((button) => `“${button.text}”`).join(", ") || "none";
  throw new Error(`There is no button “${wanted}” under message ${message.id}${message.deleted ? ", which is deleted" : ""}; there is ${there}.`);
}

function callbackMessage(world: World, chat: ChatState, message: StoredMessage | undefined, messageId: number): unknown {
  if (message && !message.deleted) return wireMessage(world, message);
  return { chat: wireChat(world, chat), message_id: messageId, date: 0 };
}

// A playground that runs for weeks must not grow without end.
const MAX_TAPS = 20_000;

function forgetOldTaps(world: World): void {
  const oldest = world.state.callbacks.keys().next();
  if (world.state.callbacks.size > MAX_TAPS && !oldest.done) world.state.callbacks.delete(oldest.value);
}

/** Sends callback data as a changed client could: no such button need exist, and the message may be gone. */
export function press(world: World, personRef: Ref, ref: MessageRef, data: string): string {
  const person = findPerson(world, personRef);
  const chat = findChat(world, ref.chatId);
  const id = String(9_000_000_000_000_000 + mintNumber(world));
  const callback: CallbackState = { id, personId: person.id, chatId: chat.id, messageId: ref.id, data, madeAtMs: world.now().getTime() };
  world.state.callbacks.set(id, callback);
  forgetOldTaps(world);
  const query = {
    id,
    from: wireUser(person),
    message: callbackMessage(world, chat, chat.messages.get(ref.id), ref.id),
    chat_instance: String(chat.id),
    data,
  };
  pushUpdate(world, "callback_query", query, `callback_query:${person.id}`);
  return id;
}

/** Opens a link; one to the bot itself presses Start with its payload. */
export function follow(world: World, personRef: Ref, url: string): Tapped {
  const found = /t(?:elegram)?\.me\/(\w+)(?:\?start=([\w-]+))?$/i.exec(url);
  const isOurs = found?.[1]?.toLowerCase() === world.state.bot.username?.toLowerCase();
  return isOurs ? { kind: "link", url, started: start(world, personRef, found?.[2]) } : { kind: "link", url };
}

/** Taps the button with this text (or this callback data) under a message. */
export function tap(world: World, personRef: Ref, ref: MessageRef, button: string): Tapped {
  const person = findPerson(world, personRef);
  checkMaySee(findChat(world, ref.chatId), person);
  const found = findButton(findMessage(world, ref), button);
  if (found.copy_text) return { kind: "copy", text: found.copy_text.text };
  if (found.url !== undefined) return follow(world, person, found.url);
  return { kind: "callback", callbackQueryId: press(world, person, ref, found.callback_data ?? "") };
}
