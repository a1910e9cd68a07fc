import { Composer } from "grammy";
import type { ChatMember } from "grammy/types";
import type { BotContext } from "../../context.ts";
import { cleanName } from "../station/rules.ts";
import { greet, migrateChat, noteReach, noteStanding, noticeVisibility, renameChat } from "./actions.ts";

/** What happens to groups without anybody speaking; mounted before all features, for it also decides who is heard. */
export const bot = new Composer<BotContext>();

/** In a group without a station the bot hears these and nothing else. */
const HEARD_ANYWHERE: readonly string[] = ["setup", "help", "privacy"];

function stateOf(standing: ChatMember): "active" | "unreachable" | "left" {
  if (standing.status === "left" || standing.status === "kicked") return "left";
  if (standing.status !== "restricted") return "active";
  if (!standing.is_member) return "left";
  return standing.can_send_messages ? "active" : "unreachable";
}

bot.on("my_chat_member", async (ctx) => {
  const { chat, new_chat_member: standing } = ctx.myChatMember;
  const state = stateOf(standing);
  if (chat.type === "private") return noteReach(ctx.scope, chat.id, state === "active");
  if (chat.type === "channel") return;
  if (ctx.place.kind !== "unlinked") return noteStanding(ctx.scope, chat.id, { state, isPublic: "username" in chat });
  if (state === "active") await greet(ctx.scope, chat.id, ctx.locale);
});

bot.on("message:migrate_to_chat_id", (ctx) => migrateChat(ctx.scope, ctx.chat.id, ctx.message.migrate_to_chat_id));
bot.on("message:migrate_from_chat_id", (ctx) => migrateChat(ctx.scope, ctx.message.migrate_from_chat_id, ctx.chat.id));

bot.on("message:new_chat_title", (ctx) => renameChat(ctx.scope, ctx.chat.id, cleanName(ctx.message.new_chat_title)));

// Not at every tap: hundreds may tap at once, and somebody will soon write.
bot.on("message", async (ctx, next) => {
  const { place, chat } = ctx;
  if (place.kind === "organizer" || place.kind === "member") {
    await noticeVisibility(ctx.scope, place.telegramChatId, chat.type === "supergroup" && chat.username !== undefined);
  }
  return next();
});

bot.filter((ctx) => ctx.place.kind === "unlinked" && ctx.command !== null && !HEARD_ANYWHERE.includes(ctx.command.name), async (ctx) => {
  await greet(ctx.scope, ctx.chat?.id ?? 0, ctx.locale);
});
