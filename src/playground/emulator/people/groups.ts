import { isPresent } from "../access.ts";
import { setMembership, usualRights } from "../members.ts";
import type { AdminRights, ChatState, Membership } from "../state.ts";
import { chatView } from "../views.ts";
import type { ChatView } from "../views.ts";
import type { World } from "../world.ts";
import { addBot } from "./membership.ts";
import { findChat, findPerson } from "./refs.ts";
import type { Ref } from "./refs.ts";
import { ownerOf, postNotice } from "./chat-notice.ts";
import { addTopic } from "./topics.ts";

export type NewGroup = {
  title: string;
  owner: Ref;
  admins?: Ref[];
  members?: Ref[];
  kind?: "group" | "supergroup" | "channel";
  topics?: string[];
  username?: string;
  /** Whether the owner adds the bot at once, as what; the bot is told of it unless `quietly`. */
  bot?: "absent" | "member" | "administrator";
  botRights?: AdminRights;
  quietly?: boolean;
};

// Supergroups and channels carry this prefix, so their ids never meet those of small groups.
const SUPERGROUP_BASE = 1_000_000_000_000;

function mintChatId(world: World, kind: ChatState["type"]): number {
  const number = world.state.nextGroupNumber++;
  return kind === "group" ? -number : -(SUPERGROUP_BASE + number);
}

function createChat(world: World, given: NewGroup): ChatState {
  const kind = given.kind ?? "supergroup";
  const chat: ChatState = {
    id: mintChatId(world, kind),
    type: kind,
    title: given.title,
    isForum: given.topics !== undefined,
    members: new Map(),
    messages: new Map(),
    topics: new Map(),
    // The first message of a supergroup is its creation, and thread 1 means the general topic.
    nextMessageId: 2,
    deleted: false,
    membersMaySend: true,
    ...(given.username === undefined ? {} : { username: given.username }),
  };
  world.state.chats.set(chat.id, chat);
  return chat;
}

export function addGroup(world: World, given: NewGroup): ChatView {
  const chat = createChat(world, given);
  const owner = findPerson(world, given.owner);
  for (const member of given.members ?? []) chat.members.set(findPerson(world, member).id, { status: "member" });
  for (const admin of given.admins ?? []) chat.members.set(findPerson(world, admin).id, { status: "administrator", rights: usualRights });
  chat.members.set(owner.id, { status: "creator" });
  for (const name of given.topics ?? []) addTopic(world, chat, name);
  const as = given.bot ?? "member";
  const rights = given.botRights ?? usualRights;
  const membership: Membership = as === "administrator" ? { status: "administrator", rights } : { status: "member" };
  if (as !== "absent" && given.quietly) chat.members.set(world.state.bot.id, membership);
  if (as !== "absent" && !given.quietly) addBot(world, owner, chat, membership.rights);
  world.emit({ type: "chat", chat: chatView(chat) });
  return chatView(chat);
}

export function rename(world: World, chatRef: Ref, title: string): void {
  const chat = findChat(world, chatRef);
  chat.title = title;
  world.emit({ type: "chat", chat: chatView(chat) });
  if (chat.type !== "channel") postNotice(world, chat, ownerOf(world, chat), { new_chat_title: title });
}

/** Gives the group a public name (null takes it away); bots are told of it by nothing but later messages. */
export function makePublic(world: World, chatRef: Ref, username: string | null): void {
  const chat = findChat(world, chatRef);
  if (chat.type === "group") throw new Error("A small group must be upgraded before it can be public.");
  if (username === null) delete chat.username;
  else chat.username = username;
  world.emit({ type: "chat", chat: chatView(chat) });
}

/** Upgrades a small group; the bot hears of it from both sides, and writing to the old id is refused from now on. */
export function migrate(world: World, chatRef: Ref): ChatView {
  const old = findChat(world, chatRef);
  if (old.type !== "group") throw new Error(`${old.title} is no small group.`);
  const owner = ownerOf(world, old);
  const { bot } = world.state;
  const fresh = createChat(world, { title: old.title ?? "", owner: owner.id, kind: "supergroup" });
  const inside = old.members.get(bot.id);
  fresh.members = new Map([...old.members].filter(([id]) => id !== bot.id));
  fresh.membersMaySend = old.membersMaySend;
  postNotice(world, old, owner, { migrate_to_chat_id: fresh.id });
  old.migratedToId = fresh.id;
  if (inside && isPresent(inside)) setMembership(world, fresh, bot.id, inside, owner);
  postNotice(world, fresh, owner, { migrate_from_chat_id: old.id });
  if (inside && isPresent(inside)) setMembership(world, old, bot.id, { status: "left" }, owner);
  world.emit({ type: "chat", chat: chatView(old) });
  return chatView(fresh);
}

export function deleteGroup(world: World, chatRef: Ref): void {
  const chat = findChat(world, chatRef);
  chat.deleted = true;
  if (chat.type === "group") return;
  setMembership(world, chat, world.state.bot.id, { status: "left" }, ownerOf(world, chat));
}

/** Makes the group the discussion of the channel: every post is forwarded into it. */
export function linkChannel(world: World, channelRef: Ref, groupRef: Ref): void {
  const channel = findChat(world, channelRef);
  const group = findChat(world, groupRef);
  channel.linkedChatId = group.id;
  group.linkedChatId = channel.id;
}
