import { and, asc, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { Database, Tx } from "../db/client.ts";
import { outbox } from "../db/schema.ts";

/** A dead process's claims are free after this; a call to Telegram never takes so long. */
const LEASE_MS = 30_000;

export type OwedRow = typeof outbox.$inferSelect;

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** Takes what is due, the answers first; nothing is counted as tried yet. */
export async function claimOwed(db: Database, owner: string, limit: number, now: Date): Promise<OwedRow[]> {
  const picked = db.$with("picked").as(
    db.select({ id: outbox.id }).from(outbox).where(and(
      eq(outbox.state, "waiting"), lte(outbox.runAt, now),
      or(isNull(outbox.leaseUntil), lte(outbox.leaseUntil, now)),
    )).orderBy(asc(outbox.lane), asc(outbox.runAt), asc(outbox.id)).limit(limit).for("update", { skipLocked: true }),
  );
  const claimed = await db.with(picked).update(outbox).set({ owner, leaseUntil: later(now, LEASE_MS) })
    .from(picked).where(eq(outbox.id, picked.id)).returning();
  return claimed.map((row) => ("outbox" in row ? (row as unknown as { outbox: OwedRow }).outbox : row) as OwedRow);
}

const ours = (row: OwedRow) => and(eq(outbox.id, row.id), eq(outbox.owner, row.owner ?? ""));

/** Commits that a call is about to be made; false if the job is no longer ours or was promised anew with other ids. */
export async function markSending(tx: Tx, row: OwedRow, method: string): Promise<boolean> {
  const rows = await tx.update(outbox).set({ state: "sending", attempts: sql`${outbox.attempts} + 1`, method })
    .where(and(ours(row), eq(outbox.state, "waiting"))).returning({ id: outbox.id });
  return rows.length > 0;
}

/** Done: the job goes, unless it was promised anew while the call was under way; then it waits again. */
export async function finishOwed(tx: Tx, row: OwedRow, now: Date): Promise<void> {
  const gone = await tx.delete(outbox).where(and(ours(row), eq(outbox.version, row.version))).returning({ id: outbox.id });
  if (gone.length === 0) await putBack(tx, row, now, { attempts: 0 });
}

/** Puts the job back to wait until `runAt`. */
export async function putBack(
  tx: Tx | Database,
  row: OwedRow,
  runAt: Date,
  changes: { attempts?: number; uncertain?: boolean; failure?: string; state?: "waiting" | "blocked" | "dead"; telegramChatId?: number } = {},
): Promise<void> {
  await tx.update(outbox).set({ state: "waiting", owner: null, leaseUntil: null, runAt, ...changes }).where(ours(row));
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
