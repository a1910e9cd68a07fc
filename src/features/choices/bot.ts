import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { say } from "../../telegram/say.ts";
import { readChoices } from "./actions.ts";
import { CHOICES_DATA, choicesMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(CHOICES_DATA, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.result.refusals.notForYou);
  const result = await readChoices(ctx.station, ctx.place, Number(ctx.match[1]));
  if (!result.ok) return say(ctx, (t) => t.result.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.reply(choicesMessage(ctx.t, result.choices, { now: ctx.scope.now, locale: ctx.locale }));
});
