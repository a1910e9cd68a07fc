import { parseDuration } from "../duration/rules.ts";
import { hourSaying, isBare, readingOf } from "../hour/rules.ts";
import type { HourPiece, HourReading, HourSaying } from "../hour/rules.ts";
import { MOMENT_WORDINGS } from "../moment/rules.ts";
import type { MomentPiece } from "../moment/rules.ts";
import { piecesOf, wording } from "../wording/rules.ts";
import type { Wording } from "../wording/rules.ts";

const DAY = 24 * 60;
/** A range longer than a week is two things. */
export const LONGEST_DAYS = 7;
export const LONGEST_MS = LONGEST_DAYS * DAY * 60_000;
/** A night that ends before dawn is not longer than this, in minutes. */
const LONGEST_NIGHT = 12 * 60;

export type EndPiece = MomentPiece | { kind: "nextDay" };

/** One way to take a text apart: where it starts and, if that was said, where it ends or how long it is. */
export type RangeWords = { start: readonly MomentPiece[]; end?: readonly EndPiece[]; ms?: number };

/** Minutes from the midnight of each end's own day; `ask` means that every start is as likely, else the first to come is meant. */
export type RangeReading = { starts: readonly { from: number; through: readonly number[] }[]; ask: boolean };

const START_WORDINGS: readonly Wording<MomentPiece>[] = [
  ...MOMENT_WORDINGS,
  wording("from(?![a-z])", () => [{ kind: "at" }]),
  wording("[从自]", () => [{ kind: "joint" }]),
];

const END_WORDINGS: readonly Wording<EndPiece>[] = [
  wording("次日|第二天|隔天|翌日|(?:the )?(?:next|following) day(?![a-z])", () => [{ kind: "nextDay" }]),
  ...MOMENT_WORDINGS,
];

const JUNCTION = /-{1,2}|[–—―~〜至到]|(?<![a-z])(?:to|until|till)(?![a-z])/g;
const BEFORE_LENGTH = /^[ ,、]*(?:for |共|持续|历时)? ?/;
const ONE_WORD = /^(?:[\d.]{2}|[a-z]{2})$/;
const ONE_NUMERAL = /^[零一二两三四五六七八九十百]{2}$/;

/** All ways to take the text apart, the likeliest first; whether one makes sense is for hours and days to say. */
export function rangeWords(plain: string): readonly RangeWords[] {
  const whole = piecesOf(plain, START_WORDINGS);
  return [...(whole ? [{ start: whole }] : []), ...withEnd(plain), ...withLength(plain)];
}

function withEnd(plain: string): readonly RangeWords[] {
  return [...plain.matchAll(JUNCTION)].flatMap((found) => {
    const start = piecesOf(plain.slice(0, found.index).trim(), START_WORDINGS);
    const end = start && piecesOf(plain.slice(found.index + found[0].length).trim(), END_WORDINGS);
    return start && end ? [{ start, end }] : [];
  });
}

function withLength(plain: string): readonly RangeWords[] {
  return Array.from({ length: plain.length }, (_, place) => place).flatMap((place) => {
    if (isInsideWord(plain, place) || ONE_NUMERAL.test(plain.slice(place - 1, place + 1))) return [];
    const length = parseDuration(plain.slice(place).replace(BEFORE_LENGTH, ""));
    const start = length.ok ? piecesOf(plain.slice(0, place).trim(), START_WORDINGS) : undefined;
    return length.ok && start ? [{ start, ms: length.ms }] : [];
  });
}

/** Whether nothing new can begin here, in the middle of a word or of a number of digits. */
export function isInsideWord(plain: string, place: number): boolean {
  return place === 0 || ONE_WORD.test(plain.slice(place - 1, place + 1));
}

/** Both hours of a range, each in the light of the other: no starts if they contradict, none `through` if the end is not after it. */
export function rangeReading(first: readonly HourPiece[], last: readonly HourPiece[], isOneDay: boolean): RangeReading | undefined {
  const start = hourSaying(first);
  const end = hourSaying(last);
  if (!start || !end || (isBare(start) && isBare(end))) return undefined;
  if (readingOf(start).minutes.length === 0 || readingOf(end).minutes.length === 0) return { starts: [], ask: false };
  const { minutes, ask } = startOf(start, end, isOneDay);
  const starts = minutes.map((from) => ({ from, through: isOneDay ? endsAfter(from, start, end) : endsLater(start, end) }));
  const whole = starts.filter(({ through }) => through.length > 0);
  return { starts: whole.length > 0 ? whole : starts, ask };
}

/** “3-5pm” is in the afternoon all along, “9-5pm” is not; “8点到晚上9点” can be taken in two ways. */
function startOf(start: HourSaying, end: HourSaying, isOneDay: boolean): HourReading {
  if (isTold(start) || !isTold(end) || !isOneDay || isOnDayClock(start)) return readingOf(start);
  const isHalf = end.said === "am" || end.said === "pm";
  if (start.said === "exact" && !isHalf) return readingOf(start);
  const both = { minutes: readingOf(loosened(start)).minutes, ask: true };
  if (start.said === "exact" || (!isHalf && start.said !== "bare")) return both;
  const alike = readingOf({ ...start, part: end.part, said: isHalf ? end.said : "loose" });
  const fitting = alike.minutes.filter((from) => endsAfter(from, start, end).length > 0);
  return fitting.length > 0 ? { ...alike, minutes: fitting } : both;
}

/** The first end that comes after the start; none if it was said for earlier on that day. */
function endsAfter(from: number, start: HourSaying, end: HourSaying): readonly number[] {
  const after = (minutes: readonly number[]) => minutes.filter((each) => each > from).slice(0, 1);
  if (isTold(end)) return after([...readingOf(end).minutes, ...dawnAfter(from, end)]);
  if (isOnDayClock(start)) return after(readingOf({ ...end, said: "exact" }).minutes);
  const said = start.said === "am" || start.said === "pm" ? start.said : "loose";
  const alike = isTold(start) ? after(readingOf({ ...end, part: start.part, said }).minutes) : [];
  return alike.length > 0 ? alike : after(readingOf(isLoosely(start) ? loosened(end) : end).minutes);
}

function endsLater(start: HourSaying, end: HourSaying): readonly number[] {
  const { minutes, ask } = readingOf(!isTold(end) && isOnDayClock(start) ? { ...end, said: "exact" } : end);
  return ask ? minutes : minutes.slice(0, 1);
}

/** “晚上10点到凌晨2点” runs into the dawn that follows. */
function dawnAfter(from: number, end: HourSaying): readonly number[] {
  if (end.part !== "dawn") return [];
  return readingOf(end).minutes.map((each) => each + DAY).filter((each) => each - from <= LONGEST_NIGHT);
}

function isTold({ said, part }: HourSaying): boolean {
  return part !== undefined || said === "am" || said === "pm";
}

function isLoosely(saying: HourSaying): boolean {
  return isTold(saying) || saying.said !== "exact";
}

/** Who says 15:00 or 0:30 counts the hours to 24, and so to the end of the range. */
function isOnDayClock({ hour }: HourSaying): boolean {
  return hour > 12 || hour === 0;
}

function loosened(saying: HourSaying): HourSaying {
  return saying.said === "exact" ? { ...saying, said: "loose" } : saying;
}
