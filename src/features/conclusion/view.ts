import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { countPageData } from "../headcount/rules.ts";
import { unitsLine } from "../unitcount/rules.ts";
import { formatSpan } from "../span/rules.ts";
import type { Summary } from "./actions.ts";

/** What the organizer is told when an activity is over: counts, never a person, and what can be done next. */
export function summaryMessage(t: Messages, shown: Summary, now: Date): Outgoing {
  const { line, locale, timeZone } = shown;
  const hadLine = line.made > 0 || line.waiting > 0;
  const lines = [
    t.conclusion.over(shown.title),
    ...shown.slots.map((slot) => `🗓 ${formatSpan(slot, timeZone, locale, now)}`),
    t.conclusion.counts({ going: shown.finalGoing ?? 0, guests: shown.finalGuests ?? 0, came: shown.finalCame ?? 0, counted: shown.headCount }),
    ...unitsLine(t, shown.unitsCounted),
    ...(hadLine ? [t.conclusion.line(line)] : []),
    "",
    t.conclusion.next,
  ];
  return { text: lines.join("\n"), buttons: [[{ text: t.attend.count, data: countPageData(shown.id) }]] };
}
