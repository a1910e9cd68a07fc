import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { endedAt } from "../rollcall/rules.ts";
import { formatMoment } from "../time/rules.ts";

export interface SummaryShown {
  readonly title: string;
  readonly openedAt: Date;
  readonly closesAt: Date;
  readonly closedAt: Date | null;
  readonly headCount: number | null;
  readonly chats: number;
  readonly timeZone: string;
}

/** What the organizer is told when a roll call is over: counts, never a person. */
export function summaryMessage(t: Messages, shown: SummaryShown, { now, locale }: { now: Date; locale: Locale }): Outgoing {
  const moment = (at: Date) => formatMoment(at, shown.timeZone, locale, now);
  return {
    text: t.rollcall.summary({
      title: shown.title, headCount: shown.headCount ?? 0, chats: shown.chats,
      from: moment(shown.openedAt), until: moment(endedAt(shown)),
    }),
  };
}
