import { parseDate } from "../date/rules.ts";
import { oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { parseSpan, parseSpans, spanOn, type ParsedSpan, type Span, type SpanReason } from "../span/rules.ts";
import { instantOf, localDate, zonedTime } from "../time/rules.ts";

/** More slots than these are several activities, and more buttons than a phone shows. */
export const MAX_SLOTS = 8;
const MAX_LABEL_LENGTH = 20;
/** Hours to choose from where only a day was said. */
const OFFERED_HOURS = ["09:00", "14:00", "19:00"] as const;
/** A night that ends the next day is not longer than this. */
const LONGEST_NIGHT_MS = 12 * 3_600_000;

/** What was written for one slot; the label tells slots apart where riders have a short one and an off-peak one. */
export interface SlotText {
  readonly label: string | null;
  readonly text: string;
}

export interface SlotRead extends Span {
  readonly label: string | null;
}

export type SlotReason = SpanReason | "noHour" | "tooMany";

/** One slot that is not sure; `rest` are those that come after it, to be read once it is. */
export interface SlotDoubt extends SlotText {
  readonly reason: SlotReason;
  readonly choices: readonly Span[];
  readonly rest: readonly SlotText[];
}

export interface SlotsRead {
  readonly slots: readonly SlotRead[];
  readonly doubt: SlotDoubt | null;
}

const TIME_WORD = /^(?:时间|時間|日期|场次|times?|when|dates?|slots?)\s*[:：]?\s*(?=\S)/iu;
const LABELLED = /^([^:：|]{1,30}?)\s*[:：]\s*(\S.*)$/u;
const IN_BRACKETS = /^(.*\S)\s*[（(]([^()（）]{1,30})[）)]$/u;

const isTime = (text: string, clock: Clock) => {
  const read = parseSpan(text, clock);
  return read.ok || read.reason !== "unreadable";
};

const isDay = (text: string, clock: Clock) => {
  const read = parseDate(text, clock);
  return read.ok || read.reason !== "unreadable";
};

const shortLabel = (label: string) => oneLine(label).slice(0, MAX_LABEL_LENGTH);

/** One slot as it is written, with its label before a colon or in brackets after it; null where it is no time. */
function slotText(piece: string, clock: Clock): SlotText | null {
  const text = piece.replace(TIME_WORD, "");
  if (isTime(text, clock)) return { label: null, text };
  const [, before = "", after = ""] = LABELLED.exec(text) ?? [];
  if (before !== "") {
    if (isTime(`${before} ${after}`, clock)) return { label: null, text: `${before} ${after}` };
    if (isTime(after, clock)) return { label: shortLabel(before), text: after };
  }
  const [, told = "", inBrackets = ""] = IN_BRACKETS.exec(text) ?? [];
  return told !== "" && isTime(told, clock) ? { label: shortLabel(inBrackets), text: told } : null;
}

const BETWEEN = [/[;；\r\n]| [/／] /u, /[,，、]|(?<![a-z])and(?![a-z])|[和及]/iu];

/** The slots that a text names, apart by “;”, “ / ”, new lines, or commas where nothing else fits; null where it is no time. */
export function slotTexts(text: string, clock: Clock): SlotText[] | null {
  for (const between of BETWEEN) {
    const pieces = text.replace(TIME_WORD, "").split(between).map((piece) => piece.trim()).filter((piece) => piece !== "");
    const read = pieces.map((piece) => slotText(piece, clock));
    if (read.length > 0 && read.every((each) => each !== null)) return read;
  }
  return null;
}

/** The slot on a day that was said apart from it; one with a day of its own stays. */
export function onSaidDay(slot: SlotText, day: string, clock: Clock): SlotText {
  return namesDay(slot.text, clock) || !isTime(`${day} ${slot.text}`, clock) ? slot : { ...slot, text: `${day} ${slot.text}` };
}

/** Whether a text says a day and no hour. */
export function isDayOnly(text: string, clock: Clock): boolean {
  return !isTime(text, clock) && isDay(text.replace(TIME_WORD, ""), clock);
}

/** Reads a slot; where it names no day, it is on the given one. */
function readOn(text: string, day: string | null, clock: Clock): ParsedSpan {
  if (day === null) return parseSpan(text, clock);
  const read = parseSpans(`${day} 23:59\n${text}`, clock);
  if (!read.ok) return read.index === 1 ? read : parseSpan(text, clock);
  const [, span] = read.spans;
  return span ? { ok: true, span } : parseSpan(text, clock);
}

/** A text names its own day if it is read alike whatever the day before it was. */
export function namesDay(text: string, clock: Clock): boolean {
  const other = zonedTime(clock.now, clock.zone).toPlainDate().add({ days: 3 }).toString();
  return JSON.stringify(readOn(text, other, clock)) === JSON.stringify(parseSpan(text, clock));
}

/** Those written before the first one that names a day are on its day too. */
function dayFirst(texts: readonly SlotText[], clock: Clock): readonly SlotText[] {
  const first = texts.findIndex(({ text }) => namesDay(text, clock));
  const named = texts[first];
  return first > 0 && named ? [named, ...texts.slice(0, first), ...texts.slice(first + 1)] : texts;
}

/** When tomorrow and next year begin: words about something past, said then, are about what comes. */
export function laterDawns({ now, zone }: Clock): Date[] {
  const today = zonedTime(now, zone).toPlainDate();
  const days = [today.add({ days: 1 }), today.with({ month: 1, day: 1 }).add({ years: 1 })];
  return days.map((day) => instantOf(day.toString(), "00:00", zone));
}

/** For a time that is past: the same words, said tomorrow or next year. */
function later(text: string, clock: Clock): Span[] {
  const read = laterDawns(clock).map((dawn) => parseSpan(text, { now: dawn, zone: clock.zone }));
  return read.flatMap((each) => each.ok && each.span.startsAt > clock.now ? [each.span] : []).slice(0, 1);
}

/** For an end before its start: the end on the next day, where that makes a night. */
function overnight(text: string, day: string | null, clock: Clock): Span[] {
  const read = readOn(text.replace(/\s*(?:[-–—~〜～至到]|(?<![a-z])(?:to|until|till)(?![a-z]))\s*(?=[^-–—~〜～至到]*$)/iu, "-次日"), day, clock);
  return read.ok && read.span.endsAt && read.span.endsAt.getTime() - read.span.startsAt.getTime() <= LONGEST_NIGHT_MS ? [read.span] : [];
}

/** Starts to choose from where only a day was said. */
function hoursOf(text: string, { now, zone }: Clock): Span[] {
  const read = parseDate(text, { now, zone });
  const days = read.ok ? [read.date] : read.choices ?? [];
  return days.flatMap((day) => OFFERED_HOURS.map((hour) => spanOn(day, hour, null, zone))).filter(({ startsAt }) => startsAt > now);
}

function doubtOf(slot: SlotText, read: Exclude<ParsedSpan, { ok: true }>, day: string | null, rest: readonly SlotText[], clock: Clock): SlotDoubt {
  const doubt = (reason: SlotReason, choices: readonly Span[]) => ({ ...slot, reason, choices, rest });
  if (read.reason === "ambiguous") return doubt("ambiguous", read.choices ?? []);
  if (read.reason === "past") return doubt("past", later(slot.text, clock));
  if (read.reason === "endsBeforeStart") return doubt("endsBeforeStart", overnight(slot.text, day, clock));
  if (read.reason === "unreadable" && isDay(slot.text, clock)) return doubt("noHour", hoursOf(slot.text, clock));
  return doubt(read.reason, []);
}

/** Reads slots one after the other and stops at the first that is not sure; `day` is that of a slot before them. */
export function readSlots(texts: readonly SlotText[], clock: Clock, day: string | null = null): SlotsRead {
  const [first] = texts;
  if (first && texts.length > MAX_SLOTS) return { slots: [], doubt: { ...first, reason: "tooMany", choices: [], rest: [] } };
  const ordered = day === null ? dayFirst(texts, clock) : texts;
  const slots: SlotRead[] = [];
  let before = day;
  for (const [at, slot] of ordered.entries()) {
    const read = readOn(slot.text, before, clock);
    if (!read.ok) return { slots, doubt: doubtOf(slot, read, before, ordered.slice(at + 1), clock) };
    slots.push({ label: slot.label, ...read.span });
    before = localDate(read.span.startsAt, clock.zone);
  }
  return { slots, doubt: null };
}
