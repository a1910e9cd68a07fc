import { Temporal } from "temporal-polyfill";
import { isCalendarDay, parseDate } from "../date/rules.ts";
import type { Clock } from "../moment/rules.ts";

/** The last day of so many months that begin on this day. */
export function lastOfMonths(fromOn: string, months: number): string {
  return Temporal.PlainDate.from(fromOn).add({ months }).subtract({ days: 1 }).toString();
}

/** A day as people type it: a date of any time like 2027-05-31, or words for a day from today on; null where it is none, or not only one. */
export function readDay(text: string, clock: Clock): string | null {
  const plain = text.normalize("NFKC").trim();
  if (isCalendarDay(plain)) return plain;
  const read = parseDate(plain, clock);
  return read.ok ? read.date : null;
}
