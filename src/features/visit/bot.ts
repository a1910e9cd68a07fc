import { Composer } from "grammy";
import type { BotContext, Outgoing, StationScope } from "../../context.ts";
import { isTalk, onStationButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { localDate } from "../time/rules.ts";
import { awaitNote, findNoteDraft, noteVisit, readNeeds, readVisitable, recordVisit, settleNeeds } from "./actions.ts";
import { parseVisitLine, type VisitLine, type VisitMode, type VisitOutcome } from "./rules.ts";
import {
  askModeMessage, askOutcomeMessage, MODE_DATA, needsMessage, NOTE_DATA, RECORD_DATA, recordedMessage, SETTLE_DATA, UNIT_DATA,
} from "./view.ts";

export const bot = new Composer<BotContext>();

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
onStationCommand(bot, "visit", async (ctx, station, rest) => {
  await run(ctx, station, parseVisitLine(rest, { now: station.now, zone: station.timeZone }));
});

onStationButton(bot, UNIT_DATA, (ctx, station, [assignmentId]) => ask(ctx, station, { assignmentId: Number(assignmentId) }));
onStationButton(bot, SETTLE_DATA, (ctx, station, [visitId]) => settle(ctx, station, { visitId: Number(visitId) }));
onStationButton(bot, MODE_DATA, async (ctx, station, [assignmentId, mode]) => {
  const result = await readVisitable(station, { assignmentId: Number(assignmentId) });
  return result.ok ? answer(ctx, askOutcomeMessage(ctx.t, result, mode as VisitMode)) : say(ctx, (t) => t.visit.refusals[result.reason]);
});
onStationButton(bot, RECORD_DATA, (ctx, station, [assignmentId, mode, outcome]) =>
  record(ctx, station, { assignmentId: Number(assignmentId) }, { mode: mode as VisitMode, outcome: outcome as VisitOutcome, on: localDate(station.now, station.timeZone), note: null }));
onStationButton(bot, NOTE_DATA, async (ctx, station, [visitId]) => {
  const result = await awaitNote(station, Number(visitId));
  if (!result.ok) return say(ctx, (t) => t.visit.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.tell({ text: ctx.t.visit.askNote(result.unitCode) });
});

bot.on("message:text").filter(isTalk, async (ctx, next) => {
  const { account } = ctx.person;
  const awaited = account && await findNoteDraft(ctx.scope, account.id);
  const station = awaited && await ctx.stationOf(awaited.stationId);
  if (!awaited || !station) return next();
  const result = await noteVisit(station, awaited.visitId, ctx.message.text);
  if (!result.ok) return say(ctx, (t) => t.visit.refusals[result.reason]);
  await ctx.answer.tell({ text: ctx.t.visit.noted(result.unitCode) });
});
