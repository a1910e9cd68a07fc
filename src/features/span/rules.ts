import type { Temporal } from "temporal-polyfill";
import { dayReading } from "../day/rules.ts";
import type { DayPiece } from "../day/rules.ts";
import { fromNow, isDayPiece, isHourPiece, momentOf } from "../moment/rules.ts";
import type { Clock, MomentPiece } from "../moment/rules.ts";
import { LONGEST_DAYS, LONGEST_MS, rangeReading, rangeWords } from "../range/rules.ts";
import type { EndPiece, RangeReading, RangeWords } from "../range/rules.ts";
import { exactInstant, formatMoment, instantOf, localTime, zoneName, zonedTime } from "../time/rules.ts";
import { readableText } from "../wording/rules.ts";

type Day = Temporal.PlainDate;

/** `endsAt` is null where no end was said. */
export interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date | null;
}

export type SpanReason = "unreadable" | "past" | "ambiguous" | "impossible" | "endsBeforeStart" | "tooLong";

/** `choices` comes with `ambiguous`: at least one span, all in the future, earliest first. */
export type SpanRefusal = { ok: false; reason: SpanReason; choices?: readonly Span[] };

export type ParsedSpan = { ok: true; span: Span } | SpanRefusal;

/** `index` counts from 0; `text` is the slot that was refused. */
export type ParsedSpans = { ok: true; spans: readonly Span[] } | (SpanRefusal & { index: number; text: string });

const MINUTE_MS = 60_000;
const BETWEEN_SLOTS = /[;；\r\n]| [/／] /;
const UNREADABLE: SpanRefusal = { ok: false, reason: "unreadable" };

/** A stretch of time in words, zh or en, read in the zone; the end is read in the light of the start, and nothing is guessed. */
export function parseSpan(text: string, clock: Clock): ParsedSpan {
  return parseSlot(text, clock, undefined);
}

/** Slots apart by “;”, “ / ” or new lines; one that names no day is on the day of the slot before it. */
export function parseSpans(text: string, clock: Clock): ParsedSpans {
  const slots = text.split(BETWEEN_SLOTS).map((slot) => slot.trim()).filter((slot) => slot !== "");
  if (slots.length === 0) return { ...UNREADABLE, index: 0, text: "" };
  const spans: Span[] = [];
  for (const [index, slot] of slots.entries()) {
    const before = spans.at(-1);
    const parsed = parseSlot(slot, clock, before && zonedTime(before.startsAt, clock.zone).toPlainDate());
    if (!parsed.ok) return { ...parsed, index, text: slot };
    spans.push(parsed.span);
  }
  return { ok: true, spans };
}

function parseSlot(text: string, clock: Clock, unsaidDay: Day | undefined): ParsedSpan {
  const plain = readableText(text);
  if (plain === undefined) return UNREADABLE;
  const shortly = fromNow(plain, clock.now);
  if (shortly) return { ok: true, span: { startsAt: shortly, endsAt: null } };
  for (const words of rangeWords(plain)) {
    const parsed = spanOf(unsaidDay ? onDay(words, unsaidDay) : words, clock);
    if (parsed.ok || parsed.reason !== "unreadable") return parsed;
  }
  return UNREADABLE;
}

function onDay(words: RangeWords, day: Day): RangeWords {
  if ([...words.start, ...(words.end ?? [])].some(isDayPiece)) return words;
  return { ...words, start: [{ kind: "day", read: () => ({ days: [day], ask: false }) }, ...words.start] };
}

function spanOf({ start, end, ms }: RangeWords, clock: Clock): ParsedSpan {
  if (end) return rangeOf(start, end, clock);
  const moment = momentOf(start, clock);
  if (ms !== undefined && ms > LONGEST_MS && (moment.ok || moment.reason !== "unreadable")) return { ok: false, reason: "tooLong" };
  const from = (startsAt: Date) => ({ startsAt, endsAt: ms === undefined ? null : new Date(startsAt.getTime() + ms) });
  if (moment.ok) return { ok: true, span: from(moment.at) };
  return moment.choices ? { ok: false, reason: moment.reason, choices: moment.choices.map(from) } : { ok: false, reason: moment.reason };
}

function rangeOf(start: readonly MomentPiece[], end: readonly EndPiece[], clock: Clock): ParsedSpan {
  const isShared = !start.some(isDayPiece) && saysDayLast(end);
  const startDays = (isShared ? end : start).filter(isDayPiece);
  const endDays = isShared ? [] : end.filter(isDayPiece);
  const isNextDay = end.some(({ kind }) => kind === "nextDay");
  if (isNextDay && endDays.length > 0) return UNREADABLE;
  const today = zonedTime(clock.now, clock.zone).toPlainDate();
  const day = dayReading(startDays, today);
  const reading = rangeReading(start.filter(isHourPiece), end.filter(isHourPiece), !isNextDay && endDays.length === 0);
  if (!day || !reading || (endDays.length > 0 && !dayReading(endDays, today))) return UNREADABLE;
  const lastDays = (first: Day) => (endDays.length > 0 ? daysOfEnd(endDays, first, today) : [first.add({ days: isNextDay ? 1 : 0 })]);
  return verdict(day.days.flatMap((first) => spansOn(first, lastDays(first), reading, clock)), day.ask);
}

