import fc from "fast-check";
import { expect, test } from "vitest";
import { ALL, gramsOf, readFilter } from "../../src/features/units/rules.ts";

test.each([
  ["", {}], ["便民", { text: "便民" }], ["Corner shop", { text: "Corner shop" }], ["u0", { text: "u0" }],
  ["A 片区 未覆盖", { area: "A", uncovered: true }], ["area a uncovered", { area: "A", uncovered: true }], ["A片区", { area: "A" }], ["片区 东城街道", { area: "东城街道" }],
  ["个体 待摸排", { kind: "self_employed", due: true }], ["survey due", { due: true }], ["small firm | area B", { kind: "micro_enterprise", area: "B" }],
  ["行业 食品 歇业", { industry: "食品", status: "dormant" }], ["industry food not found", { industry: "food", status: "not_found" }], ["moved out", { status: "moved_out" }],
  ["市场 U11", { market: "U11" }], ["market u11 shop", { market: "U11", text: "shop" }], ["市场", { kind: "market" }], ["status closed kind market", { status: "closed", kind: "market" }],
  ["in operation self employed", { status: "active", kind: "self_employed" }], ["空白点", { uncovered: true }],
])("“/units %s” is narrowed as it says", (text, filter) => {
  expect(readFilter(text)).toEqual({ ...ALL, ...filter });
});

test("whatever is typed makes a filter", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    expect(readFilter(text).text?.length ?? 0).toBeLessThanOrEqual(60);
  }));
});

test("a search is cut into neighbouring pairs, and a single sign stays as it is", () => {
  expect([gramsOf("便民店"), gramsOf("店"), gramsOf("U06")]).toEqual([["便民", "民店"], ["店"], ["u0", "06"]]);
});
