import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { replyData } from "../reply/rules.ts";
import { formatSpanInZone } from "../span/rules.ts";
import { formatMoment } from "../time/rules.ts";
import type { Telling, ToldFacts } from "./actions.ts";

interface Saying {
  readonly locale: Locale;
  readonly now: Date;
}

/** What somebody who replied is told; null where it has been overtaken. */
export function toldMessage(t: Messages, told: ToldFacts, { activityId, slotId, kind }: Telling, saying: Saying): Outgoing | null {
  const span = (startsAt: Date, endsAt: Date) => formatSpanInZone({ startsAt, endsAt }, told.timeZone, saying.locale, saying.now);
  const when = span(told.startsAt, told.endsAt);
  // After an outage: what is over is no news.
  if (told.endsAt <= saying.now) return null;
  if (told.cancelledAt !== null) return kind === "cancel" ? { text: t.news.cancelled(told.title, when, told.cancelReason) } : null;
  const buttons = [[
    { text: t.news.button.stillGoing, data: replyData(activityId, slotId, "going") },
    { text: t.news.button.notGoing, data: replyData(activityId, slotId, "no") },
  ]];
  if (kind === "place") return { text: t.news.place(told.title, when, told.place ?? t.change.nothing, told.previousPlace), buttons };
  if (kind === "cancel" || told.previousStartsAt === null || told.previousEndsAt === null) return null;
  const offer = told.offerEndsAt === null ? [] : [t.news.offer(formatMoment(told.offerEndsAt, told.timeZone, saying.locale, saying.now))];
  return { text: [t.news.time(told.title, when, span(told.previousStartsAt, told.previousEndsAt)), ...offer].join("\n"), buttons };
}
