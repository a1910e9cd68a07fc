import type { ChatState, Person, StoredMessage } from "../state.ts";
import { chatOf, personOf } from "../world.ts";
import type { World } from "../world.ts";

/** A person, chat or message may be named by its id or by anything that carries it; a person also names their private chat. */
export type Ref = number | { id: number };
export type MessageRef = { id: number; chatId: number };

export function idOf(ref: Ref): number {
  return typeof ref === "number" ? ref : ref.id;
}

export function findPerson(world: World, ref: Ref): Person {
  return personOf(world, idOf(ref));
}

/** The chat, created on the spot when it is a person's private chat with the bot. */
export function findChat(world: World, ref: Ref): ChatState {
  const id = idOf(ref);
  if (id > 0 && !world.state.chats.has(id)) openPrivateChat(world, personOf(world, id));
  return chatOf(world, id);
}

export function findMessage(world: World, ref: MessageRef): StoredMessage {
  const message = chatOf(world, ref.chatId).messages.get(ref.id);
  if (!message) throw new Error(`There is no message ${ref.id} in chat ${ref.chatId}.`);
  return message;
}

function openPrivateChat(world: World, person: Person): void {
  world.state.chats.set(person.id, {
    id: person.id,
    type: "private",
    isForum: false,
    members: new Map(),
    messages: new Map(),
    topics: new Map(),
    nextMessageId: 1,
    deleted: false,
    membersMaySend: true,
  });
}
