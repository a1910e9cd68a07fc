import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { labelOf } from "../../src/features/option/rules.ts";
import { contentOf, isWorthOpening, nextOccurrence, type RoundPlan } from "../../src/features/round/rules.ts";
import { localDate, localTime } from "../../src/features/time/rules.ts";

const HOUR_MS = 3_600_000;
const ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"];

const plans = fc.record({
  recurrence: fc.oneof(
    fc.record({ every: fc.constant("week" as const), interval: fc.integer({ min: 1, max: 4 }), weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 3 }) }),
    fc.record({ every: fc.constant("month" as const), interval: fc.integer({ min: 1, max: 3 }), day: fc.constantFrom(1, 15, 31, -1) }),
  ),
  opensAt: fc.constantFrom("00:00", "02:30", "09:00", "23:30"),
  openMinutes: fc.integer({ min: 5, max: 31 * 24 * 60 }),
  startsOn: fc.date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2027-12-31T00:00:00Z"), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
}).map((plan): RoundPlan => ({ ...plan, endsOn: null, plannedThroughOn: null }));

test("each occurrence comes once, in order, on its date, at its hour (or right after the clocks jumped over it)", () => {
  fc.assert(fc.property(plans, fc.constantFrom(...ZONES), (plan, zone) => {
    let current = plan;
    let last = "";
    for (let i = 0; i < 8; i += 1) {
      const next = nextOccurrence(current, zone);
      expect(next !== null && next.on > last && next.on >= plan.startsOn).toBe(true);
      if (!next) return;
      expect(localDate(next.opensAt, zone)).toBe(next.on);
      const hour = localTime(next.opensAt, zone);
      expect(hour === plan.opensAt || (plan.opensAt === "02:30" && hour === "03:00")).toBe(true);
      expect(next.closesAt.getTime() - next.opensAt.getTime()).toBe(plan.openMinutes * 60_000);
      last = next.on;
      current = { ...current, plannedThroughOn: next.on };
    }
  }));
});

describe("how late a missed round is opened", () => {
  const opensAt = new Date("2026-11-30T01:00:00Z");
  const round = (hours: number) => ({ on: "2026-11-30", opensAt, closesAt: new Date(opensAt.getTime() + hours * HOUR_MS) });
  const after = (hours: number) => new Date(opensAt.getTime() + hours * HOUR_MS);
  test.each([
    [24, 0, true], [24, 6, true], [24, 6.1, false], [4, 2, true], [4, 2.1, false], [168, 6, true], [168, 20, false],
  ])("open for %s h, %s h late: %s", (hours, late, isOpened) => expect(isWorthOpening(round(hours), after(late))).toBe(isOpened));
});

describe("what is asked each time", () => {
  const content = { question: "下周哪天方便？", options: ["周一", "周三"], isDated: true, isMultiple: true, isAnonymous: true, chatIds: [1] };
  const labels = (at: string, given = content) => {
    const now = new Date(at);
    return contentOf(given, { now, zone: "Asia/Shanghai" }).options.map((option) => labelOf(option, { zone: "Asia/Shanghai", locale: "zh-CN", now }));
  };
  test("days in words are those of that week", () => {
    expect(labels("2026-11-27T02:00:00Z")).toEqual(["11月30日（周一）", "12月2日（周三）"]);
    expect(labels("2026-12-04T02:00:00Z")).toEqual(["12月7日（周一）", "12月9日（周三）"]);
  });
  test("words that mean no day any more, or were meant as words, stay words", () => {
    expect(labels("2026-12-04T02:00:00Z", { ...content, options: ["11月30日", "12月7日"] })).toEqual(["11月30日", "12月7日"]);
    expect(labels("2026-12-04T02:00:00Z", { ...content, isDated: false })).toEqual(["周一", "周三"]);
  });
});
