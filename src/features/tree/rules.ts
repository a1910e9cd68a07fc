import { dayAfter, formatDay, isCalendarDay } from "../date/rules.ts";
import { readDay, type DayRefusal } from "../validity/rules.ts";
import { localDate, zonedTime } from "../time/rules.ts";

/** What is put below a body, moved or taken out: a station or another body. */
export interface Child {
  readonly kind: "station" | "body";
  readonly id: number;
}

const CHILD = /^([sn])(\d{1,15})$/;
/** As buttons name it. */
export const childText = ({ kind, id }: Child): string => `${kind === "station" ? "s" : "n"}${id}`;
export function readChild(text: string): Child | null {
  const [, kind, id] = CHILD.exec(text) ?? [];
  return id === undefined ? null : { kind: kind === "s" ? "station" : "body", id: Number(id) };
}

/** Sums that were told stay as they were told, so nothing moves in the past; and nobody plans further ahead than a year. */
const MAX_DAYS_AHEAD = 366;

export type PlaceDayRefusal = DayRefusal | "dayPast" | "dayFar";

/** Whether a day may be one from which something stands elsewhere, or on which it leaves. */
export function checkDay(date: string, today: string): { readonly ok: true; readonly date: string } | { readonly ok: false; readonly reason: PlaceDayRefusal } {
  if (!isCalendarDay(date)) return { ok: false, reason: "impossibleDay" };
  if (date < today) return { ok: false, reason: "dayPast" };
  return date > dayAfter(today, MAX_DAYS_AHEAD) ? { ok: false, reason: "dayFar" } : { ok: true, date };
}

/** The day that a line says; nothing said is today. */
export function readPlaceDay(text: string, now: Date, zone: string): ReturnType<typeof checkDay> {
  const read = readDay(text, { now, zone });
  return read.ok ? checkDay(read.date, localDate(now, zone)) : read;
}

/** The days that buttons offer: today, the next Monday and the first of the next month, each once. */
export function offeredDays(now: Date, zone: string): string[] {
  const today = zonedTime(now, zone).toPlainDate();
  const monday = today.add({ days: 8 - today.dayOfWeek });
  const first = today.with({ day: 1 }).add({ months: 1 });
  return [...new Set([today, monday, first].map(String))].toSorted();
}

/** Where something stands, as sentences say it: the body's name, from when, and through when where that is known. */
export function placeParts(
  place: { readonly name: string; readonly fromOn: string; readonly throughOn: string | null }, locale: "zh-CN" | "en", today: string,
): [name: string, from: string, through: string | null] {
  const day = (on: string) => formatDay(on, locale, today);
  return [place.name, day(place.fromOn), place.throughOn === null ? null : day(place.throughOn)];
}
