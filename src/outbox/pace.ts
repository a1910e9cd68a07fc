import { eq, inArray, sql } from "drizzle-orm";
import type { Database, Tx } from "../db/client.ts";
import { pace } from "../db/schema.ts";

interface Window {
  readonly limit: number;
  readonly ms: number;
}

interface Recent {
  readonly recent: readonly number[];
  readonly pausedUntil: Date | null;
}

export interface PaceLimits {
  readonly perSecond: number;
  readonly perGroupMinute: number;
}

/** Whose turn a call uses up beside the whole bot's: a group's, or a person's, who is known by a keyed hash. */
export type Scopes = { readonly group: number | null } | { readonly person: string };

const GLOBAL = "global";

function chatScope(scopes: Scopes): string | null {
  if ("person" in scopes) return `person:${scopes.person}`;
  return scopes.group === null ? null : `group:${scopes.group}`;
}

/** After a 429 the whole bot slows to this share of its pace, and wins it back step by step. */
const SLOWED = 0.7;
const SLOWEST_PERCENT = 30;
const RECOVERY_PERCENT = 1;

/** A second and a minute are taken slightly long: Telegram counts arrivals, we count departures. */
export function groupWindows(perMinute: number): Window[] {
  return [
    { limit: 1, ms: 1_050 },
    { limit: Math.max(1, Math.floor(perMinute / 4)), ms: 15_000 },
    { limit: perMinute, ms: 61_000 },
  ];
}

/** A private chat takes a message a second. */
const PERSON_WINDOWS: readonly Window[] = [{ limit: 1, ms: 1_050 }];

export function globalWindows(perSecond: number, percent: number): Window[] {
  return [{ limit: Math.max(1, Math.floor((perSecond * percent) / 100)), ms: 1_050 }];
}

/** The earliest instant, in ms, at which one more call keeps every window; `now` where it may go at once. */
export function earliestCall(state: Recent, windows: readonly Window[], now: number): number {
  const times = windows.map(({ limit, ms }) => {
    const last = state.recent[state.recent.length - limit];
    return last === undefined ? now : last + ms;
  });
  return Math.max(now, state.pausedUntil?.getTime() ?? 0, ...times);
}

/** Keeps only what a window can still see. */
export function remember(recent: readonly number[], windows: readonly Window[], now: number): number[] {
  const horizon = now - Math.max(...windows.map((window) => window.ms));
  return [...recent.filter((at) => at > horizon), now].toSorted((a, b) => a - b);
}

async function lockRows(tx: Tx, scopes: readonly string[], now: Date) {
  await tx.insert(pace).values(scopes.map((scope) => ({ scope, recent: [], updatedAt: now }))).onConflictDoNothing();
  const rows = await tx.select().from(pace).where(inArray(pace.scope, [...scopes])).orderBy(pace.scope).for("update");
  return new Map(rows.map((row) => [row.scope, row]));
}

/**
 * Takes a turn for one call, for all processes at once. Returns null when the call may go now,
 * else the instant to come back at; then nothing was taken.
 */
export async function takeTurn(tx: Tx, scopes: Scopes, limits: PaceLimits, now: Date): Promise<Date | null> {
  const chat = chatScope(scopes);
  const rows = await lockRows(tx, chat === null ? [GLOBAL] : [GLOBAL, chat], now);
  const at = now.getTime();
  const chatWindows = "person" in scopes ? PERSON_WINDOWS : groupWindows(limits.perGroupMinute);
  const turns = [...rows.values()].map((row) => ({
    row, windows: row.scope === GLOBAL ? globalWindows(limits.perSecond, row.factor) : chatWindows,
  }));
  const earliest = Math.max(...turns.map(({ row, windows }) => earliestCall(row, windows, at)));
  if (earliest > at) return new Date(earliest);
  for (const { row, windows } of turns) {
    await tx.update(pace).set({
      recent: remember(row.recent, windows, at),
      factor: row.scope === GLOBAL ? Math.min(100, row.factor + RECOVERY_PERCENT) : 100,
      updatedAt: now,
    }).where(eq(pace.scope, row.scope));
  }
  return null;
}

/** Telegram said 429: the chat rests for as long as it asked, and the whole bot slows down. */
export async function pauseAfterTooMany(tx: Tx, scopes: Scopes, retryAfterMs: number, now: Date): Promise<void> {
  const chat = chatScope(scopes);
  const rows = await lockRows(tx, chat === null ? [GLOBAL] : [GLOBAL, chat], now);
  const until = new Date(now.getTime() + retryAfterMs);
  for (const row of rows.values()) {
    const isScope = row.scope === (chat ?? GLOBAL);
    await tx.update(pace).set({
      ...(isScope && { pausedUntil: sql`greatest(${pace.pausedUntil}, ${until.toISOString()}::timestamptz)` }),
      factor: row.scope === GLOBAL ? Math.max(SLOWEST_PERCENT, Math.floor(row.factor * SLOWED)) : 100,
      updatedAt: now,
    }).where(eq(pace.scope, row.scope));
  }
}

/** A direct answer waits for its turn at most so often; then it goes, and Telegram's own 429 decides. */
const TURNS_WAITED = 3;
const LONGEST_WAIT_MS = 1_000;

/** Lets a direct answer wait for the shared pace, but not for long: somebody is looking at the screen. */
export function createTurn(deps: { db: Database; now: () => Date; limits: PaceLimits; pause: (ms: number) => Promise<void> }) {
  return async (group: number | null): Promise<void> => {
    for (let waited = 0; waited < TURNS_WAITED; waited += 1) {
      const now = deps.now();
      const until = await deps.db.transaction((tx) => takeTurn(tx, { group }, deps.limits, now));
      if (until === null) return;
      await deps.pause(Math.min(LONGEST_WAIT_MS, until.getTime() - now.getTime()));
    }
  };
}
