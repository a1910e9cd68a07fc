import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { endedAt } from "../rollcall/rules.ts";
import { formatMoment, localDate, localTime } from "../time/rules.ts";
import type { SummaryFacts } from "./actions.ts";

/** What the organizer is told when a roll call is over: counts, never a person. */
export function summaryMessage(t: Messages, shown: SummaryFacts, { now, locale }: { now: Date; locale: Locale }): Outgoing {
  const moment = (at: Date) => formatMoment(at, shown.timeZone, locale, now);
  const end = endedAt(shown);
  const isSameDay = localDate(shown.openedAt, shown.timeZone) === localDate(end, shown.timeZone);
  return {
    text: t.rollcall.summary({
      title: shown.title, headCount: shown.headCount ?? 0, chats: shown.chats,
      from: moment(shown.openedAt), until: isSameDay ? localTime(end, shown.timeZone) : moment(end),
    }),
  };
}
