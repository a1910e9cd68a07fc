import { sql } from "drizzle-orm";
import type { Tx } from "../db/client.ts";
import { outbox } from "../db/schema.ts";

/** Who goes first when the pace is tight. */
export const LANES = { answer: 0, reminder: 1, digest: 2, announcement: 3 } as const;
export type Lane = keyof typeof LANES;

/** A kind of thing that the bot can owe, with the ids it needs to render it later. */
export interface Owed<Payload extends object> {
  readonly kind: string;
  readonly lane: Lane;
  readonly payload?: Payload;
}

export function owed<Payload extends object>(kind: string, lane: Lane): Owed<Payload> {
  return { kind, lane };
}

/**
 * Owes a message inside your transaction. Under one key the newest payload wins; the earliest time wins,
 * so a stream of changes cannot put the message off for ever.
 */
export async function enqueue<Payload extends object>(
  tx: Tx,
  what: Owed<Payload>,
  job: { key: string; payload: Payload; now: Date; stationId?: number; afterMs?: number },
): Promise<void> {
  const runAt = new Date(job.now.getTime() + (job.afterMs ?? 0));
  await tx.insert(outbox).values({
    kind: what.kind, key: job.key, lane: LANES[what.lane], stationId: job.stationId ?? null,
    payload: job.payload, runAt, createdAt: job.now,
  }).onConflictDoUpdate({
    target: [outbox.kind, outbox.key],
    targetWhere: sql`state <> 'dead'`,
    set: {
      payload: job.payload,
      version: sql`${outbox.version} + 1`,
      runAt: sql`least(${outbox.runAt}, excluded.run_at)`,
    },
  });
}
