import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Update } from "grammy/types";
import { checkGaps, gapBetween } from "../../src/inbox/gap.ts";
import { storeUpdates } from "../../src/inbox/store.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.reset());

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 0, minute));

test("numbers in a row mean that nothing was lost", () => {
  expect(gapBetween({ updateId: 10, at: at(0) }, [{ updateId: 12, at: at(2) }, { updateId: 11, at: at(1) }])).toBeNull();
});

test("missing numbers are counted, with the time around them", () => {
  const arrived = [{ updateId: 11, at: at(1) }, { updateId: 15, at: at(60) }, { updateId: 18, at: at(61) }];
  expect(gapBetween({ updateId: 10, at: at(0) }, arrived)).toEqual({ count: 5, from: at(1), to: at(61) });
});

test("numbers that begin anew lower say nothing", () => {
  expect(gapBetween({ updateId: 900, at: at(0) }, [{ updateId: 5, at: at(9) }])).toBeNull();
});

test("what was dropped in five days off is told", () => {
  expect(gapBetween({ updateId: 10, at: at(0) }, [{ updateId: 15, at: at(60 * 24 * 5) }])?.count).toBe(4);
});

test("after days of silence a jump says nothing, because Telegram then numbers anew at random", () => {
  expect(gapBetween({ updateId: 10, at: at(0) }, [{ updateId: 5_000_000, at: at(60 * 24 * 8) }])).toBeNull();
});

test("whatever is dropped is counted exactly, in whatever order the rest arrives", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 200 })), fc.array(fc.nat()), (dropped, order) => {
    const gone = new Set(dropped);
    const arrived = Array.from({ length: 201 }, (_, index) => index + 1)
      .filter((id) => id === 201 || !gone.has(id)).map((updateId) => ({ updateId, at: at(1) }));
    const shuffled = arrived.toSorted((a, b) => (order[a.updateId % 7] ?? 0) - (order[b.updateId % 7] ?? 0));
    expect(gapBetween({ updateId: 0, at: at(0) }, shuffled)?.count ?? 0).toBe(gone.size);
  }));
});

async function arrive(minute: number, ...ids: number[]): Promise<void> {
  for (const update_id of ids) await storeUpdates(database.db, [{ update_id } as Update], "MusterBot", at(minute));
}
const check = (minute: number) => database.db.transaction((tx) => checkGaps(tx, at(minute)));

test("updates that arrive side by side in another order are no gap, even where a check falls between them", async () => {
  await arrive(0, 10);
  expect(await check(3)).toBeNull();
  await arrive(4, 12, 11);
  expect(await check(7)).toBeNull();
  await arrive(8, 13);
  expect(await check(11)).toBeNull();
});

test("an update that a webhook brings minutes late fills its hole and makes no other", async () => {
  await arrive(0, 10);
  await check(3);
  await arrive(4, 11, 13);
  expect(await check(7)).toMatchObject({ count: 1 });
  await arrive(8, 12);
  expect(await check(11)).toBeNull();
  await arrive(12, 14, 17);
  expect(await check(15)).toMatchObject({ count: 2 });
  expect(await check(16)).toBeNull();
});
