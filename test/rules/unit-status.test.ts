import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { daysBetween, dayAfter, parsePastDate } from "../../src/features/date/rules.ts";
import { closingReason, planStatus, readStatusLine } from "../../src/features/unitstatus/rules.ts";

/** Thursday. */
const clock = { now: new Date("2026-11-19T04:00:00Z"), zone: "Asia/Shanghai" };

describe("a day that has been", () => {
  test.each([
    ["今天", "2026-11-19"], ["昨天", "2026-11-18"], ["yesterday", "2026-11-18"], ["周一", "2026-11-16"], ["Friday", "2026-11-13"], ["周四", "2026-11-19"],
    ["11月18日", "2026-11-18"], ["18 Nov", "2026-11-18"], ["自 2026-05-01 起", "2026-05-01"], ["since 2025-12-20", "2025-12-20"], ["上周五", "2026-11-13"],
  ])("“%s” is %s", (text, date) => {
    expect(parsePastDate(text, clock)).toEqual({ ok: true, date });
  });

  test.each([["明天", "future"], ["12月20日", "future"], ["2027-01-01", "future"], ["someday", "unreadable"], ["", "unreadable"], ["31 Feb", "unreadable"], ["5/6", "ambiguous"]])("“%s” is %s", (text, reason) => {
    expect(parsePastDate(text, clock)).toEqual({ ok: false, reason });
  });

  test("days are counted on the calendar", () => {
    fc.assert(fc.property(fc.integer({ min: -4000, max: 4000 }), (days) => {
      expect(daysBetween("2026-11-19", dayAfter("2026-11-19", days))).toBe(days);
    }));
  });
});

test.each([
  ["U06 closed yesterday", { code: "U06", status: "closed", on: "2026-11-18" }], ["u06 歇业", { code: "u06", status: "dormant", on: "2026-11-19" }],
  ["U06 moved out since 2026-11-01", { code: "U06", status: "moved_out", on: "2026-11-01" }], ["U06 not found", { code: "U06", status: "not_found", on: "2026-11-19" }],
  ["U06 恢复营业 周一", { code: "U06", status: "active", on: "2026-11-16" }], ["U06 closed tomorrow", { code: "U06", status: "closed", reason: "future" }],
  ["U06 closed blue", { code: "U06", status: "closed", reason: "unreadable" }], ["U06", null], ["U06 area B", null], ["", null],
])("the line “%s” is read", (line, read) => {
  expect(readStatusLine(line, clock)).toEqual(read);
});

test("only closing, moving out and not being found end what hangs on a unit", () => {
  expect((["active", "dormant", "closed", "moved_out", "not_found"] as const).map(closingReason)).toEqual([null, null, "unit_closed", "unit_moved_out", "unit_not_found"]);
});

test("a change may not lie ahead or before the last one; on its own day it corrects it", () => {
  const periods = [{ status: "active", fromOn: "2024-03-01" }, { status: "dormant", fromOn: "2026-11-10" }] as const;
  const plan = (status: "active" | "dormant" | "closed", on: string) => planStatus(periods, status, on, "2026-11-19");
  expect(plan("closed", "2026-11-20")).toEqual({ ok: false, reason: "future" });
  expect(plan("closed", "2026-11-09")).toEqual({ ok: false, reason: "beforeLast" });
  expect(plan("dormant", "2026-11-11")).toEqual({ ok: false, reason: "sameStatus" });
  expect(plan("closed", "2026-11-10")).toEqual({ ok: true, how: "again" });
  expect(plan("active", "2026-11-10")).toEqual({ ok: true, how: "undo" });
  expect(plan("closed", "2026-11-19")).toEqual({ ok: true, how: "next" });
});
