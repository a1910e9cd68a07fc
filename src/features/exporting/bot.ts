import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onStationButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { writeTables } from "../../workbook/write.ts";
import { isSheet, type SheetName } from "../sheet/rules.ts";
import { mayExport, openExport } from "./actions.ts";
import { askMessage, DATA, exportSheet, fileName } from "./view.ts";

export const bot = new Composer<BotContext>();

async function send(ctx: BotContext, station: StationScope, sheet: SheetName): Promise<void> {
  const opened = await openExport(station, sheet);
  if (!opened.ok) return say(ctx, (t) => t.exporting.refusals.notForYou);
  const bytes = await writeTables([exportSheet(ctx.t, sheet, opened.pages)]);
  await ctx.answer.document(bytes, fileName(sheet), ctx.t.exporting.caption);
}

onStationCommand(bot, "export", async (ctx, station, rest) => {
  if (!await mayExport(station)) return say(ctx, (t) => t.exporting.refusals.notForYou);
  const sheet = rest.toLowerCase();
  if (isSheet(sheet)) return send(ctx, station, sheet);
  await ctx.answer.reply(askMessage(ctx.t, station.stationId));
});

onStationButton(bot, DATA, async (ctx, station, [sheet = ""]) => {
  await ctx.answer.toast("");
  if (isSheet(sheet)) await send(ctx, station, sheet);
});
