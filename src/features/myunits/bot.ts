import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onLine, onStationButton, onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { readMyUnits } from "./actions.ts";
import { LIST_DATA, myUnitsMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

async function list(ctx: BotContext, station: StationScope): Promise<void> {
  const mine = await readMyUnits(station);
  if (!mine) return say(ctx, (t) => t.visit.units.notOne);
  const message = myUnitsMessage(ctx.t, station, mine);
  if (!ctx.callbackQuery) return void await ctx.answer.tell(message);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message);
}

onStationCommand(bot, "myunits", list);

// Nothing after /visit is not about one unit, but about which.
onLine(bot, "visit", (rest) => rest === "", list);
onStationButton(bot, LIST_DATA, list);
