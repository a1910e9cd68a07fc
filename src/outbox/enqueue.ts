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
 * Owes a message inside your transaction. What is owed under one key before it is sent is one message:
 * the newest payload wins, and the earliest time, so a stream of changes cannot put it off for ever.
 */
export async function enqueue<Payload extends object>(
  tx: Tx,
  what: Owed<Payload>,
  job: { key: string; payload: Payload; now: Date; stationId?: number; afterMs?: number },
): Promise<void> {
  await tx.insert(outbox).values({
    kind: what.kind, key: job.key, lane: LANES[what.lane], stationId: job.stationId ?? null, payload: job.payload,
    runAt: new Date(job.now.getTime() + (job.afterMs ?? 0)), createdAt: job.now,
  });
}
