import { and, asc, eq, inArray, isNull, lt, lte, ne, not, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database, Tx } from "../db/client.ts";
import { outbox } from "../db/schema.ts";
import { LANES } from "./enqueue.ts";

/** A dead process's claims are free after this; a living one renews them every few seconds. */
const LEASE_MS = 30_000;

const other = alias(outbox, "other");
const due = alias(outbox, "due");

export type OwedRow = typeof outbox.$inferSelect;

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** The oldest of a key, which alone can be taken. */
const headOfDue = (db: Database) => db.select({ id: other.id }).from(other)
  .where(and(eq(other.kind, due.kind), eq(other.key, due.key), ne(other.state, "dead"))).orderBy(asc(other.id)).limit(1);

// Written out, for drizzle leaves table names away where one table is read.
const OVERTAKES = sql`coalesce(bool_or((other.lane, other.run_at, other.id) < (due.lane, due.run_at, due.id)), false)`;

/** Whether a promise of the same key that is due has a more urgent lane or an earlier time; an aggregate, for it needs no sorting. */
const isOvertaken = (db: Database, now: Date) => sql`(${db.select({ found: OVERTAKES }).from(other)
  .where(and(eq(other.kind, outbox.kind), eq(other.key, outbox.key), eq(other.state, "waiting"), lte(other.runAt, now)))})`;

const beingSent = (db: Database) => db.select({ one: sql`1` }).from(other)
  .where(and(eq(other.kind, outbox.kind), eq(other.key, outbox.key), eq(other.state, "sending"))).limit(1);

/** Ids of the heads to take. Each part leans on the one before, so that a key that cannot be taken costs one look. */
function pick(db: Database, limit: number, lane: number, now: Date) {
  return db.select({ id: outbox.id }).from(due).innerJoin(outbox, eq(outbox.id, sql`(${headOfDue(db)})`)).where(and(
    eq(due.state, "waiting"), lte(due.runAt, now), lte(due.lane, lane),
    eq(outbox.state, "waiting"), or(isNull(outbox.leaseUntil), lte(outbox.leaseUntil, now)),
    notExists(beingSent(db)), not(isOvertaken(db, now)),
  )).orderBy(asc(due.lane), asc(due.runAt)).limit(limit).for("update", { of: outbox, skipLocked: true });
}

/**
 * Takes what is due in lanes up to the given one, the most urgent first; nothing is counted as tried yet. A key is as urgent as the most urgent
 * promise under it, but only its oldest row can be taken, so one key is never in two hands; the newer rows of that key are
 * taken up into it. A row may become visible after a newer one was taken, so what is being sent keeps its key.
 */
export async function claimOwed(db: Database, owner: string, limit: number, now: Date, lane: number = LANES.announcement): Promise<OwedRow[]> {
  const picked = db.$with("picked").as(pick(db, limit, lane, now));
  return db.transaction(async (tx) => {
    // A queue grows faster than it is counted: by old counts all of it would be read and sorted for the first few.
    await tx.execute(sql`set local enable_sort = off`);
    const claimed = await tx.with(picked).update(outbox).set({ owner, leaseUntil: later(now, LEASE_MS) })
      .from(picked).where(eq(outbox.id, picked.id)).returning();
    if (claimed.length === 0) return [];
    const changed = await takeUp(tx, claimed);
    return claimed.map((row) => ({ ...row, ...changed.get(nameOf(row)) })).toSorted((a, b) => a.lane - b.lane || a.runAt.getTime() - b.runAt.getTime());
  });
}

/** What is promised to a chat that cannot be written to is taken up too, or it would pile up until the bot is back. */
export async function gatherBlocked(tx: Tx): Promise<void> {
  const blocked = await tx.select().from(outbox).where(eq(outbox.state, "blocked")).for("update", { skipLocked: true });
  if (blocked.length > 0) await takeUp(tx, blocked);
}

const nameOf = (row: Pick<OwedRow, "kind" | "key">) => `${row.kind} ${row.key}`;

type Merged = Pick<OwedRow, "payload" | "lane" | "runAt">;

const merge = (before: Merged, newer: Merged): Merged => ({
  payload: newer.payload, lane: Math.min(before.lane, newer.lane),
  runAt: before.runAt < newer.runAt ? before.runAt : newer.runAt,
});

