import { Temporal } from "temporal-polyfill";
import { DAY_WORDINGS, dayReading } from "../day/rules.ts";
import type { DayPiece } from "../day/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { parseSpan } from "../span/rules.ts";
import type { Span, SpanReason } from "../span/rules.ts";
import { dayName, plainDay, zonedTime } from "../time/rules.ts";
import { piecesOf, readableText, wording } from "../wording/rules.ts";
import type { Wording } from "../wording/rules.ts";

/** Dates are YYYY-MM-DD; `choices` comes with `ambiguous`: at least one date, none of them past, earliest first. */
export type ParsedDate = { ok: true; date: string } | { ok: false; reason: "unreadable" | "past" | "ambiguous" | "impossible"; choices?: string[] };

/** What a date poll offers: a whole day, or a stretch of one. */
export type Dated = { kind: "day"; date: string } | { kind: "span"; span: Span };

export type ParsedDated = ({ ok: true } & Dated) | { ok: false; reason: SpanReason; choices?: readonly Dated[] };

const WORDINGS: readonly Wording<DayPiece | { kind: "joint" }>[] = [
  ...DAY_WORDINGS,
  wording("(?:on|the)(?![a-z])", () => [{ kind: "joint" }]),
  wording("[ ,、在]", () => [{ kind: "joint" }]),
];

/** A day in words, zh or en, without a time; today is allowed, and a past day is refused and never moved. */
export function parseDate(text: string, { now, zone }: Clock): ParsedDate {
  const plain = readableText(text);
  const pieces = (plain === undefined ? undefined : piecesOf(plain, WORDINGS))?.filter((piece) => piece.kind !== "joint");
  const today = zonedTime(now, zone).toPlainDate();
  const reading = pieces && pieces.length > 0 ? dayReading(pieces, today) : undefined;
  if (!reading) return { ok: false, reason: "unreadable" };
  const choices = reading.days.filter((day) => Temporal.PlainDate.compare(day, today) >= 0).map(String).toSorted();
  const [date] = choices;
  if (date === undefined) return { ok: false, reason: reading.days.length > 0 ? "past" : "impossible" };
  return choices.length > 1 || reading.ask ? { ok: false, reason: "ambiguous", choices } : { ok: true, date };
}

export type RecordedDate = { ok: true; date: string } | { ok: false; reason: "unreadable" | "ambiguous" | "impossible" };

/** A day in words, past or to come: for what is recorded after it happened. */
export function parseRecordedDate(text: string, { now, zone }: Clock): RecordedDate {
  const plain = readableText(text);
  const pieces = (plain === undefined ? undefined : piecesOf(plain, WORDINGS))?.filter((piece) => piece.kind !== "joint");
  const reading = pieces && pieces.length > 0 ? dayReading(pieces, zonedTime(now, zone).toPlainDate()) : undefined;
  if (!reading) return { ok: false, reason: "unreadable" };
  const [date, other] = reading.days;
  if (!date) return { ok: false, reason: "impossible" };
  return other || reading.ask ? { ok: false, reason: "ambiguous" } : { ok: true, date: date.toString() };
}

/** A day of something that has happened, in words, zh or en: today or before; a bare weekday is the last one. */
export function parsePastDate(text: string, { now, zone }: Clock): { ok: true; date: string } | { ok: false; reason: "unreadable" | "future" | "ambiguous" } {
  const plain = readableText(text.replace(/^\s*(?:自|从|since|from)\s*/iu, "").replace(/\s*起\s*$/u, ""));
  const pieces = (plain === undefined ? undefined : piecesOf(plain, WORDINGS))?.filter((piece) => piece.kind !== "joint");
  const today = zonedTime(now, zone).toPlainDate();
  const reading = pieces && pieces.length > 0 ? dayReading(pieces, today) : undefined;
  if (!reading || reading.days.length === 0) return { ok: false, reason: "unreadable" };
  const isWeekday = pieces?.every(({ kind }) => kind === "weekday") === true;
  const days = reading.days.map((day) => isWeekday && Temporal.PlainDate.compare(day, today) > 0 ? day.subtract({ days: 7 }) : day);
  const past = days.filter((day) => Temporal.PlainDate.compare(day, today) <= 0).map(String);
  if (past.length === 0) return { ok: false, reason: "future" };
  const [date] = past;
  return past.length > 1 || date === undefined ? { ok: false, reason: "ambiguous" } : { ok: true, date };
}

/** Either a day or, where an hour was said, a span. */
export function parseDated(text: string, clock: Clock): ParsedDated {
  const day = parseDate(text, clock);
  if (day.ok) return { ok: true, kind: "day", date: day.date };
  if (day.choices) return { ok: false, reason: day.reason, choices: day.choices.map((date) => ({ kind: "day", date })) };
  if (day.reason !== "unreadable") return { ok: false, reason: day.reason };
  const read = parseSpan(text, clock);
  if (read.ok) return { ok: true, kind: "span", span: read.span };
  return read.choices ? { ok: false, reason: read.reason, choices: read.choices.map((span) => ({ kind: "span", span })) } : { ok: false, reason: read.reason };
}

/** The date YYYY-MM-DD with its weekday; the year is added where it differs from that of `today`. parseDate reads it back. */
export function formatDay(date: string, locale: "zh-CN" | "en", today?: string): string {
  const day = Temporal.PlainDate.from(date);
  return dayName(day, locale, today !== undefined && Temporal.PlainDate.from(today).year !== day.year);
}

/** “11月22日”, “22 Nov”: the date alone, where the year and the weekday are plain. */
export const shortDay = (date: string, locale: "zh-CN" | "en"): string => plainDay(Temporal.PlainDate.from(date), locale);

/** “11月16日–22日”, “30 Nov–6 Dec”: the days of a week. */
export function shortSpan(from: string, through: string, locale: "zh-CN" | "en"): string {
  const [first, last] = [shortDay(from, locale), shortDay(through, locale)];
  if (from.slice(0, 7) !== through.slice(0, 7)) return `${first}–${last}`;
  return locale === "zh-CN" ? `${first}–${Number(through.slice(8))}日` : `${Number(from.slice(8))}–${last}`;
}

/** How many days one date lies after another. */
export function daysBetween(from: string, through: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(through)).days;
}

export const dayBefore = (date: string): string => dayAfter(date, -1);

/** Whether the text is a day of the calendar, written YYYY-MM-DD. */
export function isCalendarDay(text: string): boolean {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: "reject" }).toString() === text;
  } catch {
    return false;
  }
}

/** The date so many days after, or with a minus before. */
export function dayAfter(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}
