import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { say, tellTapped } from "../../telegram/say.ts";
import { readPresence } from "./actions.ts";
import { PRESENCE_DATA, presenceMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.callbackQuery(PRESENCE_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.rollcall.refusals.notForYou);
  const result = await readPresence(ctx.station, ctx.place, Number(ctx.match[1]));
  if (!result.ok) return say(ctx, (t) => t.rollcall.refusals[result.reason]);
  await tellTapped(ctx, presenceMessage(ctx.inPrivate.t, result));
});
