import { Composer } from "grammy";
import type { BotContext, Outgoing, StationScope } from "../../context.ts";
import { isTalk, onCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { localDate } from "../time/rules.ts";
import { awaitNote, findNoteDraft, noteVisit, readNeeds, readVisitable, recordVisit, settleNeeds } from "./actions.ts";
import { parseVisitLine, type VisitLine, type VisitMode, type VisitOutcome } from "./rules.ts";
import {
  askModeMessage, askOutcomeMessage, MODE_DATA, needsMessage, NOTE_DATA, RECORD_DATA, recordedMessage, SETTLE_DATA, UNIT_DATA,
} from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function answer(ctx: BotContext, message: Outgoing): Promise<void> {
  if (!ctx.callbackQuery) return void await ctx.answer.tell(message);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message);
}

async function settle(ctx: BotContext, station: StationScope, which: Parameters<typeof settleNeeds>[1]): Promise<void> {
  const result = await settleNeeds(station, which);
  if (!result.ok) return say(ctx, (t) => t.visit.refusals[result.reason]);
  await answer(ctx, { text: ctx.t.visit.settled(result.unitCode) });
}

async function showNeeds(ctx: BotContext, station: StationScope): Promise<void> {
  const result = await readNeeds(station);
  return result.ok ? answer(ctx, needsMessage(ctx.t, result.needs)) : say(ctx, (t) => t.visit.refusals[result.reason]);
}

async function ask(ctx: BotContext, station: StationScope, which: Parameters<typeof readVisitable>[1]): Promise<void> {
  const result = await readVisitable(station, which);
  return result.ok ? answer(ctx, askModeMessage(ctx.t, result)) : say(ctx, (t) => t.visit.refusals[result.reason]);
}

async function record(ctx: BotContext, station: StationScope, ...[which, made]: [Parameters<typeof recordVisit>[1], Parameters<typeof recordVisit>[2]]): Promise<void> {
  const result = await recordVisit(station, which, made);
  return result.ok ? answer(ctx, recordedMessage(ctx.t, result.visited)) : say(ctx, (t) => t.visit.refusals[result.reason]);
}

async function run(ctx: BotContext, station: StationScope, line: VisitLine): Promise<void> {
  if (line.verb === "record") return record(ctx, station, line, line);
  if (line.verb === "ask") return ask(ctx, station, line);
  if (line.verb === "settle") return settle(ctx, station, line);
  if (line.verb === "needs") return showNeeds(ctx, station);
  const reason = line.verb === "unclear" ? line.reason : "unclear";
  return say(ctx, (t) => `${t.visit.refusals[reason]}\n\n${t.visit.usage}`);
}

// A bare /visit is heard by myunits.
onCommand(bot, "visit", async (ctx, rest) => {
  if (!ctx.station) return say(ctx, (t) => t.system.needsStation);
  await run(ctx, ctx.station, parseVisitLine(rest, { now: ctx.station.now, zone: ctx.station.timeZone }));
});

/** A button about a visit, for the station that the person speaks of. */
function onButton(data: RegExp, act: (ctx: BotContext, station: StationScope, id: number, match: readonly string[]) => Promise<void>): void {
  inPrivate.callbackQuery(data, async (ctx) => {
    if (!ctx.station) return say(ctx, (t) => t.system.notForYou);
    await act(ctx, ctx.station, Number(ctx.match[1]), Array.from(ctx.match, (part) => part ?? ""));
  });
}

onButton(UNIT_DATA, (ctx, station, assignmentId) => ask(ctx, station, { assignmentId }));
onButton(SETTLE_DATA, (ctx, station, visitId) => settle(ctx, station, { visitId }));
onButton(MODE_DATA, async (ctx, station, assignmentId, match) => {
  const result = await readVisitable(station, { assignmentId });
  return result.ok ? answer(ctx, askOutcomeMessage(ctx.t, result, match[2] as VisitMode)) : say(ctx, (t) => t.visit.refusals[result.reason]);
});
onButton(RECORD_DATA, (ctx, station, assignmentId, match) =>
  record(ctx, station, { assignmentId }, { mode: match[2] as VisitMode, outcome: match[3] as VisitOutcome, on: localDate(station.now, station.timeZone), note: null }));
onButton(NOTE_DATA, async (ctx, station, visitId) => {
  const result = await awaitNote(station, visitId);
  if (!result.ok) return say(ctx, (t) => t.visit.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.tell({ text: ctx.t.visit.askNote(result.unitCode) });
});

inPrivate.on("message:text").filter(isTalk, async (ctx, next) => {
  const visitId = ctx.station && await findNoteDraft(ctx.station);
  if (!ctx.station || visitId === null) return next();
  const result = await noteVisit(ctx.station, visitId, ctx.message.text);
  if (!result.ok) return say(ctx, (t) => t.visit.refusals[result.reason]);
  await ctx.answer.tell({ text: ctx.t.visit.noted(result.unitCode) });
});
