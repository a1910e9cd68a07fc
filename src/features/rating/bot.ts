import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { rate } from "./actions.ts";
import { RATE_DATA, ratedMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(RATE_DATA, async (ctx) => {
  const { account } = ctx.person;
  const stars = Number(ctx.match[2]);
  const rated = account && await rate(ctx.scope, account.id, Number(ctx.match[1]), stars);
  if (!rated?.ok) {
    await ctx.answer.toast(ctx.t.rating.refusals[rated?.reason ?? "gone"], { alert: true });
    return;
  }
  await ctx.answer.toast("");
  await ctx.answer.rewrite(ratedMessage(ctx.t, rated.title, stars));
});
