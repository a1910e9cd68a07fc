import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { stay } from "./actions.ts";
import { goneMessage, STAY_DATA, stayedMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(STAY_DATA, async (ctx) => {
  const { account } = ctx.person;
  const kept = account !== null && await stay(ctx.scope, account.id);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(kept ? stayedMessage(ctx.t) : goneMessage(ctx.t));
});
