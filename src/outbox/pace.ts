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

/** One 429 is a chat's matter and slows the bot a little, several are the bot's own; it wins its pace back step by step. */
const SLOWED_BY_ONE_PERCENT = 10;
const SLOWED_BY_ALL_PERCENT = 30;
const SLOWEST_PERCENT = 30;
const RECOVERY_PERCENT = 1;
/** So long after a 429 further ones may be of calls that had their turn before the bot slowed down. */
const ONE_TROUBLE_MS = 2_000;

/** Somebody looks at the screen. */
export const ANSWERING: Patience = { botMs: 1_000, chatMs: 1_000, isEven: false };
/** Half a second is enough to keep every place busy; what is beyond it is free for answers. */
const CARRYING: Patience = { botMs: 500, chatMs: 0, isEven: true };
/** Processes that look at the same room both take from it; they find a turn beyond this, and need not come back. */
const ROOM_SHARE = 0.7;

/** A chat that must rest is come back to: what it is owed is then rendered anew. */
export function patienceOf(lane: number): Patience {
  return lane === LANES.answer ? { ...ANSWERING, chatMs: 0 } : CARRYING;
}

type PaceRow = Pick<typeof pace.$inferSelect, "scope" | "recent" | "pausedUntil" | "factor">;

const unused = (scope: string): PaceRow => ({ scope, recent: [], pausedUntil: null, factor: 100 });

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

/** A call that wants a turn, and how long it may wait for it. */
export interface Ask {
  readonly scopes: Scopes;
  readonly patience: Patience;
}

/** The turn that this call gets as things stand, and the rows in which it is noted where it is taken. */
function findTurn(rows: ReadonlyMap<string, PaceRow>, { scopes, patience }: Ask, limits: PaceLimits, now: number): { turn: Turn; noted: PaceRow[] } {
  const chat = chatScope(scopes);
  const chatWindows = "person" in scopes ? PERSON_WINDOWS : groupWindows(limits.perGroupMinute);
  const looked = (chat === null ? [GLOBAL] : [GLOBAL, chat]).map((scope) => {
    const row = rows.get(scope) ?? unused(scope);
    const isBot = scope === GLOBAL;
    const windows = isBot ? botWindows(row, limits, patience.isEven) : chatWindows;
    const at = earliestCall(row, windows, now);
    return { row, windows, at, isSoon: at <= now + (isBot ? patience.botMs : patience.chatMs) };
  });
  const at = Math.max(...looked.map((one) => one.at));
  if (looked.some(({ isSoon }) => !isSoon)) return { turn: { isTaken: false, at: new Date(at) }, noted: [] };
  const noted = looked.map(({ row, windows }) => ({
    ...row, recent: remember(row.recent, windows, { now, at }),
    factor: row.scope === GLOBAL ? Math.min(100, row.factor + RECOVERY_PERCENT) : 100,
  }));
  return { turn: { isTaken: true, at: new Date(at) }, noted };
}

/**
 * Takes a turn for each of these calls that gets one soon enough, in their order and for all processes at once. The clock is
 * read once the rows are ours, for that may take a while.
 */
export async function takeTurns(tx: Tx, asks: readonly Ask[], limits: PaceLimits, clock: () => Date): Promise<Turn[]> {
  const chats = asks.map(({ scopes }) => chatScope(scopes)).filter((scope) => scope !== null);
  const rows = await lockRows(tx, [GLOBAL, ...new Set(chats)], clock());
  const now = clock();
  const changed = new Map<string, PaceRow>();
  const turns = asks.map((ask) => {
    const { turn, noted } = findTurn(rows, ask, limits, now.getTime());
    for (const row of noted) {
      rows.set(row.scope, row);
      changed.set(row.scope, row);
    }
    return turn;
  });
  if (changed.size === 0) return turns;
  await tx.insert(pace).values([...changed.values()].map(({ scope, recent, factor }) => ({ scope, recent, factor, updatedAt: now })))
    .onConflictDoUpdate({ target: pace.scope, set: { recent: sql`excluded.recent`, factor: sql`excluded.factor`, updatedAt: sql`excluded.updated_at` } });
  return turns;
}

/** How many calls of a lane could get their turn by waiting in place; nothing is taken. */
export async function readRoom(db: Database, limits: PaceLimits, now: Date): Promise<(lane: number) => number> {
  const [row = unused(GLOBAL)] = await db.select().from(pace).where(eq(pace.scope, GLOBAL));
  return (lane) => {
    const { botMs, isEven } = patienceOf(lane);
    return callsUntil(row, botWindows(row, limits, isEven), now.getTime(), now.getTime() + botMs * ROOM_SHARE);
  };
}

/** Telegram said 429: the chat rests for as long as it asked, and the whole bot slows down, so far and no further for all that come together. */
export async function pauseAfterTooMany(tx: Tx, scopes: Scopes, retryAfterMs: number, now: Date): Promise<void> {
  const chat = chatScope(scopes);
  const rows = await lockRows(tx, [GLOBAL, ...(chat === null ? [] : [chat]), SLOWED], now);
  const pause = (ms: number) => {
    const until = new Date(now.getTime() + ms).toISOString();
    return { pausedUntil: sql`greatest(${pace.pausedUntil}, ${until}::timestamptz)`, updatedAt: now };
  };
  await tx.update(pace).set(pause(retryAfterMs)).where(eq(pace.scope, chat ?? GLOBAL));
  const { factor } = rows.get(GLOBAL) ?? unused(GLOBAL);
  const trouble = rows.get(SLOWED) ?? unused(SLOWED);
  const isNew = trouble.pausedUntil === null || trouble.pausedUntil <= now;
  const lowest = isNew ? Math.max(SLOWEST_PERCENT, factor - SLOWED_BY_ALL_PERCENT) : trouble.factor;
  await tx.update(pace).set({ factor: Math.max(lowest, factor - SLOWED_BY_ONE_PERCENT), updatedAt: now }).where(eq(pace.scope, GLOBAL));
  if (isNew) await tx.update(pace).set({ ...pause(ONE_TROUBLE_MS), factor: lowest }).where(eq(pace.scope, SLOWED));
}
