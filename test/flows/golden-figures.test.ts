import { beforeEach, describe, expect, test } from "vitest";
import { readAllFigures } from "../../src/features/figures/actions.ts";
import { changeHundredths, hundredths, RATES, type Coverage, type Figures } from "../../src/features/figures/rules.ts";
import { readSnapshots, takeSnapshots } from "../../src/features/snapshot/actions.ts";
import { readSuggestions } from "../../src/features/suggestion/actions.ts";
import { recordSurvey } from "../../src/features/survey/actions.ts";
import { changeStatus } from "../../src/features/unitstatus/actions.ts";
import { readWeek } from "../../src/features/week/actions.ts";
import { GOLDEN_WEEK } from "../setup/golden-week.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { EXPECTED, EXPECTED_BEFORE, EXPECTED_CHANGE, GOLDEN_DAY, loadGolden, loadGoldenWork, scopeOf, VARIANTS } from "../telegram/golden.ts";

const bench = useBench({ start: GOLDEN_DAY });
const [DAY, BEFORE] = ["2026-11-22", "2026-11-15"];
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
  await loadGolden(bench, at);
  await loadGoldenWork(bench, at);
});

async function figuresOn(day: string): Promise<Figures> {
  const found = (await readAllFigures(bench.database.db, [at.stationId], day)).get(at.stationId);
  if (!found) throw new Error("no figures");
  return found;
}

const week = async () => readWeek(bench.database.db, { stationId: at.stationId, stationName: "示例指导站" }, DAY, null);
const expectedRate = (coverage: Coverage, rate: keyof typeof RATES) => {
  const fraction = RATES[rate](coverage);
  const percent = hundredths(fraction);
  return { numerator: fraction.of, denominator: fraction.all, percent: percent === null ? null : percent / 100 };
};
const triple = (coverage: Coverage, rate: keyof typeof RATES) => Object.values(expectedRate(coverage, rate));

