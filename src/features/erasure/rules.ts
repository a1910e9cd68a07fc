/** A confirmation found in an old conversation must not erase anybody. */
const VALID_MINUTES = 15;

const minuteNumber = (now: Date): number => Math.floor(now.getTime() / 60_000);

/** The minute in which a question was asked, as its button carries it. */
export function minuteOf(now: Date): string {
  return minuteNumber(now).toString(36);
}

export function isFresh(minute: string, now: Date): boolean {
  const age = minuteNumber(now) - Number.parseInt(minute, 36);
  return age >= 0 && age <= VALID_MINUTES;
}
