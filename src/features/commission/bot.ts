import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { onStart } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import { readCommission, takeUp } from "./actions.ts";
import { ACCEPT_DATA, acceptedMessage, commissionMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

onStart(bot, "instructor-", async (ctx, code) => {
  const found = await readCommission(ctx.scope, code);
  await ctx.answer.tell(found ? commissionMessage(ctx.t, found, code) : { text: ctx.t.instructor.refusals.linkGone });
});

inPrivate.callbackQuery(ACCEPT_DATA, async (ctx) => {
  const result = await takeUp(ctx.scope, ctx.match[1] ?? "", { userId: ctx.person.userId, locale: ctx.inPrivate.locale });
  if (!result.ok) return say(ctx, (t) => t.instructor.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(acceptedMessage(ctx.t, result.commission));
});
