import { and, gt, lte } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { inbox, intakeCheck } from "../db/schema.ts";

/** Webhooks deliver in parallel; after this an id that has not come will not come. */
const SETTLE_MS = 120_000;
/** An id so little below the last one is a late arrival; numbers begun anew lie anywhere in a thousand million. */
const LATE_WITHIN = 10_000;
/** After a silent week Telegram starts its numbers anew at random, so a jump says nothing; a day less keeps well clear. */
const RESTART_MS = 6 * 24 * 3_600_000;

export interface Gap {
  readonly count: number;
  readonly from: Date;
  readonly to: Date;
}

interface Arrived {
  readonly updateId: number;
  readonly at: Date;
}

/** Webhooks may bring an update minutes after its neighbours; it fills a hole and makes none. */
function withoutLate(last: Arrived, arrived: readonly Arrived[]): Arrived[] {
  return arrived.filter(({ updateId }) => updateId > last.updateId || last.updateId - updateId > LATE_WITHIN);
}

/** How many of the ids between two checks never came: updates that Telegram dropped while the bot was away. */
export function gapBetween(
  last: Arrived,
  arrived: readonly Arrived[],
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

const highest = (one: Arrived, other: Arrived): Arrived => (other.updateId > one.updateId ? other : one);

/** Checks the ids that arrived since the last check; the check and what follows from it are one transaction of the caller's. */
export async function checkGaps(tx: Tx, now: Date): Promise<Gap | null> {
  const [check] = await tx.select().from(intakeCheck).for("update");
  const last = check && { updateId: check.throughUpdateId, at: check.throughAt };
  const arrived = await tx.select({ updateId: inbox.updateId, at: inbox.receivedAt }).from(inbox).where(and(
    last && gt(inbox.receivedAt, last.at), lte(inbox.receivedAt, new Date(now.getTime() - SETTLE_MS)),
  ));
  const [first, ...others] = last ? withoutLate(last, arrived) : arrived;
  if (!first) return null;
  // The highest, not the one stored last: beside each other they arrive in any order.
  const through = { throughUpdateId: others.reduce(highest, first).updateId, throughAt: new Date(Math.max(...arrived.map(({ at }) => at.getTime()))) };
  await tx.insert(intakeCheck).values(through).onConflictDoUpdate({ target: intakeCheck.only, set: through });
  return last ? gapBetween(last, [first, ...others]) : null;
}
