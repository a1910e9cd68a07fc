import { describe, expect, test } from "vitest";
import { readAsked, readReportData, REPORT_DATA, reportData } from "../../src/features/report/rules.ts";
import { widestGap } from "../../src/features/imbalance/rules.ts";
import { GOLDEN_WEEK } from "../setup/golden-week.ts";

const CLOCK = { now: new Date("2026-11-22T04:00:00Z"), zone: "Asia/Shanghai" };
const read = (rest: string) => readAsked(rest, CLOCK);
const asked = (cut: object | null, on = "2026-11-22", vs = "2026-11-15") => ({ ok: true, asked: { cut, on, vs } });

describe("what follows /coverage", () => {
  test.each([
    ["", asked(null)],
    ["area=A", asked({ by: "area", key: "A" })], ["area A", asked({ by: "area", key: "A" })], ["片区 A", asked({ by: "area", key: "A" })], ["区域 A", asked({ by: "area", key: "A" })], ["A 片区", asked({ by: "area", key: "A" })], ["东门片区", asked({ by: "area", key: "东门" })],
    ["kind self-employed", asked({ by: "kind", key: "self_employed" })], ["个体户", asked({ by: "kind", key: "self_employed" })], ["类型=小微企业", asked({ by: "kind", key: "micro_enterprise" })],
    ["market u11", asked({ by: "market", key: "U11" })], ["行业 餐饮", asked({ by: "industry", key: "餐饮" })],
    ["area=A on 2026-11-20 vs 2026-10-31", asked({ by: "area", key: "A" }, "2026-11-20", "2026-10-31")],
    ["片区 A 截至 11月20日 对比 10月31日", asked({ by: "area", key: "A" }, "2026-11-20", "2026-10-31")],
    ["vs 2026-10-31", asked(null, "2026-11-22", "2026-10-31")], ["on 2026-11-01", asked(null, "2026-11-01", "2026-10-25")],
  ])("“%s” is read", (rest, expected) => expect(read(rest)).toEqual(expected));

  test.each([
    ["hello", "unreadable"], ["on tomorrow", "future"], ["on 2026-13-40", "impossibleDay"], ["vs 2026-11-22", "notEarlier"], ["on 2026-11-01 vs 2026-11-02", "notEarlier"], ["on", "unreadableDay"],
  ])("“%s” is answered with what would be right", (rest, reason) => {
    const result = read(rest);
    expect(result.ok ? result.asked : result.reason).toBe(reason);
  });
});

test("a button says the page, the station, both days and the part, and is read back; one with no such day is not", () => {
  for (const ref of [null, { by: "kind", key: "market" }, { by: "area", unitId: 123_456_789_012_345 }, { by: "market", unitId: 7 }] as const) {
    const data = reportData("uncovered", { stationId: 999_999_999_999_999, on: "2026-11-22", vs: "2026-10-31", ref });
    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64);
    const [, page = "", , on = "", vs = "", cut = ""] = REPORT_DATA.exec(data) ?? [];
    expect(readReportData([page, on, vs, cut])).toEqual({ page: "uncovered", on: "2026-11-22", vs: "2026-10-31", cut: ref });
  }
  expect(readReportData(["why", "261301", "261101", "-"])).toBeNull();
  expect(readReportData(["why", "261101", "261122", "-"])).toBeNull();
  expect(readReportData(["why", "261122", "261101", "k9"])).toBeNull();
});

test("the widest gap is between two groups of five units or more, and says both", () => {
  // Markets and delivery stations have one unit each, self-employed four: only areas can be compared.
  expect(widestGap(GOLDEN_WEEK.figures)).toEqual({
    cut: "byArea", rate: "work", best: { key: "A", fraction: { of: 6, all: 7 } }, worst: { key: "B", fraction: { of: 2, all: 5 } }, gap: 4571,
  });
  expect(widestGap({ byKind: GOLDEN_WEEK.figures.byKind, byArea: [], byIndustry: [] })).toBeNull();
});
