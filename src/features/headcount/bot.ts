import { Composer } from "grammy";
import { isTalk, onLine } from "../../telegram/command.ts";
import type { BotContext, StationScope } from "../../context.ts";
import { handOver, say } from "../../telegram/say.ts";
import { awaitCount, countByLine, findAwaited, readCount as readCounted, setCount, type Counted } from "./actions.ts";
import { readCount, readCountLine, type CountLine } from "./rules.ts";
import { askMessage, COUNT_ASK_DATA, COUNT_DATA, COUNT_PAGE_DATA, countedText, countMessage, whichMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

/** Shows the number that stands now, in the place of what was tapped; in a group it stays as it is. */
async function showCounted(ctx: BotContext, result: Counted): Promise<void> {
  if (!result.ok) return say(ctx, (t) => t.headcount.refusals[result.reason]);
  await ctx.answer.toast(countedText(ctx.t, result.about));
  if (ctx.place.kind === "private") await ctx.answer.rewrite(countMessage(ctx.t, result.about));
}

async function countLine(ctx: BotContext, station: StationScope, line: CountLine): Promise<void> {
  if (line.kind === "unclear") return say(ctx, (t) => t.headcount.unclear);
  const count = line.kind === "count" ? line.count : null;
  const result = await countByLine(station, ctx.place, count);
  if ("which" in result) return handOver(ctx, (t) => whichMessage(t, result.which, count));
  if (!result.ok) return say(ctx, (t) => t.headcount.refusals[result.reason]);
  if (count !== null && ctx.place.kind !== "private") return ctx.answer.react("👌");
  await handOver(ctx, (t) => countMessage(t, result.about));
}

onLine(bot, "announce", readCountLine, countLine);

bot.callbackQuery(COUNT_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.headcount.refusals.notForYou);
  await showCounted(ctx, await setCount(ctx.station, ctx.place, Number(ctx.match[1]), Number(ctx.match[2])));
});

bot.callbackQuery(COUNT_PAGE_DATA, async (ctx) => {
  const result = ctx.station ? await readCounted(ctx.station, ctx.place, Number(ctx.match[1])) : null;
  if (!result?.ok) return say(ctx, (t) => t.headcount.refusals[result?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await handOver(ctx, (t) => countMessage(t, result.about));
});

inPrivate.callbackQuery(COUNT_ASK_DATA, async (ctx) => {
  const result = ctx.station ? await awaitCount(ctx.station, ctx.place, Number(ctx.match[1])) : null;
  if (!result?.ok) return say(ctx, (t) => t.headcount.refusals[result?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await ctx.answer.reply(askMessage(ctx.t, result.about.title));
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const activityId = ctx.station && await findAwaited(ctx.station);
  if (!ctx.station || activityId === null) return next();
  const line = readCount(ctx.message.text);
  if (line.kind !== "count") return ctx.answer.reply({ text: ctx.t.headcount.unclear });
  const result = await setCount(ctx.station, ctx.place, activityId, line.count);
  await ctx.answer.reply(result.ok ? countMessage(ctx.t, result.about) : { text: ctx.t.headcount.refusals[result.reason] });
});
