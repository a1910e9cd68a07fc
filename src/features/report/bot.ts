import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onLine, onSharedButton, onStationCommand } from "../../telegram/command.ts";
import { say, tellTapped } from "../../telegram/say.ts";
import { readList, readReport, readWhy } from "./actions.ts";
import { readAsked, readReportData, REPORT_DATA, TELL_DATA, type CutRef, type Page } from "./rules.ts";
import { figuresMessage, listMessage, partsMessage, whyMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

const readingOf = (ctx: BotContext) => ({ locale: ctx.locale, isPrivate: ctx.place.kind === "private" });

onStationCommand(bot, "coverage", async (ctx, station, rest) => {
  const read = readAsked(rest, { now: station.now, zone: station.timeZone });
  if (!read.ok) return say(ctx, (t) => t.report.refusals[read.reason]);
  const result = await readReport(station, read.asked);
  if (!result.ok) return say(ctx, (t) => t.report.refusals[result.reason]);
  await ctx.answer.reply(figuresMessage(ctx.t, result.report, readingOf(ctx)));
});

const WHY_COVERAGE = /^(?:coverage|覆盖(?:情况)?)(?:\s+|$)/iu;

// A bare /why is answered by why.
onLine(bot, "why", (rest) => WHY_COVERAGE.test(rest) && rest.replace(WHY_COVERAGE, ""), async (ctx, station, days) => {
  const read = readAsked(days, { now: station.now, zone: station.timeZone });
  if (!read.ok) return say(ctx, (t) => t.report.refusals[read.reason]);
  const result = await readWhy(station, read.asked);
  if (!result.ok) return say(ctx, (t) => t.report.refusals[result.reason]);
  await ctx.answer.reply(whyMessage(ctx.t, result.report, result.causes, readingOf(ctx)));
});

type Wanted = { readonly page: Page; readonly on: string; readonly vs: string; readonly cut: CutRef | null };

/** A page of the figures; lists are for private chats, whatever button is forged in a group. */
async function readPage(ctx: BotContext, station: StationScope, { page, ...wanted }: Wanted) {
  const reading = readingOf(ctx);
  if (page === "why") {
    const result = await readWhy(station, wanted);
    return result.ok ? { ok: true as const, message: whyMessage(ctx.t, result.report, result.causes, reading) } : result;
  }
  if (page === "figures" || page === "parts") {
    const result = await readReport(station, wanted);
    if (!result.ok) return result;
    const { report } = result;
    return { ok: true as const, message: page === "parts" && report.whole ? partsMessage(ctx.t, report, report.whole.figures, reading) : figuresMessage(ctx.t, report, reading) };
  }
  if (!reading.isPrivate) return { ok: false as const, reason: "notForYou" as const };
  const result = await readList(station, wanted, page);
  return result.ok ? { ok: true as const, message: listMessage(ctx.t, page, result, reading) } : result;
}

bot.callbackQuery(REPORT_DATA, async (ctx) => {
  const [, page = "", stationId, on = "", vs = "", cut = ""] = ctx.match;
  const [station, wanted] = [await ctx.stationOf(Number(stationId)), readReportData([page, on, vs, cut])];
  const result = station && wanted ? await readPage(ctx, station, wanted) : { ok: false as const, reason: "notForYou" as const };
  if (!result.ok) return say(ctx, (t) => t.report.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(result.message);
});

onSharedButton(bot, TELL_DATA, async (ctx, station, [on = "", vs = ""]) => {
  const wanted = readReportData(["why", on, vs, "-"]);
  const result = wanted ? await readWhy(station, wanted) : { ok: false as const, reason: "notForYou" as const };
  if (!result.ok) return say(ctx, (t) => t.report.refusals[result.reason]);
  const { locale, t } = ctx.inPrivate;
  await tellTapped(ctx, whyMessage(t, result.report, result.causes, { locale, isPrivate: true }));
});
