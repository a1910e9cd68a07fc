import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { pressReminder } from "./actions.ts";
import { PRESS_DATA, pressedToast, readPress, reminderMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

bot.filter((ctx) => ctx.place.kind === "private").callbackQuery(PRESS_DATA, async (ctx) => {
  const { account } = ctx.person;
  const pressed = account && await pressReminder(ctx.scope, account.id, readPress([...ctx.match]));
  if (!pressed) return ctx.answer.toast(ctx.t.reminder.refusals.gone);
  if (pressed.replied !== null && "join" in pressed.replied) return ctx.answer.openPrivate(pressed.replied.join);
  const saying = { locale: ctx.locale, now: ctx.scope.now };
  await ctx.answer.toast(pressedToast(ctx.t, pressed, saying), { alert: pressed.replied?.ok === false });
  await ctx.answer.rewrite(reminderMessage(ctx.t, pressed.message.items, saying));
});
