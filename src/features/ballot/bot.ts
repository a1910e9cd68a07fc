import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import { postAgain } from "./actions.ts";
import { AGAIN_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.callbackQuery(AGAIN_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.poll.refusals.notForYou);
  const result = await postAgain(ctx.station, ctx.place, { pollId: Number(ctx.match[1]), chatId: Number(ctx.match[2]) });
  if (!result.ok) return say(ctx, (t) => t.poll.refusals[result.reason]);
  await ctx.answer.toast(ctx.t.poll.report.goesAgain);
});
