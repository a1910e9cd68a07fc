import { and, count, inArray, lte, min, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { inbox, outbox } from "../db/schema.ts";

const INBOX_STATES = ["waiting", "running", "parked"] as const;
const OUTBOX_STATES = ["waiting", "sending", "blocked", "dead"] as const;

export interface Queue {
  readonly name: "inbox" | "outbox";
  /** How many rows are in each state that is not settled; a state without rows counts 0. */
  readonly counts: ReadonlyMap<string, number>;
  /** How long the oldest row has been waiting to be worked on; 0 where none waits. */
  readonly oldestMs: number;
}

function toQueue(name: Queue["name"], states: readonly string[], rows: readonly { state: string; count: number }[], since: Date | null, now: Date): Queue {
  const counts = new Map(states.map((state) => [state, rows.find((row) => row.state === state)?.count ?? 0]));
  return { name, counts, oldestMs: since === null ? 0 : Math.max(0, now.getTime() - since.getTime()) };
}

/** What the bot still has to handle and to send; a message that is not due yet does not count as waiting too long. */
export async function readQueues(db: Database, now: Date): Promise<Queue[]> {
  const taken = await db.select({ state: inbox.state, count: count() }).from(inbox)
    .where(inArray(inbox.state, [...INBOX_STATES])).groupBy(inbox.state);
  const [oldestTaken] = await db.select({ at: min(inbox.receivedAt) }).from(inbox).where(sql`${inbox.state} in ('waiting', 'running')`);
  const owed = await db.select({ state: outbox.state, count: count() }).from(outbox).groupBy(outbox.state);
  const [oldestOwed] = await db.select({ at: min(outbox.runAt) }).from(outbox)
    .where(and(inArray(outbox.state, ["waiting", "sending"]), lte(outbox.runAt, now)));
  return [
    toQueue("inbox", INBOX_STATES, taken, oldestTaken?.at ?? null, now),
    toQueue("outbox", OUTBOX_STATES, owed, oldestOwed?.at ?? null, now),
  ];
}
