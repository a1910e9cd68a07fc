import { parseDate } from "../date/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { asked, known, question, type Outcome, type Sketch } from "../question/rules.ts";
import { parseRecurrence, parseRecurringTime, type RecurringTime } from "../recurrence/rules.ts";
import { laterDawns } from "../slot/rules.ts";

/** Hours to choose from where only the days were said. */
const OFFERED_HOURS = ["09:00", "14:00", "19:00"] as const;

export type RhythmReason = "unreadable" | "impossible" | "tooRare" | "ambiguous" | "endsBeforeStart" | "tooLong" | "noHour";

export type RhythmRead =
  | { readonly ok: true; readonly time: RecurringTime }
  | { readonly ok: false; readonly reason: RhythmReason; readonly choices: readonly RecurringTime[] };

const TIME_WORD = /^(?:时间|時間|when|times?)\s*[:：]?\s*(?=\S)/iu;

/** Reads a rhythm with its hours; null where the words speak of none. */
export function readRhythm(text: string): RhythmRead | null {
  const words = text.replace(TIME_WORD, "");
  const read = parseRecurringTime(words);
  if (read.ok) return { ok: true, time: { recurrence: read.recurrence, from: read.from, minutes: read.minutes } };
  if (read.reason !== "unreadable") return { ok: false, reason: read.reason, choices: read.choices ?? [] };
  const days = parseRecurrence(words);
  if (days.ok) return { ok: false, reason: "noHour", choices: OFFERED_HOURS.map((from) => ({ recurrence: days.recurrence, from, minutes: null })) };
  return days.reason === "unreadable" ? null : { ok: false, reason: days.reason, choices: [] };
}

const LOOKS_LIKE_RHYTHM = /(?:^|[:：;；])\s*(?:每(?:逢|隔|个?(?:周|月|星期|礼拜|工作日|天|日)|[\d一二两三四])|隔(?:周|月)|(?:every|each|weekly|monthly|fortnightly|daily)(?![a-z]))/iu;
const HAS_HOUR = /\d\s*[:：点點时]|[一二三四五六七八九十两]点|\d\s*[ap]\.?m\b/iu;

/** Words of a rhythm around an hour, whether or not they can be read. */
export function looksLikeRhythm(text: string): boolean {
  return LOOKS_LIKE_RHYTHM.test(text) && HAS_HOUR.test(text);
}

/** What bounds a series, said with its rhythm or apart from it; each as it was written. */
export interface RhythmWords {
  readonly rhythm: string;
  readonly starts: string | null;
  readonly ends: string | null;
}

const ENDS = /^(.*?)[,，、;；]?\s*(?:一?直到|持续到|办到|结束于|(?<![a-z])(?:until|till|through|ending(?: on)?|ends(?: on)?)(?![a-z]))\s*[:：]?\s*([^,，;；]+?)(?:为止|结束)?$/iu;
const STARTS_AFTER = /^(.*?)[,，、;；]?\s*(?:从|自|(?<![a-z])(?:from|starting(?: on| from)?|starts(?: on)?|beginning(?: on)?)(?![a-z]))\s*[:：]?\s*([^,，;；]+?)(?:开始|起)?$/iu;
const STARTS_BEFORE = /^(?:从|自|(?:from|starting(?: on| from)?)(?![a-z]))\s*([^,，;；]+?)(?:开始|起|,|，|(?=\s+(?:every|weekly|monthly)))\s*(.*)$/iu;
const STARTS_ALONE = /^()(.+?)(?:开始|起)$/u;

const isDay = (text: string, clock: Clock) => {
  const read = parseDate(text, clock);
  return read.ok || read.reason !== "unreadable";
};

function cut(text: string, pattern: RegExp, clock: Clock): { rest: string; day: string } | null {
  const [, rest = "", day = ""] = pattern.exec(text) ?? [];
  return day !== "" && isDay(day, clock) ? { rest: rest.trim(), day } : null;
}

function cutStart(text: string, clock: Clock): { rest: string; day: string } | null {
  const [, day = "", rest = ""] = STARTS_BEFORE.exec(text) ?? [];
  if (day !== "" && rest !== "" && isDay(day, clock)) return { rest, day };
  return cut(text, STARTS_AFTER, clock) ?? cut(text, STARTS_ALONE, clock);
}

/** Parts “every Sat 3-5pm, from 5 Dec until 31 Dec”; what is left as `rhythm` may be empty. */
export function rhythmWords(text: string, clock: Clock): RhythmWords {
  const end = cut(text, ENDS, clock);
  const start = cutStart(end?.rest ?? text, clock);
  return { rhythm: start?.rest ?? end?.rest ?? text, starts: start?.day ?? null, ends: end?.day ?? null };
}

/** Whether the words are a rhythm, with or without its first and last day. */
export function isRhythm(text: string, clock: Clock): boolean {
  return readRhythm(rhythmWords(text, clock).rhythm) !== null;
}

/** The first or the last day of a series. */
export function readDay(topic: "starts" | "ends", text: string, clock: Clock): Outcome {
  const read = parseDate(text, clock);
  if (read.ok) return known(topic === "starts" ? { startsOn: read.date } : { endsOn: read.date });
  const days = read.choices ?? (read.reason === "past" ? laterDays(text, clock) : []);
  return asked(topic, read.reason, text, days.map((on) => ({ kind: "day", on })));
}

function laterDays(text: string, { now, zone }: Clock): string[] {
  const read = laterDawns({ now, zone }).map((dawn) => parseDate(text, { now: dawn, zone }));
  return read.flatMap((each) => each.ok ? [each.date] : []).slice(-1);
}

/** A rhythm, with its first and last day where they are said with it. */
export function readRepeat(text: string, clock: Clock): Outcome {
  const { rhythm, starts, ends } = rhythmWords(text, clock);
  const read = readRhythm(rhythm);
  const days = [...starts === null ? [] : [readDay("starts", starts, clock)], ...ends === null ? [] : [readDay("ends", ends, clock)]];
  const patch = days.reduce<Partial<Sketch>>((all, day) => ({ ...all, ...day.patch }), {});
  const doubt = days.find((day) => day.question)?.question ?? null;
  if (read?.ok) return { patch: { ...patch, slots: [], repeat: read.time }, question: doubt };
  return { patch, question: question("slots", read?.reason ?? "unreadable", text, (read?.choices ?? []).map((time) => ({ kind: "rhythm", time }))) };
}
