import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { latestExtension, parseTermCommand, readTermWords, reminderStep, termEnd, termState } from "../../src/features/term/rules.ts";

const clock = { now: new Date("2026-11-23T02:00:00Z"), zone: "Asia/Shanghai" };

test.each([
  ["2023-11-16", 3, "2026-11-15"], ["2024-02-16", 3, "2027-02-15"], ["2024-02-29", 3, "2027-02-27"], ["2024-02-29", 4, "2028-02-28"], ["2026-01-01", 5, "2030-12-31"],
] as const)("a term that began on %s for %i years ends on %s", (from, years, end) => expect(termEnd(from, years)).toBe(end));

test("a term may be extended by a year at most", () => {
  expect(latestExtension("2026-11-15")).toBe("2027-11-15");
  expect(latestExtension("2028-02-29")).toBe("2029-02-28");
});

test.each([
  ["2027-02-22", "running"], ["2027-02-21", "dueSoon"], ["2026-11-23", "dueSoon"], ["2026-11-22", "overdue"],
] as const)("on 23 November a term that ends on %s is %s", (endsOn, state) => {
  expect(termState({ endsOn, extendedThrough: null }, "2026-11-23")).toBe(state);
});

test("an extension moves the end", () => {
  expect(termState({ endsOn: "2026-11-15", extendedThrough: "2027-05-15" }, "2026-11-23")).toBe("running");
});

describe("what the leads are told", () => {
  test.each([
    [181, null], [180, "180"], [91, "180"], [90, "90"], [31, "90"], [30, "30"], [1, "30"], [0, "0"], [-1, "0"], [-28, "0"], [-31, "overdue-1"], [-62, "overdue-2"], [-366, "overdue-12"],
  ] as const)("%i days before the end is step %s", (days, step) => {
    const on = new Date(Date.UTC(2026, 0, 31) - days * 86_400_000).toISOString().slice(0, 10);
    expect(reminderStep("2026-01-31", on)).toBe(step);
  });

  test("never goes back to an earlier step as the days go by", () => {
    const orderOf = (step: string | null) => step === null ? -1 : step.startsWith("overdue") ? 10 + Number(step.slice(8)) : ["180", "90", "30", "0"].indexOf(step);
    fc.assert(fc.property(fc.integer({ min: -900, max: 900 }), fc.integer({ min: 0, max: 60 }), (at, later) => {
      const day = (offset: number) => new Date(Date.UTC(2026, 10, 15) + offset * 86_400_000).toISOString().slice(0, 10);
      expect(orderOf(reminderStep("2026-11-15", day(at + later)))).toBeGreaterThanOrEqual(orderOf(reminderStep("2026-11-15", day(at))));
    }));
  });
});

test.each([
  ["2023-11-16 3年", "2023-11-16", 3], ["2023-11-16 起 3 年", "2023-11-16", 3], ["自 2023年11月16日 三年", "2023-11-16", 3], ["3年 自2023-11-16", "2023-11-16", 3],
  ["2023-11-16 3 years", "2023-11-16", 3], ["from 16 Nov 2023 for 5 years", "2023-11-16", 5], ["5 years from 2023-11-16", "2023-11-16", 5], ["2023-11-16", "2023-11-16", null],
] as const)("“%s” is read as a term", (text, startedOn, years) => expect(readTermWords(text, clock)).toEqual({ startedOn, years }));

test.each(["", "3年", "sometime", "2023-11-16 99年", "2023-02-30 3年", "12/5 3 years"])("“%s” is not read as a term", (text) => expect(readTermWords(text, clock)).toBeNull());

test.each([
  ["", { verb: "list" }], ["g2", { verb: "show", code: "G2" }], ["G2 2026-11-16 3年", { verb: "begin", code: "G2", text: "2026-11-16 3年" }],
  ["G2 换届 2026-11-16 3年", { verb: "begin", code: "G2", text: "2026-11-16 3年" }], ["G2 extend through 2027-05-15", { verb: "extend", code: "G2", text: "2027-05-15" }],
  ["G2 延期至 2027-05-15", { verb: "extend", code: "G2", text: "2027-05-15" }], ["??", { verb: "unclear" }],
])("/term %s", (rest, command) => expect(parseTermCommand(rest)).toEqual(command));
