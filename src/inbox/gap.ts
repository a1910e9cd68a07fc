import { and, desc, gt, lte, sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { inbox, intakeCheck } from "../db/schema.ts";

/** Webhooks deliver in parallel; after this an id that has not come will not come. */
const SETTLE_MS = 120_000;
/** After a silent week Telegram starts its numbers anew at random, so a jump says nothing; a day keeps well clear. */
const RESTART_MS = 3 * 24 * 3_600_000;

export interface Gap {
  readonly count: number;
  readonly from: Date;
  readonly to: Date;
}

/** How many of the ids between two checks never came: updates that Telegram dropped while the bot was away. */
export function gapBetween(
  last: { updateId: number; at: Date },
  arrived: readonly { updateId: number; at: Date }[],
): Gap | null {
  const holes: Gap[] = [];
  let previous = last;
  for (const next of arrived.toSorted((a, b) => a.updateId - b.updateId)) {
    const count = next.updateId - previous.updateId - 1;
    if (count > 0 && next.at.getTime() - previous.at.getTime() < RESTART_MS) holes.push({ count, from: previous.at, to: next.at });
    previous = next;
  }
  const [first] = holes;
  const final = holes.at(-1);
  if (!first || !final) return null;
  return { count: holes.reduce((sum, hole) => sum + hole.count, 0), from: first.from, to: final.to };
}

/** Checks the ids that arrived since the last check; the check and what follows from it are one transaction of the caller's. */
export async function checkGaps(tx: Tx, now: Date): Promise<Gap | null> {
  const before = new Date(now.getTime() - SETTLE_MS);
  const [last] = await tx.select().from(intakeCheck).for("update");
  const [newest] = await tx.select({ updateId: inbox.updateId, at: inbox.receivedAt }).from(inbox)
    .where(lte(inbox.receivedAt, before)).orderBy(desc(inbox.seq)).limit(1);
  if (!newest) return null;
  if (!last) {
    await tx.insert(intakeCheck).values({ throughUpdateId: newest.updateId, throughAt: newest.at }).onConflictDoNothing();
    return null;
  }
  const arrived = await tx.select({ updateId: inbox.updateId, at: inbox.receivedAt }).from(inbox)
    .where(and(gt(inbox.receivedAt, last.throughAt), lte(inbox.receivedAt, before)));
  if (arrived.length === 0) return null;
  await tx.update(intakeCheck).set({ throughUpdateId: newest.updateId, throughAt: newest.at }).where(sql`true`);
  return gapBetween({ updateId: last.throughUpdateId, at: last.throughAt }, arrived);
}
