import type { Locale } from "../../context.ts";
import { parseDuration } from "../duration/rules.ts";
import { graphemesOf, oneLine } from "../line/rules.ts";
import { parseMoment } from "../moment/rules.ts";
import { formatMoment, localTime, nextAt } from "../time/rules.ts";

const MINUTE_MS = 60_000;
/** Shorter than five minutes nobody can answer; a board that stays open for days is forgotten. */
export const DURATION_LIMITS = { minMs: 5 * MINUTE_MS, maxMs: 24 * 60 * MINUTE_MS };
/** What a roll call lasts when only a title was written; the board says it and a button changes it. */
const USUAL_MS = 2 * 60 * MINUTE_MS;
const MAX_TITLE_GRAPHEMES = 60;
/** One sign can carry any number of marks; this bounds what a title takes on the wire. */
const MAX_TITLE_LENGTH = 240;
/** Room for a time in words at the end of the line. */
const MAX_TIME_LENGTH = 60;

export type Doubt = "nothing" | "ambiguous" | "bareTime" | "past" | "impossible" | "unreadable" | "tooShort" | "tooLong";

/** What a `/rollcall` line asks for; `choices` are instants that it may have meant, all allowed ones. */
export type Wish =
  | { kind: "ready"; title: string | null; closesAt: Date }
  | { kind: "asked"; title: string | null; doubt: Doubt; choices: readonly Date[] }
  | { kind: "titleTooLong" };

export interface Clock {
  readonly now: Date;
  readonly zone: string;
}

export interface OpenFacts {
  readonly closesAt: Date;
  readonly closedAt: Date | null;
}

export function isOpen(rollCall: OpenFacts, now: Date): boolean {
  return rollCall.closedAt === null && now < rollCall.closesAt;
}

/** When it ended: by a hand before its time, else at its time, however late the clock came to fold it. */
export function endedAt(rollCall: OpenFacts): Date {
  const { closesAt, closedAt } = rollCall;
  return closedAt !== null && closedAt < closesAt ? closedAt : closesAt;
}

/** Who opened it while still an organizer, or a lead of the station. */
export function maySteer(roles: readonly string[], isOpener: boolean): boolean {
  return roles.includes("station_lead") || (isOpener && roles.includes("organizer"));
}

/** A title as others may see it: no control or direction signs, single spaces; null if nothing is left. */
export function cleanTitle(text: string): string | null {
  const plain = oneLine(text);
  return /[^\s\u200D]/u.test(plain) ? plain : null;
}

export function isTitleTooLong(title: string): boolean {
  return title.length > MAX_TITLE_LENGTH || graphemesOf(title).length > MAX_TITLE_GRAPHEMES;
}

/** The first graphemes of a title, where a button or a toast has little room. */
export function shortTitle(title: string, graphemes = 20): string {
  const short = graphemesOf(title).slice(0, graphemes).join("").slice(0, 60).replaceAll(/\p{Cs}/gu, "");
  return short.length < title.length ? `${short.trimEnd()}…` : title;
}

/** The title of a roll call that was given none: its date, in the station's language. */
export function usualTitle({ now, zone }: Clock, locale: Locale): string {
  const day = formatMoment(now, zone, locale).slice(0, -localTime(now, zone).length).replace(/,? $/, "");
  return locale === "zh-CN" ? `签到 ${day}` : `Roll call ${day}`;
}

/** An extension never carries the end further than a new roll call could. */
export function isTooFar(closesAt: Date, now: Date): boolean {
  return closesAt.getTime() - now.getTime() > DURATION_LIMITS.maxMs;
}

/** Closing times to choose from: an hour, two hours, and 21:00 tonight while that is a while ahead. */
export function offeredClosings({ now, zone }: Clock): { minutes: readonly number[]; tonight: Date | null } {
  const tonight = nextAt(now, zone, "21:00");
  const ahead = tonight.getTime() - now.getTime();
  return { minutes: [30, 60, 120], tonight: ahead >= 30 * MINUTE_MS && ahead <= 12 * 60 * MINUTE_MS ? tonight : null };
}

export type ClosingCheck = { ok: true } | { ok: false; doubt: "past" | "tooShort" | "tooLong" };

export function checkClosing(closesAt: Date, now: Date): ClosingCheck {
  const ms = closesAt.getTime() - now.getTime();
  if (ms <= 0) return { ok: false, doubt: "past" };
  if (ms < DURATION_LIMITS.minMs) return { ok: false, doubt: "tooShort" };
  return ms > DURATION_LIMITS.maxMs ? { ok: false, doubt: "tooLong" } : { ok: true };
}

/** What the rest of a `/rollcall` line asks to be done with an open one; null where it is about opening. */
export type Steering = { verb: "close" } | { verb: "extend"; ms: number | null } | null;

const CLOSE_LINE = /^(?:close|end|stop|结束|关闭|截止)$/iu;
const EXTEND_LINE = /^(?:extend|延长)(?![a-z])\s*(?:(?:by|for)\s+)?(.*)$/iu;
const EXTENSION_LIMITS = { minMs: MINUTE_MS, maxMs: DURATION_LIMITS.maxMs };

