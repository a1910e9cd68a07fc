import { Temporal } from "temporal-polyfill";
import { readCode } from "../code/rules.ts";
import { daysBetween } from "../date/rules.ts";
import { oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import type { Level } from "../organization/rules.ts";
import { localTime } from "../time/rules.ts";
import { readDay } from "../validity/rules.ts";
import { numberFrom } from "../wording/rules.ts";

/** From this many days before its end a term is said to be due. */
const DUE_SOON_DAYS = 90;
export const MAX_YEARS = 10;

/** Committees are elected for five years, branches for three; where it is otherwise, it is said. */
export function usualYears(level: Level): number {
  return level === "committee" ? 5 : 3;
}

const date = (text: string) => Temporal.PlainDate.from(text);

/** The last day of a term. */
export function termEnd(startedOn: string, years: number): string {
  return date(startedOn).add({ years }).subtract({ days: 1 }).toString();
}

/** The last day up to which a term may be extended. */
export function latestExtension(endsOn: string): string {
  return date(endsOn).add({ years: 1 }).toString();
}

export const mayExtend = (endsOn: string, throughOn: string): boolean => throughOn > endsOn && throughOn <= latestExtension(endsOn);

export interface Term {
  readonly startedOn: string;
  readonly endsOn: string;
  readonly extendedThrough: string | null;
}

export const effectiveEnd = ({ endsOn, extendedThrough }: Pick<Term, "endsOn" | "extendedThrough">): string => extendedThrough ?? endsOn;

export type TermState = "running" | "dueSoon" | "overdue";

/** How a term stands on a day; an overdue one still counts for everything. */
export function termState(term: Pick<Term, "endsOn" | "extendedThrough">, on: string): TermState {
  const left = daysBetween(on, effectiveEnd(term));
  return left < 0 ? "overdue" : left <= DUE_SOON_DAYS ? "dueSoon" : "running";
}

const AHEAD = [30, 90, 180] as const;
/** From so many days before its end a term is spoken of. */
export const LONGEST_AHEAD = 180;

/**
 * What the leads are to be told by now, as a name under which it is told once: 180, 90 and 30 days before, on the last day,
 * then every month. Only the newest: what was missed meanwhile is not made up for.
 */
export function reminderStep(end: string, on: string): string | null {
  const left = daysBetween(on, end);
  if (left > 0) return AHEAD.find((days) => left <= days)?.toString() ?? null;
  const { years, months } = date(end).until(date(on), { largestUnit: "year" });
  const over = years * 12 + months;
  return over === 0 ? "0" : `overdue-${over}`;
}

/** In the morning, and for a bot that was away then, until the evening. */
export function isTimeToRemind(now: Date, zone: string): boolean {
  const time = localTime(now, zone);
  return time >= "09:00" && time < "20:30";
}

const YEARS = "([一二两三四五六七八九十\\d]{1,3})\\s*(?:年制?|years?|y)";
const YEARS_LAST = new RegExp(`^(.+?)(?:起[\\s,，、]*|[\\s,，、]+)(?:共|for )?${YEARS}$`, "iu");
const YEARS_FIRST = new RegExp(`^${YEARS}[\\s,，、]*(?:自|从|from |since )\\s*(.+)$`, "iu");

/** “2023-11-16 3年”, “3 years from 2023-11-16”; without years the usual ones are meant. */
export function readTermWords(text: string, clock: Clock): { startedOn: string; years: number | null } | null {
  const said = oneLine(text).replace(/^(?:自|从|from|since)\s*/iu, "");
  const [, before, lastYears] = YEARS_LAST.exec(said) ?? [];
  const [, firstYears, after] = YEARS_FIRST.exec(said) ?? [];
  const day = readDay(before ?? after ?? said, clock);
  const count = lastYears ?? firstYears;
  const years = count === undefined ? null : numberFrom(count);
  return day.ok && said !== "" && (years === null || (years >= 1 && years <= MAX_YEARS)) ? { startedOn: day.date, years } : null;
}

export type TermCommand =
  | { readonly verb: "list" }
  | { readonly verb: "show"; readonly code: string }
  | { readonly verb: "begin" | "extend" | "correct"; readonly code: string; readonly text: string }
  | { readonly verb: "unclear" };

const EXTEND = /^(?:延期|延长|延至|extend(?:ed)?)\s*(?:至|到|through|until|to)?\s*/iu;
const CORRECT = /^(?:更正|改正|修正|correct|fix)(?![a-z])\s*(?:为|to(?![a-z]))?\s*/iu;
const BEGIN = /^(?:换届|新一届|新届|届期|new term|new|begin|from)\s*/iu;

/** Reads what follows /term. */
export function parseTermCommand(rest: string): TermCommand {
  if (rest.trim() === "") return { verb: "list" };
  const [, word = "", text = ""] = /^(\S+)\s*([\s\S]*)$/u.exec(rest.trim()) ?? [];
  const code = readCode(word);
  if (code === null) return { verb: "unclear" };
  if (text === "") return { verb: "show", code };
  if (EXTEND.test(text)) return { verb: "extend", code, text: text.replace(EXTEND, "") };
  if (CORRECT.test(text)) return { verb: "correct", code, text: text.replace(CORRECT, "") };
  return { verb: "begin", code, text: text.replace(BEGIN, "") };
}

export const monthsAfter = (on: string, months: number): string => date(on).add({ months }).toString();
