import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onStationButton, onVerb } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { parseAssignCommand } from "../assignment/rules.ts";
import { proposeFor } from "./actions.ts";
import { PROPOSE_DATA, proposalMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

async function propose(ctx: BotContext, station: StationScope, unitCode: string): Promise<void> {
  const result = await proposeFor(station, unitCode);
  if (!result.ok) return say(ctx, (t) => t.assignment.refusals[result.reason]);
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await handOver(ctx, (t) => proposalMessage(t, result.proposal, { zone: station.timeZone, locale: ctx.inPrivate.locale, now: station.now }));
}

onVerb(bot, "assign", { parse: parseAssignCommand, verb: "propose" }, (ctx, station, line) => propose(ctx, station, line.unit));

onStationButton(bot, PROPOSE_DATA, (ctx, station, [unitCode = ""]) => propose(ctx, station, unitCode));
