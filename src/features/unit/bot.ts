import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onSharedButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { localDate } from "../time/rules.ts";
import { readAddLine, readUnitLine } from "../unitline/rules.ts";
import { addUnitByLine, readCard } from "./actions.ts";
import { CARD_DATA, cardMessage, refusedText, type Reading } from "./view.ts";

export const bot = new Composer<BotContext>();

const isPrivate = (ctx: BotContext) => ctx.place.kind === "private";
const reading = (ctx: BotContext, station: StationScope): Reading =>
  ({ locale: ctx.locale, timeZone: station.timeZone, today: localDate(station.now, station.timeZone), isPrivate: isPrivate(ctx) });

async function add(ctx: BotContext, station: StationScope, text: string): Promise<void> {
  const added = await addUnitByLine(station, readUnitLine(text), isPrivate(ctx));
  if (!added.ok) return say(ctx, (t) => refusedText(t, added));
  await ctx.answer.reply(cardMessage(ctx.t, added.card, reading(ctx, station)));
}

// Unitstatus answers the lines that change what a unit is.
onStationCommand(bot, "unit", async (ctx, station, rest) => {
  const line = readAddLine(rest);
  if (line !== null) return add(ctx, station, line);
  if (rest === "") return say(ctx, (t) => t.unit.usage);
  const found = await readCard(station, rest, isPrivate(ctx));
  if (!found.ok) return say(ctx, (t) => t.unit.refusals[found.reason]);
  await ctx.answer.reply(cardMessage(ctx.t, found.card, reading(ctx, station)));
});

onSharedButton(bot, CARD_DATA, async (ctx, station, [unitId]) => {
  const found = await readCard(station, { id: Number(unitId) }, isPrivate(ctx));
  if (!found.ok) return say(ctx, (t) => t.unit.refusals[found.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(cardMessage(ctx.t, found.card, reading(ctx, station)));
});
