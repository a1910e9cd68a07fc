import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { stand, standNoMore } from "./actions.ts";
import { STAND_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(STAND_DATA, async (ctx) => {
  const { account } = ctx.person;
  const seriesId = Number(ctx.match[2]);
  if (!account) return ctx.answer.toast(ctx.t.standing.refusals.gone, { alert: true });
  if (ctx.match[1] === "off") {
    await standNoMore(ctx.scope, account.id, seriesId);
    return ctx.answer.toast(ctx.t.standing.ended, { alert: true });
  }
  const result = await stand(ctx.scope, account.id, seriesId);
  await ctx.answer.toast(result.ok ? ctx.t.standing.taken(result.title) : ctx.t.standing.refusals[result.reason], { alert: true });
});
