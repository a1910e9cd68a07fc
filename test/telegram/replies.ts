import { and, eq } from "drizzle-orm";
import { activitySlot } from "../../src/db/schema-activity.ts";
import { account } from "../../src/db/schema.ts";
import { activityMark, rsvp } from "../../src/db/schema-reply.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { Bench } from "./bench.ts";

export async function accountIdOf(bench: Bench, person: Person): Promise<number> {
  const [own] = await bench.database.db.select({ id: account.id }).from(account).where(eq(account.userHash, bench.seal.fingerprint(person.id)));
  if (!own) throw new Error(`${person.firstName} has no account`);
  return own.id;
}

/** Somebody's answer to an activity with one slot, as it stands in the books at this instant. */
export async function noteReply(
  bench: Bench, activityId: number, person: Person, reply: Partial<typeof rsvp.$inferInsert> & { answer: "going" | "maybe" },
): Promise<void> {
  const { db } = bench.database;
  const accountId = await accountIdOf(bench, person);
  const [slot] = await db.select().from(activitySlot).where(eq(activitySlot.activityId, activityId));
  if (!slot) throw new Error("no slot");
  const { stationId } = slot;
  await db.insert(rsvp).values({
    stationId, activityId, accountId, slotId: slot.id, place: reply.answer === "going" ? "held" : null, answeredAt: bench.now(), ...reply,
  }).onConflictDoUpdate({ target: [rsvp.stationId, rsvp.activityId, rsvp.accountId], set: reply });
  await db.insert(activityMark).values({ stationId, activityId, kind: "answered", mark: bench.seal.proof(`answered|${stationId}|${activityId}|${accountId}`) })
    .onConflictDoNothing();
}

export async function dropReply(bench: Bench, activityId: number, person: Person): Promise<void> {
  await bench.database.db.delete(rsvp).where(and(eq(rsvp.activityId, activityId), eq(rsvp.accountId, await accountIdOf(bench, person))));
}
