const WEEK_MS = 7 * 24 * 3_600_000;

/** A limit that stands for none at all. */
export const UNLIMITED = 1000;

/** From when on messages count against the limit. */
export function countedSince(now: Date): Date {
  return new Date(now.getTime() - WEEK_MS);
}

/** Whether one more message that nobody asked for may go out now; `pings` are those of this person, at all stations. */
export function isWithinLimit(pings: readonly Date[], limit: number, now: Date): boolean {
  const since = countedSince(now);
  return limit >= UNLIMITED || pings.filter((at) => at > since).length < limit;
}
