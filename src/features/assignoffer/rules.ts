import { instantOf, isQuiet, localDate, nextAt } from "../time/rules.ts";

/** The hours in which somebody may be asked, and in which their time to answer runs. */
const AWAKE_FROM = "08:00";
const AWAKE_UNTIL = "21:00";
/** Two days as people live them are not two days of the clock: only waking hours count. */
export const ANSWER_MS = 48 * 3_600_000;

/** The instant itself where people are awake, else the next morning. */
export function awakeFrom(at: Date, zone: string): Date {
  return isQuiet(at, zone, AWAKE_UNTIL, AWAKE_FROM) ? nextAt(at, zone, AWAKE_FROM) : at;
}

/** When so much waking time has passed since an instant. */
export function afterWaking(at: Date, ms: number, zone: string): Date {
  let from = awakeFrom(at, zone);
  let left = ms;
  for (;;) {
    const until = instantOf(localDate(from, zone), AWAKE_UNTIL, zone);
    const today = until.getTime() - from.getTime();
    if (left <= today) return new Date(from.getTime() + left);
    left -= today;
    from = nextAt(until, zone, AWAKE_FROM);
  }
}
