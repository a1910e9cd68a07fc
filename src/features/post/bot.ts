import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import { postAgain } from "./actions.ts";
import { AGAIN_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.callbackQuery(AGAIN_DATA, async (ctx) => {
  const { station } = ctx;
  const result = station && await postAgain(station, ctx.place, Number(ctx.match[1]), Number(ctx.match[2]));
  if (!result?.ok) return say(ctx, (t) => t.post.report.refusals[result?.reason ?? "notForYou"]);
  await ctx.answer.toast(ctx.t.post.report.againToast(result.title));
});
