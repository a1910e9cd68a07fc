import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCheckInOpen } from "../../src/features/activity/rules.ts";
import { aroundOf, attendanceAt } from "../../src/features/attend/rules.ts";
import { countData, mayCount, readCount, readCountLine } from "../../src/features/headcount/rules.ts";
import { turnOf } from "../../src/features/opening/rules.ts";

const MINUTE = 60_000;
const NOON = new Date("2026-11-28T04:00:00Z").getTime();
const now = fc.integer({ min: -3_000, max: 3_000 }).map((minutes) => new Date(NOON + minutes * MINUTE));
const slot = fc.record({ at: fc.integer({ min: -2_000, max: 2_000 }), minutes: fc.integer({ min: 1, max: 600 }) })
  .map(({ at, minutes }) => ({ startsAt: new Date(NOON + at * MINUTE), endsAt: new Date(NOON + (at + minutes) * MINUTE) }));
const slots = fc.array(slot, { minLength: 1, maxLength: 5 }).map((all) => all.map((each, index) => ({ ...each, id: index + 1 })));

describe("whether one can check in now", () => {
  test("is so exactly while the window of some slot is open, and says of which", () => {
    fc.assert(fc.property(slots, now, (all, at) => {
      const found = attendanceAt(all, at);
      expect(found.kind === "open").toBe(all.some((each) => isCheckInOpen(each, at)));
      if (found.kind !== "open") return;
      const own = all.find(({ id }) => id === found.slotId);
      expect(own && isCheckInOpen(own, at)).toBe(true);
      expect(found.closesAt.getTime()).toBe((own?.endsAt.getTime() ?? 0) + 30 * MINUTE);
    }));
  });

  test("is early before the next window and late after the last, never both", () => {
    fc.assert(fc.property(slots, now, (all, at) => {
      const found = attendanceAt(all, at);
      if (found.kind === "early") expect(found.opensAt > at).toBe(true);
      if (found.kind === "late") {
        expect(found.endedAt <= at).toBe(true);
        expect(all.every(({ endsAt }) => endsAt.getTime() + 30 * MINUTE <= found.endedAt.getTime())).toBe(true);
      }
    }));
  });

  test("holds for a quarter of an hour before the start and half an hour after the end, to the minute", () => {
    const one = [{ id: 1, startsAt: new Date(NOON), endsAt: new Date(NOON + 60 * MINUTE) }];
    const kinds = [-16, -15, 0, 89, 90].map((minute) => attendanceAt(one, new Date(NOON + minute * MINUTE)).kind);
    expect(kinds).toEqual(["early", "open", "open", "open", "late"]);
  });

  test("counts for the slot that is on, where the next one's window is open already", () => {
    const first = { id: 1, startsAt: new Date(NOON), endsAt: new Date(NOON + 60 * MINUTE) };
    const second = { id: 2, startsAt: new Date(NOON + 65 * MINUTE), endsAt: new Date(NOON + 120 * MINUTE) };
    const at = (minute: number) => attendanceAt([first, second], new Date(NOON + minute * MINUTE));
    expect([at(55), at(62), at(64), at(70)].map((found) => found.kind === "open" && found.slotId)).toEqual([1, 1, 2, 2]);
  });
});

describe("what somebody means who is too early or too late", () => {
  test("is what is nearest in time", () => {
    const at = new Date(NOON);
    const evening = { startsAt: new Date(NOON + 300 * MINUTE), endsAt: new Date(NOON + 360 * MINUTE) };
    const morning = { startsAt: new Date(NOON - 180 * MINUTE), endsAt: new Date(NOON - 120 * MINUTE) };
    expect(aroundOf([evening, morning], null, at)).toEqual({ kind: "late", of: "activity", endedAt: new Date(NOON - 90 * MINUTE) });
    expect(aroundOf([evening, morning], new Date(NOON - 5 * MINUTE), at)).toMatchObject({ of: "rollcall" });
    expect(aroundOf([evening], null, at)).toEqual({ kind: "early", opensAt: new Date(NOON + 285 * MINUTE) });
    expect(aroundOf([], null, at)).toBeNull();
  });

  test("is always in the direction that it says", () => {
    fc.assert(fc.property(slots, now, (all, at) => {
      const found = aroundOf(all, null, at);
      expect(found === null || (found.kind === "early" ? found.opensAt > at : found.endedAt <= at)).toBe(true);
    }));
  });
});

test("what happened last to a check-in has a name of its own, also after the slot was moved", () => {
  const one = { startsAt: new Date(NOON), endsAt: new Date(NOON + 60 * MINUTE) };
  const moved = { startsAt: new Date(NOON + MINUTE), endsAt: new Date(NOON + 61 * MINUTE) };
  const names = [turnOf(one, new Date(NOON)), turnOf(moved, new Date(NOON)), turnOf(one, new Date(NOON + 90 * MINUTE)), turnOf(moved, new Date(NOON + 91 * MINUTE))];
  expect(new Set(names).size).toBe(4);
  expect(turnOf(one, new Date(NOON + 5 * MINUTE))).toBe(names[0]);
});

describe("a head count", () => {
  test.each([
    ["count 5", 5], ["COUNT 5", 5], ["head count 12", 12], ["headcount: 0", 0], ["清点 3", 3], ["清点人数：8人", 8], ["点人数 15 位", 15], ["count １２", 12], ["count 5 people", 5],
  ])("“%s” is %i", (line, count) => expect(readCountLine(line)).toEqual({ kind: "count", count }));

  test.each(["count five", "count -1", "count 5.5", "count 12345", "清点 很多"])("“%s” is asked about", (line) => {
    expect(readCountLine(line)).toEqual({ kind: "unclear" });
  });

  test.each(["count", "清点", "清点人数"])("“%s” alone shows the page", (line) => expect(readCountLine(line)).toEqual({ kind: "page" }));

  test.each(["", "counting sheep | Sat 15:00", "list", "qr", "清点仓库 | 周六 15:00", "count 5 | Sat 15:00", "move Sat"])("“%s” is something else", (line) => {
    expect(readCountLine(line)).toBeNull();
  });

  test("fits a button, whatever it is", () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1e15 - 1 }), fc.integer({ min: 0, max: 9999 }), (id, count) => {
      expect(countData(id, count).length).toBeLessThanOrEqual(64);
      expect(readCount(String(count))).toEqual({ kind: "count", count });
    }));
  });

  test("is possible from the opening of the first check-in until two days after the end, never of a cancelled one", () => {
    const slotsOf = [{ startsAt: new Date(NOON), endsAt: new Date(NOON + 60 * MINUTE) }];
    const open = { cancelledAt: null, heldAt: null };
    expect(mayCount(open, slotsOf, new Date(NOON - 16 * MINUTE))).toBe("notYet");
    expect(mayCount(open, slotsOf, new Date(NOON - 15 * MINUTE))).toBe("yes");
    const held = { cancelledAt: null, heldAt: new Date(NOON) };
    expect([mayCount(held, slotsOf, new Date(NOON + 2_879 * MINUTE)), mayCount(held, slotsOf, new Date(NOON + 2_880 * MINUTE))]).toEqual(["yes", "tooLate"]);
    expect(mayCount({ cancelledAt: new Date(NOON), heldAt: null }, slotsOf, new Date(NOON))).toBe("cancelled");
  });
});
