import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { handOver, say } from "../../telegram/say.ts";
import { parseAssignCommand } from "../assignment/rules.ts";
import { isPlacedAt } from "../command/rules.ts";
import { handOverUnit, swapUnits } from "./actions.ts";
import { handedOverMessage, refusedText, swappedMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.command?.name === "assign" && isPlacedAt("assign", ctx.place.kind), async (ctx, next) => {
  const { station } = ctx;
  if (!station) return next();
  const command = parseAssignCommand(ctx.command?.rest ?? "", { now: station.now, zone: station.timeZone });
  if (command.verb === "handover") {
    const result = await handOverUnit(station, command);
    return result.ok ? handOver(ctx, (t) => handedOverMessage(t, result)) : say(ctx, (t) => refusedText(t, result));
  }
  if (command.verb !== "swap") return next();
  const result = await swapUnits(station, command);
  return result.ok ? handOver(ctx, (t) => swappedMessage(t, result.taken)) : say(ctx, (t) => refusedText(t, result));
});
