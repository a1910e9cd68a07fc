import { and, asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AccountId, StationScope } from "../../src/context.ts";
import { activity, activitySlot } from "../../src/db/schema-activity.ts";
import { rsvp } from "../../src/db/schema-reply.ts";
import { giveReply, type Said } from "../../src/features/reply/actions.ts";
import { localTime } from "../../src/features/time/rules.ts";
import { acceptOffer, activityFreed, declineOffer, endLapsed, offerFree, offersMoved, readLapsed, readWaitingSlots } from "../../src/features/waitlist/actions.ts";
import { hoursFrom, promiseActivity, scopeOf } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";

const bench = useBench();
const PEOPLE = 6;
const ZONE = "Asia/Shanghai";

type Step =
  | { readonly who: number; readonly says: Said["choice"] }
  | { readonly who: number; readonly offer: "accept" | "decline" }
  | { readonly places: number }
  | { readonly moves: number }
  | { readonly hours: number };

const who = fc.nat(PEOPLE - 1);
const steps: fc.Arbitrary<Step[]> = fc.array(fc.oneof(
  { weight: 5, arbitrary: fc.record({ who, says: fc.constantFrom<Said["choice"]>("going", "going", "maybe", "no", { guests: 1 }, { guests: 2 }, { guests: 0 }) }) },
  { weight: 2, arbitrary: fc.record({ who, offer: fc.constantFrom("accept" as const, "accept" as const, "decline" as const) }) },
  { weight: 1, arbitrary: fc.record({ places: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ moves: fc.constantFrom(-48, -24, -3, 3, 24, 48) }) },
  { weight: 2, arbitrary: fc.record({ hours: fc.constantFrom(0.25, 1, 3, 13, 25) }) },
), { minLength: 10, maxLength: 30 });

type Row = typeof rsvp.$inferSelect;
const size = (row: Row) => 1 + row.guests;
const sum = (rows: readonly Row[]) => rows.reduce((total, row) => total + size(row), 0);

/** What must hold between any two moments, whatever people did. */
function check(before: readonly Row[], after: readonly Row[], { capacity, now, mayBeOver }: { capacity: number; now: Date; mayBeOver: boolean }): void {
  const taken = after.filter(({ place }) => place === "held" || place === "offered");
  const added = taken.filter((row) => !before.some((old) => old.accountId === row.accountId && old.place !== "waiting" && old.place !== null && size(old) >= size(row)));
  if (added.length > 0 || !mayBeOver) expect(sum(taken)).toBeLessThanOrEqual(capacity);
  for (const row of after.filter(({ place }) => place === "offered")) {
    expect(row.offerEndsAt === null || localTime(row.offerEndsAt, ZONE) >= "08:00").toBe(true);
    expect(row.offerEndsAt === null || localTime(row.offerEndsAt, ZONE) <= "21:00").toBe(true);
    const isNew = before.every((old) => old.accountId !== row.accountId || old.place !== "offered");
    if (isNew) expect(localTime(now, ZONE) >= "08:00" && localTime(now, ZONE) < "21:00").toBe(true);
    // Whoever waited longer and was passed over needs more places than were left.
    const free = capacity - sum(taken);
    const passed = isNew ? after.filter((other) => other.place === "waiting" && (other.waitingSince ?? now) < (row.waitingSince ?? now)) : [];
    for (const other of passed) expect(size(other)).toBeGreaterThan(free + size(row));
  }
}

test("whatever people do, places are never given twice, offers keep their hours and the order of the line", async () => {
  const at = await establish(bench, { locale: "en" });
  const people: StationScope[] = [];
  for (let index = 0; index < PEOPLE; index += 1) people.push(await scopeOf(bench, at, await enrol(bench, at, `Person ${index}`)));
  const { db } = bench.database;

  await fc.assert(fc.asyncProperty(steps, async (taken) => {
    let now = bench.now();
    let capacity = 2;
    let isOver = false;
    let startsAt = hoursFrom(now, 77);
    const activityId = await promiseActivity(bench, at, { capacity, guestsMax: 2, slots: [{ label: null, startsAt, endsAt: hoursFrom(startsAt, 2) }] });
    const rows = () => db.select().from(rsvp).where(and(eq(rsvp.stationId, at.stationId), eq(rsvp.activityId, activityId))).orderBy(asc(rsvp.accountId));
    function speaking(index: number): StationScope {
      const found = people[index];
      if (!found) throw new Error("nobody");
      return { ...found, now };
    }

    async function take(step: Step): Promise<void> {
      if ("hours" in step) now = hoursFrom(now, step.hours);
      if ("says" in step) await giveReply(speaking(step.who), { activityId, slotId: 0, choice: step.says, board: null });
      if ("offer" in step) {
        const scope = speaking(step.who);
        await (step.offer === "accept" ? acceptOffer : declineOffer)(scope, scope.actor as AccountId, activityId);
      }
      if ("places" in step) {
        isOver ||= step.places < capacity;
        capacity = step.places;
        await speaking(0).act(async (tx) => {
          await tx.update(activity).set({ capacity }).where(eq(activity.id, activityId));
          await activityFreed(tx, { stationId: at.stationId, now }, activityId);
        });
      }
      if ("moves" in step && hoursFrom(startsAt, step.moves) > now) {
        startsAt = hoursFrom(startsAt, step.moves);
        await speaking(0).act(async (tx) => {
          const [slot] = await tx.update(activitySlot).set({ startsAt, endsAt: hoursFrom(startsAt, 2) }).where(eq(activitySlot.activityId, activityId)).returning({ id: activitySlot.id });
          await offersMoved(tx, { stationId: at.stationId, now }, slot?.id ?? 0);
        });
      }
      const scope = speaking(0);
      for (const slot of await readLapsed(scope)) await endLapsed(scope, slot);
      for (const slot of await readWaitingSlots(scope)) await offerFree(scope, slot);
    }

    for (const step of taken) {
      const before = await rows();
      await take(step);
      check(before, await rows(), { capacity, now, mayBeOver: isOver });
    }
    await db.delete(rsvp);
    await db.update(activity).set({ cancelledAt: now });
  }), { numRuns: 30 });
  expect(await db.select({ id: activitySlot.id }).from(activitySlot)).not.toEqual([]);
  await bench.settle();
  bench.emulator.markAllSeen();
}, 120_000);
