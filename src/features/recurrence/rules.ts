import { Temporal } from "temporal-polyfill";
import { EN_WEEKDAY, weekdayOf } from "../day/rules.ts";
import { hourReading } from "../hour/rules.ts";
import { isDayPiece, isHourPiece } from "../moment/rules.ts";
import { LONGEST_MS, isInsideWord, rangeReading, rangeWords } from "../range/rules.ts";
import type { RangeReading, RangeWords } from "../range/rules.ts";
import { weekdayName } from "../time/rules.ts";
import { SMALL_COUNT, numberFrom, readableText } from "../wording/rules.ts";

/** Weekdays from Monday 1 to Sunday 7; a month that does not have the `day` has it on its last one, and -1 is the last. */
export type Recurrence =
  | { every: "week"; interval: number; weekdays: number[] }
  | { every: "month"; interval: number; day: number }
  | { every: "month"; interval: number; weekday: number; nth: 1 | 2 | 3 | 4 | -1 };

/** `tooRare` is an interval above 12. */
export type ParsedRecurrence = { ok: true; recurrence: Recurrence } | { ok: false; reason: "unreadable" | "impossible" | "tooRare" };

/** `from` HH:mm, `minutes` null where no end was said. */
export type RecurringTime = { recurrence: Recurrence; from: string; minutes: number | null };

export type ParsedRecurringTime =
  | ({ ok: true } & RecurringTime)
  | { ok: false; reason: "unreadable" | "impossible" | "tooRare" | "ambiguous" | "endsBeforeStart" | "tooLong"; choices?: readonly RecurringTime[] };

type Groups = Readonly<Record<string, string | undefined>>;
type Hours = { from: number; minutes: number | null };
type ParsedHours = { ok: true; hours: readonly Hours[] } | { ok: false; reason: "unreadable" | "impossible" | "endsBeforeStart" | "tooLong" };

const DAY = 24 * 60;
const MAX_INTERVAL = 12;
const UNREADABLE = { ok: false, reason: "unreadable" } as const;

const ZH_WEEK = "(?:周|星期|礼拜)";
const ZH_DAY = "[一二三四五六日天]";
const ZH_AND = "[、,和及与]";
const ZH_LIST = `${ZH_WEEK}?(?:${ZH_DAY}|[1-7])(?:(?:${ZH_AND} ?)?${ZH_DAY}|${ZH_AND}? ?${ZH_WEEK}(?:${ZH_DAY}|[1-7]))*`;
const ZH_EVERY = `(?:每(?:逢|个| ?(?<count>${SMALL_COUNT}) ?个?)? ?|(?<other>隔)个?)`;
const ZH_NTH = "(?:第 ?(?<nth>[一二三四五1-5])|(?<nthLast>最后)一?) ?个?";

const EN_DAY = `(?:${EN_WEEKDAY})s?(?![a-z])`;
const EN_LIST = `${EN_DAY}(?:(?:,? and |, ?| ?& ?| ?/ ?)${EN_DAY})*`;
const EN_NUMBER = `(?:(?<other>other|second)|(?<count>${SMALL_COUNT}))`;
const EN_NTH = "(?:(?<nth>first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th)|(?<nthLast>last))";
const EN_DAY_OF_MONTH = `(?:(?:day )?(?<day>\\d{1,2})(?:st|nd|rd|th)?|(?<lastDay>last day)|${EN_NTH} (?<weekday>${EN_DAY}))`;

const WORDINGS: readonly RegExp[] = [
  `${ZH_EVERY}${ZH_WEEK}(?:的| )?(?<weekdays>${ZH_LIST})`,
  `${ZH_EVERY}月(?:的| )?(?:(?<day>${SMALL_COUNT}) ?[日号]|(?<lastDay>最后一?天)|${ZH_NTH}${ZH_WEEK}(?<weekday>${ZH_DAY}|[1-7]))`,
  `(?:weekly|every week|every ${EN_NUMBER} weeks?)(?: on)? (?<weekdays>${EN_LIST})`,
  `every (?:(?<other>other) )?(?<weekdays>${EN_LIST})`,
  `(?:monthly|every (?:${EN_NUMBER} )?months?)(?: on)?(?: the)? ${EN_DAY_OF_MONTH}`,
  `(?:on )?(?:the |every )?${EN_DAY_OF_MONTH} of (?:every|each|the) (?:${EN_NUMBER} )?months?`,
].map((pattern) => new RegExp(`^${pattern}$`));

const ANY_WEEKDAY = new RegExp(`${EN_WEEKDAY}|${ZH_DAY}|[1-7]`, "g");
const EN_NTHS = ["first", "second", "third", "fourth"];
const ZH_NTHS = ["第一个", "第二个", "第三个", "第四个"];

/** A rhythm of weeks or months in words, zh or en, without a time. */
export function parseRecurrence(text: string): ParsedRecurrence {
  const plain = readableText(text);
  return plain === undefined ? UNREADABLE : recurrenceIn(plain);
}

