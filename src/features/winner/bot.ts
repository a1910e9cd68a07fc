import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import { announceWinner } from "./actions.ts";

const WINNER_DATA = /^winner:(\d{1,15}):(\d{1,2})$/;

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(WINNER_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.result.refusals.notForYou);
  const result = await announceWinner(ctx.station, ctx.place, { pollId: Number(ctx.match[1]), position: Number(ctx.match[2]) });
  if (!result.ok) return say(ctx, (t) => t.result.refusals[result.reason]);
  await ctx.answer.toast(ctx.t.result.drafted);
});