describe("the figures of the worked example", () => {
  test("on its day: every rate, by kind and by area, and what stands beside the units", async () => {
    const { total, byKind, byArea, members, ...others } = await figuresOn(DAY);
    expect(expectedRate(total, "organization")).toEqual(EXPECTED.organizationCoverage);
    expect(expectedRate(total, "separate")).toEqual(EXPECTED.separateFormationRate);
    expect(expectedRate(total, "work")).toEqual(EXPECTED.workCoverage);
    expect(expectedRate(total, "workUnorganized")).toEqual(EXPECTED.workCoverageOfUnorganized);
    expect(expectedRate(total, "built")).toEqual(EXPECTED.shouldBuildBuiltRate);
    expect(expectedRate(total, "fresh")).toEqual(EXPECTED.surveyFreshness);
    expect({ closed: total.closed, dormant: total.dormant, assigned: total.assigned }).toEqual({ closed: 1, dormant: 1, assigned: EXPECTED.instructorCovered.length });
    const brief = (parts: Figures["byKind"]) => Object.fromEntries(parts.map(({ key, coverage: { units, organization, work } }) => [key, { units, organization, work }]));
    expect(brief(byKind)).toEqual(EXPECTED.byKind);
    expect(brief(byArea)).toEqual(EXPECTED.byArea);
    expect(members).toEqual({ total: EXPECTED.members.total, covered: EXPECTED.members.inOrganizationCoveredUnits.numerator });
    expect(others).toMatchObject({
      version: "cov-1", asOf: DAY, organizations: { counting: 4, active: 3 }, instructors: { active: 2, atCapacity: 1, overCapacity: 0, expiring: 1 },
      requests: { open: EXPECTED.requests.openNow, overdue: EXPECTED.requests.overdueNow.length }, terms: { overdue: 1, dueSoon: 1 },
    });
  });

  test("on the Sunday before, as it was then", async () => {
    const { total, members } = await figuresOn(BEFORE);
    expect(expectedRate(total, "organization")).toEqual(EXPECTED_BEFORE.organizationCoverage);
    expect(expectedRate(total, "separate")).toEqual(EXPECTED_BEFORE.separateFormationRate);
    expect(expectedRate(total, "work")).toEqual(EXPECTED_BEFORE.workCoverage);
    expect(expectedRate(total, "workUnorganized")).toEqual(EXPECTED_BEFORE.workCoverageOfUnorganized);
    expect(expectedRate(total, "built")).toEqual(EXPECTED_BEFORE.shouldBuildBuiltRate);
    expect(expectedRate(total, "fresh")).toEqual(EXPECTED_BEFORE.surveyFreshness);
    expect(members).toEqual({ total: EXPECTED_BEFORE.members.total, covered: EXPECTED_BEFORE.members.inOrganizationCoveredUnits.numerator });
  });

  test("its week, as the digest tells it: changes from the exact fractions, causes that explain them, and what went on", async () => {
    await readSuggestions(await scopeOf(bench, at));
    const { figures: { byIndustry, ...figures }, before, trend, ...rest } = await week();
    const { figures: { byIndustry: _, ...expected }, before: expectedBefore, trend: _trend, ...expectedRest } = GOLDEN_WEEK;
    expect(figures).toEqual(expected);
    expect(byIndustry.reduce((sum, { coverage: { units } }) => sum + units, 0)).toBe(12);
    expect(before.total).toEqual(expectedBefore.total);
    expect(rest).toEqual(expectedRest);
    expect(trend.map(({ asOf }) => asOf)).toEqual([DAY]);
    const changes = { organizationCoverage: "organization", workCoverage: "work", shouldBuildBuiltRate: "built", surveyFreshness: "fresh" } as const;
    for (const [name, rate] of Object.entries(changes)) {
      expect((changeHundredths(RATES[rate](before.total), RATES[rate](figures.total)) ?? 0) / 100).toBe(EXPECTED_CHANGE[name as keyof typeof EXPECTED_CHANGE]);
    }
  });

  test("a day later, with a unit of the joint organization closed, and in an area without units", async () => {
    const later = await figuresOn("2026-11-23");
    expect(triple(later.total, "organization")).toEqual(VARIANTS.oneDayLater.organizationCoverage);
    expect(triple(later.total, "work")).toEqual(VARIANTS.oneDayLater.workCoverage);
    expect(triple(later.total, "fresh")).toEqual(VARIANTS.oneDayLater.surveyFreshness);
    expect(later.byArea.find(({ key }) => key === "C")).toBeUndefined();
    expect(await changeStatus(await scopeOf(bench, at), "U02", { status: "closed", on: DAY })).toMatchObject({ ok: true });
    const { total } = await figuresOn(DAY);
    expect(triple(total, "organization")).toEqual(VARIANTS.jointUnitCloses.organizationCoverage);
    expect(triple(total, "work")).toEqual(VARIANTS.jointUnitCloses.workCoverage);
  });
});

describe("a snapshot", () => {
  const take = (day: string) => bench.database.db.transaction((tx) => takeSnapshots(tx, [at.stationId], day, bench.now()));
  const kept = () => readSnapshots(bench.database.db, at.stationId, { from: BEFORE, through: DAY });

  test("taken again says the same, and is not kept twice", async () => {
    expect([await take(DAY), await take(DAY)]).toEqual([1, 0]);
    expect(await kept()).toEqual([{ asOf: DAY, revision: 0, figures: await figuresOn(DAY) }]);
  });

  test("stays as it was told when something is entered late; what it comes to now is kept beside it, and the next digest says so", async () => {
    await take(BEFORE);
    expect(await recordSurvey(await scopeOf(bench, at), "U11", { on: "2026-11-10", fullMembers: 0 })).toMatchObject({ ok: true });
    expect(await take(BEFORE)).toBe(1);
    expect((await kept()).map(({ revision, figures: { total: { fresh } } }) => [revision, fresh])).toEqual([[1, 10]]);
    const { corrections } = await readWeek(bench.database.db, { stationId: at.stationId, stationName: "s" }, DAY, 0);
    expect(corrections.map(({ asOf, told, now }) => [asOf, told.fresh, now.fresh])).toEqual([[BEFORE, 9, 10]]);
    expect((await week()).corrections).toEqual([]);
  });
});
