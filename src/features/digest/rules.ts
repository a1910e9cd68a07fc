import { dayAfter } from "../date/rules.ts";
import { RATES, type Coverage, type Fraction } from "../figures/rules.ts";
import { instantOf, zonedTime } from "../time/rules.ts";
import type { Week } from "../week/rules.ts";

/** When a group gets its digest, on the station's clock. */
export interface Schedule {
  /** Monday is 1. */
  readonly weekday: number;
  /** Minutes after midnight. */
  readonly minute: number;
}

export const USUAL_SCHEDULE: Schedule = { weekday: 1, minute: 9 * 60 };

/** The digest of one week in one group. */
export interface Occasion {
  /** The Monday of the week that it tells of. */
  readonly weekOn: string;
  readonly dueAt: Date;
}

const HOUR_MS = 3_600_000;
/** What is older is no news; a note says that it was missed. */
const CATCH_UP_MS = 48 * HOUR_MS;
/** Thousands of groups at the same hour take some minutes. */
const LATE_MS = 15 * 60_000;

export const timeText = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** The Monday of the last whole week. */
export function lastWeekOn(now: Date, zone: string): string {
  const date = zonedTime(now, zone).toPlainDate();
  return date.subtract({ days: date.dayOfWeek + 6 }).toString();
}

/** A week is told of in the week after it, on whichever day: it is the last whole week that has ended by then. */
export function occasionOf(weekOn: string, zone: string, { weekday, minute }: Schedule): Occasion {
  return { weekOn, dueAt: instantOf(dayAfter(weekOn, 6 + weekday), timeText(minute), zone) };
}

/** The newest digest whose time has come. */
export function newestOccasion(now: Date, zone: string, schedule: Schedule): Occasion {
  const weekOn = lastWeekOn(now, zone);
  const newest = occasionOf(weekOn, zone, schedule);
  return newest.dueAt <= now ? newest : occasionOf(dayAfter(weekOn, -7), zone, schedule);
}

/** The next digest to come. */
export function nextOccasion(now: Date, zone: string, schedule: Schedule): Occasion {
  return occasionOf(dayAfter(newestOccasion(now, zone, schedule).weekOn, 7), zone, schedule);
}

/** Whether a digest that was due then is still sent, or was missed. */
export const isMissed = (dueAt: Date, now: Date): boolean => now.getTime() - dueAt.getTime() > CATCH_UP_MS;

/** A digest that went out before this and of which nothing was heard is not waited for any more: what is left of it says nothing by then. */
export const awaitedSince = (now: Date): Date => new Date(now.getTime() - CATCH_UP_MS - HOUR_MS);

export const isLate = (dueAt: Date, now: Date): boolean => now.getTime() - dueAt.getTime() > LATE_MS;

/** Whether nothing has happened that a digest would tell: no unit came, went or changed, and nobody met. */
export function isQuiet({ figures, before, causes, flow }: Week): boolean {
  const { unitsNew, unitsClosed, assignmentsLapsed, held, cancelled, requestsOpened, requestsClosed } = flow;
  const happened = [unitsNew, unitsClosed, assignmentsLapsed, held, cancelled, requestsOpened, requestsClosed, ...Object.values(causes).map((changes) => changes.length)];
  const isSame = (rate: (of: Coverage) => Fraction) => rate(figures.total).of === rate(before.total).of && rate(figures.total).all === rate(before.total).all;
  return happened.every((count) => count === 0) && isSame(RATES.organization) && isSame(RATES.work);
}
