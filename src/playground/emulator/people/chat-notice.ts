import { wireUser } from "../render.ts";
import type { ChatState, Person } from "../state.ts";
import type { ChatMessage } from "../views.ts";
import type { WireBody } from "../wire-types.ts";
import type { World } from "../world.ts";
import { postAsPeople } from "./delivery.ts";
import { findPerson } from "./refs.ts";

/** A service message: what Telegram writes into the chat about somebody's doing. */
export function postNotice(world: World, chat: ChatState, by: Person, body: WireBody): ChatMessage {
  return postAsPeople(world, chat, { senderId: by.id, body: { from: wireUser(by), ...body } });
}

export function ownerOf(world: World, chat: ChatState): Person {
  const owner = [...chat.members].find(([, { status }]) => status === "creator")?.[0];
  if (owner === undefined) throw new Error(`${chat.title} has no owner.`);
  return findPerson(world, owner);
}
