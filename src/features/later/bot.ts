import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import { takeOver } from "./actions.ts";
import { kindOf, LATER_DATA, takenOverMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(LATER_DATA, async (ctx) => {
  const kind = kindOf(ctx.match[2]);
  const result = ctx.station ? await takeOver(ctx.station, ctx.place, Number(ctx.match[1]), kind) : null;
  if (!result?.ok) return say(ctx, (t) => t.later.refusals[result?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(takenOverMessage(ctx.t, kind, result, ctx.locale));
});
