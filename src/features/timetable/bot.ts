import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onLine } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { findSkip, readSeriesPage, readTimetable, restoreDate, setDaysBefore, skipDate, stopSeries, type Steered } from "./actions.ts";
import { isSeriesLine, readSkipLine } from "./rules.ts";
import {
  AHEAD_PRESS, alreadyOutMessage, askEndMessage, DATE_PRESS, LIST_PRESS, listMessage, PAGE_PRESS, pageMessage, whichMessage, type Saying,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

const saying = (ctx: BotContext): Saying => ({ locale: ctx.inPrivate.locale, now: ctx.scope.now });

async function refuse(ctx: BotContext, refused: Extract<Steered, { ok: false }>): Promise<void> {
  if (refused.reason !== "alreadyOut") return say(ctx, (t) => t.timetable.refusals[refused.reason]);
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await handOver(ctx, (t) => alreadyOutMessage(t, refused.activityId));
}

async function showList(ctx: BotContext, station: StationScope): Promise<void> {
  const series = await readTimetable(station);
  await handOver(ctx, (t) => listMessage(t, series, saying(ctx)));
}

onLine(bot, "announce", isSeriesLine, showList);

async function skipByLine(ctx: BotContext, station: StationScope, text: string): Promise<void> {
  const read = await findSkip(station, text);
  if (read.kind !== "found") return say(ctx, (t) => read.kind === "noDate" ? t.timetable.whichDate : t.timetable.refusals.noSuchDate);
  const [only, second] = read.found;
  if (!only || second) return handOver(ctx, (t) => whichMessage(t, read.found, saying(ctx)));
  const result = await skipDate(station, ctx.place, only.series.id, only.on);
  if (!result.ok) return refuse(ctx, result);
  await handOver(ctx, (t) => pageMessage(t, result.page, saying(ctx)));
}

onLine(bot, "announce", readSkipLine, skipByLine);

inPrivate.callbackQuery(LIST_PRESS, async (ctx) => {
  await ctx.answer.toast("");
  if (ctx.station) await showList(ctx, ctx.station);
});

async function press(ctx: BotContext, work: (station: StationScope) => Promise<Steered>, message = pageMessage): Promise<void> {
  const result = ctx.station ? await work(ctx.station) : { ok: false, reason: "notForYou" } as const;
  if (!result.ok) return refuse(ctx, result);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message(ctx.t, result.page, saying(ctx)));
}

inPrivate.callbackQuery(PAGE_PRESS, async (ctx) => {
  const [, verb, id] = ctx.match;
  if (verb === "end") return press(ctx, (station) => stopSeries(station, ctx.place, Number(id)));
  await press(ctx, (station) => readSeriesPage(station, ctx.place, Number(id)), verb === "ask" ? askEndMessage : pageMessage);
});

inPrivate.callbackQuery(DATE_PRESS, async (ctx) => {
  const [, verb, id, on = ""] = ctx.match;
  await press(ctx, (station) => (verb === "skip" ? skipDate : restoreDate)(station, ctx.place, Number(id), on));
});

inPrivate.callbackQuery(AHEAD_PRESS, (ctx) =>
  press(ctx, (station) => setDaysBefore(station, ctx.place, Number(ctx.match[1]), Number(ctx.match[2]))));
