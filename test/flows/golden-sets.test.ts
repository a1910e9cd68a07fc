import { and, asc, eq, sql, type SQL } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { readRows } from "../../src/db/client.ts";
import { unit } from "../../src/db/schema-register.ts";
import { isAssigned, isInOperation, isMassOrganized, isOrganizationCovered, isUncovered, isWorkCovered } from "../../src/features/coverage/actions.ts";
import { newestOn } from "../../src/features/survey/actions.ts";
import { freshSince } from "../../src/features/survey/rules.ts";
import { changeStatus } from "../../src/features/unitstatus/actions.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { EXPECTED, EXPECTED_BEFORE, GOLDEN_DAY, loadGolden, scopeOf, VARIANTS } from "../telegram/golden.ts";

const bench = useBench({ start: GOLDEN_DAY });
const DAY = "2026-11-22";
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
  await loadGolden(bench, at);
});

async function codes(which: SQL): Promise<string[]> {
  const rows = await bench.database.db.select({ code: unit.code }).from(unit).where(and(eq(unit.stationId, at.stationId), which)).orderBy(asc(unit.code));
  return rows.map(({ code }) => code);
}

/** Units whose newest survey up to the day is still fresh on it. */
async function freshOn(day: string): Promise<string[]> {
  const rows = await readRows(bench.database.db, sql`select u.code from ${unit} u join lateral (${newestOn(sql`u.station_id`, sql`u.id`, day)}) n on true
    where ${isInOperation(day, "u")} and n.on_day >= ${freshSince(day)} order by u.code`);
  return rows.map((row) => String(row["code"]));
}

const fraction = async (part: (day: string) => SQL, day: string) => ({ numerator: (await codes(part(day))).length, denominator: (await codes(isInOperation(day))).length });
const pair = ([numerator, denominator]: readonly (number | null)[]) => ({ numerator, denominator });

describe("the worked example, entered through the real actions", () => {
  test("its day: who is in operation, who is covered by what, and who by nothing", async () => {
    expect(await codes(isInOperation(DAY))).toEqual(EXPECTED.unitsInOperation);
    expect(await codes(isOrganizationCovered(DAY))).toEqual(EXPECTED.organizationCovered);
    expect(await codes(isAssigned(DAY))).toEqual(EXPECTED.instructorCovered);
    expect(await codes(isMassOrganized(DAY))).toEqual(EXPECTED.massOrganizationCovered);
    expect(await codes(isWorkCovered(DAY))).toEqual(EXPECTED.workCovered);
    expect(await codes(isUncovered(DAY))).toEqual(EXPECTED.uncovered);
  });

  test("the Sunday before, as it was then", async () => {
    const before = "2026-11-15";
    expect(await codes(isInOperation(before))).toEqual(EXPECTED_BEFORE.unitsInOperation);
    expect(await codes(isUncovered(before))).toEqual(EXPECTED_BEFORE.uncovered);
    expect(await fraction(isOrganizationCovered, before)).toMatchObject(pair([EXPECTED_BEFORE.organizationCoverage.numerator, EXPECTED_BEFORE.organizationCoverage.denominator]));
    expect(await fraction(isWorkCovered, before)).toMatchObject(pair([EXPECTED_BEFORE.workCoverage.numerator, EXPECTED_BEFORE.workCoverage.denominator]));
    expect(await freshOn(before)).toHaveLength(EXPECTED_BEFORE.surveyFreshness.numerator);
  });

  test("a unit that was never surveyed stays in every denominator, and is not fresh", async () => {
    expect(EXPECTED.surveyDue.never).toEqual(["U14"]);
    expect(await codes(isInOperation(DAY))).toContain("U14");
    expect(await codes(isUncovered(DAY))).toContain("U14");
    const fresh = await freshOn(DAY);
    expect(fresh).toHaveLength(EXPECTED.surveyFreshness.numerator);
    expect((await codes(isInOperation(DAY))).filter((code) => !fresh.includes(code))).toEqual([...EXPECTED.surveyDue.stale, ...EXPECTED.surveyDue.never]);
  });

  test("one day later an assignment has lapsed and a survey become stale", async () => {
    const later = "2026-11-23";
    expect(await codes(isUncovered(later))).toEqual(VARIANTS.oneDayLater.uncovered);
    expect(await fraction(isOrganizationCovered, later)).toEqual(pair(VARIANTS.oneDayLater.organizationCoverage));
    expect(await fraction(isWorkCovered, later)).toEqual(pair(VARIANTS.oneDayLater.workCoverage));
    expect(await freshOn(later)).toHaveLength(VARIANTS.oneDayLater.surveyFreshness[0] ?? 0);
  });

  test("a unit of the joint one that closes leaves numerator and denominator, and the day before is as it was", async () => {
    expect(await changeStatus(await scopeOf(bench, at), "U02", { status: "closed", on: DAY })).toMatchObject({ ok: true });
    expect(await fraction(isOrganizationCovered, DAY)).toEqual(pair(VARIANTS.jointUnitCloses.organizationCoverage));
    expect(await fraction(isWorkCovered, DAY)).toEqual(pair(VARIANTS.jointUnitCloses.workCoverage));
    expect(await codes(isOrganizationCovered("2026-11-21"))).toContain("U02");
  });
});
