import fc from "fast-check";
import { expect, test } from "vitest";
import { isPlainlyCode, nextCode, readCode } from "../../src/features/code/rules.ts";
import { readArea, readEmployees, readFieldWords, readKind, readStatus, readWords, titleOf } from "../../src/features/unit/rules.ts";
import { readUnitLine } from "../../src/features/unitline/rules.ts";

test.each([
  ["u06", "U06"], [" Ｕ０６ ", "U06"], ["a-1", "A-1"], ["X".repeat(16), "X".repeat(16)], ["X".repeat(17), null], ["", null], ["-", null], ["U 06", null], ["编号", null],
])("the code “%s” is read as %s", (text, code) => {
  expect(readCode(text)).toBe(code);
});

test("only a word with letters and digits is plainly a code, and the next code follows the highest", () => {
  expect(["U06", "KFC", "2026", "便民"].map(isPlainlyCode)).toEqual([true, false, false, false]);
  expect([nextCode("U", 0), nextCode("G", 9), nextCode("I", 99)]).toEqual(["U01", "G10", "I100"]);
});

test.each([
  ["3-9", "3-9"], ["3–9 人", "3-9"], ["3 至 9人", "3-9"], ["0-2", "0-2"], ["10 to 49 people", "10-49"], ["50+", "50+"], ["50 人以上", "50+"], ["over 50 people", "50+"],
  ["0", "0-2"], ["2人", "0-2"], ["3", "3-9"], ["9 staff", "3-9"], ["10", "10-49"], ["49 employees", "10-49"], ["50", "50+"], ["1234 人", "50+"], ["4-9", undefined], ["很多", undefined], ["-1", undefined],
])("“%s” working there is read as %s", (text, bucket) => {
  expect(readEmployees(text)?.bucket).toBe(bucket);
});

test.each([["个体户", "self_employed"], ["Small Firm", "micro_enterprise"], ["专业市场", "market"], ["外卖站点", "platform_station"], ["kiosk", null]])("the kind “%s” is read as %s", (text, kind) => {
  expect(readKind(text)).toBe(kind);
});

test.each([["歇业", "dormant"], ["注销", "closed"], ["moved out", "moved_out"], ["查无", "not_found"], ["Reopened", "active"], ["asleep", null]])("the status “%s” is read as %s", (text, status) => {
  expect(readStatus(text)).toBe(status);
});

test("an area is the same with and without the word for one", () => {
  expect(["A 片区", "Area A", "a", "A", "东城街道", "area "].map(readArea)).toEqual(["A", "A", "A", "A", "东城街道", null]);
  expect(readArea("长".repeat(31))).toBeNull();
});

test("words must say something and have room", () => {
  expect(readWords("name", "  便民\u202E小店 ")).toBe("便民小店");
  expect(readWords("name", "---")).toBeNull();
  expect(readWords("industry", "食".repeat(31))).toBeNull();
  expect(readFieldWords("market", "u11")).toEqual({ market: "U11" });
  expect(readFieldWords("kind", "kiosk")).toBeNull();
});

test("a name that may be its owner's stays out of groups", () => {
  const shop = { code: "U06", name: "Wang's", kind: "self_employed" } as const;
  expect([titleOf(shop, true), titleOf(shop, false), titleOf({ ...shop, kind: "market" }, false), titleOf({ ...shop, name: null }, true)])
    .toEqual(["U06 Wang's", "U06", "U06 Wang's", "U06"]);
});

test("the parts after code and name can come in any order", () => {
  const parts = ["个体", "A 片区", "行业 食品", "市场 U11", "3-9 人", "产业链 餐饮", "自 2026-05-01"];
  const expected = readUnitLine(["U06", "便民小店", ...parts].join(" | "));
  expect(expected).toEqual({
    code: "U06", enteredOn: "2026-05-01", words: [], doubts: [],
    fields: { name: "便民小店", kind: "self_employed", area: "A", industry: "食品", market: "U11", employees: "3-9", chain: "餐饮" },
  });
  fc.assert(fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), fc.constantFrom("|", "｜", "\n", " | "), (order, by) => {
    expect(readUnitLine(["u06", "便民小店", ...order].join(by))).toEqual(expected);
  }));
});

test("whatever is typed is read without an error", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    expect(readUnitLine(text).doubts.length).toBeGreaterThanOrEqual(0);
  }));
});
