import { describe, expect, test } from "vitest";
import { CAUSES, type Cause, type Causes, type Change } from "../../src/features/cause/rules.ts";
import { digestMessage, previewMessage } from "../../src/features/digest/view.ts";
import type { Week } from "../../src/features/week/rules.ts";
import { messages } from "../../src/i18n/messages.ts";
import { GOLDEN_WEEK } from "../setup/golden-week.ts";

const said = (week: Week, locale: "zh-CN" | "en", isLate = false, missed: readonly string[] = []) => digestMessage(messages(locale), week, { locale, isLate, missed }).text;
const inEnglish = { ...GOLDEN_WEEK, stationName: "Example station" };

const GOLDEN_ZH = `📊 覆盖周报 · 2026年第47周（11月16日–22日）
示例指导站 · 口径 cov-1 · 截至 11月22日

在营单位 12 家（新增 1，注销 1；另有歇业 1）
组织覆盖 5/12 = 41.67%（较上周 −8.33 个百分点）
  单独 1 · 联合 2 · 行业 0 · 区域 1 · 流动党员 1
工作覆盖 8/12 = 66.67%（−16.67）
  未建组织的单位中 3/7 = 42.86%
变化原因：注销 1 家；指导员到期 1 家；新增 1 家尚未覆盖
空白点 4 家 · 应建已建 1/3 · 摸排 90 天内 9/12
指导员 2 名：本周到期 1，30 天内到期 1，已满额 1
活动：举办 2，取消 1，预告 1；参加 13 人次；近 30 天有活动的组织 3/4
诉求：新增 2，办结 1，在办 2，超期 1
换届：超期 1，90 天内到期 1
建议 8 条，待站长处理（私聊 /suggest）
参加均为自愿；本周报不含个人信息。`;

const GOLDEN_EN = `📊 Weekly coverage · 2026 week 47 (16–22 Nov)
Example station · definition cov-1 · as of 22 Nov

Units in operation 12 (1 new, 1 closed; 1 dormant besides)
Organization coverage 5/12 = 41.67% (−8.33 pp on last week)
  separate 1 · joint 2 · industry 0 · area 1 · floating 1
Work coverage 8/12 = 66.67% (−16.67 pp)
  among units without an organization 3/7 = 42.86%
Why it changed: 1 unit closed; 1 instructor lapsed; 1 new unit not yet covered
Uncovered 4 · should-be-built 1/3 built · surveyed within 90 days 9/12
Instructors 2: 1 lapsed this week, 1 within 30 days, 1 at capacity
Activities: 2 held, 1 cancelled, 1 coming; 13 participations; 3/4 organizations active in 30 days
Help requests: 2 new, 1 closed, 2 open, 1 overdue
Terms: 1 overdue, 1 due within 90 days
8 suggestions wait for the station lead (/suggest in private chat)
Taking part is voluntary; this digest holds no personal data.`;

test("the worked example's week reads as agreed, in both languages", () => {
  expect(said(GOLDEN_WEEK, "zh-CN")).toBe(GOLDEN_ZH);
  expect(said(inEnglish, "en")).toBe(GOLDEN_EN);
});

const NOTHING: Causes = { entered: [], left: [], organizationGained: [], organizationLost: [], workGained: [], workLost: [] };
const QUIET: Week = {
  ...inEnglish, before: GOLDEN_WEEK.figures, causes: NOTHING,
  flow: { unitsNew: 0, unitsClosed: 0, assignmentsLapsed: 0, surveys: 0, held: 0, cancelled: 0, coming: 1, participations: 0, persons: 0, requestsOpened: 0, requestsClosed: 0 },
};

test("a quiet week is said in one line, with the two coverages", () => {
  expect(said(QUIET, "en")).toBe([
    "📊 Weekly coverage · 2026 week 47 (16–22 Nov)", "Example station · definition cov-1 · as of 22 Nov", "",
    "Nothing changed this week.", "Organization coverage 5/12 = 41.67%", "Work coverage 8/12 = 66.67%", "Taking part is voluntary; this digest holds no personal data.",
  ].join("\n"));
  expect(said(QUIET, "zh-CN")).toContain("\n这一周没有变化。\n组织覆盖 5/12 = 41.67%\n工作覆盖 8/12 = 66.67%\n");
});

test("a week over the end of a month or a year names both", () => {
  const overNewYear: Week = { ...QUIET, from: "2026-12-28", through: "2027-01-03", year: 2026, week: 53 };
  expect(said(overNewYear, "zh-CN")).toContain("📊 覆盖周报 · 2026年第53周（12月28日–1月3日）\nExample station · 口径 cov-1 · 截至 1月3日");
  expect(said(overNewYear, "en")).toContain("2026 week 53 (28 Dec–3 Jan)");
});

