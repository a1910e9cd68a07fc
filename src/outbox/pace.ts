import { eq, inArray, sql } from "drizzle-orm";
import type { Database, Tx } from "../db/client.ts";
import { pace } from "../db/schema.ts";
import { LANES } from "./enqueue.ts";
import { callsUntil, earliestCall, evenly, globalWindows, groupWindows, PERSON_WINDOWS, remember, type Window } from "./window.ts";

export interface PaceLimits {
  readonly perSecond: number;
  readonly perGroupMinute: number;
}

/** Whose turn a call uses up beside the whole bot's: a group's, or a person's, who is known by a keyed hash. */
export type Scopes = { readonly group: number | null } | { readonly person: string };

/** How long a call may wait in place for the bot's and for its chat's turn, and whether it keeps an even distance. */
export interface Patience {
  readonly botMs: number;
  readonly chatMs: number;
  readonly isEven: boolean;
}

const GLOBAL = "global";
const SLOWED = "slowed";

function chatScope(scopes: Scopes): string | null {
  if ("person" in scopes) return `person:${scopes.person}`;
  return scopes.group === null ? null : `group:${scopes.group}`;
}

/** After a 429 the whole bot slows to this share of its pace, and wins it back step by step. */
const SLOWED_TO = 0.7;
const SLOWEST_PERCENT = 30;
const RECOVERY_PERCENT = 1;
/** So long after a 429 further ones are of calls that had their turn before the bot slowed down. */
const ONE_TROUBLE_MS = 2_000;

/** Somebody looks at the screen. */
const ANSWERING: Patience = { botMs: 1_000, chatMs: 1_000, isEven: false };
/** Half a second is enough to keep every place busy; what is beyond it is free for answers. */
const CARRYING: Patience = { botMs: 500, chatMs: 0, isEven: true };

/** A chat that must rest is come back to: what it is owed is then rendered anew. */
export function patienceOf(lane: number): Patience {
  return lane === LANES.answer ? { ...ANSWERING, chatMs: 0 } : CARRYING;
}

type PaceRow = Pick<typeof pace.$inferSelect, "scope" | "recent" | "pausedUntil" | "factor">;

async function lockRows(tx: Tx, scopes: readonly string[], now: Date): Promise<Map<string, PaceRow>> {
  const locked = () => tx.select().from(pace).where(inArray(pace.scope, [...scopes])).orderBy(pace.scope).for("update");
  let rows = await locked();
  if (rows.length < scopes.length) {
    await tx.insert(pace).values(scopes.map((scope) => ({ scope, recent: [], updatedAt: now }))).onConflictDoNothing();
    rows = await locked();
  }
  return new Map(rows.map((row) => [row.scope, row]));
}

const botWindows = (row: PaceRow, limits: PaceLimits, isEven: boolean): readonly Window[] => {
  const windows = globalWindows(limits.perSecond, row.factor);
  return isEven ? evenly(windows) : windows;
};

/** A turn that was taken and comes at `at`; or none, and the instant to come back at. */
export type Turn = { readonly isTaken: boolean; readonly at: Date };

/** Takes a turn for one call, for all processes at once, if one comes soon enough. */
export async function takeTurn(tx: Tx, scopes: Scopes, limits: PaceLimits, now: Date, patience: Patience): Promise<Turn> {
  const chat = chatScope(scopes);
  const rows = await lockRows(tx, chat === null ? [GLOBAL] : [GLOBAL, chat], now);
  const chatWindows = "person" in scopes ? PERSON_WINDOWS : groupWindows(limits.perGroupMinute);
  const turns = [...rows.values()].map((row) => {
    const isBot = row.scope === GLOBAL;
    const windows = isBot ? botWindows(row, limits, patience.isEven) : chatWindows;
    const at = earliestCall(row, windows, now.getTime());
    return { row, windows, at, isSoon: at <= now.getTime() + (isBot ? patience.botMs : patience.chatMs) };
  });
  const at = Math.max(...turns.map((turn) => turn.at));
  if (turns.some((turn) => !turn.isSoon)) return { isTaken: false, at: new Date(at) };
  for (const { row, windows } of turns) {
    await tx.update(pace).set({
      recent: remember(row.recent, windows, { now: now.getTime(), at }),
      factor: row.scope === GLOBAL ? Math.min(100, row.factor + RECOVERY_PERCENT) : 100,
      updatedAt: now,
    }).where(eq(pace.scope, row.scope));
  }
  return { isTaken: true, at: new Date(at) };
}

/** How many calls of a lane could get their turn by waiting in place; nothing is taken. */
export async function readRoom(db: Database, limits: PaceLimits, now: Date): Promise<(lane: number) => number> {
  const [row = { scope: GLOBAL, recent: [], pausedUntil: null, factor: 100 }] = await db.select().from(pace).where(eq(pace.scope, GLOBAL));
  return (lane) => {
    const { botMs, isEven } = patienceOf(lane);
    return callsUntil(row, botWindows(row, limits, isEven), now.getTime(), now.getTime() + botMs);
  };
}

/** Telegram said 429: the chat rests for as long as it asked, and the whole bot slows down, once for all that come together. */
export async function pauseAfterTooMany(tx: Tx, scopes: Scopes, retryAfterMs: number, now: Date): Promise<void> {
  const chat = chatScope(scopes);
  const rows = await lockRows(tx, [GLOBAL, ...(chat === null ? [] : [chat]), SLOWED], now);
  const pause = (ms: number) => {
    const until = new Date(now.getTime() + ms).toISOString();
    return { pausedUntil: sql`greatest(${pace.pausedUntil}, ${until}::timestamptz)`, updatedAt: now };
  };
  await tx.update(pace).set(pause(retryAfterMs)).where(eq(pace.scope, chat ?? GLOBAL));
  const slowedUntil = rows.get(SLOWED)?.pausedUntil;
  if (slowedUntil && slowedUntil > now) return;
  const factor = Math.max(SLOWEST_PERCENT, Math.floor((rows.get(GLOBAL)?.factor ?? 100) * SLOWED_TO));
  await tx.update(pace).set({ factor, updatedAt: now }).where(eq(pace.scope, GLOBAL));
  await tx.update(pace).set(pause(ONE_TROUBLE_MS)).where(eq(pace.scope, SLOWED));
}

/** A direct answer asks for a turn at most so often; then it goes, and Telegram's own 429 decides. */
const TURNS_ASKED = 3;

/** Lets a direct answer wait for the shared pace, but not for long. */
export function createTurn(deps: { db: Database; now: () => Date; limits: PaceLimits; pause: (ms: number) => Promise<void> }) {
  return async (group: number | null): Promise<void> => {
    for (let asked = 0; asked < TURNS_ASKED; asked += 1) {
      const now = deps.now();
      const turn = await deps.db.transaction((tx) => takeTurn(tx, { group }, deps.limits, now, ANSWERING));
      await deps.pause(Math.min(ANSWERING.botMs, turn.at.getTime() - now.getTime()));
      if (turn.isTaken) return;
    }
  };
}
