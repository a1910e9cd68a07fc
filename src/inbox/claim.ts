import { and, asc, eq, gte, inArray, lt, lte, notExists, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Update } from "grammy/types";
import type { Database, Tx } from "../db/client.ts";
import { inbox } from "../db/schema.ts";
import { failureOf } from "../operation/failure.ts";

/** A dead process's claims are free after this; a living one renews them every few seconds. */
const LEASE_MS = 10_000;
const MAX_ATTEMPTS = 3;
const RETRY_MS = 1_000;

export interface Claim {
  readonly seq: number;
  readonly updateId: number;
  readonly update: Update;
  readonly attempts: number;
  settled: boolean;
}

/** The claim was lost to another process or to time; whatever the handler did is rolled back. */
class LostClaim extends Error {
  override name = "LostClaim";
}

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** Takes the oldest updates that nothing earlier of the same chat or person is still waiting before. */
export async function claimUpdates(db: Database, owner: string, limit: number, now: Date): Promise<Claim[]> {
  const earlier = alias(inbox, "earlier");
  // Two questions rather than one with "or": each has an index of its own.
  const first = (lane: "chatLane" | "personLane") => notExists(db.select({ one: sql`1` }).from(earlier)
    .where(and(sql`${earlier.state} in ('waiting', 'running')`, lt(earlier.seq, inbox.seq), eq(earlier[lane], inbox[lane]))));
  const picked = db.$with("picked").as(
    db.select({ seq: inbox.seq }).from(inbox).where(and(
      or(
        and(eq(inbox.state, "waiting"), lte(inbox.readyAt, now)),
        and(eq(inbox.state, "running"), lte(inbox.leaseUntil, now), lt(inbox.attempts, MAX_ATTEMPTS)),
      ),
      first("chatLane"), first("personLane"),
    )).orderBy(asc(inbox.seq)).limit(limit).for("update", { skipLocked: true }),
  );
  const rows = await db.with(picked).update(inbox)
    .set({ state: "running", owner, leaseUntil: later(now, LEASE_MS), attempts: sql`${inbox.attempts} + 1` })
    .from(picked).where(eq(inbox.seq, picked.seq))
    .returning({ seq: inbox.seq, updateId: inbox.updateId, body: inbox.body, attempts: inbox.attempts });
  return rows.toSorted((a, b) => a.seq - b.seq)
    .map((row) => ({ seq: row.seq, updateId: row.updateId, update: row.body as Update, attempts: row.attempts, settled: false }));
}

const held = (claim: Claim) =>
  and(eq(inbox.seq, claim.seq), eq(inbox.state, "running"), eq(inbox.attempts, claim.attempts));

/** Marks the update as done and forgets its body; throws if the claim is no longer ours. */
export async function settleUpdate(db: Database | Tx, claim: Claim, now: Date): Promise<void> {
  const rows = await db.update(inbox)
    .set({ state: "done", body: null, chatLane: null, personLane: null, settledAt: now })
    .where(held(claim)).returning({ seq: inbox.seq });
  if (rows.length === 0) throw new LostClaim("the claim on this update was lost");
}

/** Puts a failed update back for another try, or parks it after the last; true if it was parked. */
export async function failUpdate(db: Database, claim: Claim, error: unknown, now: Date): Promise<boolean> {
  const parked = claim.attempts >= MAX_ATTEMPTS;
  const rows = await db.update(inbox).set({
    state: parked ? "parked" : "waiting",
    readyAt: later(now, RETRY_MS * claim.attempts),
    failure: failureOf(error),
    ...(parked && { chatLane: null, personLane: null, settledAt: now }),
  }).where(held(claim)).returning({ seq: inbox.seq });
  return parked && rows.length > 0;
}

/** Puts an update back that nothing was found out about, for the database was away: that is no attempt of its own. */
export async function giveBackUpdate(db: Database, claim: Claim, now: Date): Promise<void> {
  await db.update(inbox).set({ state: "waiting", readyAt: later(now, RETRY_MS), attempts: claim.attempts - 1 }).where(held(claim));
}

/** Rows that no transaction holds: one that is about to settle its update, however long it takes, is not waited for. */
const unheld = (db: Database, which: SQL | undefined) => db.select({ seq: inbox.seq }).from(inbox).where(which).for("update", { skipLocked: true });

/** Keeps what is still being handled; a claim whose outcome could not be written lapses like a dead process's. */
export async function renewLeases(db: Database, owner: string, underWay: readonly Claim[], now: Date): Promise<void> {
  if (underWay.length === 0) return;
  const own = and(inArray(inbox.seq, underWay.map((claim) => claim.seq)), eq(inbox.state, "running"), eq(inbox.owner, owner));
  await db.update(inbox).set({ leaseUntil: later(now, LEASE_MS) }).where(inArray(inbox.seq, unheld(db, own)));
}

/** Parks updates whose third attempt died with its process. */
export async function parkExhausted(db: Database, now: Date): Promise<void> {
  await db.update(inbox)
    .set({ state: "parked", failure: "process ended", chatLane: null, personLane: null, settledAt: now })
    .where(inArray(inbox.seq, unheld(db, and(eq(inbox.state, "running"), lte(inbox.leaseUntil, now), gte(inbox.attempts, MAX_ATTEMPTS)))));
}

/** At the start of a process that is alone on its database: whoever held claims is gone. */
export async function releaseClaims(db: Database, now: Date): Promise<void> {
  await db.update(inbox).set({ leaseUntil: now }).where(eq(inbox.state, "running"));
}
