import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { onStationCommand } from "../../telegram/command.ts";
import { say } from "../../telegram/say.ts";
import type { Attended } from "../attend/actions.ts";
import { unattendedText } from "../attend/rules.ts";
import { comeHere, findOwnStation, giveAnswer, oweHint, readStanding, type Answered, type OpenHere, type Standing } from "./actions.ts";
import { CHECKIN_DATA, consentMessage, countedMessage, inviteMessage, lateText, readTap, takenToast, whichMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

type Refused = Exclude<Answered, { ok: true }>;

/** The consent page opens in private; in a group the way there is a link to it. */
async function leadIn(ctx: BotContext, station: StationScope, refused: { reason: "notJoined" | "noConsent"; join: string }): Promise<void> {
  if (ctx.place.kind !== "private" || refused.reason === "notJoined") return ctx.answer.openPrivate(refused.join);
  await ctx.answer.toast("");
  await ctx.answer.tell(consentMessage(ctx.t, station.stationId));
}

async function refuseTap(ctx: BotContext, station: StationScope, refused: Refused): Promise<void> {
  if ("join" in refused) return leadIn(ctx, station, refused);
  const { timeZone, now } = station;
  if (refused.reason === "gone") return ctx.answer.toast(ctx.t.checkin.refusals.gone);
  return ctx.answer.toast(lateText(ctx.t, { endedAt: refused.endedAt, timeZone, locale: ctx.locale, now }), { alert: true });
}

/** A tap speaks for the group's station; in private for that of the roll call, if the person has joined it. */
async function stationOfTap(ctx: BotContext, rollCallId: number): Promise<StationScope | null> {
  if (ctx.place.kind !== "private") return ctx.station;
  return await findOwnStation(ctx.scope, ctx.person.account?.id ?? null, rollCallId) ?? ctx.station;
}

bot.callbackQuery(CHECKIN_DATA, async (ctx) => {
  const tapped = readTap([...ctx.match]);
  const station = await stationOfTap(ctx, tapped.rollCallId);
  if (!station) return ctx.answer.toast(ctx.t.checkin.refusals.gone);
  const board = ctx.place.kind === "private" || ctx.place.kind === "unlinked"
    ? null
    : { chatId: ctx.place.chatId, messageId: ctx.callbackQuery.message?.message_id ?? null };
  const result = await giveAnswer(station, { ...tapped, method: "button", board });
  if (!result.ok) return refuseTap(ctx, station, result);
  await ctx.answer.toast(takenToast(ctx.t, result));
});

/** Told in private how to come in; where that cannot be, once to the group for all of them. */
async function invite(ctx: BotContext, station: StationScope, standing: Standing): Promise<void> {
  const { t } = ctx.inPrivate;
  const told = await ctx.answer.tell(standing.may === "noConsent"
    ? consentMessage(t, station.stationId)
    : inviteMessage(t, ctx.setting.botUsername, standing.join));
  const [first] = standing.open;
  if (told || ctx.place.kind === "private") return;
  await ctx.answer.react("🤔");
  if (first && ctx.place.kind === "member") await oweHint(station, first, ctx.place.chatId);
}

const sayingTo = (ctx: BotContext, { timeZone, now }: StationScope) => ({ timeZone, now, locale: ctx.inPrivate.locale });

/** Nothing is open: what is near in time. */
async function sayAround(ctx: BotContext, station: StationScope, { around }: Standing): Promise<void> {
  await say(ctx, (t) => {
    if (around === null) return t.checkin.none;
    if (around.kind === "early") return unattendedText(t, { reason: "early", opensAt: around.opensAt }, sayingTo(ctx, station));
    if (around.of === "activity") return unattendedText(t, { reason: "late", endedAt: around.endedAt }, sayingTo(ctx, station));
    return lateText(t, { endedAt: around.endedAt, ...sayingTo(ctx, station) });
  });
}

/** It ended, or was cancelled, while it was being answered. */
async function refuse(ctx: BotContext, station: StationScope, open: OpenHere, refused: Exclude<Answered | Attended, { ok: true }>): Promise<void> {
  if ("join" in refused) return say(ctx, (t) => t.checkin.refusals.gone);
  await say(ctx, (t) => {
    if (open.kind === "activity") return unattendedText(t, refused, sayingTo(ctx, station));
    return refused.reason === "late" ? lateText(t, { endedAt: refused.endedAt, ...sayingTo(ctx, station) }) : t.checkin.refusals.gone;
  });
}

async function checkIn(ctx: BotContext, station: StationScope, open: OpenHere): Promise<void> {
  const result = await comeHere(station, open);
  if (result.ok) return ctx.place.kind === "private" ? ctx.answer.reply(countedMessage(ctx.t, result)) : ctx.answer.react("👍");
  await refuse(ctx, station, open, result);
}

onStationCommand(bot, "checkin", async (ctx, station) => {
  const standing = await readStanding(station, ctx.place);
  const [first, second] = standing.open;
  if (!first) return sayAround(ctx, station, standing);
  if (standing.may !== "yes") return invite(ctx, station, standing);
  if (!second) return checkIn(ctx, station, first);
  const told = await ctx.answer.tell(whichMessage(ctx.inPrivate.t, standing.open));
  if (!told && ctx.place.kind !== "private") await ctx.answer.react("🤔");
});
