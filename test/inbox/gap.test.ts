import * as fc from "fast-check";
import { expect, test } from "vitest";
import { gapBetween } from "../../src/inbox/gap.ts";

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