test("a late digest says so, and an earlier week that was corrected is named with what it said", () => {
  const { total } = GOLDEN_WEEK.before;
  const corrections = [{ asOf: "2026-11-15", told: total, now: { ...total, organization: 5 } }, { asOf: "2026-11-08", told: total, now: { ...total, fresh: 1 } }];
  expect(said({ ...QUIET, corrections }, "en", true)).toContain("\n⏰ Late: it could not be sent when it was due.\n\n");
  expect(said({ ...QUIET, corrections }, "en")).toContain("\n✏️ Week 46 was corrected: organization coverage 6/12 → 5/12\nTaking part");
  expect(said({ ...QUIET, corrections }, "zh-CN", true)).toContain("\n⏰ 迟发：到点时没能发出。\n");
  expect(said({ ...QUIET, corrections }, "zh-CN")).toContain("\n✏️ 第46周有更正：组织覆盖 6/12 → 5/12\n参加");
  expect(said(QUIET, "en", true, ["2026-11-02", "2026-11-09"])).toContain("\n⏰ Late: it could not be sent when it was due; week 45–46 was not sent at all.\n");
  const many = [1, 2, 3, 4, 5].map((week) => ({ asOf: `2026-10-0${week}`, told: total, now: { ...total, work: 9 } }));
  expect(said({ ...QUIET, corrections: many }, "en").match(/✏️/gu)).toHaveLength(4);
  expect(said({ ...QUIET, corrections: many }, "en")).toContain("✏️ 2 more weeks were corrected");
});

test("of few participations it is not said how many, and an empty station has no percentages", () => {
  const few = (participations: number) => said({ ...inEnglish, flow: { ...GOLDEN_WEEK.flow, participations } }, "en");
  expect([few(0), few(1), few(4), few(5)].map((text) => /; (\S+) participations/u.exec(text)?.[1])).toEqual(["0", "<5", "<5", "5"]);
  const nothing = Object.fromEntries(Object.entries(GOLDEN_WEEK.figures.total).map(([key, value]) => [key, typeof value === "number" ? 0 : value])) as typeof GOLDEN_WEEK.figures.total;
  const empty = said({ ...inEnglish, figures: { ...GOLDEN_WEEK.figures, total: nothing } }, "en");
  expect(empty).toContain("Organization coverage —\n");
  expect(empty).not.toMatch(/NaN|\d%/u);
});

test("even the busiest week fits under a picture", () => {
  const large = <Of extends object>(of: Of): Of => Object.fromEntries(Object.entries(of).map(([key, value]) =>
    [key, typeof value === "number" ? value + 98_765 : typeof value === "object" && value !== null ? large(value as object) : value])) as Of;
  const { total } = GOLDEN_WEEK.figures;
  const week: Week = {
    ...GOLDEN_WEEK, stationName: "S".repeat(60), flow: large(GOLDEN_WEEK.flow), suggestions: 8_000,
    figures: { ...GOLDEN_WEEK.figures, total: large(total), instructors: large(GOLDEN_WEEK.figures.instructors), organizations: { counting: 98_765, active: 12_345 }, requests: { open: 1234, overdue: 1234 }, terms: { overdue: 123, dueSoon: 123 } },
    causes: { ...NOTHING, left: CAUSES.map((cause, index) => ({ unit: `U${index}`, cause })) },
    corrections: [1, 2, 3, 4, 5].map((day) => ({ asOf: `2026-10-0${day}`, told: large(total), now: total })),
  };
  for (const locale of ["zh-CN", "en"] as const) {
    const text = said(week, locale, true);
    expect(text.length).toBeLessThanOrEqual(1024);
    expect(text).toContain("98770/98777");
    expect(previewMessage(messages(locale), 1, week, locale).text.length).toBeLessThanOrEqual(1024);
  }
  expect(said({ ...week, corrections: [] }, "zh-CN")).toContain("单独");
});

describe("the causes", () => {
  const change = (unit: string, cause: Cause): Change => ({ unit, cause });
  const why = (causes: Partial<Causes>, locale: "zh-CN" | "en") => /(?:Why it changed: |变化原因：)(.*)/u.exec(said({ ...inEnglish, causes: { ...NOTHING, ...causes } }, locale))?.[1];

  test("each counts its units once, those that went first and those that came last", () => {
    const causes = {
      entered: [change("U1", "new"), change("U2", "new"), change("U3", "reopened")], left: [change("U4", "dormant")],
      organizationGained: [change("U1", "new"), change("U5", "linkNew")], workGained: [change("U1", "new"), change("U3", "reopened"), change("U5", "linkNew")],
      organizationLost: [change("U4", "dormant")], workLost: [change("U4", "dormant"), change("U6", "instructorRetired"), change("U7", "instructorRetired")],
    };
    expect(why(causes, "en")).toBe("1 unit dormant; 1 unit newly linked; 2 units whose instructor retired; 2 new units (1 not yet covered); 1 unit in operation again");
    expect(why(causes, "zh-CN")).toBe("歇业 1 家；新挂到组织 1 家；指导员卸任 2 家；新增 2 家（1 家尚未覆盖）；恢复经营 1 家");
  });

  test("where there is none, nothing is said of causes", () => expect(why({}, "en")).toBeUndefined());
});