function recurrenceIn(plain: string): ParsedRecurrence {
  const groups: Groups | undefined = WORDINGS.map((pattern) => pattern.exec(plain)?.groups).find((found) => found !== undefined);
  if (!groups) return UNREADABLE;
  const interval = groups["other"] ? 2 : numberFrom(groups["count"] ?? "1");
  if (Number.isNaN(interval)) return UNREADABLE;
  if (interval > MAX_INTERVAL) return { ok: false, reason: "tooRare" };
  const recurrence = interval < 1 ? undefined : recurrenceOf(groups, interval);
  return recurrence ? { ok: true, recurrence } : { ok: false, reason: "impossible" };
}

function recurrenceOf(groups: Groups, interval: number): Recurrence | undefined {
  if (groups["weekdays"]) return { every: "week", interval, weekdays: weekdaysIn(groups["weekdays"]) };
  const [weekday] = weekdaysIn(groups["weekday"] ?? "");
  if (weekday === undefined) {
    const day = groups["lastDay"] ? -1 : numberFrom(groups["day"]);
    return day === -1 || (day >= 1 && day <= 31) ? { every: "month", interval, day } : undefined;
  }
  const nth = groups["nthLast"] ? -1 : nthOf(groups["nth"] ?? "");
  return nth && { every: "month", interval, weekday, nth };
}

function weekdaysIn(list: string): number[] {
  const weekdays = [...list.matchAll(ANY_WEEKDAY)].map(([said]) => weekdayOf(said));
  return [...new Set(weekdays)].toSorted((a, b) => a - b);
}

/** A fifth one does not come every month. */
function nthOf(said: string): 1 | 2 | 3 | 4 | undefined {
  const number = EN_NTHS.includes(said) ? EN_NTHS.indexOf(said) + 1 : numberFrom(said.replace(/[a-z]+$/, ""));
  return ([1, 2, 3, 4] as const).find((each) => each === number);
}

/** A rhythm with its hours, before or after it: “每周六 15:00-17:00”, “3-5pm every Sat”. */
export function parseRecurringTime(text: string): ParsedRecurringTime {
  const plain = readableText(text) ?? "";
  const readings = Array.from({ length: plain.length }, (_, place) => place).flatMap((place) => {
    if (isInsideWord(plain, place)) return [];
    const [head, tail] = [plain.slice(0, place).trim(), plain.slice(place).trim()];
    return [timed(recurrenceIn(head), tail), timed(recurrenceIn(tail), head)].filter((each) => each.ok || each.reason !== "unreadable");
  });
  const [first] = readings;
  // Where two places to part the text make sense (每周一二十点), neither is guessed.
  const isOne = new Set(readings.map((each) => JSON.stringify(each))).size === 1;
  return first && isOne ? first : UNREADABLE;
}

function timed(rhythm: ParsedRecurrence, time: string): ParsedRecurringTime {
  if (!rhythm.ok && rhythm.reason === "unreadable") return UNREADABLE;
  const read = hoursIn(time);
  if (!read.ok && read.reason === "unreadable") return UNREADABLE;
  if (!rhythm.ok) return rhythm;
  if (!read.ok) return read;
  const choices = read.hours.map(({ from, minutes }) => ({ recurrence: rhythm.recurrence, from: clockOf(from), minutes }));
  const [one] = choices;
  return one && choices.length === 1 ? { ok: true, ...one } : { ok: false, reason: "ambiguous", choices };
}

function clockOf(minutes: number): string {
  return Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 }).toString({ smallestUnit: "minute" });
}

function hoursIn(plain: string): ParsedHours {
  const read = rangeWords(plain).map(hoursOf).find((each) => each.ok || each.reason !== "unreadable");
  return read ?? UNREADABLE;
}

function hoursOf({ start, end, ms }: RangeWords): ParsedHours {
  if ([...start, ...(end ?? [])].some(isDayPiece)) return UNREADABLE;
  if (ms !== undefined && ms > LONGEST_MS) return { ok: false, reason: "tooLong" };
  const hours = start.filter(isHourPiece);
  if (end) {
    const isNextDay = end.some(({ kind }) => kind === "nextDay");
    return hoursBetween(rangeReading(hours, end.filter(isHourPiece), !isNextDay), isNextDay ? DAY : 0);
  }
  const reading = hourReading(hours);
  if (!reading) return UNREADABLE;
  const minutes = ms === undefined ? null : ms / 60_000;
  return hoursOn((reading.ask ? reading.minutes : reading.minutes.slice(0, 1)).map((from) => ({ from, minutes })));
}

function hoursBetween(reading: RangeReading | undefined, shift: number): ParsedHours {
  if (!reading) return UNREADABLE;
  const { starts, ask } = reading;
  const taken = (ask ? starts : starts.slice(0, 1)).flatMap(({ from, through }) => through.map((each) => ({ from, minutes: each + shift - from })));
  return starts.length > 0 && taken.length === 0 ? { ok: false, reason: "endsBeforeStart" } : hoursOn(taken);
}

