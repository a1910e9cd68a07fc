import { Composer } from "grammy";
import type { BotContext, Outgoing } from "../../context.ts";
import { onCommand, onStationButton } from "../../telegram/command.ts";
import { postJoinLink, postLinkOnRequest, readDoor, readReach, type ReachedChat } from "./actions.ts";
import { alreadyJoinedMessage, inviteMessage, POST_DATA, postedToast, reachMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

/** Telegram's own count of a group, without the bot; null where it will not say. */
async function countPeople(ctx: BotContext, { telegramChatId }: ReachedChat): Promise<number | null> {
  const all = await ctx.api.getChatMemberCount(telegramChatId).catch(() => null);
  return all === null ? null : Math.max(0, all - 1);
}

/** Figures of persons go to the lead in private, wherever they were asked for. */
async function sayInPrivate(ctx: BotContext, message: Outgoing): Promise<void> {
  if (ctx.place.kind === "private") return ctx.answer.reply(message);
  const told = await ctx.answer.tell(message);
  await ctx.answer.react(told ? "👌" : "🤔");
}

onCommand(bot, "reach", async (ctx) => {
  const result = ctx.station && await readReach(ctx.station);
  if (!result?.ok) return sayInPrivate(ctx, { text: ctx.t.system.notForYou });
  const { reach } = result;
  const groups = await Promise.all(reach.chats.map(async (chat) => ({ title: chat.title, people: await countPeople(ctx, chat) })));
  await sayInPrivate(ctx, reachMessage(ctx.t, reach, groups));
});

onStationButton(bot, POST_DATA, async (ctx, station) => {
  const result = await postJoinLink(station);
  await ctx.answer.toast(result.ok ? postedToast(ctx.t, result) : ctx.t.system.notForYou, { alert: true });
});

// In private /join is answered by features/member, where joining happens.
bot.filter((ctx) => ctx.command?.name === "join", async (ctx, next) => {
  const { station, place } = ctx;
  if (!station || !("chatId" in place)) return next();
  const { door, hasJoined } = await readDoor(station);
  if (!door) return;
  const message = hasJoined ? alreadyJoinedMessage(ctx.t, door.stationName) : inviteMessage(ctx.t, ctx.setting.botUsername, door);
  if (await ctx.answer.tell(message)) return ctx.answer.react("👍");
  const posted = !hasJoined && await postLinkOnRequest(station, place.chatId);
  await ctx.answer.react(posted ? "👌" : "🤔");
});
