import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { readMyUnits } from "./actions.ts";
import { LIST_DATA, myUnitsMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function list(ctx: BotContext): Promise<void> {
  const { station } = ctx;
  if (!station) return say(ctx, (t) => t.system.needsStation);
  const mine = await readMyUnits(station);
  if (!mine) return say(ctx, (t) => t.visit.units.notOne);
  const message = myUnitsMessage(ctx.t, station.stationName, mine);
  if (!ctx.callbackQuery) return void await ctx.answer.tell(message);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(message);
}

onCommand(bot, "myunits", list);

// Nothing after /visit is not about one unit, but about which.
inPrivate.filter((ctx) => ctx.command?.name === "visit" && ctx.command.rest === "", list);
inPrivate.callbackQuery(LIST_DATA, list);