/** An hour past 24:00 would be on another day than the rhythm's. */
function hoursOn(hours: readonly Hours[]): ParsedHours {
  const onTheDay = hours.filter(({ from }) => from < DAY);
  return onTheDay.length > 0 ? { ok: true, hours: onTheDay } : { ok: false, reason: "impossible" };
}

/** parseRecurrence reads it back. */
export function formatRecurrence(recurrence: Recurrence, locale: "zh-CN" | "en"): string {
  return locale === "zh-CN" ? zhRecurrence(recurrence) : enRecurrence(recurrence);
}

function zhRecurrence(recurrence: Recurrence): string {
  const count = recurrence.interval === 1 ? "" : recurrence.interval === 2 ? "两" : String(recurrence.interval);
  if (recurrence.every === "week") {
    const names = recurrence.weekdays.map((each) => weekdayName(each, "zh-CN")).join("、");
    return count === "" ? `每${names}` : `每${count}周${names}`;
  }
  const every = count === "" ? "每月" : `每${count}个月`;
  if ("day" in recurrence) return recurrence.day === -1 ? `${every}最后一天` : `${every}${recurrence.day}日`;
  return `${every}${ZH_NTHS[recurrence.nth - 1] ?? "最后一个"}${weekdayName(recurrence.weekday, "zh-CN")}`;
}

function enRecurrence(recurrence: Recurrence): string {
  const { interval, every } = recurrence;
  if (recurrence.every === "week") {
    const names = recurrence.weekdays.map((each) => weekdayName(each, "en"));
    const list = names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    return interval === 1 ? `every ${list}` : `every ${interval} weeks on ${list}`;
  }
  const rhythm = interval === 1 ? `every ${every}` : `every ${interval} ${every}s`;
  if ("day" in recurrence) return `${rhythm} on the ${recurrence.day === -1 ? "last day" : ordinal(recurrence.day)}`;
  return `${rhythm} on the ${EN_NTHS[recurrence.nth - 1] ?? "last"} ${weekdayName(recurrence.weekday, "en")}`;
}

function ordinal(day: number): string {
  const ending = day > 10 && day < 14 ? undefined : ["st", "nd", "rd"][(day % 10) - 1];
  return `${day}${ending ?? "th"}`;
}

/** `endsOn` is the last date that may be; exceptions are left out. */
export type Series = { startsOn: string; endsOn: string | null; exceptions: readonly string[] };

/** The next dates after `after`; every n weeks or months counts from those of `startsOn`, and day 31 is the last day of a shorter month. */
export function occurrences(recurrence: Recurrence, { startsOn, endsOn, exceptions }: Series, after: string, limit: number): string[] {
  const dates: string[] = [];
  if (recurrence.every === "week" && recurrence.weekdays.length === 0) return dates;
  const start = Temporal.PlainDate.from(startsOn);
  for (let period = firstPeriod(recurrence, start, Temporal.PlainDate.from(after)); dates.length < limit; period += recurrence.interval) {
    const inPeriod = datesIn(recurrence, start, period).map(String);
    dates.push(...inPeriod.filter((date) => date >= startsOn && date > after && (endsOn === null || date <= endsOn) && !exceptions.includes(date)));
    if (endsOn !== null && inPeriod.some((date) => date > endsOn)) break;
  }
  return dates.slice(0, limit);
}

/** Weeks or months since the first one, to a whole number of intervals, at or before `after`. */
function firstPeriod({ every, interval }: Recurrence, start: Temporal.PlainDate, after: Temporal.PlainDate): number {
  const months = (after.year - start.year) * 12 + after.month - start.month;
  const weeks = Math.floor((start.until(after).days + start.dayOfWeek - 1) / 7);
  return Math.max(0, Math.floor((every === "week" ? weeks : months) / interval) * interval);
}

function datesIn(recurrence: Recurrence, start: Temporal.PlainDate, period: number): readonly Temporal.PlainDate[] {
  if (recurrence.every === "week") {
    const monday = start.subtract({ days: start.dayOfWeek - 1 }).add({ weeks: period });
    return recurrence.weekdays.toSorted((a, b) => a - b).map((weekday) => monday.add({ days: weekday - 1 }));
  }
  const first = start.with({ day: 1 }).add({ months: period });
  const last = first.daysInMonth;
  if ("day" in recurrence) return [first.with({ day: recurrence.day === -1 ? last : Math.min(recurrence.day, last) })];
  const { weekday, nth } = recurrence;
  if (nth > 0) return [first.add({ days: ((weekday - first.dayOfWeek + 7) % 7) + 7 * (nth - 1) })];
  const end = first.with({ day: last });
  return [end.subtract({ days: (end.dayOfWeek - weekday + 7) % 7 })];
}
