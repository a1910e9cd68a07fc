import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { LANES } from "../../src/outbox/enqueue.ts";
import { patienceOf, pauseAfterTooMany, readRoom, takeTurns, type Ask, type Patience, type Turn } from "../../src/outbox/pace.ts";
import { earliestCall, globalWindows, groupWindows, remember } from "../../src/outbox/window.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

const LIMITS = { perSecond: 30, perGroupMinute: 20 };
const START = new Date("2026-11-23T01:00:00Z");
const after = (ms: number) => new Date(START.getTime() + ms);

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.reset());

const takeTurn = async ({ scopes, patience }: Ask, at: Date): Promise<Turn> => {
  const [turn] = await database.db.transaction((tx) => takeTurns(tx, [{ scopes, patience }], LIMITS, () => at));
  if (!turn) throw new Error("no answer");
  return turn;
};

const NOW: Patience = { botMs: 0, chatMs: 0, isEven: false };

/** Null where the turn is had, else when to come back. */
async function takeNow(scopes: Ask["scopes"], at: Date): Promise<Date | null> {
  const turn = await takeTurn({ scopes, patience: NOW }, at);
  return turn.isTaken ? null : turn.at;
}

const take = (group: number | null, at: Date) => takeNow({ group }, at);

test("a group gets at most one call a second, and other groups do not wait for it", async () => {
  expect(await take(-1, START)).toBeNull();
  const until = await take(-1, after(100));
  expect(until).toEqual(after(1_050));
  expect(await take(-2, after(100))).toBeNull();
  expect(await take(-1, until ?? START)).toBeNull();
});

test("however busy a group is, no minute holds more than twenty calls and no second more than one", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 4_000 }), { minLength: 30, maxLength: 80 }), (pauses) => {
    const windows = groupWindows(20);
    let recent: number[] = [];
    const sent: number[] = [];
    let now = 0;
    for (const pause of pauses) {
      now = earliestCall({ recent, pausedUntil: null }, windows, now + pause);
      recent = remember(recent, windows, { now, at: now });
      sent.push(now);
    }
    for (const at of sent) {
      expect(sent.filter((other) => other > at - 60_000 && other <= at).length).toBeLessThanOrEqual(20);
      expect(sent.filter((other) => other > at - 1_000 && other <= at).length).toBeLessThanOrEqual(1);
    }
  }));
});

test("a busy board is never silent for longer than fifteen seconds", () => {
  const windows = groupWindows(20);
  let recent: number[] = [];
  let now = 0;
  for (let edit = 0; edit < 60; edit += 1) {
    const next = earliestCall({ recent, pausedUntil: null }, windows, now);
    expect(next - now).toBeLessThanOrEqual(15_000);
    now = next;
    recent = remember(recent, windows, { now, at: now });
  }
});

test("all groups together stay under the limit of the whole bot", async () => {
  for (let group = 1; group <= 30; group += 1) expect(await take(-group, START)).toBeNull();
  expect(await take(-31, START)).toEqual(after(1_050));
  expect(await take(null, START)).toEqual(after(1_050));
});

test("after 429s a group rests for as long as Telegram asked, and the whole bot goes slower, then recovers", async () => {
  for (const group of [-1, -2, -3]) await database.db.transaction((tx) => pauseAfterTooMany(tx, { group }, 7_000, START));
  expect(await take(-1, after(1_000))).toEqual(after(7_000));
  let allowed = 0;
  while (await take(-100 - allowed, after(1_000)) === null) allowed += 1;
  expect(allowed).toBeLessThan(30);
  expect(allowed).toBeGreaterThanOrEqual(20);
  for (let call = 0; call < 60; call += 1) await take(null, after(10_000 + call * 100));
  let recovered = 0;
  while (await take(-200 - recovered, after(60_000)) === null) recovered += 1;
  expect(recovered).toBe(30);
});

test("a person gets at most one message a second, and a 429 of theirs holds up nobody else", async () => {
  const takeFor = (person: string, at: Date) => takeNow({ person }, at);
  expect(await takeFor("ben", START)).toBeNull();
  expect(await takeFor("ben", after(500))).toEqual(after(1_050));
  expect(await takeFor("mei", after(500))).toBeNull();
  await database.db.transaction((tx) => pauseAfterTooMany(tx, { person: "ben" }, 9_000, START));
  expect(await takeFor("ben", after(2_000))).toEqual(after(9_000));
  expect(await takeFor("mei", after(2_000))).toBeNull();
  expect(await take(-1, after(4_000))).toBeNull();
});

test("a shorter pause never cuts a longer one", async () => {
  await database.db.transaction((tx) => pauseAfterTooMany(tx, { group: -1 }, 9_000, START));
  await database.db.transaction((tx) => pauseAfterTooMany(tx, { group: -1 }, 1_000, START));
  expect(await take(-1, after(2_000))).toEqual(after(9_000));
});

test("the slowest the bot may go still sends", () => {
  expect(globalWindows(1, 30)).toEqual([{ limit: 1, ms: 1_050 }]);
});

test("one 429 slows the bot down a little, several that come together by a third and no further; later ones slow it further", async () => {
  const allowedAt = async (at: Date) => (await readRoom(database.db, LIMITS, at))(LANES.answer);
  const tooMany = (group: number, at: Date) => database.db.transaction((tx) => pauseAfterTooMany(tx, { group }, 1_000, at));
  const free = await allowedAt(START);
  await tooMany(-1, START);
  const slowed = await allowedAt(START);
  for (let group = 2; group <= 8; group += 1) await tooMany(-group, after(group * 100));
  const together = await allowedAt(after(1_000));
  for (let group = 9; group <= 15; group += 1) await tooMany(-group, after(3_000));
  const later = await allowedAt(after(3_000));
  for (let group = 16; group <= 22; group += 1) await tooMany(-group, after(6_000));
  expect([free, slowed, together, later, await allowedAt(after(6_000))]).toEqual([30, 27, 21, 12, 9]);
});

test("whatever mixture of calls asks whenever, no second holds more than thirty, and nobody waits longer than they are willing to", async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ pause: fc.integer({ min: 0, max: 120 }), isAnswer: fc.boolean() }), { minLength: 60, maxLength: 120 }), async (calls) => {
    await database.reset();
    let now = 0;
    const turns: number[] = [];
    for (const { pause, isAnswer } of calls) {
      now += pause;
      const patience = patienceOf(isAnswer ? LANES.answer : LANES.announcement);
      const turn = await takeTurn({ scopes: { group: null }, patience }, after(now));
      if (!turn.isTaken) continue;
      turns.push(turn.at.getTime());
      expect(turn.at.getTime()).toBeLessThanOrEqual(after(now + (isAnswer ? 1_000 : 500)).getTime());
    }
    for (const at of turns) expect(turns.filter((other) => other > at - 1_000 && other <= at).length).toBeLessThanOrEqual(30);
  }), { numRuns: 8 });
});

test("room for what nobody hurries ends where half a second is taken; answers still have some", async () => {
  for (let call = 0; call < 15; call += 1) {
    await takeTurn({ scopes: { group: -call - 1 }, patience: patienceOf(LANES.announcement) }, START);
  }
  const roomFor = await readRoom(database.db, LIMITS, START);
  expect([roomFor(LANES.announcement), roomFor(LANES.answer)]).toEqual([0, 15]);
});
