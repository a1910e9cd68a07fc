import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onStationButton } from "../../telegram/command.ts";
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

const mayHear = (ctx: BotContext) => ctx.command?.name === "unit" && (ctx.place.kind === "private" || ctx.place.kind === "organizer");

bot.filter((ctx) => mayHear(ctx) && readContactLine(ctx.command?.rest ?? "") !== null, async (ctx) => {
  if (!ctx.station) return say(ctx, (t) => t.system.needsStation);
  await giveLink(ctx, ctx.station, readContactLine(ctx.command?.rest ?? "") ?? "");
});

onStationButton(bot, MAKE_DATA, (ctx, station, [unitId]) => giveLink(ctx, station, { id: Number(unitId) }));

onStationButton(bot, WITHDRAW_DATA, async (ctx, station, [unitId]) => {
  const result = await withdrawLink(station, Number(unitId));
  if (!result.ok) return say(ctx, (t) => t.contact.refusals[result.reason]);
  await ctx.answer.toast("");
  await ctx.answer.rewrite(withdrawnMessage(ctx.t, result.unit, result.wasOpen));
});

inPrivate.filter((ctx) => ctx.command?.name === "start" && ctx.command.rest.startsWith("contact-"), async (ctx) => {
  const code = (ctx.command?.rest ?? "").slice("contact-".length);
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
