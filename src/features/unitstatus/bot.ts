import { Composer } from "grammy";
import { isTalk, onLine, onSharedButton } from "../../telegram/command.ts";
import type { BotContext, StationScope } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import { parsePastDate } from "../date/rules.ts";
import { clockOf } from "../moment/rules.ts";
import { localDate } from "../time/rules.ts";
import type { UnitStatus } from "../unit/rules.ts";
import { awaitDay, changeStatus, findAwaited, previewStatus, readStatusChoice, type StatusChange } from "./actions.ts";
import { readStatusLine } from "./rules.ts";
import {
  ASK_DATA, askDayMessage, askStatusMessage, confirmStatusMessage, DO_DATA, ON_DATA, statusChangedMessage, statusRefusedText, TO_DATA, TYPE_DATA, type Reading,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

const reading = (ctx: BotContext, { now, timeZone }: StationScope): Reading =>
  ({ locale: ctx.locale, today: localDate(now, timeZone), isPrivate: ctx.place.kind === "private" });
/** A refusal is told in private, in the reader's own language. */
const refusing = (ctx: BotContext, station: StationScope): Reading => ({ ...reading(ctx, station), locale: ctx.inPrivate.locale });

onLine(bot, "unit", readStatusLine, async (ctx, station, line) => {
  if ("reason" in line) return say(ctx, (t) => t.unitstatus.dayUnclear[line.reason]);
  const changed = await changeStatus(station, line.code, line);
  if (!changed.ok) return say(ctx, (t) => statusRefusedText(t, changed, refusing(ctx, station)));
  await ctx.answer.reply(statusChangedMessage(ctx.t, changed, line, reading(ctx, station)));
});

onSharedButton(bot, ASK_DATA, async (ctx, station, [id]) => {
  const found = await readStatusChoice(station, { id: Number(id) });
  if (!found.ok) return say(ctx, (t) => t.unitstatus.refusals[found.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askStatusMessage(ctx.t, found, reading(ctx, station)));
});

onSharedButton(bot, TO_DATA, async (ctx, station, [id, said]) => {
  const status = said as UnitStatus;
  const found = await readStatusChoice(station, { id: Number(id) });
  if (!found.ok) return say(ctx, (t) => t.unitstatus.refusals[found.reason]);
  if (found.status === status) return say(ctx, (t) => t.unitstatus.refusals.sameStatus);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(askDayMessage(ctx.t, found, status, reading(ctx, station)));
});

const changeIn = ([id, status, on = ""]: readonly string[]): StatusChange & { id: number } => ({ id: Number(id), status: status as UnitStatus, on });

onSharedButton(bot, ON_DATA, async (ctx, station, parts) => {
  const { id, ...change } = changeIn(parts);
  const seen = await previewStatus(station, { id }, change, ctx.place.kind === "private");
  if (!seen.ok) return say(ctx, (t) => statusRefusedText(t, seen, refusing(ctx, station)));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(confirmStatusMessage(ctx.t, seen, change, reading(ctx, station)));
});

onSharedButton(bot, DO_DATA, async (ctx, station, parts) => {
  const { id, ...change } = changeIn(parts);
  const changed = await changeStatus(station, { id }, change);
  if (!changed.ok) return say(ctx, (t) => statusRefusedText(t, changed, refusing(ctx, station)));
  await ctx.answer.toast(ctx.t.unitstatus.saved);
  await ctx.answer.rewrite(statusChangedMessage(ctx.t, changed, change, reading(ctx, station)));
});

onSharedButton(bot, TYPE_DATA, async (ctx, station, parts) => {
  const { id, status } = changeIn(parts);
  if (ctx.place.kind !== "private") {
    const found = await readStatusChoice(station, { id });
    return say(ctx, (t) => found.ok ? t.unitstatus.writeDay(found.unit.code, t.unit.statuses[status]) : t.unitstatus.refusals[found.reason]);
  }
  const awaited = await awaitDay(station, id, status);
  if (!awaited.ok) return say(ctx, (t) => t.unitstatus.refusals[awaited.reason]);
  await ctx.answer.toast("");
  await ctx.answer.reply({ text: ctx.t.unitstatus.typeDay });
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  const awaited = account && await findAwaited(ctx.scope, account.id);
  const station = awaited && await ctx.stationOf(awaited.stationId);
  if (!awaited || !station) return next();
  const day = parsePastDate(ctx.message.text, clockOf(station));
  if (!day.ok) return ctx.answer.reply({ text: ctx.t.unitstatus.dayUnclear[day.reason] });
  const change = { status: awaited.status, on: day.date };
  const seen = await previewStatus(station, { id: awaited.unitId }, change, true);
  await ctx.answer.reply(seen.ok
    ? confirmStatusMessage(ctx.t, seen, change, reading(ctx, station))
    : { text: statusRefusedText(ctx.t, seen, reading(ctx, station)) });
});
