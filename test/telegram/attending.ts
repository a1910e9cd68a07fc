import { eq } from "drizzle-orm";
import { account } from "../../src/db/schema.ts";
import { activity, activitySlot } from "../../src/db/schema-activity.ts";
import { checkIn, rsvp } from "../../src/db/schema-reply.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";

const MINUTE = 60_000;
export const minutesFrom = (at: Date, minutes: number) => new Date(at.getTime() + minutes * MINUTE);

/** Turns the clock to an instant and sends what is owed; nobody looks unless they say so. */
export async function turnTo(bench: Bench, at: Date, looking: "away" | "closely" = "away"): Promise<void> {
  await bench.advance(at.getTime() - bench.now().getTime());
  await bench.settle();
  if (looking === "away") bench.emulator.markAllSeen();
}

export async function accountIdOf(bench: Bench, person: Person): Promise<number> {
  const [own] = await bench.database.db.select({ id: account.id }).from(account).where(eq(account.userHash, bench.seal.fingerprint(person.id)));
  if (!own) throw new Error("nobody is known by this person");
  return own.id;
}

async function slotOf(bench: Bench, activityId: number): Promise<number> {
  const [slot] = await bench.database.db.select({ id: activitySlot.id }).from(activitySlot).where(eq(activitySlot.activityId, activityId));
  return slot?.id ?? 0;
}

/** Somebody holds a place, with so many guests. */
export async function isGoing(bench: Bench, at: Established, activityId: number, person: Person, guests = 0): Promise<void> {
  await bench.database.db.insert(rsvp).values({
    stationId: at.stationId, activityId, accountId: await accountIdOf(bench, person), slotId: await slotOf(bench, activityId),
    answer: "going", place: "held", guests, answeredAt: bench.now(),
  });
}

/** Somebody has checked in. */
export async function hasCome(bench: Bench, at: Established, activityId: number, person: Person): Promise<void> {
  await bench.database.db.insert(checkIn).values({
    stationId: at.stationId, activityId, accountId: await accountIdOf(bench, person), slotId: await slotOf(bench, activityId),
    answer: "here", method: "button", at: bench.now(),
  });
}

export async function readHeld(bench: Bench, activityId: number) {
  const [row] = await bench.database.db.select({
    heldAt: activity.heldAt, going: activity.finalGoing, guests: activity.finalGuests, came: activity.finalCame, counted: activity.headCount,
  }).from(activity).where(eq(activity.id, activityId));
  return row;
}
