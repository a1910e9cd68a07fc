import { Composer } from "grammy";
import type { BotContext, Outgoing, StationScope } from "../../context.ts";
import { onStationButton, onStationCommand } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { assignUnit, endAssignment, renewAssignment, type AssignResult } from "./actions.ts";
import { parseAssignCommand, type AssignCommand, type Pair } from "./rules.ts";
import { ASSIGN_DATA, assignedMessage, refusedText, RENEW_DATA, renewedMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

async function answer(ctx: BotContext, result: AssignResult, made: (t: BotContext["t"], result: Extract<AssignResult, { ok: true }>) => Outgoing): Promise<void> {
  if (!result.ok) return say(ctx, (t) => refusedText(t, result));
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await handOver(ctx, (t) => made(t, result));
}

async function end(ctx: BotContext, station: StationScope, pair: Pair, lastOn: string): Promise<void> {
  const result = await endAssignment(station, pair, lastOn);
  if (!result.ok) return say(ctx, (t) => t.assignment.refusals[result.reason]);
  await handOver(ctx, (t) => ({ text: t.assignment.ended(result.instructorCode, result.unitCode, result.lastOn) }));
}

async function run(ctx: BotContext, station: StationScope, command: AssignCommand): Promise<void> {
  if (command.verb === "assign") {
    const { pair, fromOn, throughOn, isOpen, reason: overCapacityReason } = command;
    const wish = { pair, fromOn, overCapacityReason, ...(throughOn !== null || isOpen ? { throughOn } : {}) };
    return answer(ctx, await assignUnit(station, wish), assignedMessage);
  }
  if (command.verb === "renew") return answer(ctx, await renewAssignment(station, { ...command, overCapacityReason: command.reason }), renewedMessage);
  if (command.verb === "end") return end(ctx, station, command.pair, command.lastOn);
  const reason = command.verb === "unclear" ? command.reason : "unclear";
  return say(ctx, (t) => `${t.assignment.refusals[reason]}\n\n${t.assignment.usage}`);
}

// Other verbs are heard before: proposal, plan, assignoffer and succession.
onStationCommand(bot, "assign", async (ctx, station, rest) => {
  await run(ctx, station, parseAssignCommand(rest, { now: station.now, zone: station.timeZone }));
});

onStationButton(bot, ASSIGN_DATA, async (ctx, station, [instructor = "", unit = ""]) => {
  await answer(ctx, await assignUnit(station, { pair: [instructor, unit] }), assignedMessage);
});

onStationButton(bot, RENEW_DATA, async (ctx, station, [assignmentId]) => {
  await answer(ctx, await renewAssignment(station, { assignmentId: Number(assignmentId), throughOn: null, overCapacityReason: null }), renewedMessage);
});
