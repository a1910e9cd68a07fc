import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onVerb } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { parseAssignCommand } from "../assignment/rules.ts";
import { handOverUnit, swapUnits } from "./actions.ts";
import { handedOverMessage, refusedText, swappedMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

onVerb(bot, "assign", { parse: parseAssignCommand, verb: "handover" }, async (ctx, station, line) => {
  const result = await handOverUnit(station, line);
  return result.ok ? handOver(ctx, (t) => handedOverMessage(t, result)) : say(ctx, (t) => refusedText(t, result));
});

onVerb(bot, "assign", { parse: parseAssignCommand, verb: "swap" }, async (ctx, station, line) => {
  const result = await swapUnits(station, line);
  return result.ok ? handOver(ctx, (t) => swappedMessage(t, result.taken)) : say(ctx, (t) => refusedText(t, result));
});
