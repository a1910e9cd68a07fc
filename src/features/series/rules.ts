import { Temporal } from "temporal-polyfill";
import type { ActivityContent } from "../activity/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { formatRecurrence, occurrences, type Recurrence, type RecurringTime } from "../recurrence/rules.ts";
import { spanOn } from "../span/rules.ts";
import { instantOf, isQuiet, localDate, localTime, zonedTime } from "../time/rules.ts";

const MINUTE_MS = 60_000;
/** When each one is announced: so many days before it, at HH:mm. */
export interface Ahead {
  readonly announceDaysBefore: number;
  readonly announceAt: string;
}

/** A week ahead people plan, and late in the morning they look at their phones. */
export const USUAL_AHEAD: Ahead = { announceDaysBefore: 7, announceAt: "10:00" };
export const DAYS_BEFORE_CHOICES = [1, 3, 7, 14] as const;
/** A group is not woken up because the bot was away at ten. */
const QUIET = { from: "21:30", through: "08:00" };
/** After the longest outage still bounded; what is left comes with the next minute. */
const MOST_AT_ONCE = 60;

/** When it comes again: `from` HH:mm at the station, for `minutes`; dates are YYYY-MM-DD and belong to it at both ends. */
export interface Rhythm {
  readonly recurrence: Recurrence;
  readonly from: string;
  readonly minutes: number;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly exceptions: readonly string[];
}

/** How a series goes on: its rhythm, how long before each one it is announced, and up to which date that is done. */
export interface Course extends Rhythm, Ahead {
  readonly plannedThroughOn: string | null;
}

/** What each of them is announced with. */
export interface SeriesContent extends Omit<ActivityContent, "slots" | "repliesCloseAt"> {
  /** How long before the start replies close; null at the start. */
  readonly closesMsBefore: number | null;
  readonly chatIds: readonly number[];
}

