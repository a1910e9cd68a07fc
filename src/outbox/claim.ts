import { and, asc, eq, exists, inArray, isNull, lt, lte, ne, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Database, Tx } from "../db/client.ts";
import { outbox } from "../db/schema.ts";

/** A dead process's claims are free after this; a living one renews them every few seconds. */
const LEASE_MS = 30_000;

const other = alias(outbox, "other");

export type OwedRow = typeof outbox.$inferSelect;

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

const sameKey = and(eq(other.kind, outbox.kind), eq(other.key, outbox.key));

/**
 * Takes what is due, the answers first; nothing is counted as tried yet. Only the oldest row of a key can be taken,
 * so one key is never in two hands; the newer rows of that key are taken up into it. A row may become visible after a
 * newer one was taken, so what is being sent keeps its key.
 */
export async function claimOwed(db: Database, owner: string, limit: number, now: Date): Promise<OwedRow[]> {
  const one = { one: sql`1` };
  const picked = db.$with("picked").as(
    db.select({ id: outbox.id }).from(outbox).where(and(
      eq(outbox.state, "waiting"), or(isNull(outbox.leaseUntil), lte(outbox.leaseUntil, now)),
      notExists(db.select(one).from(other).where(and(
        sameKey, ne(other.state, "dead"), or(lt(other.id, outbox.id), eq(other.state, "sending")),
      ))),
      or(lte(outbox.runAt, now), exists(db.select(one).from(other).where(and(sameKey, eq(other.state, "waiting"), lte(other.runAt, now))))),
    )).orderBy(asc(outbox.lane), asc(outbox.runAt), asc(outbox.id)).limit(limit).for("update", { skipLocked: true }),
  );
  return db.transaction(async (tx) => {
    const claimed = await tx.with(picked).update(outbox).set({ owner, leaseUntil: later(now, LEASE_MS) })
      .from(picked).where(eq(outbox.id, picked.id)).returning();
    if (claimed.length === 0) return [];
    const newest = await takeUp(tx, claimed.map((row) => row.id));
    return claimed.map((row) => ({ ...row, payload: newest.get(`${row.kind} ${row.key}`) ?? row.payload }));
  });
}

/** What is promised to a chat that cannot be written to is taken up too, or it would pile up until the bot is back. */
export async function gatherBlocked(tx: Tx): Promise<void> {
  const blocked = await tx.select({ id: outbox.id }).from(outbox).where(eq(outbox.state, "blocked")).for("update", { skipLocked: true });
  if (blocked.length > 0) await takeUp(tx, blocked.map((row) => row.id));
}

/** Removes the rows that were promised under the same keys since, and keeps their newest payload. */
async function takeUp(tx: Tx, ids: readonly number[]): Promise<Map<string, unknown>> {
  const head = alias(outbox, "head");
  const isHead = exists(tx.select({ one: sql`1` }).from(head).where(and(
    inArray(head.id, [...ids]), eq(head.kind, outbox.kind), eq(head.key, outbox.key), lt(head.id, outbox.id),
  )));
  const taken = await tx.delete(outbox).where(and(eq(outbox.state, "waiting"), isHead))
    .returning({ id: outbox.id, kind: outbox.kind, key: outbox.key, payload: outbox.payload });
  const newest = new Map(taken.toSorted((a, b) => a.id - b.id).map((row) => [`${row.kind} ${row.key}`, row.payload]));
  for (const row of taken) {
    const payload = newest.get(`${row.kind} ${row.key}`);
    if (payload === row.payload) {
      await tx.update(outbox).set({ payload }).where(and(inArray(outbox.id, [...ids]), eq(outbox.kind, row.kind), eq(outbox.key, row.key)));
    }
  }
  return newest;
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
export async function markSending(tx: Tx, row: OwedRow, method: string): Promise<boolean> {
  const rows = await tx.update(outbox).set({ state: "sending", attempts: sql`${outbox.attempts} + 1`, method })
    .where(and(ours(row), eq(outbox.state, "waiting"))).returning({ id: outbox.id });
  return rows.length > 0;
}

/** Done; what was promised under the key while the call was under way waits in rows of its own. */
export async function finishOwed(tx: Tx, row: OwedRow): Promise<void> {
  await tx.delete(outbox).where(ours(row));
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
