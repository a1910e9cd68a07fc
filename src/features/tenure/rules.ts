import { Temporal } from "temporal-polyfill";
import { parseDate } from "../date/rules.ts";
import type { Clock } from "../moment/rules.ts";

const ISO = /^20\d\d-\d\d-\d\d$/;

/** The last day of so many months that begin on this day. */
export function lastOfMonths(fromOn: string, months: number): string {
  return Temporal.PlainDate.from(fromOn).add({ months }).subtract({ days: 1 }).toString();
}

/** How many days lie from the one to the other; negative where it comes before. */
export function daysFromTo(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}

function isRealDay(text: string): boolean {
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    return false;
  }
}

/** A day as people type it: a date of any time like 2027-05-31, or words for a day from today on; null where it is none, or not only one. */
export function readDay(text: string, clock: Clock): string | null {
  const plain = text.normalize("NFKC").trim();
  if (ISO.test(plain)) return isRealDay(plain) ? plain : null;
  const read = parseDate(plain, clock);
  return read.ok ? read.date : null;
}
