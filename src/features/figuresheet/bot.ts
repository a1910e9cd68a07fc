import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onLine, onStationButton } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { writeTables } from "../../workbook/write.ts";
import { readAsked } from "../report/rules.ts";
import { exportFigures } from "./actions.ts";
import { readExport, type Format } from "./rules.ts";
import { coverageCsv, coverageTables } from "./view.ts";

export const bot = new Composer<BotContext>();

async function send(ctx: BotContext, station: StationScope, format: Format, days: string): Promise<void> {
  const read = readAsked(days, { now: station.now, zone: station.timeZone });
  if (!read.ok) return say(ctx, (t) => t.report.refusals[read.reason]);
  if (read.asked.cut !== null) return say(ctx, (t) => t.figuresheet.wholeOnly);
  const result = await exportFigures(station, read.asked);
  if (!result.ok) return say(ctx, (t) => t.exporting.refusals[result.reason]);
  const tables = coverageTables(ctx.t, result.exported);
  const bytes = format === "csv" ? new TextEncoder().encode(coverageCsv(tables))
    : await writeTables(tables.map(({ name, rows }) => ({ name, widths: (rows[1] ?? []).map(() => 16), rows: [rows] })));
  await ctx.answer.document(bytes, `coverage-${read.asked.on}.${format}`, ctx.t.figuresheet.caption);
}

onLine(bot, "export", readExport, (ctx, station, line) => send(ctx, station, line.format, line.days));

onStationButton(bot, /^figuresheet:(\d{1,15}):(xlsx|csv)$/, async (ctx, station, [format]) => {
  await ctx.answer.toast("");
  await send(ctx, station, format === "csv" ? "csv" : "xlsx", "");
});
