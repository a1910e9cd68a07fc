import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onVerb } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { readPollCommand } from "../poll/rules.ts";
import { endPoll, readOpenPolls } from "./actions.ts";
import { CLOSE_DATA, endedMessage, whichMessage } from "./view.ts";

/** Mounted before poll, whose command it answers where one is to be ended. */
export const bot = new Composer<BotContext>();

onVerb(bot, "poll", { parse: readPollCommand, verb: "close" }, async (ctx, station) => {
  const open = await readOpenPolls(station, ctx.place);
  if (open === null) return say(ctx, (t) => t.result.refusals.notForYou);
  const [first, second] = open;
  if (!first) return say(ctx, (t) => t.result.refusals.nothingOpen);
  if (second) return ctx.answer.reply(whichMessage(ctx.t, open));
  const ended = await endPoll(station, ctx.place, first.id);
  if (!ended.ok) return say(ctx, (t) => t.result.refusals[ended.reason]);
  if (ctx.place.kind !== "private") return ctx.answer.react("👌");
  await ctx.answer.reply(endedMessage(ctx.t, ended.question));
});

bot.callbackQuery(CLOSE_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.result.refusals.notForYou);
  const ended = await endPoll(ctx.station, ctx.place, Number(ctx.match[1]));
  if (!ended.ok) return say(ctx, (t) => t.result.refusals[ended.reason]);
  await ctx.answer.toast(ctx.t.result.endedToast);
  await ctx.answer.rewrite(endedMessage(ctx.t, ended.question));
});