/** Reads `close` and `extend 30m`; an extension that cannot be read has no length. */
export function readSteering(rest: string): Steering {
  const line = cleanTitle(rest) ?? "";
  if (CLOSE_LINE.test(line)) return { verb: "close" };
  const length = EXTEND_LINE.exec(line)?.[1];
  if (length === undefined) return null;
  const read = parseDuration(length.replace(/^了/, ""), EXTENSION_LIMITS);
  return { verb: "extend", ms: read.ok ? read.ms : null };
}

/** How a piece of the line reads as the time of closing; null where it is no time at all. */
type Reading = { closesAt: Date } | { doubt: Exclude<Doubt, "nothing">; choices: readonly Date[] } | null;

const doubted = (doubt: Exclude<Doubt, "nothing">, choices: readonly Date[] = []): Reading => ({ doubt, choices });

function atMoment(text: string, clock: Clock): Reading {
  const read = parseMoment(text, clock);
  if (!read.ok) {
    if (read.reason === "unreadable") return null;
    return doubted(read.reason, (read.choices ?? []).filter((at) => checkClosing(at, clock.now).ok));
  }
  const check = checkClosing(read.at, clock.now);
  return check.ok ? { closesAt: read.at } : doubted(check.doubt);
}

function afterDuration(text: string, { now }: Clock): Reading {
  const read = parseDuration(text, DURATION_LIMITS);
  if (read.ok) return { closesAt: new Date(now.getTime() + read.ms) };
  return read.reason === "unreadable" ? null : doubted(read.reason);
}

const UNTIL = /^(?:until|till|til|to|by)\s+(.+)$/iu;
const ZH_UNTIL = /^(?:截止到?|截至|直到|到|至)\s*(.+)$/u;
const FOR = /^(?:for|持续|时长|开放)\s*(.+)$/iu;

function markedReading(text: string, clock: Clock): Reading {
  const until = (UNTIL.exec(text) ?? ZH_UNTIL.exec(text))?.[1];
  if (until !== undefined) return atMoment(until, clock);
  const length = FOR.exec(text)?.[1];
  return afterDuration(length ?? text, clock);
}

/** Words that end in 到 and are no "until": 签到18:30 is a title and a time, not “签” until half past six. */
const WORD_ON_DAO = /[签报迟来达收找回周等得感做看听想遇不]$/u;

function isBoundary(line: string, at: number): boolean {
  const before = line[at - 1] ?? " ";
  const after = line[at] ?? "";
  if (/\s/.test(after) || /[\uDC00-\uDFFF]/.test(after)) return false;
  if (/[\p{L}\p{N}.:/-]/u.test(before) && /[a-z0-9.:/-]/i.test(before) && /[a-z0-9]/i.test(after)) return false;
  return !(after === "到" && WORD_ON_DAO.test(before));
}

/** Looks for the longest end of the line that reads as a time; what stands before it is the title. */
function splitTime(line: string, read: (end: string) => Reading): { title: string; reading: NonNullable<Reading> } | null {
  for (let at = Math.max(0, line.length - MAX_TIME_LENGTH); at < line.length; at += 1) {
    const reading = isBoundary(line, at) ? read(line.slice(at)) : null;
    if (reading) return { title: line.slice(0, at).replace(/[\s,，、;；:：·-]+$/u, ""), reading };
  }
  return null;
}

/** A mark of time with something after it that looks like one and is not. */
const UNREADABLE = /(?:^|\s)(?:(?:until|till|til)\s+\S|(?:for|to|by)\s+\d)|(?<![签报])[到至]\s*(?:[\d０-９]|周|星期|今|明|后天|下)/iu;
const LOOKS_LIKE_TIME = /(?:^|\s)\d{1,2}[:：.]\d{2}$|\d\s*[点时]/u;

function wished(title: string | null, reading: NonNullable<Reading>): Wish {
  if (title !== null && isTitleTooLong(title)) return { kind: "titleTooLong" };
  if ("closesAt" in reading) return { kind: "ready", title, closesAt: reading.closesAt };
  return { kind: "asked", title, doubt: reading.doubt, choices: reading.choices };
}

function bareReading(line: string, clock: Clock): Wish | null {
  const bare = splitTime(line, (end) => atMoment(end, clock));
  if (!bare) return null;
  const { title, reading } = bare;
  if ("closesAt" in reading) return wished(cleanTitle(title), { doubt: "bareTime", choices: [reading.closesAt] });
  return wished(cleanTitle(title), reading);
}

/** Reads `[title] [for 2h | until 18:30 | 2小时 | 到18:30]`; a time that is not sure is asked about, never guessed. */
export function readWish(text: string, clock: Clock): Wish {
  const line = cleanTitle(text);
  if (line === null) return { kind: "asked", title: null, doubt: "nothing", choices: [] };
  const marked = splitTime(line, (end) => markedReading(end, clock));
  if (marked) return wished(cleanTitle(marked.title), marked.reading);
  const bare = bareReading(line, clock);
  if (bare) return bare;
  if (UNREADABLE.test(line) || LOOKS_LIKE_TIME.test(line)) return wished(line, { doubt: "unreadable", choices: [] });
  return wished(line, { closesAt: new Date(clock.now.getTime() + USUAL_MS) });
}