/** “3-5pm tomorrow”: a day at the very end is the day of both. */
function saysDayLast(end: readonly EndPiece[]): boolean {
  const said = end.filter(({ kind }) => kind !== "joint");
  const last = said.at(-1);
  const [first] = said;
  return first !== undefined && last !== undefined && isHourPiece(first) && isDayPiece(last);
}

/** The dates that an end can mean: near the start if its month or year was left open; a reason if none is in reach. */
function daysOfEnd(pieces: readonly DayPiece[], first: Day, today: Day): readonly Day[] | SpanReason {
  const isFixed = pieces.some((piece) => piece.kind === "day" && piece.open !== true);
  const bases = isFixed ? [today] : [first, first.add({ months: 1 }), first.add({ years: 1 })];
  const days = bases.flatMap((base) => dayReading(pieces, base)?.days ?? []);
  const near = days.filter((day) => day.since(first).days >= 0 && day.since(first).days <= LONGEST_DAYS);
  if (near.length > 0) return near.filter((day, index) => near.findIndex((each) => each.equals(day)) === index);
  const [nearest] = days;
  if (!nearest) return "impossible";
  return nearest.since(first).days < 0 ? "endsBeforeStart" : "tooLong";
}

function spansOn(first: Day, lastDays: readonly Day[] | SpanReason, { starts, ask }: RangeReading, { now, zone }: Clock): readonly (Span | SpanReason)[] {
  if (starts.length === 0) return ["impossible"];
  const instants = starts.map(({ from, through }) => ({ startsAt: wallInstant(first, from, zone), through }));
  const left = instants.filter(({ startsAt }) => startsAt === undefined || startsAt > now);
  const past = left.length < instants.length ? (["past"] as const) : [];
  const taken = (ask ? left : left.slice(0, 1)).flatMap(({ startsAt, through }): readonly (Span | SpanReason)[] => {
    if (!startsAt) return ["impossible"];
    if (typeof lastDays === "string") return [lastDays];
    if (through.length === 0) return ["endsBeforeStart"];
    return lastDays.flatMap((last) => through.map((minutes) => spanUntil(startsAt, wallInstant(last, minutes, zone))));
  });
  return [...past, ...taken];
}

function wallInstant(day: Day, minutes: number, zone: string): Date | undefined {
  return exactInstant(day.toPlainDateTime().add({ minutes }), zone);
}

function spanUntil(startsAt: Date, endsAt: Date | undefined): Span | SpanReason {
  if (!endsAt) return "impossible";
  if (endsAt <= startsAt) return "endsBeforeStart";
  return endsAt.getTime() - startsAt.getTime() > LONGEST_MS ? "tooLong" : { startsAt, endsAt };
}

function verdict(outcomes: readonly (Span | SpanReason)[], ask: boolean): ParsedSpan {
  const choices = outcomes.filter((each) => typeof each !== "string").toSorted((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
  const [span] = choices;
  if (span) return choices.length > 1 || ask ? { ok: false, reason: "ambiguous", choices } : { ok: true, span };
  const reasons = ["past", "endsBeforeStart", "tooLong"] as const;
  return { ok: false, reason: reasons.find((each) => outcomes.includes(each)) ?? "impossible" };
}

/** formatMoment with the end after it, and its date where that is another; parseSpan reads it back. */
export function formatSpan({ startsAt, endsAt }: Span, zone: string, locale: "zh-CN" | "en", now?: Date): string {
  const start = formatMoment(startsAt, zone, locale, now);
  if (!endsAt) return start;
  const first = zonedTime(startsAt, zone).toPlainDate();
  const last = zonedTime(endsAt, zone).toPlainDate();
  if (last.equals(first)) return `${start}–${localTime(endsAt, zone)}`;
  const isMidnight = last.equals(first.add({ days: 1 })) && localTime(endsAt, zone) === "00:00";
  return isMidnight ? `${start}–24:00` : `${start} – ${formatMoment(endsAt, zone, locale, startsAt)}`;
}

/** formatSpan with the zone's name, for the echo of what somebody typed. */
export function formatSpanInZone(span: Span, zone: string, locale: "zh-CN" | "en", now?: Date): string {
  const said = formatSpan(span, zone, locale, now);
  const name = zoneName(zone, locale);
  return locale === "zh-CN" ? `${said}（${name}）` : `${said} (${name})`;
}

/** As long as before. */
export function moveSpan({ startsAt, endsAt }: Span, newStart: Date): Span {
  return { startsAt: newStart, endsAt: endsAt && new Date(newStart.getTime() + endsAt.getTime() - startsAt.getTime()) };
}

/** On a calendar date, `from` HH:mm, for `minutes` of real time; where the clocks jump over `from`, the first instant after it. */
export function spanOn(date: string, from: string, minutes: number, zone: string): { startsAt: Date; endsAt: Date };
export function spanOn(date: string, from: string, minutes: number | null, zone: string): Span;
export function spanOn(date: string, from: string, minutes: number | null, zone: string): Span {
  const startsAt = instantOf(date, from, zone);
  return { startsAt, endsAt: minutes === null ? null : new Date(startsAt.getTime() + minutes * MINUTE_MS) };
}
