import { parseDate } from "../date/rules.ts";
import { parseDuration } from "../duration/rules.ts";
import { parseMoment, type Clock } from "../moment/rules.ts";
import { instantOf } from "../time/rules.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Sooner than five minutes nobody can answer; what stays open for months is forgotten. */
const LIMITS = { minMs: 5 * MINUTE_MS, maxMs: 31 * DAY_MS };
/** What a poll stays open when nothing was said; the preview says so. */
const USUAL_MINUTES = 24 * 60;
/** Hours to choose from where only a day was said. */
const HOURS = ["12:00", "18:00", "21:00"];

export type EndDoubt = "choose" | "hour" | "ambiguous" | "past" | "impossible" | "unreadable" | "tooShort" | "tooLong";

/** When a poll ends: minutes after it goes out, an instant in ms, or not yet sure; `choices` are instants in ms. */
export type Ending =
  | { readonly kind: "after"; readonly minutes: number }
  | { readonly kind: "at"; readonly at: number }
  | { readonly kind: "asked"; readonly doubt: EndDoubt; readonly choices: readonly number[] };

export const USUAL_END: Ending = { kind: "after", minutes: USUAL_MINUTES };

export const askedEnd = (doubt: EndDoubt, choices: readonly number[] = []): Ending => ({ kind: "asked", doubt, choices });

/** Why it cannot end then, seen from the moment it goes out. */
export function troubleOfEnd(at: number, from: Date): "past" | "tooShort" | "tooLong" | null {
  const ms = at - from.getTime();
  if (ms <= 0) return "past";
  if (ms < LIMITS.minMs) return "tooShort";
  return ms > LIMITS.maxMs ? "tooLong" : null;
}

export function checkedEnd(ending: Ending, now: Date): Ending {
  if (ending.kind === "asked") return { ...ending, choices: ending.choices.filter((at) => troubleOfEnd(at, now) === null) };
  const trouble = ending.kind === "at" ? troubleOfEnd(ending.at, now) : troubleOfEnd(now.getTime() + ending.minutes * MINUTE_MS, now);
  return trouble === null ? ending : askedEnd(trouble);
}

/** “in 3 days”, “3天后”, “2 days”. */
function afterLength(text: string): Ending | null {
  const length = text.replace(/^(?:in|for)\s+/iu, "").replace(/\s*(?:之后|以后|后)$/u, "");
  const read = parseDuration(length);
  return read.ok ? { kind: "after", minutes: Math.round(read.ms / MINUTE_MS) } : null;
}

function onDay(text: string, { now, zone }: Clock): Ending | null {
  const read = parseDate(text, { now, zone });
  if (!read.ok && read.reason === "unreadable") return null;
  const dates = read.ok ? [read.date] : read.choices ?? [];
  if (!read.ok && dates.length === 0) return askedEnd(read.reason === "past" ? "past" : "impossible");
  return askedEnd("hour", dates.flatMap((date) => HOURS.map((hour) => instantOf(date, hour, zone).getTime())));
}

/** Reads the end of a poll, a moment or a length of time; null where it is none. A day without an hour is asked about. */
export function readEnding(text: string, clock: Clock): Ending | null {
  const length = afterLength(text);
  if (length) return checkedEnd(length, clock.now);
  const read = parseMoment(text, clock);
  if (read.ok) return checkedEnd({ kind: "at", at: read.at.getTime() }, clock.now);
  if (read.reason === "ambiguous") return checkedEnd(askedEnd("ambiguous", (read.choices ?? []).map((at) => at.getTime())), clock.now);
  if (read.reason !== "unreadable") return askedEnd(read.reason);
  const day = onDay(text, clock);
  return day && checkedEnd(day, clock.now);
}

/** When it ends if it goes out at `from`: an instant that was said is kept to the millisecond; null while it is not sure. */
export function endsAt(ending: Ending, from: Date): Date | null {
  if (ending.kind === "asked") return null;
  return new Date(ending.kind === "at" ? ending.at : from.getTime() + ending.minutes * MINUTE_MS);
}

/** How many minutes it is open when it goes out at `from`; null while that is not sure. */
export function openMinutes(ending: Ending, from: Date): number | null {
  if (ending.kind === "asked") return null;
  return ending.kind === "after" ? ending.minutes : Math.round((ending.at - from.getTime()) / MINUTE_MS);
}

const STRONG = [
  /^(?:until|till|til|ends?|ending|closes?|closing)(?:\s+(?:at|on|in|by))?[\s:：]+(.+)$/iu,
  /^(?:截止(?:时间|日期)?|截至|直到|结束时间)\s*(?:到|于|为|是)?\s*[:：]?\s*(.+)$/u,
  /^(.+?)\s*(?:截止|结束|为止)$/u,
];
const WEAK = [/^by\s+(.+)$/iu, /^[到至]\s*(.+)$/u, /^for\s+(.+)$/iu, /^(?:持续|开放)\s*(.+)$/u];

/** Whether a part of the line says when the poll ends: surely, or only if the rest reads as a time. */
export function endingPart(part: string): { text: string; isSure: boolean } | null {
  for (const [patterns, isSure] of [[STRONG, true], [WEAK, false]] as const) {
    const text = patterns.map((pattern) => pattern.exec(part)?.[1]).find((found) => found !== undefined);
    if (text !== undefined) return { text, isSure };
  }
  return null;
}
