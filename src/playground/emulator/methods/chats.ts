import { isPresent, reachChat } from "../access.ts";
import { setMembership, userOf, wireMember } from "../members.ts";
import { badRequest } from "../refusal.ts";
import { wireChat } from "../render.ts";
import type { ChatState } from "../state.ts";
import { chatId, integer, method, truth } from "./method.ts";
import type { Call, Method } from "./method.ts";

function read(call: Call, asked: number | string | undefined): ChatState {
  const chat = reachChat(call.world, asked, "read");
  call.note.chatId = chat.id;
  return chat;
}

const getChat = method({ chat_id: chatId }, (call, params) => {
  const chat = read(call, params.chat_id);
  return {
    ...wireChat(call.world, chat),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
    ...(chat.username === undefined ? {} : { active_usernames: [chat.username] }),
    ...(chat.linkedChatId === undefined ? {} : { linked_chat_id: chat.linkedChatId }),
    ...(chat.type === "private" ? {} : { permissions: { can_send_messages: chat.membersMaySend } }),
  };
});

const getChatMember = method({ chat_id: chatId, user_id: integer }, (call, params) => {
  const { world } = call;
  const chat = read(call, params.chat_id);
  const userId = params.user_id ?? 0;
  const known = userId === world.state.bot.id || world.state.people.has(userId);
  if (!known) throw badRequest(userId > 0 ? "user not found" : "invalid user_id specified");
  if (chat.type === "private") return wireMember(userOf(world, userId), { status: "member" });
  return wireMember(userOf(world, userId), chat.members.get(userId) ?? { status: "left" });
});

const getChatMemberCount = method({ chat_id: chatId }, (call, params) => {
  const chat = read(call, params.chat_id);
  return chat.type === "private" ? 2 : [...chat.members.values()].filter(isPresent).length;
});

const getChatAdministrators = method({ chat_id: chatId, return_bots: truth }, (call, params) => {
  const { world } = call;
  const chat = read(call, params.chat_id);
  if (chat.type === "private") throw badRequest("there are no administrators in the private chat");
  const admins = [...chat.members].filter(([, { status }]) => ["creator", "administrator"].includes(status));
  const shown = admins.filter(([id]) => id === world.state.bot.id || params.return_bots || !userOf(world, id).is_bot);
  return shown.map(([id, membership]) => wireMember(userOf(world, id), membership));
});

const leaveChat = method({ chat_id: chatId }, (call, params) => {
  const { world } = call;
  const chat = reachChat(world, params.chat_id, "edit");
  call.note.chatId = chat.id;
  if (chat.type === "private") throw badRequest("chat member status can't be changed in private chats");
  setMembership(world, chat, world.state.bot.id, { status: "left" }, world.state.bot);
  return true;
});

export const chatMethods: Record<string, Method> = {
  getChat,
  getChatMember,
  getChatMemberCount,
  getChatAdministrators,
  leaveChat,
};