export interface Occurrence {
  readonly on: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

function occurrenceOn({ from, minutes }: Pick<Rhythm, "from" | "minutes">, on: string, zone: string): Occurrence {
  return { on, ...spanOn(on, from, minutes, zone) };
}

/** The next ones that begin after `now`. */
export function nextOccurrences(rhythm: Rhythm, now: Date, zone: string, limit: number): Occurrence[] {
  const dates = occurrences(rhythm.recurrence, rhythm, dayBefore(localDate(now, zone)), limit + 1);
  return dates.map((on) => occurrenceOn(rhythm, on, zone)).filter(({ startsAt }) => startsAt > now).slice(0, limit);
}

/** What somebody says of a rhythm; without `startsOn` it begins as soon as it can. */
export type SaidRhythm = Pick<Rhythm, "recurrence" | "from" | "minutes" | "endsOn"> & { readonly startsOn?: string | null };

/** A rhythm from its first coming: every other week counts from the week of the first one, not from the week in which it was said. */
export function startRhythm(said: SaidRhythm, now: Date, zone: string): Rhythm | null {
  const today = localDate(now, zone);
  const open = { ...said, startsOn: said.startsOn && said.startsOn > today ? said.startsOn : today, exceptions: [] };
  const [first] = nextOccurrences({ ...open, recurrence: { ...said.recurrence, interval: 1 } }, now, zone, 1);
  return first ? { ...open, startsOn: first.on } : null;
}

/** A course of which nothing is announced yet. */
export type PlannedCourse = Course & { readonly plannedThroughOn: null };

export function planCourse(said: SaidRhythm, ahead: Ahead, now: Date, zone: string): PlannedCourse | null {
  const rhythm = startRhythm(said, now, zone);
  return rhythm && { ...rhythm, ...ahead, plannedThroughOn: null };
}

/** A time of announcing the first one, as it holds for all of them; what would be in the night is the morning after. */
export function aheadOf(announceAt: Date, firstAt: Date, zone: string): Ahead {
  const days = zonedTime(announceAt, zone).toPlainDate().until(zonedTime(firstAt, zone).toPlainDate()).days;
  const time = localTime(announceAt, zone);
  if (days === 0 || !isQuiet(announceAt, zone, QUIET.from, QUIET.through)) return { announceDaysBefore: days, announceAt: time };
  return { announceDaysBefore: time >= QUIET.from ? days - 1 : days, announceAt: QUIET.through };
}

function nextAfter(course: Course, throughOn: string | null): string | undefined {
  return occurrences(course.recurrence, course, throughOn ?? dayBefore(course.startsOn), 1)[0];
}

/** When the one on this date is announced. */
export function announceInstant({ announceDaysBefore, announceAt }: Pick<Course, "announceDaysBefore" | "announceAt">, on: string, zone: string): Date {
  return instantOf(Temporal.PlainDate.from(on).subtract({ days: announceDaysBefore }).toString(), announceAt, zone);
}

/** At night it waits for the morning, unless it would be too late then. */
function mayAnnounceNow({ startsAt }: Occurrence, now: Date, zone: string): boolean {
  const today = localDate(now, zone);
  const dawn = instantOf(localTime(now, zone) < QUIET.through ? today : zonedTime(now, zone).toPlainDate().add({ days: 1 }).toString(), QUIET.through, zone);
  return !isQuiet(now, zone, QUIET.from, QUIET.through) || startsAt <= dawn;
}

/**
 * What is to be announced now, and up to which date all is done then: one whose time is past is passed over.
 * Whoever sends the first one by hand may do so at night.
 */
export function dueOccurrences(course: Course, now: Date, zone: string, isByHand = false): { due: readonly Occurrence[]; throughOn: string | null } {
  const due: Occurrence[] = [];
  let throughOn = course.plannedThroughOn;
  for (let taken = 0; taken < MOST_AT_ONCE; taken += 1) {
    const on = nextAfter(course, throughOn);
    const occurrence = on === undefined ? undefined : occurrenceOn(course, on, zone);
    if (!occurrence) break;
    const isPast = occurrence.startsAt <= now;
    if (!isPast && (announceInstant(course, occurrence.on, zone) > now || !(isByHand || mayAnnounceNow(occurrence, now, zone)))) break;
    if (!isPast) due.push(occurrence);
    throughOn = occurrence.on;
  }
  return { due, throughOn };
}

/** How a planned course begins: what is announced at once when it is sent by hand, or where that is nothing, when the first one is. */
export function startOf(course: PlannedCourse, now: Date, zone: string): { readonly due: readonly Occurrence[]; readonly nextAt: Date } {
  return { due: dueOccurrences(course, now, zone, true).due, nextAt: announceInstant(course, course.startsOn, zone) };
}

/** Whether nothing is left to be announced. */
export function isOver(course: Course): boolean {
  return nextAfter(course, course.plannedThroughOn) === undefined;
}

/** What is announced of this one. */
export function contentOn(content: SeriesContent, { startsAt, endsAt }: Occurrence): ActivityContent {
  const { type, title, mode, place, details, capacity, guestsMax, limits, contact, hosts, closesMsBefore } = content;
  const repliesCloseAt = closesMsBefore === null ? null : new Date(startsAt.getTime() - closesMsBefore);
  return { type, title, mode, place, details, capacity, guestsMax, limits, contact, hosts, repliesCloseAt, slots: [{ label: null, startsAt, endsAt }] };
}

/** “每周六 15:00–17:00”, “every Sat 15:00–17:00”; parseRecurringTime reads it back. */
export function formatRhythm({ recurrence, from, minutes }: RecurringTime, locale: "zh-CN" | "en"): string {
  if (minutes === null) return `${formatRecurrence(recurrence, locale)} ${from}`;
  const start = Temporal.PlainTime.from(from);
  const through = (start.hour * 60 + start.minute + minutes) / (24 * 60);
  const end = start.add({ minutes }).toString({ smallestUnit: "minute" });
  const nextDay = locale === "zh-CN" ? `次日${end}` : `${end} the next day`;
  return `${formatRecurrence(recurrence, locale)} ${from}–${through < 1 ? end : through === 1 ? "24:00" : nextDay}`;
}

/** What a moved one makes of the rhythm of those after it. */
export type MovedRhythm = Pick<Rhythm, "recurrence" | "from" | "minutes">;

const isoWeekOf = (date: Temporal.PlainDate) => `${date.yearOfWeek}-${date.weekOfYear}`;

function movedRecurrence(recurrence: Recurrence, was: Temporal.PlainDate, is: Temporal.PlainDate): Recurrence | null {
  if (recurrence.every === "week") {
    if (isoWeekOf(was) !== isoWeekOf(is)) return null;
    const weekdays = recurrence.weekdays.map((weekday) => (weekday === was.dayOfWeek ? is.dayOfWeek : weekday));
    return { ...recurrence, weekdays: [...new Set(weekdays)].toSorted((a, b) => a - b) };
  }
  if (was.year !== is.year || was.month !== is.month) return null;
  if ("day" in recurrence) return { ...recurrence, day: is.day };
  const nth = ([1, 2, 3, 4] as const).find((each) => each === Math.ceil(is.day / 7));
  return { ...recurrence, weekday: is.dayOfWeek, nth: is.day + 7 > is.daysInMonth ? -1 : nth ?? -1 };
}

/** Takes the new time of one for all that follow; null where it went to another week or month, which is no rhythm. */
export function movedRhythm(rhythm: Rhythm, on: string, to: { readonly startsAt: Date; readonly endsAt: Date }, zone: string): MovedRhythm | null {
  const [was, is] = [Temporal.PlainDate.from(on), zonedTime(to.startsAt, zone).toPlainDate()];
  const recurrence = was.equals(is) ? rhythm.recurrence : movedRecurrence(rhythm.recurrence, was, is);
  const minutes = Math.round((to.endsAt.getTime() - to.startsAt.getTime()) / MINUTE_MS);
  return recurrence && { recurrence, from: localTime(to.startsAt, zone), minutes };
}

/** Where the date of a later one goes when this one went from `was` to another day: each keeps its own week or month. */
export function movedDate(moved: MovedRhythm, was: string, startsAt: Date, zone: string): (on: string) => string {
  const [from, to] = [Temporal.PlainDate.from(was), zonedTime(startsAt, zone).toPlainDate()];
  return (on) => {
    const date = Temporal.PlainDate.from(on);
    if (moved.recurrence.every === "week") return date.dayOfWeek === from.dayOfWeek ? date.add(from.until(to)).toString() : on;
    const first = date.with({ day: 1 }).toString();
    return occurrences({ ...moved.recurrence, interval: 1 }, { startsOn: first, endsOn: null, exceptions: [] }, dayBefore(first), 1)[0] ?? on;
  };
}

/** Whether a date is one of the rhythm's that is still to come. */
export function isDateOf(rhythm: Rhythm, on: string): boolean {
  return occurrences(rhythm.recurrence, rhythm, dayBefore(on), 1)[0] === on;
}

/** Who may steer a series: a lead, or whoever began it while an organizer. */
export function maySteer(roles: readonly string[], isBeginner: boolean): boolean {
  return roles.includes("station_lead") || (isBeginner && roles.includes("organizer"));
}
