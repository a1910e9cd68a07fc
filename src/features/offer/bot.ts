import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onStart, onStationButton, onVerb } from "../../telegram/command.ts";
import { handOver, present, say } from "../../telegram/say.ts";
import type { Clock } from "../moment/rules.ts";
import { INVITE_DATA, parseRoleCommand, repliedMessage, writerOf, type RoleTerms } from "../role/rules.ts";
import { localDate } from "../time/rules.ts";
import { acceptOffer, offerRole, readOffer, withdrawOffer } from "./actions.ts";
import { ACCEPT_DATA, acceptedInGroupMessage, acceptedMessage, groupOfferMessage, inviteMessage, offerMessage, WITHDRAW_DATA } from "./view.ts";

export const bot = new Composer<BotContext>();
const inPrivate = bot.filter((ctx) => ctx.place.kind === "private");

async function giveLink(ctx: BotContext, station: StationScope, terms: RoleTerms): Promise<void> {
  const result = await offerRole(station, terms, null);
  if (!result.ok) return say(ctx, (t) => t.role.refusals[result.reason]);
  if (ctx.callbackQuery) await ctx.answer.toast("");
  await handOver(ctx, (t) => inviteMessage(t, terms, result.code, ctx.setting.botUsername));
}

async function offerInReply(ctx: BotContext, station: StationScope, terms: RoleTerms, userId: number): Promise<void> {
  const result = await offerRole(station, terms, userId);
  if (!result.ok) return say(ctx, (t) => t.role.refusals[result.reason]);
  await ctx.answer.reply(groupOfferMessage(ctx.t, { ...terms, stationName: station.stationName }, result.code));
}

const parse = (rest: string, { now, zone }: Clock) => parseRoleCommand(rest, localDate(now, zone));

onVerb(bot, "role", { parse, verb: "grant" }, async (ctx, station, command) => {
  if (command.role === "unit_contact") return say(ctx, (t) => t.contact.ofUnit);
  const replied = ctx.place.kind === "private" ? null : repliedMessage(ctx.message);
  if (!replied) return giveLink(ctx, station, command);
  const userId = writerOf(replied);
  return userId === null ? say(ctx, (t) => t.role.refusals.notAPerson) : offerInReply(ctx, station, command, userId);
});

onStationButton(bot, INVITE_DATA, (ctx, station) => giveLink(ctx, station, { role: "organizer", throughOn: null }));

inPrivate.callbackQuery(WITHDRAW_DATA, async (ctx) => {
  const { account } = ctx.person;
  if (!account || !await withdrawOffer(ctx.scope, account.id, ctx.match[1] ?? "")) return say(ctx, (t) => t.invitation.tooLate);
  await present(ctx, { text: ctx.t.invitation.withdrawn });
});

onStart(bot, "role-", async (ctx, code) => {
  const offer = await readOffer(ctx.scope, code, ctx.person.userId);
  await ctx.answer.tell(offer ? offerMessage(ctx.t, offer, code) : { text: ctx.t.role.refusals.offerGone });
});

bot.callbackQuery(ACCEPT_DATA, async (ctx) => {
  const result = await acceptOffer(ctx.scope, ctx.match[1] ?? "", { userId: ctx.person.userId, locale: ctx.inPrivate.locale });
  if (!result.ok) return say(ctx, (t) => t.role.refusals[result.reason]);
  const isPrivate = ctx.place.kind === "private";
  await ctx.answer.toast(isPrivate ? "" : acceptedMessage(ctx.inPrivate.t, result.offer).text, { alert: !isPrivate });
  await ctx.answer.rewrite(isPrivate
    ? acceptedMessage(ctx.t, result.offer)
    : acceptedInGroupMessage(ctx.t, result.offer, ctx.setting.botUsername));
});
