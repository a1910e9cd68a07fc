import { parsePastDate } from "../date/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { readStatus, unitAt, type UnitAt, type UnitStatus } from "../unit/rules.ts";

/** What ends everything that hangs on a unit, and the reason that is written there. */
const CLOSING = { closed: "unit_closed", moved_out: "unit_moved_out", not_found: "unit_not_found" } as const;
export type ClosingReason = (typeof CLOSING)[keyof typeof CLOSING];

/** The reason with which links, assignments and mass organizations end; null where they go on. */
export function closingReason(status: UnitStatus): ClosingReason | null {
  return status === "active" || status === "dormant" ? null : CLOSING[status];
}

export interface StatusPeriod {
  readonly status: UnitStatus;
  readonly fromOn: string;
}

export type StatusRefusal = "future" | "beforeLast" | "sameStatus";
/** `again`: the day's own entry is corrected; `undo`: it is taken back, so that the period before goes on. */
export type StatusPlan = { readonly ok: true; readonly how: "next" | "again" | "undo" } | { readonly ok: false; readonly reason: StatusRefusal };

/** What a change to `status` on `on` comes to; `periods` is the history, the oldest first. */
export function planStatus(periods: readonly StatusPeriod[], status: UnitStatus, on: string, today: string): StatusPlan {
  const last = periods.at(-1);
  if (on > today) return { ok: false, reason: "future" };
  if (last === undefined) return { ok: true, how: "next" };
  if (on < last.fromOn) return { ok: false, reason: "beforeLast" };
  if (status === last.status) return { ok: false, reason: "sameStatus" };
  if (on > last.fromOn) return { ok: true, how: "next" };
  return { ok: true, how: periods.at(-2)?.status === status ? "undo" : "again" };
}

export type StatusLine =
  | { readonly code: string; readonly status: UnitStatus; readonly on: string }
  | { readonly code: string; readonly status: UnitStatus; readonly reason: "unreadable" | "future" | "ambiguous" };

/** A unit's status has three words at most. */
const MOST_WORDS = 3;

/** Reads `U06 closed yesterday`, the day being today where none is said; null where the line is about something else. */
export function readStatusLine(rest: string, clock: Clock): StatusLine | null {
  const [code, ...words] = rest.trim().split(/\s+/u);
  if (code === undefined || words.length === 0) return null;
  for (let count = Math.min(MOST_WORDS, words.length); count > 0; count--) {
    const status = readStatus(words.slice(0, count).join(" "));
    if (status === null) continue;
    const day = words.slice(count).join(" ");
    const read = parsePastDate(day === "" ? "today" : day, clock);
    return read.ok ? { code, status, on: read.date } : { code, status, reason: read.reason };
  }
  return null;
}

/** The button that asks what a unit is now. */
export const statusData = (unit: UnitAt): string => `unitstatus:ask:${unitAt(unit)}`;

/** The button that shows what a change of status on a day would come to. */
export const statusOnData = (unit: UnitAt, status: UnitStatus, on: string): string => `unitstatus:on:${unitAt(unit)}:${status}:${on}`;
