import { instantOf, isQuiet, localDate, localTime, nextAt } from "../time/rules.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Offers are made, and run out, while people are awake. */
const OFFERED_FROM = "08:00";
const OFFERED_UNTIL = "21:00";
/** So near the start nobody is asked any more; what is free is there for whoever taps. */
const FROZEN_MS = 2 * HOUR_MS;
const ON_THE_DAY_MS = 30 * MINUTE_MS;
const THE_DAY_BEFORE_MS = 2 * HOUR_MS;

const isNear = (startsAt: Date, now: Date) => now.getTime() >= startsAt.getTime() - FROZEN_MS;

/** Whether somebody may be offered a place now: in the hours for it, not too near the start, and with time to answer. */
export function mayOffer(startsAt: Date, zone: string, now: Date): boolean {
  if (isNear(startsAt, now) || isQuiet(now, zone, OFFERED_UNTIL, OFFERED_FROM)) return false;
  return offerEndsAt(startsAt, zone, now).getTime() - now.getTime() >= ON_THE_DAY_MS;
}

/**
 * Until when an offer made now stands: a day while the slot is further off, two hours when it is tomorrow or nearer than
 * two days, half an hour on the day itself. Its time stands still at night, and where the morning would come too late it ends in the evening.
 */
export function offerEndsAt(startsAt: Date, zone: string, now: Date): Date {
  const today = localDate(now, zone);
  const tomorrow = localDate(new Date(instantOf(today, "12:00", zone).getTime() + DAY_MS), zone);
  const isFar = startsAt.getTime() - now.getTime() >= 2 * DAY_MS && localDate(startsAt, zone) > tomorrow;
  if (isFar) return instantOf(tomorrow, localTime(now, zone), zone);
  const length = localDate(startsAt, zone) === today ? ON_THE_DAY_MS : THE_DAY_BEFORE_MS;
  const end = new Date(now.getTime() + length);
  const evening = instantOf(today, OFFERED_UNTIL, zone);
  if (end <= evening) return end;
  const carried = new Date(instantOf(tomorrow, OFFERED_FROM, zone).getTime() + end.getTime() - evening.getTime());
  return isNear(startsAt, carried) ? evening : carried;
}

/**
 * Until when an offer stands once its slot has moved: as one that is made now, or at night in the morning. Where none could be
 * made any more, half an hour or what was left of it, if that is before the start and in the hours for it; else it ends.
 */
export function movedOfferEnd(end: Date, startsAt: Date, zone: string, now: Date): Date {
  const isNight = (at: Date) => isQuiet(at, zone, OFFERED_UNTIL, OFFERED_FROM);
  const from = isNight(now) ? nextAt(now, zone, OFFERED_FROM) : now;
  if (mayOffer(startsAt, zone, from)) return offerEndsAt(startsAt, zone, from);
  const left = new Date(Math.min(end.getTime(), now.getTime() + ON_THE_DAY_MS));
  return left < startsAt && !isNight(left) ? left : now;
}

/** Whether no offer can be made any more: in the last hours, and in the night before a morning that would come too late. */
export function isFrozen(startsAt: Date, zone: string, now: Date): boolean {
  return isNear(startsAt, now) || !(mayOffer(startsAt, zone, now) || mayOffer(startsAt, zone, nextAt(now, zone, OFFERED_FROM)));
}

export interface Waiting {
  readonly accountId: number;
  readonly guests: number;
  readonly limitedAs: string | null;
  readonly isReachable: boolean;
}

/** What is free: in all, and for each role that has a limit of its own; null without a limit. */
export interface Free {
  readonly places: number | null;
  readonly forRole: ReadonlyMap<string, number>;
}

const without = ({ places, forRole }: Free, limitedAs: string | null, size: number): Free => ({
  places: places === null ? null : places - size,
  forRole: new Map([...forRole].map(([role, left]) => [role, role === limitedAs ? left - size : left])),
});

const roomIn = ({ places, forRole }: Free, limitedAs: string | null): number =>
  Math.min(places ?? Number.POSITIVE_INFINITY, (limitedAs === null ? undefined : forRole.get(limitedAs)) ?? Number.POSITIVE_INFINITY);

/** Goes through the line in its order and gives each who fits what they need of what is free. */
function serve(waiting: readonly Waiting[], free: Free): { chosen: number[]; left: Free } {
  const chosen: number[] = [];
  let left = free;
  for (const { accountId, guests, limitedAs, isReachable } of waiting) {
    if (!isReachable || 1 + guests > roomIn(left, limitedAs)) continue;
    chosen.push(accountId);
    left = without(left, limitedAs, 1 + guests);
  }
  return { chosen, left };
}

/**
 * Whom to offer what is free, given all that wait in the order in which they came: each in turn who fits.
 * Whoever cannot be written to is passed over and keeps their turn.
 */
export function whomToOffer(waiting: readonly Waiting[], free: Free): number[] {
  return serve(waiting, free).chosen;
}

/** What is left for somebody who counts under this role once those who wait before them had their turn; Infinity without a limit. */
export function leftBehind(waiting: readonly Waiting[], free: Free, limitedAs: string | null): number {
  return roomIn(serve(waiting, free).left, limitedAs);
}

export const acceptData = (activityId: number): string => `waitlist:${activityId}:yes`;
export const declineData = (activityId: number): string => `waitlist:${activityId}:no`;
