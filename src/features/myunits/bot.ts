import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onCommand, onStationButton } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { readMyUnits } from "./actions.ts";
import { LIST_DATA, myUnitsMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

async function list(ctx: BotContext, station: StationScope | null): Promise<void> {
  if (!station) return say(ctx, (t) => t.system.needsStation);
  const mine = await readMyUnits(station);
  if (!mine) return say(ctx, (t) => t.visit.units.notOne);
  const message = myUnitsMessage(ctx.t, station, mine);
  if (!ctx.callbackQuery) return void await ctx.answer.tell(message);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message);
}

onCommand(bot, "myunits", (ctx) => list(ctx, ctx.station));

// Nothing after /visit is not about one unit, but about which.
bot.filter((ctx) => ctx.place.kind === "private" && ctx.command?.name === "visit" && ctx.command.rest === "", (ctx) => list(ctx, ctx.station));
onStationButton(bot, LIST_DATA, list);
