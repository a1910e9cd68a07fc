import { Composer } from "grammy";
import type { BotContext } from "../../context.ts";
import { acceptOffer, declineOffer } from "./actions.ts";
import { ACCEPT_DATA, acceptedMessage, DECLINE_DATA, declinedMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

inPrivate.callbackQuery(ACCEPT_DATA, async (ctx) => {
  const { account } = ctx.person;
  const result = account && await acceptOffer(ctx.scope, account.id, Number(ctx.match[1]));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(result?.ok
    ? acceptedMessage(ctx.t, result, { locale: ctx.locale, now: ctx.scope.now })
    : { text: ctx.t.waitlist.refusals.offerGone });
});

inPrivate.callbackQuery(DECLINE_DATA, async (ctx) => {
  const { account } = ctx.person;
  const result = account && await declineOffer(ctx.scope, account.id, Number(ctx.match[1]));
  await ctx.answer.toast("");
  await ctx.answer.rewrite(result?.ok ? declinedMessage(ctx.t, result.title) : { text: ctx.t.waitlist.refusals.offerGone });
});
