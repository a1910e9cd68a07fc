const HOUR_MS = 3_600_000;

/** An average of fewer would say what single people thought. */
export const FEWEST_RATERS = 5;
/** Two days to answer; then the average is published, or nothing. */
export const OPEN_MS = 48 * HOUR_MS;
/** Nobody is asked so late that they could hardly answer. */
const ASKED_UNTIL_MS = 36 * HOUR_MS;
export const MOST_STARS = 5;

export const rateData = (activityId: number, stars: number): string => `rating:${activityId}:${stars}`;

export const isRatingOpen = (heldAt: Date, now: Date): boolean => now.getTime() < heldAt.getTime() + OPEN_MS;
export const mayStillAsk = (heldAt: Date, at: Date): boolean => at.getTime() < heldAt.getTime() + ASKED_UNTIL_MS;

/** The words under the keyed hash that somebody has rated: it keeps them from rating twice, and names nobody. */
export function ratedStatement(of: { stationId: number; activityId: number; accountId: number }): string {
  return ["rated", of.stationId, of.activityId, of.accountId].join("|");
}

export interface Rating {
  readonly raters: number;
  readonly average: number;
}

/** What may be published of the counts; null while there are too few. */
export function ratingOf({ raters, stars }: { raters: number; stars: number }): Rating | null {
  return raters < FEWEST_RATERS ? null : { raters, average: stars / raters };
}

/** With one digit after the point, a half upwards. */
export function starsText(average: number): string {
  return (Math.round(average * 10) / 10).toFixed(1);
}
