import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onLine, onStart, onStationButton } from "../../telegram/command.ts";
import { handOver, say } from "../../telegram/say.ts";
import { readContactLine } from "../contact/rules.ts";
import { startLink } from "../link/rules.ts";
import { becomeContact, inviteContact, readInvited, withdrawLink } from "./actions.ts";
import { ACCEPT_DATA, acceptedMessage, invitedMessage, linkMessage, MAKE_DATA, WITHDRAW_DATA, withdrawnMessage } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function giveLink(ctx: BotContext, station: StationScope, which: Parameters<typeof inviteContact>[1]): Promise<void> {
  const result = await inviteContact(station, which);
  if (!result.ok) return say(ctx, (t) => t.contact.refusals[result.reason]);
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await handOver(ctx, (t) => linkMessage(t, result.unit, startLink(ctx.setting.botUsername, `contact-${result.code}`)));
}

onLine(bot, "unit", readContactLine, giveLink);

onStationButton(bot, MAKE_DATA, (ctx, station, [unitId]) => giveLink(ctx, station, { id: Number(unitId) }));

onStationButton(bot, WITHDRAW_DATA, async (ctx, station, [unitId]) => {
  const result = await withdrawLink(station, Number(unitId));
  if (!result.ok) return say(ctx, (t) => t.contact.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(withdrawnMessage(ctx.t, result.unit, result.wasOpen));
});

onStart(bot, "contact-", async (ctx, code) => {
  const found = await readInvited(ctx.scope, code);
  await ctx.answer.tell(found ? invitedMessage(ctx.t, found, code) : { text: ctx.t.contact.refusals.linkGone });
});

inPrivate.callbackQuery(ACCEPT_DATA, async (ctx) => {
  const [, version = "", code = ""] = ctx.match;
  const result = await becomeContact(ctx.scope, { code, version }, { userId: ctx.person.userId, locale: ctx.inPrivate.locale });
  if (!result.ok) return say(ctx, (t) => t.contact.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(acceptedMessage(ctx.t, result.invited));
});
