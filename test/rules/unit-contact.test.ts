import { expect, test } from "vitest";
import { readContactLine } from "../../src/features/contact/rules.ts";
import { readWeAre } from "../../src/features/unitcount/rules.ts";

test("a line asks for a unit's contact by its code, in either language, and nothing else is taken for one", () => {
  expect(["U06 contact", "u06 contacts", "Ｕ06 联系人", "U06 单位联系人"].map(readContactLine)).toEqual(["U06", "U06", "U06", "U06"]);
  expect(["contact", "U06", "U06 contact Ann", "U06 dormant", "U06_ contact", "add U06 contact"].map(readContactLine)).toEqual([null, null, null, null, null, null]);
});

test.each([
  ["we are 5", 5], ["We're 12 people", 12], ["There are 3 of us.", 3], ["我们5人", 5], ["我们来了 7 个人！", 7], ["本单位到了０人", 0], ["我们有8位", 8],
])("“%s” says how many there are", (text, count) => {
  expect(readWeAre(text)).toEqual({ kind: "count", count });
});

test.each(["5", "we are late", "we are 5 minutes away", "we are 12345", "are we 5", "我们5点到", "我们"])("“%s” says no number of people", (text) => {
  expect(readWeAre(text)).toBeNull();
});
