import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { readTrail, readTrailOf } from "./actions.ts";
import { PAGE_DATA, trailMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

onCommand(bot, "audit", async (ctx) => {
  const result = ctx.station && await readTrail(ctx.station, null);
  await ctx.answer.reply(result?.ok
    ? trailMessage(ctx.t, ctx.locale, ctx.scope.now, result.page)
    : { text: ctx.t.system.notForYou });
});

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(PAGE_DATA, async (ctx) => {
  const { account } = ctx.person;
  const asked = { stationId: Number(ctx.match[1]), olderThan: Number(ctx.match[2]) };
  const result = account && await readTrailOf(ctx.scope, account.id, asked);
  await ctx.answer.toast(result?.ok ? "" : ctx.t.system.notForYou);
  if (result?.ok) await ctx.answer.rewrite(trailMessage(ctx.t, ctx.locale, ctx.scope.now, result.page));
});
