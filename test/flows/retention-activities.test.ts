import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { account, auditEvent } from "../../src/db/schema.ts";
import { activity, activityGrant, activitySeries } from "../../src/db/schema-activity.ts";
import { poll, pollVote } from "../../src/db/schema-poll.ts";
import { activityMark, checkIn, ping, reminder, rsvp, standingReply } from "../../src/db/schema-reply.ts";
import { announceActivity } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { leavesTraces } from "../telegram/traces.ts";

const bench = useBench();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let at: Established;
let accountId: number;
let activityId: number;

/** Ben has answered everything there is, on Monday; the activity ends on Saturday at 17:00. */
beforeEach(async () => {
  at = await establish(bench);
  const ben = await enrol(bench, at, "Ben");
  const [own] = await bench.database.db.select({ id: account.id }).from(account).where(eq(account.userHash, bench.seal.fingerprint(ben.id)));
  accountId = own?.id ?? 0;
  activityId = await announceActivity(bench, at);
  await leavesTraces(bench, at, accountId, activityId);
});

async function turns(ms: number): Promise<void> {
  await bench.advance(ms);
  await bench.settle();
  bench.emulator.markAllSeen();
}

const amounts = async () => (await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "retention.ran")))
  .map(({ objectKind, amount }) => [objectKind, amount]);
const count = (table: Parameters<typeof bench.database.db.$count>[0]) => bench.database.db.$count(table);

test("replies go 30 days after the activity's end, and what was handed over ends with them", async () => {
  await turns(34 * DAY);
  expect([await count(rsvp), await count(activityGrant)]).toEqual([1, 1]);
  await turns(2 * DAY);
  expect([await count(rsvp), await count(activityGrant)]).toEqual([0, 0]);
  expect(await amounts()).toEqual(expect.arrayContaining([["rsvp", 1], ["activity_grant", 1]]));
});

test("replies to a cancelled activity go 30 days after the cancellation", async () => {
  await bench.database.db.update(activity).set({ cancelledAt: bench.now() }).where(eq(activity.id, activityId));
  await turns(29 * DAY);
  expect(await count(rsvp)).toBe(1);
  await turns(2 * DAY);
  expect(await count(rsvp)).toBe(0);
});

test("check-ins at activities go after 180 days, and the number of those who came stays", async () => {
  await turns(179 * DAY);
  expect(await count(checkIn)).toBe(1);
  await turns(2 * DAY);
  expect(await count(checkIn)).toBe(0);
  expect(await amounts()).toContainEqual(["check_in", 1]);
  const [left] = await bench.database.db.select().from(activity).where(eq(activity.id, activityId));
  expect((left?.finalCame ?? 0) + (left?.foldedCount ?? 0)).toBeGreaterThan(0);
});

test("votes in named polls go 30 days after the poll has closed", async () => {
  await turns(29 * DAY);
  expect(await count(pollVote)).toBe(1);
  await turns(DAY);
  expect(await count(pollVote)).toBe(0);
  expect(await count(poll)).toBe(1);
  expect(await amounts()).toContainEqual(["poll_vote", 1]);
});

test("standing replies go the night after their series has ended", async () => {
  await turns(40 * DAY);
  expect(await count(standingReply)).toBe(1);
  await bench.database.db.update(activitySeries).set({ endedAt: bench.now() });
  await turns(DAY);
  expect(await count(standingReply)).toBe(0);
  expect(await amounts()).toContainEqual(["standing_reply", 1]);
});

test("what was noted so as not to write twice goes with a cancelled activity", async () => {
  const mark = (kind: "answered" | "nudged" | "rated") => ({ stationId: at.stationId, activityId, kind, mark: "x" });
  await bench.database.db.insert(activityMark).values([mark("answered"), mark("nudged")]);
  await turns(DAY);
  expect([await count(reminder), await count(activityMark)]).toEqual([1, 2]);
  await bench.database.db.update(activity).set({ cancelledAt: bench.now() }).where(eq(activity.id, activityId));
  await turns(DAY);
  expect([await count(reminder), await count(activityMark)]).toEqual([0, 0]);
  expect(await amounts()).toEqual(expect.arrayContaining([["reminder", 1], ["activity_mark", 2]]));
});

test("that somebody was written to unasked is forgotten after a week", async () => {
  await turns(7 * DAY - 2 * HOUR);
  expect(await count(ping)).toBe(1);
  await turns(3 * HOUR);
  expect(await count(ping)).toBe(0);
});
