import fc from "fast-check";
import { expect, test } from "vitest";
import { CATEGORIES, looksPersonal, readRequestLine, readText, satisfiedOf, stateOf } from "../../src/features/request/rules.ts";
import { parseRequestsLine } from "../../src/features/requests/rules.ts";
import { messages } from "../../src/i18n/messages.ts";

test.each([
  ["充电 门口没有插座", "charging", null, "门口没有插座"], ["充电：U06 门口没有插座", "charging", "U06", "门口没有插座"], ["special equipment the hoist", "special_equipment", null, "the hoist"],
  ["Parking u06: no room", "parking", "U06", "no room"], ["食品安全 3号店", "food", null, "3号店"], ["other", "other", null, ""], ["登记注册 U06", "registration", "U06", ""],
  ["stairs 5 floors, no lift", "stairs", null, "5 floors, no lift"],
] as const)("“%s” is read", (line, category, unit, text) => expect(readRequestLine(line)).toEqual({ category, unit, text }));

test.each(["", "睡觉", "parkingplace here", "充电桩坏了", "help me"])("“%s” names no kind", (line) => expect(readRequestLine(line)).toBeNull());

test("every kind is understood by the name that its button has, in both languages", () => {
  for (const locale of ["zh-CN", "en"] as const) {
    for (const category of CATEGORIES) expect(readRequestLine(`${messages(locale).request.categories[category]} abc`)).toMatchObject({ category, text: expect.stringContaining("abc") });
  }
});

test("a text keeps to one line and 500 signs, and must say something", () => {
  expect(readText(" a\n\n b ")).toEqual({ ok: true, text: "a b" });
  expect(readText(" \u200b\n")).toEqual({ ok: false, reason: "empty" });
  expect([readText("😀".repeat(500)).ok, readText("字".repeat(501))]).toEqual([true, { ok: false, reason: "tooLong" }]);
  fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 600 }), (text) => {
    const read = readText(text);
    if (read.ok) expect(Array.from(read.text).length).toBeLessThanOrEqual(500);
  }));
});

test("numbers of phones and papers and user names are noticed, prices and dates are not", () => {
  for (const text of ["call 13800000000", "138 0000 0000", "11010119900101123X", "ask @somebody"]) expect(looksPersonal(text)).toBe(true);
  for (const text of ["pays 300 for 12 months", "since 2026", "12:30 at gate 5", "a@b"]) expect(looksPersonal(text)).toBe(false);
});

test("the share of the satisfied is told for five ratings and more", () => {
  expect(satisfiedOf({ satisfied: 3, fair: 1, unsatisfied: 0 })).toBeNull();
  expect(satisfiedOf({ satisfied: 3, fair: 1, unsatisfied: 1 })).toEqual({ of: 3, all: 5 });
});

test("a request is overdue from the day after it was due", () => {
  const of = { dueOn: "2026-11-30", closedOn: null, isTaken: false };
  expect([stateOf(of, "2026-11-30"), stateOf(of, "2026-12-01"), stateOf({ ...of, isTaken: true }, "2026-11-30"), stateOf({ ...of, closedOn: "2026-11-29" }, "2026-12-01")])
    .toEqual(["waiting", "overdue", "taken", "closed"]);
});

test.each([
  ["", { verb: "list" }], ["#12", { verb: "show", id: 12 }], ["受理 12", { verb: "take", id: 12 }], ["pass #12", { verb: "pass", id: 12 }],
  ["办结 12 已协调 好了", { verb: "close", id: 12, answer: "已协调 好了" }], ["close 12", { verb: "close", id: 12, answer: "" }], ["close", { verb: "unclear" }], ["nap 12", { verb: "unclear" }],
] as const)("“/requests %s” is read", (line, read) => expect(parseRequestsLine(line)).toEqual(read));
