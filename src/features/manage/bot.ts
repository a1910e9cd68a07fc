import { Composer } from "grammy";
import type { BotContext, Outgoing, StationScope } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { onLine } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { countSeries, readCard, readComers, readManageable } from "./actions.ts";
import { isListLine } from "./rules.ts";
import { CARD_DATA, cardMessage, comersMessage, LIST_DATA, listMessage, WHO_DATA, type Saying } from "./view.ts";

export const bot = new Composer<BotContext>();

const saying = (ctx: BotContext): Saying => ({ locale: ctx.inPrivate.locale, now: ctx.scope.now });

async function readList(ctx: BotContext, station: StationScope, page: number): Promise<(t: Messages) => Outgoing> {
  const listed = await readManageable(station, "attendance");
  const series = await countSeries(station);
  return (t) => listMessage(t, listed, { zone: station.timeZone, series, page }, saying(ctx));
}

async function showList(ctx: BotContext, station: StationScope): Promise<void> {
  await handOver(ctx, await readList(ctx, station, 0));
}

onLine(bot, "announce", isListLine, showList);

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(LIST_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.system.needsStation);
  await ctx.answer.toast("");
  await ctx.answer.rewrite((await readList(ctx, ctx.station, Number(ctx.match[1])))(ctx.t));
});

bot.callbackQuery(CARD_DATA, async (ctx) => {
  const result = ctx.station ? await readCard(ctx.station, ctx.place, Number(ctx.match[1])) : null;
  if (!result?.ok) return say(ctx, (t) => t.manage.refusals.notForYou);
  await ctx.answer.toast("");
  await handOver(ctx, (t) => cardMessage(t, result.card, saying(ctx)));
});

bot.callbackQuery(WHO_DATA, async (ctx) => {
  const result = ctx.station ? await readComers(ctx.station, ctx.place, Number(ctx.match[1])) : null;
  if (!result?.ok) return say(ctx, (t) => t.manage.refusals.notForYou);
  await ctx.answer.toast("");
  await handOver(ctx, (t) => comersMessage(t, result));
});
