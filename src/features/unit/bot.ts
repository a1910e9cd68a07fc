import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { localDate } from "../time/rules.ts";
import { addUnitByLine, readCard } from "./actions.ts";
import { readUnitLine } from "./rules.ts";
import { cardMessage, refusedText, type Reading } from "./view.ts";

export const bot = new Composer<BotContext>();

const reading = (ctx: BotContext, station: StationScope): Reading =>
  ({ locale: ctx.locale, today: localDate(station.now, station.timeZone), isPrivate: ctx.place.kind === "private" });

async function showCard(ctx: BotContext, station: StationScope, code: string): Promise<void> {
  const found = await readCard(station, code);
  if (!found.ok) return say(ctx, (t) => t.unit.refusals[found.reason]);
  await ctx.answer.reply(cardMessage(ctx.t, found.card, reading(ctx, station)));
}

async function add(ctx: BotContext, station: StationScope, text: string): Promise<void> {
  const added = await addUnitByLine(station, readUnitLine(text));
  if (!added.ok) return say(ctx, (t) => refusedText(t, added));
  await showCard(ctx, station, added.unit.code);
}

onCommand(bot, "unit", async (ctx, rest) => {
  if (!ctx.station) return say(ctx, (t) => t.system.needsStation);
  const line = /^(?:add|new|新增|添加|登记)(?:\s+|$)([\s\S]*)/iu.exec(rest);
  if (line) return add(ctx, ctx.station, line[1] ?? "");
  if (rest === "") return say(ctx, (t) => t.unit.usage);
  await showCard(ctx, ctx.station, rest);
});
