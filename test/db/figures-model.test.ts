import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCauses } from "../../src/features/cause/actions.ts";
import type { Change } from "../../src/features/cause/rules.ts";
import { readAllFigures } from "../../src/features/figures/actions.ts";
import type { Figures } from "../../src/features/figures/rules.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";
import { anyDay, coverageOf, dateOf, instructorsOf, organizationsOf, requestsOf, setsOf, station, termsOf, type ModelStation, type ModelUnit } from "../setup/station-model.ts";
import { insertStation } from "../setup/station-rows.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const CUTS = { byKind: ({ kind }: ModelUnit) => kind, byArea: ({ area }: ModelUnit) => area, byIndustry: ({ industry }: ModelUnit) => industry, byMarket: ({ inMarket }: ModelUnit) => (inMarket ? "U0" : null) };

/** What the model says of a day, in the shape of the figures; a part without any unit on record is not named. */
function expected(of: ModelStation, on: number): Omit<Figures, "version"> {
  const total = coverageOf(of, on, () => true);
  const parts = (keyOf: (unit: ModelUnit) => string | null) => [...new Set(of.units.filter((each) => each.statuses.some(({ from }) => from <= on)).map(keyOf))].filter((key) => key !== null).toSorted()
    .map((key) => ({ key, ...coverageOf(of, on, (each) => keyOf(each) === key) }));
  return {
    asOf: dateOf(on), total: total.coverage, members: total.members, organizations: organizationsOf(of, on), instructors: instructorsOf(of, on), requests: requestsOf(of, on), terms: termsOf(of, on),
    byKind: parts(CUTS.byKind), byArea: parts(CUTS.byArea), byIndustry: parts(CUTS.byIndustry), byMarket: parts(CUTS.byMarket),
  };
}

/** The units that one set gained and lost between two days. */
function changed(of: ModelStation, [from, through]: readonly [number, number], set: "isIn" | "isOrganized" | "isWorked"): { gained: string[]; lost: string[] } {
  const codes = of.units.map((_, index) => index);
  const is = (index: number, on: number) => setsOf(of, index, on)[set];
  const named = (indexes: number[]) => indexes.map((index) => `U${index}`).toSorted();
  return { gained: named(codes.filter((index) => !is(index, from) && is(index, through))), lost: named(codes.filter((index) => is(index, from) && !is(index, through))) };
}

const unitsOf = (changes: readonly Change[]) => changes.map(({ unit }) => unit).toSorted();

test("the queries and the slow count agree on 500 stations, on any two days, in every figure and every cut, and the causes add up to each change", async () => {
  await fc.assert(fc.asyncProperty(station, anyDay, anyDay, async (of, one, other) => {
    const days = [Math.min(one, other), Math.max(one, other)] as const;
    const stationId = await insertStation(database.db, of);
    for (const on of days) {
      const { version, ...figures } = (await readAllFigures(database.db, [stationId], dateOf(on))).get(stationId) ?? { version: "none" };
      expect(version).toBe("cov-1");
      expect(figures).toEqual(expected(of, on));
    }
    const causes = await readCauses(database.db, { stationId }, dateOf(days[0]), dateOf(days[1]));
    expect({ gained: unitsOf(causes.entered), lost: unitsOf(causes.left) }).toEqual(changed(of, days, "isIn"));
    expect({ gained: unitsOf(causes.organizationGained), lost: unitsOf(causes.organizationLost) }).toEqual(changed(of, days, "isOrganized"));
    expect({ gained: unitsOf(causes.workGained), lost: unitsOf(causes.workLost) }).toEqual(changed(of, days, "isWorked"));
  }), { numRuns: 500 });
}, 600_000);
