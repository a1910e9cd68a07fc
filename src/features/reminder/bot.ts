import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { confirm } from "./actions.ts";
import { CONFIRM_DATA, reminderMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(CONFIRM_DATA, async (ctx) => {
  const { account } = ctx.person;
  const result = account && await confirm(ctx.scope, account.id, Number(ctx.match[1]));
  if (!result?.ok) return ctx.answer.toast(ctx.t.reminder.refusals[result?.reason ?? "gone"]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(reminderMessage(ctx.t, result.message.items, { locale: ctx.locale, now: ctx.scope.now }));
});
