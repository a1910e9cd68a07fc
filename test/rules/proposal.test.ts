import fc from "fast-check";
import { expect, test } from "vitest";
import { balanced, ranked, type Candidate } from "../../src/features/proposal/rules.ts";

const TODAY = "2026-11-23";
const candidate = (code: string, more: Partial<Candidate> = {}): Candidate => ({
  code, capacity: 5, load: 0, areas: [], industries: [], activeFrom: "2026-01-01", activeThrough: null, absences: [], hasSaidAway: true, formerTie: null, hasItNow: false, ...more,
});
const PLACE = { area: "A", industry: "food", isInOperation: true };
const order = (candidates: readonly Candidate[]) => ranked(candidates, PLACE, TODAY).map((each) => each.candidate.code);

test("room comes before everything, being there before a former tie, then area, industry and the smaller share of the capacity", () => {
  expect(order([
    candidate("I1", { load: 5, formerTie: "2026-01-31", areas: ["A"] }), candidate("I2", { absences: [{ fromOn: TODAY, throughOn: TODAY }], formerTie: "2026-01-31" }),
    candidate("I3", { load: 4, areas: ["a"] }), candidate("I4", { load: 1, areas: ["A"] }), candidate("I5", { areas: ["A"], industries: ["Food"], load: 4 }),
    candidate("I6", { formerTie: "2025-12-31" }), candidate("I7"), candidate("I10"), candidate("I9"),
  ])).toEqual(["I6", "I5", "I4", "I3", "I7", "I9", "I10", "I2", "I1"]);
});

test("a dormant unit takes none of the capacity, so nobody is too full for it", () => {
  const full = candidate("I1", { load: 5 });
  expect(ranked([full], PLACE, TODAY).map(({ isFull }) => isFull)).toEqual([true]);
  expect(ranked([full], { ...PLACE, isInOperation: false }, TODAY).map(({ isFull }) => isFull)).toEqual([false]);
});

test("whoever has it now, has retired or has not begun is not proposed; one of half the capacity counts its share", () => {
  expect(order([
    candidate("I1", { hasItNow: true }), candidate("I2", { activeThrough: "2026-11-22" }), candidate("I3", { activeFrom: "2026-11-24" }),
    candidate("I4", { load: 2, capacity: 4 }), candidate("I5", { load: 2, capacity: 5 }), candidate("I6", { activeThrough: TODAY, load: 3 }),
  ])).toEqual(["I5", "I4", "I6"]);
});

const anyone = fc.record({
  capacity: fc.integer({ min: 1, max: 6 }), load: fc.integer({ min: 0, max: 6 }), areas: fc.subarray(["A", "B"]), isAway: fc.boolean(),
});
const units = (count: number) => Array.from({ length: count }, (_, at) => ({ code: `U${String(at).padStart(2, "0")}`, ...PLACE, formerTies: new Map<string, string>() }));

test("a plan gives each unit once, nobody more than their capacity, nothing to who is away or elsewhere, and leaves a unit only when nobody has room", () => {
  fc.assert(fc.property(fc.array(anyone, { maxLength: 6 }), fc.integer({ min: 0, max: 15 }), (people, count) => {
    const candidates = people.map(({ isAway, ...each }, at) => candidate(`I${at}`, { ...each, absences: isAway ? [{ fromOn: TODAY, throughOn: "2026-12-31" }] : [] }));
    const plan = balanced(units(count), candidates, TODAY);
    expect([...plan.pairings.map(({ unitCode }) => unitCode), ...plan.left].toSorted()).toEqual(units(count).map(({ code }) => code));
    const able = candidates.filter(({ absences, areas }) => absences.length === 0 && (areas.length === 0 || areas.includes("A")));
    for (const each of candidates) {
      const given = plan.pairings.filter(({ instructorCode }) => instructorCode === each.code).length;
      if (given > 0) expect(each.load + given).toBeLessThanOrEqual(each.capacity);
      if (!able.includes(each)) expect(given).toBe(0);
    }
    const room = able.reduce((sum, { capacity, load }) => sum + Math.max(0, capacity - load), 0);
    expect(plan.pairings).toHaveLength(Math.min(room, count));
  }));
});

test("a plan is balanced: moving one unit from the fullest to another would not make the two more alike", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 5 }), fc.integer({ min: 0, max: 20 }), (loads, count) => {
    const candidates = loads.map((load, at) => candidate(`I${at}`, { load, capacity: 10 }));
    const { pairings } = balanced(units(count), candidates, TODAY);
    const given = (code: string) => pairings.filter((pair) => pair.instructorCode === code).length;
    for (const from of candidates.filter(({ code }) => given(code) > 0)) {
      for (const to of candidates) expect(from.load + given(from.code) - 1).toBeLessThanOrEqual(to.load + given(to.code));
    }
  }));
});
