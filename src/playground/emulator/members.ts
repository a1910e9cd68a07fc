import type { AdminRights, ChatState, Membership, Person } from "./state.ts";
import { adminRightNames } from "./state.ts";
import { pushUpdate } from "./queue.ts";
import { wireChat, wireUser } from "./render.ts";
import { chatView } from "./views.ts";
import type { WireUser } from "./wire-types.ts";
import { unixNow } from "./world.ts";
import type { World } from "./world.ts";

/** What a fresh administrator gets unless a test says otherwise. */
export const usualRights: AdminRights = {
  can_manage_chat: true,
  can_delete_messages: true,
  can_invite_users: true,
  can_pin_messages: true,
  can_manage_topics: true,
  can_post_messages: true,
};

const permissions = [
  "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
  "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
  "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag",
];

function wireRestricted(membership: Membership): Record<string, unknown> {
  const may = Object.fromEntries(permissions.map((name) => [name, membership.canSend === true]));
  return { is_member: true, ...may, can_change_info: false, can_invite_users: false, can_pin_messages: false, can_manage_topics: false, until_date: 0 };
}

export function wireMember(user: WireUser, membership: Membership): Record<string, unknown> {
  const { status, rights = {}, isAnonymous = false } = membership;
  const base = { status, user };
  if (status === "creator") return { ...base, is_anonymous: isAnonymous };
  if (status === "restricted") return { ...base, ...wireRestricted(membership) };
  if (status === "kicked") return { ...base, until_date: 0 };
  if (status !== "administrator") return base;
  const may = Object.fromEntries(adminRightNames.map((name) => [name, rights[name] === true]));
  return { ...base, can_be_edited: false, is_anonymous: isAnonymous, ...may };
}

export function userOf(world: World, id: number): WireUser {
  const person = world.state.people.get(id);
  return person ? wireUser(person) : world.state.bot;
}

/** Changes one membership and queues what Telegram tells the bot about it. */
export function setMembership(world: World, chat: ChatState, userId: number, next: Membership, by: Person | WireUser): void {
  const before = chat.members.get(userId) ?? { status: "left" };
  chat.members.set(userId, next);
  const isBot = userId === world.state.bot.id;
  const user = userOf(world, userId);
  const actor = "firstName" in by ? wireUser(by) : by;
  const change = {
    chat: wireChat(world, chat),
    from: actor,
    date: unixNow(world),
    old_chat_member: wireMember(user, before),
    new_chat_member: wireMember(user, next),
  };
  world.emit({ type: "chat", chat: chatView(chat) });
  if (isBot) return pushUpdate(world, "my_chat_member", change, `my_chat_member:${chat.id}`);
  const botIsThere = ["administrator", "creator"].includes(chat.members.get(world.state.bot.id)?.status ?? "left");
  if (botIsThere) pushUpdate(world, "chat_member", change, `chat_member:${userId}`);
}

/** Blocking and unblocking is told as a change of the bot's membership in the private chat. */
export function tellBlocked(world: World, person: Person, blocked: boolean): void {
  const chat = world.state.chats.get(person.id);
  if (!chat) return;
  const before: Membership = { status: blocked ? "member" : "kicked" };
  const after: Membership = { status: blocked ? "kicked" : "member" };
  const { bot } = world.state;
  const change = {
    chat: wireChat(world, chat),
    from: wireUser(person),
    date: unixNow(world),
    old_chat_member: wireMember(bot, before),
    new_chat_member: wireMember(bot, after),
  };
  pushUpdate(world, "my_chat_member", change, `my_chat_member:${chat.id}`);
}
