import { afterQuiet } from "../quiet/rules.ts";

/** Whoever hears of a change this long before the start can still act on it. */
const ENOUGH_MS = 2 * 3_600_000;

/** When a change is told: at once, but at night in the morning, unless something begins too soon after it; `starts` are those before the change and after it. */
export function tellingAt(starts: readonly Date[], zone: string, now: Date): Date {
  const morning = afterQuiet(now, zone, { ridesAtMeals: false });
  const isNear = starts.some((at) => at > now && at.getTime() - morning.getTime() < ENOUGH_MS);
  return isNear ? now : morning;
}
