import { describe, expect, test } from "vitest";
import { proofStatement } from "../../src/features/consent/rules.ts";
import { isFresh, minuteOf } from "../../src/features/erasure/rules.ts";
import { monthsBefore, yearsBefore } from "../../src/features/retention/rules.ts";

describe("how long things are kept", () => {
  test("two years are counted on the calendar, also from the end of a long month", () => {
    expect(monthsBefore(new Date("2026-11-23T02:00:00Z"), 24).toISOString()).toBe("2024-11-23T02:00:00.000Z");
    expect(monthsBefore(new Date("2026-03-31T02:00:00Z"), 1).toISOString()).toBe("2026-02-28T02:00:00.000Z");
    expect(yearsBefore(new Date("2028-02-29T00:00:00Z"), 3).toISOString()).toBe("2025-02-28T00:00:00.000Z");
  });

  test("a confirmation is good for fifteen minutes, and not before it was asked", () => {
    const asked = new Date("2026-11-23T02:00:30Z");
    const after = (minutes: number) => new Date(asked.getTime() + minutes * 60_000);
    expect([-1, 0, 15, 16, 60 * 24].map((minutes) => isFresh(minuteOf(asked), after(minutes)))).toEqual([false, true, true, false, false]);
    expect(isFresh("zzzzzzzz", asked)).toBe(false);
  });

  test("the proof of a consent says who, where, what, which text and when, so that nobody else's fits", () => {
    const given = { stationId: 1, purpose: "service", textVersion: "1", givenAt: new Date("2026-11-23T02:00:00Z") } as const;
    expect(proofStatement(7, given)).toBe("consent|7|1|service|1|2026-11-23T02:00:00.000Z");
  });
});
