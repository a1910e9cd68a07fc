import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onVerb } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { readPollCommand } from "../poll/rules.ts";
import { endRound, readList } from "./actions.ts";
import { END_DATA, endedMessage, listMessage } from "./view.ts";

/** Mounted before poll, whose command it answers where the list is asked for. */
export const bot = new Composer<BotContext>();

onVerb(bot, "poll", { parse: readPollCommand, verb: "list" }, async (ctx, station) => {
  const list = await readList(station, ctx.place);
  if (list === null) return say(ctx, (t) => t.result.refusals.notForYou);
  const saying = { timeZone: station.timeZone, locale: ctx.inPrivate.locale, now: station.now };
  await handOver(ctx, (t) => listMessage(t, list, saying));
});

bot.callbackQuery(END_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.result.refusals.notForYou);
  const ended = await endRound(ctx.station, ctx.place, Number(ctx.match[1]));
  if (!ended.ok) return say(ctx, (t) => t.result.refusals[ended.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(endedMessage(ctx.t, ended.question));
});
