/** Before its end an assignment is called to mind three times, and once when it has lapsed. */
export type Stage = "month" | "week" | "day" | "lapsed";

/** So long a lapse is news; what an outage hid for longer is seen in the lists. */
const LAPSE_IS_NEWS_DAYS = 7;

/** Which reminder is due where so many days are left; one that was missed is made up for by the next. */
export function stageOf(daysLeft: number): Stage | null {
  if (daysLeft < 0) return daysLeft >= -LAPSE_IS_NEWS_DAYS ? "lapsed" : null;
  if (daysLeft <= 1) return "day";
  if (daysLeft <= 7) return "week";
  return daysLeft <= 30 ? "month" : null;
}

/** The hour from which the day's reminders go out. */
export const REMIND_AT = "08:30";
