import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onLine, onStart } from "../../telegram/command.ts";
import { handOver, present, say } from "../../telegram/say.ts";
import { acceptHandOffer, handByLine, makeHandLink, readHanded, readHandOffer, takeBack, withdrawHandLink } from "./actions.ts";
import { readHandLine, type Right } from "./rules.ts";
import { ACCEPT_DATA, acceptedMessage, ASK_DATA, askMessage, END_DATA, LINK_DATA, linkMessage, offerMessage, rightOf, whichMessage, WITHDRAW_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function handByWords(ctx: BotContext, station: StationScope, right: Right | null): Promise<void> {
  const found = await handByLine(station, ctx.place, right);
  if ("which" in found) return handOver(ctx, (t) => whichMessage(t, found.which));
  if (!found.ok) return say(ctx, (t) => t.handover.refusals[found.reason]);
  await handOver(ctx, (t) => "handed" in found ? askMessage(t, found.handed) : linkMessage(t, found.link, found.right, ctx.setting.botUsername));
}

onLine(bot, "announce", readHandLine, (ctx, station, line) => handByWords(ctx, station, line.right));

bot.callbackQuery(ASK_DATA, async (ctx) => {
  const result = ctx.station ? await readHanded(ctx.station, ctx.place, Number(ctx.match[1])) : null;
  if (!result?.ok) return say(ctx, (t) => t.handover.refusals[result?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await handOver(ctx, (t) => askMessage(t, result));
});

bot.callbackQuery(LINK_DATA, async (ctx) => {
  const right = rightOf(ctx.match[2]);
  const result = ctx.station ? await makeHandLink(ctx.station, ctx.place, { activityId: Number(ctx.match[1]), right }) : null;
  if (!result?.ok) return say(ctx, (t) => t.handover.refusals[result?.reason ?? "notForYou"]);
  await ctx.answer.toast("");
  await handOver(ctx, (t) => linkMessage(t, result, right, ctx.setting.botUsername));
});

bot.callbackQuery(END_DATA, async (ctx) => {
  const result = ctx.station ? await takeBack(ctx.station, ctx.place, Number(ctx.match[1])) : null;
  if (!result?.ok) return say(ctx, (t) => t.handover.refusals[result?.reason ?? "notForYou"]);
  await ctx.answer.toast(ctx.t.handover.ended);
  await ctx.answer.rewrite({ text: ctx.t.handover.ended });
});

inPrivate.callbackQuery(WITHDRAW_DATA, async (ctx) => {
  const { account } = ctx.person;
  if (!account || !await withdrawHandLink(ctx.scope, account.id, ctx.match[1] ?? "")) return say(ctx, (t) => t.invitation.tooLate);
  await present(ctx, { text: ctx.t.invitation.withdrawn });
});

onStart(bot, "hand-", async (ctx, code) => {
  const offer = await readHandOffer(ctx.scope, code);
  await ctx.answer.reply(offer ? offerMessage(ctx.t, offer, code) : { text: ctx.t.handover.refusals.offerGone });
});

inPrivate.callbackQuery(ACCEPT_DATA, async (ctx) => {
  const result = await acceptHandOffer(ctx.scope, ctx.match[1] ?? "", { userId: ctx.person.userId, locale: ctx.inPrivate.locale });
  await ctx.answer.toast("");
  await ctx.answer.rewrite(result.ok ? acceptedMessage(ctx.t, result.offer) : { text: ctx.t.handover.refusals.offerGone });
});
