import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { replyData } from "../reply/rules.ts";
import { formatSpan } from "../span/rules.ts";
import { formatMoment } from "../time/rules.ts";
import type { OfferAnswer, OfferFacts, ReportFacts } from "./actions.ts";
import { acceptData, declineData } from "./rules.ts";

export const ACCEPT_DATA = /^waitlist:(\d{1,15}):yes$/;
export const DECLINE_DATA = /^waitlist:(\d{1,15}):no$/;

/** The offer of a place; null once it has been answered or has run out. */
export function offerMessage(t: Messages, offer: OfferFacts, activityId: number, now: Date): Outgoing | null {
  const { offerEndsAt, startsAt, endsAt, timeZone, locale } = offer;
  if (offerEndsAt === null || startsAt === null || offerEndsAt <= now) return null;
  const until = formatMoment(offerEndsAt, timeZone, locale, now);
  return {
    text: t.waitlist.offer(offer.title, formatSpan({ startsAt, endsAt }, timeZone, locale, now), until),
    buttons: [[{ text: t.waitlist.button.accept, data: acceptData(activityId) }, { text: t.waitlist.button.decline, data: declineData(activityId) }]],
  };
}

export function lapsedMessage(t: Messages, title: string, activityId: number): Outgoing {
  return { text: t.waitlist.lapsed(title), buttons: [[{ text: t.waitlist.button.again, data: replyData(activityId, 0, "going") }]] };
}

export function reportMessage(t: Messages, report: ReportFacts): Outgoing {
  return { text: t.waitlist.report(report) };
}

export function acceptedMessage(t: Messages, answer: Extract<OfferAnswer, { ok: true }>, io: { locale: "zh-CN" | "en"; now: Date }): Outgoing {
  return { text: t.waitlist.accepted(answer.title, formatSpan(answer, answer.timeZone, io.locale, io.now)) };
}

export const declinedMessage = (t: Messages, title: string): Outgoing => ({ text: t.waitlist.declined(title) });
