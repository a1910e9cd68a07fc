import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { earliestCall, globalWindows, groupWindows, pauseAfterTooMany, remember, takeTurn } from "../../src/outbox/pace.ts";
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

const take = (group: number | null, at: Date, limits = LIMITS) => database.db.transaction((tx) => takeTurn(tx, { group }, limits, at));

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
      recent = remember(recent, windows, now);
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
    recent = remember(recent, windows, now);
  }
});

test("all groups together stay under the limit of the whole bot", async () => {
  for (let group = 1; group <= 30; group += 1) expect(await take(-group, START)).toBeNull();
  expect(await take(-31, START)).toEqual(after(1_050));
  expect(await take(null, START)).toEqual(after(1_050));
});

test("after a 429 the group rests for as long as Telegram asked, and the whole bot goes slower, then recovers", async () => {
  await database.db.transaction((tx) => pauseAfterTooMany(tx, { group: -1 }, 7_000, START));
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
  const takeFor = (person: string, at: Date) => database.db.transaction((tx) => takeTurn(tx, { person }, LIMITS, at));
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
