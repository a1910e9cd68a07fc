import { badRequest, forbidden } from "./refusal.ts";
import type { AdminRights, ChatState, Membership, Topic } from "./state.ts";
import type { World } from "./world.ts";

export type Access = "read" | "edit" | "write";

export function isPresent(membership: Membership | undefined): boolean {
  return membership !== undefined && !["left", "kicked"].includes(membership.status);
}

export function botMembership(world: World, chat: ChatState): Membership {
  return chat.members.get(world.state.bot.id) ?? { status: "left" };
}

export function botIsAdmin(world: World, chat: ChatState): boolean {
  return ["administrator", "creator"].includes(botMembership(world, chat).status);
}

export function botMay(world: World, chat: ChatState, right: keyof AdminRights): boolean {
  return botIsAdmin(world, chat) && botMembership(world, chat).rights?.[right] === true;
}

function privateChat(world: World, id: number): ChatState {
  const person = world.state.people.get(id);
  const known = person && (person.started || [...world.state.chats.values()].some((chat) => chat.members.has(id)));
  if (!person || !known) throw badRequest("chat not found");
  if (person.deactivated) throw forbidden("user is deactivated");
  if (person.isBot) throw forbidden("bot can't send messages to bots");
  if (person.blocked) throw forbidden("bot was blocked by the user");
  const chat = world.state.chats.get(id);
  if (!person.started || !chat) throw forbidden("bot can't initiate conversation with a user");
  return chat;
}

const kindNames = { group: "group", supergroup: "supergroup", channel: "channel", private: "private" } as const;

function checkGroup(world: World, chat: ChatState, access: Access): void {
  if (chat.migratedToId !== undefined && access === "write") {
    throw badRequest("group chat was upgraded to a supergroup chat", { migrate_to_chat_id: chat.migratedToId });
  }
  if (chat.deleted && access === "write") throw forbidden("the group chat was deleted");
  const { status } = botMembership(world, chat);
  const kind = kindNames[chat.type];
  const readsFreely = access === "read" && (chat.type === "group" || (chat.username !== undefined && status !== "kicked"));
  if (readsFreely) return;
  if (status === "kicked") throw forbidden(`bot was kicked from the ${kind} chat`);
  if (status === "left") throw forbidden(`bot is not a member of the ${kind} chat`);
}

/** Finds the chat that a bot names, by number or public name, and refuses as Telegram does when it may not be used. */
export function reachChat(world: World, asked: number | string | undefined, access: Access): ChatState {
  if (asked === undefined || asked === "") throw badRequest("chat_id is empty");
  if (typeof asked === "string") return reachByName(world, asked, access);
  if (asked > 0) return access === "write" ? privateChat(world, asked) : readablePrivateChat(world, asked);
  const chat = world.state.chats.get(asked);
  if (!chat || !chat.members.has(world.state.bot.id)) throw badRequest("chat not found");
  checkGroup(world, chat, access);
  return chat;
}

function reachByName(world: World, name: string, access: Access): ChatState {
  const wanted = name.replace(/^@/, "").toLowerCase();
  const chat = [...world.state.chats.values()].find((one) => one.username?.toLowerCase() === wanted);
  if (!chat) throw badRequest("chat not found");
  checkGroup(world, chat, access);
  return chat;
}

function readablePrivateChat(world: World, id: number): ChatState {
  const chat = world.state.chats.get(id);
  if (!chat) throw badRequest("chat not found");
  return chat;
}

export type ContentKind = "text messages" | "photos" | "documents" | "polls";

export function checkMaySend(world: World, chat: ChatState, kind: ContentKind): void {
  if (chat.type === "private" || botIsAdmin(world, chat)) {
    if (chat.type === "channel" && !botMay(world, chat, "can_post_messages")) {
      throw badRequest("need administrator rights in the channel chat");
    }
    return;
  }
  if (chat.type === "channel") throw badRequest("need administrator rights in the channel chat");
  const membership = botMembership(world, chat);
  const may = membership.status === "restricted" ? membership.canSend === true : chat.membersMaySend;
  if (!may) throw badRequest(`not enough rights to send ${kind} to the chat`);
}

/** The topic to write to, or nothing for the general one and for chats without topics. */
export function reachTopic(world: World, chat: ChatState, threadId: number | undefined): Topic | undefined {
  if (threadId === undefined || threadId === 0 || !chat.isForum) {
    if (threadId && chat.type === "private") throw badRequest("message thread not found");
    return undefined;
  }
  const topic = chat.topics.get(threadId);
  if (!topic || topic.state === "deleted") throw badRequest("message thread not found");
  if (topic.state === "closed" && !botMay(world, chat, "can_manage_topics")) throw badRequest("TOPIC_CLOSED");
  return topic;
}
