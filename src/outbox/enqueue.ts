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

/** One thing that is owed now or a little later. */
export interface Due<Payload extends object> {
  readonly key: string;
  readonly payload: Payload;
  readonly now: Date;
  readonly stationId?: number;
  readonly afterMs?: number;
  /** Where this one is more or less urgent than its kind. */
  readonly lane?: Lane;
}

/**
 * Owes a message inside your transaction. What is owed under one key before it is sent is one message: the newest
 * payload wins, the most urgent lane, and the earliest time, so a stream of changes cannot put it off for ever.
 */
export function enqueue<Payload extends object>(tx: Tx, what: Owed<Payload>, due: Due<Payload>): Promise<void> {
  return enqueueAll(tx, what, [due]);
}

/** Owes many messages of one kind with one statement. */
export async function enqueueAll<Payload extends object>(tx: Tx, what: Owed<Payload>, dues: readonly Due<Payload>[]): Promise<void> {
  if (dues.length === 0) return;
  await tx.insert(outbox).values(dues.map(({ key, payload, now, stationId, afterMs, lane }) => ({
    kind: what.kind, key, lane: LANES[lane ?? what.lane], stationId: stationId ?? null, payload,
    runAt: new Date(now.getTime() + (afterMs ?? 0)), createdAt: now,
  })));
}