/** Removes the rows that were promised under the same keys since; what is kept has the newest payload, and is as urgent as the most urgent. */
async function takeUp(tx: Tx, heads: readonly OwedRow[]): Promise<Map<string, Merged>> {
  const head = alias(outbox, "head");
  const newer = tx.select({ id: other.id }).from(head)
    .innerJoin(other, and(eq(other.kind, head.kind), eq(other.key, head.key), lt(head.id, other.id), ne(other.state, "dead")))
    .where(inArray(head.id, heads.map((row) => row.id)));
  const taken = await tx.delete(outbox).where(and(eq(outbox.state, "waiting"), inArray(outbox.id, newer))).returning();
  const merged = new Map<string, Merged>();
  const before = new Map(heads.map((row) => [nameOf(row), row]));
  for (const row of taken.toSorted((a, b) => a.id - b.id)) {
    merged.set(nameOf(row), merge(merged.get(nameOf(row)) ?? before.get(nameOf(row)) ?? row, row));
  }
  for (const [name, changes] of merged) await tx.update(outbox).set(changes).where(eq(outbox.id, before.get(name)?.id ?? 0));
  return merged;
}

// The attempt too: a process that took its own stranded job over must not settle it for the call before.
const ours = (row: OwedRow) => and(eq(outbox.id, row.id), eq(outbox.owner, row.owner ?? ""), eq(outbox.attempts, row.attempts));

/** Keeps what this process is still calling for, or its own upkeep would take it for stranded. */
export async function renewOwed(tx: Tx, owner: string, underWay: readonly OwedRow[], now: Date): Promise<void> {
  if (underWay.length === 0) return;
  await tx.update(outbox).set({ leaseUntil: later(now, LEASE_MS) })
    .where(and(inArray(outbox.id, underWay.map((row) => row.id)), eq(outbox.owner, owner)));
}

/** Commits that a call is about to be made; false if the job is no longer ours. */
export async function markSending(db: Database, row: OwedRow, method: string): Promise<boolean> {
  const rows = await db.update(outbox).set({ state: "sending", attempts: sql`${outbox.attempts} + 1`, method })
    .where(and(ours(row), eq(outbox.state, "waiting"))).returning({ id: outbox.id });
  return rows.length > 0;
}

/** Done; what was promised under the key meanwhile waits in rows of its own. False if the job is no longer ours. */
export async function finishOwed(tx: Tx, row: OwedRow): Promise<boolean> {
  const rows = await tx.delete(outbox).where(ours(row)).returning({ id: outbox.id });
  return rows.length > 0;
}

/** Puts the job back; the lease keeps its pause, however much is promised under its key meanwhile. */
export async function putBack(
  tx: Tx | Database,
  row: OwedRow,
  runAt: Date,
  changes: { attempts?: number; uncertain?: boolean; failure?: string; state?: "waiting" | "blocked" | "dead"; telegramChatId?: number } = {},
): Promise<void> {
  await tx.update(outbox).set({ state: "waiting", owner: null, leaseUntil: runAt, runAt, ...changes }).where(ours(row));
}

/** Lets the job go until then; whatever was promised after it still comes after it. */
export async function keepPlace(tx: Tx | Database, row: OwedRow, until: Date, changes: { attempts?: number } = {}): Promise<void> {
  await tx.update(outbox).set({ state: "waiting", owner: null, leaseUntil: until, ...changes }).where(ours(row));
}

/** Jobs whose process died in the middle of a call. */
export async function takeStranded(tx: Tx, owner: string, now: Date): Promise<OwedRow[]> {
  const rows = await tx.select().from(outbox)
    .where(and(eq(outbox.state, "sending"), lte(outbox.leaseUntil, now))).for("update", { skipLocked: true });
  for (const row of rows) await tx.update(outbox).set({ owner }).where(eq(outbox.id, row.id));
  return rows.map((row) => ({ ...row, owner }));
}

/** At the start of a process that is alone on its database: whoever held jobs is gone. */
export async function releaseOwed(db: Database, now: Date): Promise<void> {
  await db.update(outbox).set({ leaseUntil: now }).where(or(eq(outbox.state, "sending"), eq(outbox.state, "waiting")));
}

/** A chat can be written to again: what was kept for it goes on. */
export async function resumeChat(tx: Tx, telegramChatId: number, now: Date): Promise<void> {
  await tx.update(outbox).set({ state: "waiting", runAt: now, attempts: 0 })
    .where(and(eq(outbox.state, "blocked"), eq(outbox.telegramChatId, telegramChatId)));
}
