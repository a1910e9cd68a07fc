import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onCommand, onStationButton } from "../../telegram/command.ts";
import { readTrail } from "./actions.ts";
import { PAGE_DATA, trailMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

onCommand(bot, "audit", async (ctx) => {
  const result = ctx.station && await readTrail(ctx.station, null);
  await ctx.answer.reply(result?.ok
    ? trailMessage(ctx.t, ctx.locale, ctx.scope.now, result.page)
    : { text: ctx.t.system.notForYou });
});

onStationButton(bot, PAGE_DATA, async (ctx, station, [olderThan]) => {
  const result = await readTrail(station, Number(olderThan));
  await ctx.answer.toast(result.ok ? "" : ctx.t.system.notForYou);
  if (result.ok) await ctx.answer.rewrite(trailMessage(ctx.t, ctx.locale, ctx.scope.now, result.page));
});
