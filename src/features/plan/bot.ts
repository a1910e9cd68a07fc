import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onStationButton, onVerb } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { parseAssignCommand } from "../assignment/rules.ts";
import { acceptPlan, findArea, makePlan, readOverview, togglePlanned } from "./actions.ts";
import { ACCEPT_DATA, acceptedMessage, AREA_DATA, overviewMessage, planMessage, TOGGLE_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();

async function plan(ctx: BotContext, station: StationScope, area: string): Promise<void> {
  const result = await makePlan(station, area);
  if (!result.ok) return say(ctx, (t) => t.assignment.plan.refusals[result.reason]);
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await handOver(ctx, (t) => planMessage(t, result.plan));
}

onVerb(bot, "assign", { parse: parseAssignCommand, verb: "plan" }, (ctx, station, line) => plan(ctx, station, line.area));

onVerb(bot, "assign", { parse: parseAssignCommand, verb: "overview" }, async (ctx, station) => {
  const result = await readOverview(station);
  return result.ok ? handOver(ctx, (t) => overviewMessage(t, result)) : say(ctx, (t) => t.assignment.plan.refusals[result.reason]);
});

onStationButton(bot, AREA_DATA, async (ctx, station, [unitCode = ""]) => {
  const area = await findArea(station, unitCode);
  return area === null ? say(ctx, (t) => t.assignment.refusals.notFound) : plan(ctx, station, area);
});

onStationButton(bot, TOGGLE_DATA, async (ctx, station, [key = "", unitCode = ""]) => {
  const result = await togglePlanned(station, key, unitCode);
  if (!result.ok) return say(ctx, (t) => t.assignment.plan.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(planMessage(ctx.t, result.plan));
});

onStationButton(bot, ACCEPT_DATA, async (ctx, station, [key = ""]) => {
  const result = await acceptPlan(station, key);
  if (!result.ok) return say(ctx, (t) => t.assignment.plan.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(acceptedMessage(ctx.t, result));
});
