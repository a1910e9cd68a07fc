import { isPresent } from '../access.ts';
import { setMembership, usualRights } from '../members.ts';
import { wireUser } from '../render.ts';
import type { AdminRights, ChatState, Membership, Person } from '../state.ts';
import { chatView } from '../views.ts';
import type { ChatMessage, ChatView } from '../views.ts';
import type { WireBody } from '../wire-types.ts';
import type { World } from '../world.ts';
import { postAsPeople } from './delivery.ts';
import { findChat, findPerson } from './refs.ts';
import type { Ref } from './refs.ts';

export type NewGroup = {
  title: string;
  owner: Ref;
  admins?: Ref[];
  members?: Ref[];
  kind?: 'group' | 'supergroup' | 'channel';
  topics?: string[];
  username?: string;
  /** Whether the owner adds the bot at once, as what; the bot is told of it unless `quietly`. */
  bot?: 'absent' | 'member' | 'administrator';
  botRights?: AdminRights;
  quietly?: boolean;
};

// Supergroups and channels carry this prefix, so their ids never meet those of small groups.
const SUPERGROUP_BASE = 1_000_000_000_000;

function mintChatId(world: World, kind: ChatState['type']): number {
  const number = world.state.nextGroupNumber++;
  return kind === 'group' ? -number : -(SUPERGROUP_BASE + number);
}

function createChat(world: World, given: NewGroup): ChatState {
  const kind = given.kind ?? 'supergroup';
  const chat: ChatState = {
    id: mintChatId(world, kind),
    type: kind,
    title: given.title,
    isForum: given.topics !== undefined,
    members: new Map(),
    messages: new Map(),
    topics: new Map(),
    nextMessageId: 1,
    deleted: false,
    membersMaySend: true,
    ...(given.username === undefined ? {} : { username: given.username }),
  };
  world.state.chats.set(chat.id, chat);
  return chat;
}

function service(world: World, chat: ChatState, by: Person, body: WireBody): ChatMessage {
  return postAsPeople(world, chat, { senderId: by.id, body: { from: wireUser(by), ...body } });
}

function ownerOf(world: World, chat: ChatState): Person {
  const owner = [...chat.members].find(([, { status }]) => status === 'creator')?.[0];
  if (owner === undefined) throw new Error(`${chat.title} has no owner.`);
  return findPerson(world, owner);
}

export function addGroup(world: World, given: NewGroup): ChatView {
  const chat = createChat(world, given);
  const owner = findPerson(world, given.owner);
  for (const member of given.members ?? []) chat.members.set(findPerson(world, member).id, { status: 'member' });
  for (const admin of given.admins ?? []) chat.members.set(findPerson(world, admin).id, { status: 'administrator', rights: usualRights });
  chat.members.set(owner.id, { status: 'creator' });
  for (const name of given.topics ?? []) addTopic(world, chat, name);
  const as = given.bot ?? 'member';
  const rights = given.botRights ?? usualRights;
  const membership: Membership = as === 'administrator' ? { status: 'administrator', rights } : { status: 'member' };
  if (as !== 'absent' && given.quietly) chat.members.set(world.state.bot.id, membership);
  if (as !== 'absent' && !given.quietly) addBot(world, owner, chat, membership.rights);
  world.emit({ type: 'chat', chat: chatView(chat) });
  return chatView(chat);
}

/** Somebody adds the bot; with rights, as an administrator (the only way into a channel). */
export function addBot(world: World, personRef: Ref, chatRef: Ref, rights?: AdminRights): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, chatRef);
  const { bot } = world.state;
  setMembership(world, chat, bot.id, rights ? { status: 'administrator', rights } : { status: 'member' }, person);
  if (chat.type !== 'channel') service(world, chat, person, { new_chat_members: [bot] });
}

/** Somebody throws the bot out. */
export function removeBot(world: World, personRef: Ref, chatRef: Ref): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, chatRef);
  setMembership(world, chat, world.state.bot.id, { status: 'kicked' }, person);
  if (chat.type !== 'channel') service(world, chat, person, { left_chat_member: world.state.bot });
}

export function promoteBot(world: World, chatRef: Ref, rights: AdminRights = usualRights): void {
  const chat = findChat(world, chatRef);
  setMembership(world, chat, world.state.bot.id, { status: 'administrator', rights }, ownerOf(world, chat));
}

export function demoteBot(world: World, chatRef: Ref): void {
  const chat = findChat(world, chatRef);
  setMembership(world, chat, world.state.bot.id, { status: 'member' }, ownerOf(world, chat));
}

/** Lets the bot stay but takes away (or gives back) its leave to write. */
export function restrictBot(world: World, chatRef: Ref, canSend = false): void {
  const chat = findChat(world, chatRef);
  setMembership(world, chat, world.state.bot.id, { status: 'restricted', canSend }, ownerOf(world, chat));
}

export function letMembersSend(world: World, chatRef: Ref, maySend: boolean): void {
  findChat(world, chatRef).membersMaySend = maySend;
}

export function join(world: World, personRef: Ref, chatRef: Ref): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, chatRef);
  if (isPresent(chat.members.get(person.id))) return;
  setMembership(world, chat, person.id, { status: 'member' }, person);
  if (chat.type !== 'channel') service(world, chat, person, { new_chat_members: [wireUser(person)] });
}

export function leave(world: World, personRef: Ref, chatRef: Ref): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, chatRef);
  if (!isPresent(chat.members.get(person.id))) return;
  setMembership(world, chat, person.id, { status: 'left' }, person);
  if (chat.type !== 'channel') service(world, chat, person, { left_chat_member: wireUser(person) });
}

