import { Composer } from "grammy";
import type { BotContext, StationScope } from "../../context.ts";
import { attend, findOwnStation, type Attended } from "./actions.ts";
import { unattendedText } from "./rules.ts";
import { ATTEND_DATA, attendedToast, consentMessage } from "./view.ts";

export const bot = new Composer<BotContext>();

/** A tap speaks for the group's station; in private for that of the activity, if the person has joined it. */
async function stationOfTap(ctx: BotContext, activityId: number): Promise<StationScope | null> {
  if (ctx.place.kind !== "private") return ctx.station;
  return await findOwnStation(ctx.scope, ctx.person.account?.id ?? null, activityId) ?? ctx.station;
}

async function refuse(ctx: BotContext, station: StationScope, refused: Exclude<Attended, { ok: true }>): Promise<void> {
  if (!("join" in refused)) {
    const { timeZone, now } = station;
    return ctx.answer.toast(unattendedText(ctx.t, refused, { timeZone, now, locale: ctx.locale }), { alert: true });
  }
  if (ctx.place.kind !== "private" || refused.reason === "notJoined") return ctx.answer.openPrivate(refused.join);
  await ctx.answer.toast("");
  await ctx.answer.tell(consentMessage(ctx.t, station.stationId));
}

bot.callbackQuery(ATTEND_DATA, async (ctx) => {
  const activityId = Number(ctx.match[1]);
  const station = await stationOfTap(ctx, activityId);
  if (!station) return ctx.answer.toast(ctx.t.attend.refusals.gone);
  const copy = ctx.place.kind === "private" || ctx.place.kind === "unlinked"
    ? null
    : { chatId: ctx.place.chatId, messageId: ctx.callbackQuery.message?.message_id ?? null };
  const result = await attend(station, { activityId, method: "button", copy });
  await (result.ok ? ctx.answer.toast(attendedToast(ctx.t, result)) : refuse(ctx, station, result));
});
