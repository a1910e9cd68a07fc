import { beforeEach, describe, expect, test } from "vitest";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { GOLDEN_DAY, loadGolden, loadGoldenWork } from "../telegram/golden.ts";

const bench = useBench({ start: GOLDEN_DAY });
let at: Established;

const enter = async (locale: "en" | "zh-CN") => {
  at = await establish(bench, { locale, name: locale === "en" ? "Example station" : "示例指导站" });
  await loadGolden(bench, at);
  await loadGoldenWork(bench, at);
};

describe("coverage in English", () => {
  beforeEach(() => enter("en"));

  test("in a group it is counts and rates with their denominators and days; why it changed names units by code, and no list is offered", async () => {
    const group = bench.as(at.lead, at.organizerGroup);
    await group.types("/coverage on 2026-11-22 vs 2026-11-15");
    expect(group.reads().text).toBe([
      "📊 Coverage · Example station", "As of Sun 22 Nov, against Sun 15 Nov · definition cov-1", "",
      "Units in operation 12; besides 1 dormant, 1 closed", "Organization coverage 5/12 = 41.67% (−8.33 pp)",
      "  separate 1 · joint 2 · industry 0 · area 1 · floating 1", "  formed separately 1/12 = 8.33%", "  organizations with an activity in 30 days 3/4 = 75.00%",
      "Work coverage 8/12 = 66.67% (−16.67 pp)", "  among units without an organization 3/7 = 42.86%", "  of units with an instructor, visited in time 0/3 = 0.00%",
      "Should-be-built, built 1/3 = 33.33% (−66.67 pp)", "Surveyed within 90 days 9/12 = 75.00% (unchanged)", "Uncovered 4 units", "",
      "Widest gap: work coverage, area A 85.71%, area B 40.00%, 45.71 pp apart (only among those with 5 units or more)",
    ].join("\n"));
    expect(group.reads().keyboard.flat().map(({ text }) => text)).toEqual(["Why it changed", "In parts"]);
    await group.taps(group.reads(), "Why it changed");
    expect(group.reads().text.split("\n\n").slice(1)).toEqual([
      "Units in operation: 12 → 12\n  + U14 new (17 Nov)\n  − U07 closed (18 Nov)",
      "Organization coverage: 6/12 = 50.00% → 5/12 = 41.67% (−8.33 pp)\n  − U07 closed (18 Nov)",
      "Work coverage: 10/12 = 83.33% → 8/12 = 66.67% (−16.67 pp)\n  − U06 instructor I1 lapsed (21 Nov), U07 closed (18 Nov)",
    ]);
    await group.taps(group.reads(), "‹ Coverage");
    await group.taps(group.reads(), "In parts");
    expect(group.reads().text).toContain("By area\n  A: 7 in operation, organization 4/7, work 6/7\n  B: 5 in operation, organization 1/5, work 2/5");
  });

  test("of a part, and of an area without units; in private each list has the button that does what it asks for", async () => {
    const lead = bench.as(at.lead);
    await lead.types("/coverage area=B");
    expect(lead.reads().text).toContain("Coverage · Example station · area B");
    expect(lead.reads().text).toContain("Organization coverage 1/5 = 20.00%");
    await lead.taps(lead.reads(), "Uncovered 3");
    expect(lead.reads().text).toContain("3 units uncovered");
    await lead.taps(lead.reads(), "U09: find an instructor");
    expect(lead.reads().text).toContain("U09");
    await lead.types("/coverage");
    await lead.taps(lead.reads(), "Ending soon");
    expect(lead.reads().text).toContain("• I1 → U05, through Sun 22 Nov");
    await lead.taps(lead.reads(), "Renew I1 → U05");
    expect(lead.reads().text).toBe("✅ Renewed: I1 looks after U05 from 2026-11-23 through 2027-11-22.");
    await lead.types("/coverage");
    await lead.taps(lead.reads(), "To survey");
    expect(lead.reads().text).toContain("• U14 · B · never surveyed");
    await lead.taps(lead.reads(), "Survey U05");
    expect(lead.reads().text).toContain("U05");
    await lead.types("/why coverage area=A on 2026-11-22");
    expect(lead.reads().text).toContain("− U06 instructor I1 lapsed (21 Nov), U07 closed (18 Nov)");
    expect(lead.reads().text).not.toContain("U14");
    await lead.types("/coverage area=C");
    expect(lead.reads().text).toContain("No unit of this station is registered like that.");
    await lead.types("/coverage something");
    expect(lead.reads().text).toContain("I could not read which part you mean.");
  });

  test("a member and a button forged in a group get no figures and no list", async () => {
    const member = await enrol(bench, at, "Mia");
    await bench.as(member, at.memberGroup).types("/coverage");
    expect(bench.as(member).reads().text).toBe("Coverage is for the station's leads and organizers.");
    const group = bench.as(at.lead, at.organizerGroup);
    await group.types("/coverage");
    await group.forges(group.reads(), `report:uncovered:${at.stationId}:261122:261115:-`);
    const lead = bench.as(at.lead);
    await lead.types("/coverage");
    for (const page of ["figures", "why", "due"]) {
      expect((await lead.forges(lead.reads(), `report:${page}:${at.stationId}:270101:261115:-`)).toast).toBe("This day has not come yet. Coverage can be seen up to today.");
    }
    expect(group.reads().text).not.toContain("U06");
  });
});

test("in Chinese, of one kind, against the end of a month", async () => {
  await enter("zh-CN");
  const lead = bench.as(at.lead);
  await lead.types("/coverage 个体户 截至 11月22日 对比 10月31日");
  expect(lead.reads().text).toContain("📊 覆盖情况 · 示例指导站 · 个体工商户\n截至 11月22日（周日），对比 10月31日（周六） · 口径 cov-1");
  expect(lead.reads().text).toContain("在营单位 4 家；另有歇业 1\n组织覆盖 1/4 = 25.00%（持平）");
  await lead.taps(lead.reads(), "为什么变化");
  expect(lead.reads().text).toContain("U09 指导员 I3 卸任");
});
