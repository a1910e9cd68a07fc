import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { DECLINE_DATA } from "./rules.ts";

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(DECLINE_DATA, async (ctx) => {
  await ctx.answer.toast("");
  await ctx.answer.rewrite({ text: ctx.t.invitation.declined });
});
