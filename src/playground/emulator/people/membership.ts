import { isPresent } from "../access.ts";
import { setMembership, usualRights } from "../members.ts";
import { wireUser } from "../render.ts";
import type { AdminRights, Membership } from "../state.ts";
import type { World } from "../world.ts";
import { findChat, findPerson, idOf } from "./refs.ts";
import type { Ref } from "./refs.ts";
import { ownerOf, postNotice } from "./chat-notice.ts";

/** Somebody adds the bot; with rights, as an administrator (the only way into a channel). */
export function addBot(world: World, personRef: Ref, chatRef: Ref, rights?: AdminRights): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, chatRef);
  const { bot } = world.state;
  setMembership(world, chat, bot.id, rights ? { status: "administrator", rights } : { status: "member" }, person);
  if (chat.type !== "channel") postNotice(world, chat, person, { new_chat_members: [bot] });
}

/** Somebody throws the bot out. */
export function removeBot(world: World, personRef: Ref, chatRef: Ref): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, chatRef);
  setMembership(world, chat, world.state.bot.id, { status: "kicked" }, person);
  if (chat.type !== "channel") postNotice(world, chat, person, { left_chat_member: world.state.bot });
}

export function promoteBot(world: World, chatRef: Ref, rights: AdminRights = usualRights): void {
  const chat = findChat(world, chatRef);
  setMembership(world, chat, world.state.bot.id, { status: "administrator", rights }, ownerOf(world, chat));
}

export function demoteBot(world: World, chatRef: Ref): void {
  const chat = findChat(world, chatRef);
  setMembership(world, chat, world.state.bot.id, { status: "member" }, ownerOf(world, chat));
}

/** Lets the bot stay but takes away (or gives back) its leave to write. */
export function restrictBot(world: World, chatRef: Ref, canSend = false): void {
  const chat = findChat(world, chatRef);
  setMembership(world, chat, world.state.bot.id, { status: "restricted", canSend }, ownerOf(world, chat));
}

export function letMembersSend(world: World, chatRef: Ref, maySend: boolean): void {
  findChat(world, chatRef).membersMaySend = maySend;
}

export function join(world: World, personRef: Ref, chatRef: Ref): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, chatRef);
  if (isPresent(chat.members.get(person.id))) return;
  setMembership(world, chat, person.id, { status: "member" }, person);
  if (chat.type !== "channel") postNotice(world, chat, person, { new_chat_members: [wireUser(person)] });
}

export function leave(world: World, personRef: Ref, chatRef: Ref): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, chatRef);
  if (!isPresent(chat.members.get(person.id))) return;
  setMembership(world, chat, person.id, { status: "left" }, person);
  if (chat.type !== "channel") postNotice(world, chat, person, { left_chat_member: wireUser(person) });
}

export function kick(world: World, personRef: Ref, chatRef: Ref): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, chatRef);
  const owner = ownerOf(world, chat);
  setMembership(world, chat, person.id, { status: "kicked" }, owner);
  if (chat.type !== "channel") postNotice(world, chat, owner, { left_chat_member: wireUser(person) });
}

export function promote(world: World, personRef: Ref, chatRef: Ref, options: { isAnonymous?: boolean } = {}): void {
  const chat = findChat(world, chatRef);
  const next: Membership = { status: "administrator", rights: usualRights, isAnonymous: options.isAnonymous ?? false };
  setMembership(world, chat, findPerson(world, personRef).id, next, ownerOf(world, chat));
}

export function demote(world: World, personRef: Ref, chatRef: Ref): void {
  const chat = findChat(world, chatRef);
  const owner = ownerOf(world, chat);
  if (owner.id === idOf(personRef)) throw new Error(`${owner.firstName} owns ${chat.title} and cannot be demoted.`);
  setMembership(world, chat, findPerson(world, personRef).id, { status: "member" }, owner);
}