export function kick(world: World, personRef: Ref, chatRef: Ref): void {
  const person = findPerson(world, personRef);
  const chat = findChat(world, chatRef);
  const owner = ownerOf(world, chat);
  setMembership(world, chat, person.id, { status: 'kicked' }, owner);
  if (chat.type !== 'channel') service(world, chat, owner, { left_chat_member: wireUser(person) });
}

export function promote(world: World, personRef: Ref, chatRef: Ref, options: { isAnonymous?: boolean } = {}): void {
  const chat = findChat(world, chatRef);
  const next: Membership = { status: 'administrator', rights: usualRights, isAnonymous: options.isAnonymous ?? false };
  setMembership(world, chat, findPerson(world, personRef).id, next, ownerOf(world, chat));
}

export function demote(world: World, personRef: Ref, chatRef: Ref): void {
  const chat = findChat(world, chatRef);
  setMembership(world, chat, findPerson(world, personRef).id, { status: 'member' }, ownerOf(world, chat));
}

export function rename(world: World, chatRef: Ref, title: string): void {
  const chat = findChat(world, chatRef);
  chat.title = title;
  world.emit({ type: 'chat', chat: chatView(chat) });
  if (chat.type !== 'channel') service(world, chat, ownerOf(world, chat), { new_chat_title: title });
}

/** Gives the group a public name (null takes it away); bots are told of it by nothing but later messages. */
export function makePublic(world: World, chatRef: Ref, username: string | null): void {
  const chat = findChat(world, chatRef);
  if (chat.type === 'group') throw new Error('A small group must be upgraded before it can be public.');
  if (username === null) delete chat.username;
  else chat.username = username;
  world.emit({ type: 'chat', chat: chatView(chat) });
}

/** Upgrades a small group; the bot hears of it from both sides, and writing to the old id is refused from now on. */
export function migrate(world: World, chatRef: Ref): ChatView {
  const old = findChat(world, chatRef);
  if (old.type !== 'group') throw new Error(`${old.title} is no small group.`);
  const owner = ownerOf(world, old);
  const { bot } = world.state;
  const fresh = createChat(world, { title: old.title ?? '', owner: owner.id, kind: 'supergroup' });
  const inside = old.members.get(bot.id);
  fresh.members = new Map([...old.members].filter(([id]) => id !== bot.id));
  fresh.membersMaySend = old.membersMaySend;
  service(world, old, owner, { migrate_to_chat_id: fresh.id });
  old.migratedToId = fresh.id;
  if (inside && isPresent(inside)) setMembership(world, fresh, bot.id, inside, owner);
  service(world, fresh, owner, { migrate_from_chat_id: old.id });
  if (inside && isPresent(inside)) setMembership(world, old, bot.id, { status: 'left' }, owner);
  world.emit({ type: 'chat', chat: chatView(old) });
  return chatView(fresh);
}

export function deleteGroup(world: World, chatRef: Ref): void {
  const chat = findChat(world, chatRef);
  chat.deleted = true;
  setMembership(world, chat, world.state.bot.id, { status: chat.type === 'group' ? 'member' : 'left' }, ownerOf(world, chat));
}

/** Opens a topic and gives its thread id; the group becomes one with topics. */
export function addTopic(world: World, chatRef: Ref, name: string): number {
  const chat = findChat(world, chatRef);
  if (chat.type !== 'supergroup') throw new Error('Only a supergroup can have topics.');
  chat.isForum = true;
  const opened = service(world, chat, ownerOf(world, chat), { forum_topic_created: { name, icon_color: 7_322_096 } });
  const stored = chat.messages.get(opened.id);
  if (stored) stored.body = { ...stored.body, message_thread_id: opened.id, is_topic_message: true };
  chat.topics.set(opened.id, { id: opened.id, name, state: 'open' });
  world.emit({ type: 'chat', chat: chatView(chat) });
  return opened.id;
}

function setTopic(world: World, chatRef: Ref, threadId: number, state: 'open' | 'closed' | 'deleted'): ChatState {
  const chat = findChat(world, chatRef);
  const topic = chat.topics.get(threadId);
  if (!topic) throw new Error(`There is no topic ${threadId} in ${chat.title}.`);
  topic.state = state;
  world.emit({ type: 'chat', chat: chatView(chat) });
  return chat;
}

export function closeTopic(world: World, chatRef: Ref, threadId: number): void {
  const chat = setTopic(world, chatRef, threadId, 'closed');
  service(world, chat, ownerOf(world, chat), { forum_topic_closed: {}, message_thread_id: threadId, is_topic_message: true });
}

export function reopenTopic(world: World, chatRef: Ref, threadId: number): void {
  const chat = setTopic(world, chatRef, threadId, 'open');
  service(world, chat, ownerOf(world, chat), { forum_topic_reopened: {}, message_thread_id: threadId, is_topic_message: true });
}

export function deleteTopic(world: World, chatRef: Ref, threadId: number): void {
  const chat = setTopic(world, chatRef, threadId, 'deleted');
  for (const message of chat.messages.values()) if (message.body.message_thread_id === threadId) message.deleted = true;
}

/** Turns the topics off: the group is a plain one again and thread ids mean nothing. */
export function removeTopics(world: World, chatRef: Ref): void {
  const chat = findChat(world, chatRef);
  chat.isForum = false;
  world.emit({ type: 'chat', chat: chatView(chat) });
}

/** Makes the group the discussion of the channel: every post is forwarded into it. */
export function linkChannel(world: World, channelRef: Ref, groupRef: Ref): void {
  const channel = findChat(world, channelRef);
  const group = findChat(world, groupRef);
  channel.linkedChatId = group.id;
  group.linkedChatId = channel.id;
}
