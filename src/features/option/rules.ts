import { formatDay, parseDated, type Dated } from "../date/rules.ts";
import { oneLine } from "../line/rules.ts";
import { isDayPiece, type Clock } from "../moment/rules.ts";
import { rangeWords } from "../range/rules.ts";
import { formatSpan, type SpanReason } from "../span/rules.ts";
import { instantOf, localDate, zonedTime } from "../time/rules.ts";
import { readableText } from "../wording/rules.ts";

/** What Telegram takes in one poll. */
const MAX_OPTIONS = 12;
export const MIN_OPTIONS = 2;
const MAX_OPTION_LENGTH = 100;

/** The day, or the stretch of time in ms, that an option of a date poll stands for. */
export type When = { readonly on: string } | { readonly startsAt: number; readonly endsAt: number | null };

/** An answer that a poll offers; `choices` are the days it may have meant, `trouble` why it can be none. */
export interface Option {
  readonly text: string;
  readonly when: When | null;
  readonly choices: readonly When[];
  readonly trouble: Exclude<SpanReason, "unreadable" | "ambiguous"> | null;
}

export type OptionsRefusal = { ok: false; reason: "optionTooLong" | "tooManyOptions" | "sameOption"; said: string };
export type ReadOptions = { ok: true; options: readonly Option[] } | OptionsRefusal;

/** Telegram counts characters, not UTF-16 units. */
export const lengthOf = (text: string): number => [...text].length;

const BULLET = /^[-–•·*]\s+/u;
const NUMBERED = /^(\d{1,2})\s*[.、)）]\s*(?=\D)/u;

/** The parts of what was typed, apart by “|” or new lines, without the marks of a list. */
export function partsOf(text: string): string[] {
  return text.slice(0, 4096).split(/[|｜\r\n]/u).map((part) => oneLine(part).replace(BULLET, ""));
}

/** Takes the numbers off a list that was typed with them: 1. 2. 3. */
export function withoutNumbers(texts: readonly string[]): string[] {
  const isNumbered = texts.length > 1 && texts.every((text, at) => Number(NUMBERED.exec(text)?.[1]) === at + 1);
  return isNumbered ? texts.map((text) => text.replace(NUMBERED, "")) : [...texts];
}

const whenOf = (dated: Dated): When => dated.kind === "day"
  ? { on: dated.date }
  : { startsAt: dated.span.startsAt.getTime(), endsAt: dated.span.endsAt?.getTime() ?? null };

const BARE_WEEKDAY = /^(?:周|星期|礼拜)[一二三四五六日天1-7]|^(?:mon|tue|wed|thu|fri|sat|sun)/iu;
const NEXT_WEEK = /(?<!下)下个?(?:周|星期|礼拜)|\bnext week\b/iu;
const BARE_ZH_DAY = /^\d{1,2}\s*[日号]/u;
const ZH_MONTH = /下个?月|\d{1,2}月(?!\d)/u;
const BARE_EN_DAY = /^\d{1,2}(?:st|nd|rd|th)?$/iu;
const EN_MONTH = /\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b/iu;

/** Midnight at the beginning of next week. */
function nextWeek({ now, zone }: Clock): Date {
  const today = zonedTime(now, zone).toPlainDate();
  return instantOf(today.add({ days: 8 - today.dayOfWeek }).toString(), "00:00", zone);
}

/** Reads a day in the light of the question: “下周哪天？” is about Monday of next week, “12月哪天？” about the 5th of December. */
function readInContext(text: string, question: string, clock: Clock) {
  if (BARE_WEEKDAY.test(text) && NEXT_WEEK.test(question)) return parseDated(text, { now: nextWeek(clock), zone: clock.zone });
  const zhMonth = BARE_ZH_DAY.test(text) ? ZH_MONTH.exec(question)?.[0] : undefined;
  if (zhMonth !== undefined) return parseDated(zhMonth + text, clock);
  const enMonth = BARE_EN_DAY.test(text) ? EN_MONTH.exec(question)?.[0] : undefined;
  return parseDated(enMonth === undefined ? text : `${text} ${enMonth}`, clock);
}

/** Whether a text names a day of its own: “15:00” alone may be an hour of any day. */
function namesDay(text: string): boolean {
  const plain = readableText(text);
  return plain !== undefined && rangeWords(plain).some(({ start, end }) => [...start, ...end ?? []].some(isDayPiece));
}

const plainOption = (text: string): Option => ({ text, when: null, choices: [], trouble: null });

function datedOption(text: string, question: string, clock: Clock): Option | null {
  const read = readInContext(text, question, clock);
  if (read.ok) return namesDay(text) || "date" in read ? { ...plainOption(text), when: whenOf(read) } : null;
  if (read.reason === "unreadable" || (!namesDay(text) && !BARE_EN_DAY.test(text))) return null;
  if (read.reason === "ambiguous") return { ...plainOption(text), choices: (read.choices ?? []).map(whenOf) };
  return { ...plainOption(text), trouble: read.reason };
}

const keyOf = (option: Option): string => (option.when === null ? option.text.toLowerCase() : JSON.stringify(option.when));

/** The option that says the same as one before it. */
export function repeatedOption(options: readonly Option[]): Option | undefined {
  const keys = options.map(keyOf);
  return options.find((option, at) => keys.indexOf(keyOf(option)) < at);
}

/** Reads the options of a poll; where all of them are days or spans of time, it is a date poll. */
export function readOptions(texts: readonly string[], question: string, clock: Clock): ReadOptions {
  const long = texts.find((text) => lengthOf(text) > MAX_OPTION_LENGTH);
  if (long !== undefined) return { ok: false, reason: "optionTooLong", said: long };
  if (texts.length > MAX_OPTIONS) return { ok: false, reason: "tooManyOptions", said: String(texts.length) };
  const dated = texts.map((text) => datedOption(text, question, clock));
  const known = dated.filter((option) => option !== null);
  const options = known.length === texts.length ? known : texts.map(plainOption);
  const repeated = repeatedOption(options);
  return repeated ? { ok: false, reason: "sameOption", said: repeated.text } : { ok: true, options };
}

/** Takes options as the words they are. */
export const asWords = (options: readonly Option[]): Option[] => options.map(({ text }) => plainOption(text));

export const isDated = (options: readonly Option[]): boolean => options.length > 0 && options.every(({ when }) => when !== null);

/** A day or a stretch of time as a poll offers it. */
export function formatWhen(when: When, said: { zone: string; locale: "zh-CN" | "en"; now: Date }): string {
  if ("on" in when) return formatDay(when.on, said.locale, localDate(said.now, said.zone));
  const span = { startsAt: new Date(when.startsAt), endsAt: when.endsAt === null ? null : new Date(when.endsAt) };
  return formatSpan(span, said.zone, said.locale, said.now);
}

/** An option as the poll shows it. */
export function labelOf(option: Pick<Option, "text" | "when">, said: { zone: string; locale: "zh-CN" | "en"; now: Date }): string {
  return option.when === null ? option.text : formatWhen(option.when, said);
}
