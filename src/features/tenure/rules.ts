import { Temporal } from "temporal-polyfill";

/** The last day of so many months that begin on this day. */
export function lastOfMonths(fromOn: string, months: number): string {
  return Temporal.PlainDate.from(fromOn).add({ months }).subtract({ days: 1 }).toString();
}
