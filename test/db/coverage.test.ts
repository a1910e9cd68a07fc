import { and, eq, sql, type SQL } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { assignment, coverageLink, instructor, massOrganization, organization, organizationStatus, unit, unitStatus } from "../../src/db/schema-register.ts";
import { station } from "../../src/db/schema.ts";
import { isAssigned, isCountingAssignment, isCountingLink, isInOperation, isMassOrganized, isOrganizationCovered, isUncovered, isWorkCovered } from "../../src/features/coverage/actions.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

let database: TestDatabase;
const ids = { station: 0, unit: new Map<string, number>(), organization: new Map<string, number>(), instructor: new Map<string, number>() };
const idOf = (of: Map<string, number>, code: string) => of.get(code) ?? 0;

const formationOf = (code: string) => ORGANIZATIONS.find(([each]) => each === code)?.[1] ?? "joint";

/** Code, area, the day of entry and what it became later. */
const UNITS: readonly (readonly [string, string, string, readonly [("closed" | "dormant"), string] | null])[] = [
  ["U01", "A", "2024-03-01", null], ["U02", "A", "2024-03-01", null], ["U03", "A", "2024-03-01", null], ["U04", "A", "2024-03-01", null],
  ["U05", "A", "2024-03-01", null], ["U06", "A", "2024-03-01", null], ["U07", "A", "2024-03-01", ["closed", "2026-11-18"]], ["U08", "B", "2026-05-10", null],
  ["U09", "B", "2024-03-01", null], ["U10", "B", "2024-03-01", null], ["U11", "A", "2024-03-01", null], ["U12", "B", "2025-01-01", null],
  ["U13", "B", "2024-03-01", ["dormant", "2026-09-01"]], ["U14", "B", "2026-11-17", null],
];
const ORGANIZATIONS = [["G1", "separate", "2024-02-16"], ["G2", "joint", "2023-11-16"], ["G3", "separate", "2024-06-01"], ["G4", "floating", "2025-05-02"], ["G5", "area", "2026-01-02"], ["G6", "functional", "2026-06-01"]] as const;
const LINKS = [
  ["G1", "U01", "2024-02-16", null], ["G2", "U02", "2023-11-16", null], ["G2", "U03", "2023-11-16", null], ["G2", "U04", "2023-11-16", "2026-10-31"], ["G3", "U07", "2024-06-01", null],
  ["G4", "U12", "2025-05-02", null], ["G5", "U11", "2026-01-02", null], ["G5", "U02", "2026-01-02", null], ["G6", "U08", "2026-06-01", null],
] as const;
const INSTRUCTORS = [["I1", "2025-11-23", null], ["I2", "2026-04-01", null], ["I3", "2025-11-01", "2026-10-31"]] as const;
const ASSIGNMENTS = [
  ["I1", "U05", "2025-11-23", "2026-11-22"], ["I1", "U06", "2025-11-22", "2026-11-21"], ["I2", "U10", "2026-04-01", "2027-03-31"],
  ["I2", "U12", "2026-04-01", "2027-03-31"], ["I2", "U13", "2026-04-01", "2027-03-31"], ["I3", "U09", "2025-11-01", null],
] as const;

async function enterUnits(stationId: number): Promise<void> {
  for (const [code, area, enteredOn, later] of UNITS) {
    const [made] = await database.db.insert(unit).values({ stationId, code, area, kind: "micro_enterprise", enteredOn, createdAt: new Date(0) }).returning({ id: unit.id });
    ids.unit.set(code, made?.id ?? 0);
    await database.db.insert(unitStatus).values({ stationId, unitId: made?.id ?? 0, status: "active", fromOn: enteredOn, throughOn: later ? sql`${later[1]}::date - 1` : null });
    if (later) await database.db.insert(unitStatus).values({ stationId, unitId: made?.id ?? 0, status: later[0], fromOn: later[1] });
  }
}

async function enterOrganizations(stationId: number): Promise<void> {
  for (const [code, formation, fromOn] of ORGANIZATIONS) {
    const [made] = await database.db.insert(organization).values({ stationId, name: code, code, level: "branch", formation, counts: formation !== "functional" }).returning({ id: organization.id });
    ids.organization.set(code, made?.id ?? 0);
    await database.db.insert(organizationStatus).values({ stationId, organizationId: made?.id ?? 0, status: "active", fromOn });
  }
  for (const [code, unitCode, fromOn, throughOn] of LINKS) {
    await database.db.insert(coverageLink).values({ stationId, organizationId: idOf(ids.organization, code), formation: formationOf(code), unitId: idOf(ids.unit, unitCode), fromOn, throughOn });
  }
}

async function enterInstructors(stationId: number): Promise<void> {
  for (const [code, activeFrom, activeThrough] of INSTRUCTORS) {
    const [made] = await database.db.insert(instructor).values({
      stationId, code, role: "instructor", capacity: 3, areas: [], industries: [], languages: [], visitEveryDays: 92, activeFrom, activeThrough,
    }).returning({ id: instructor.id });
    ids.instructor.set(code, made?.id ?? 0);
  }
  for (const [code, unitCode, fromOn, throughOn] of ASSIGNMENTS) {
    await database.db.insert(assignment).values({ stationId, instructorId: idOf(ids.instructor, code), unitId: idOf(ids.unit, unitCode), fromOn, throughOn });
  }
}

beforeAll(async () => {
  database = await openTestDatabase();
  const [made] = await database.db.insert(station).values({ name: "Example", timeZone: "Asia/Shanghai", locale: "en", joinCode: "x", createdAt: new Date(0) }).returning({ id: station.id });
  ids.station = made?.id ?? 0;
  await enterUnits(ids.station);
  await enterOrganizations(ids.station);
  await enterInstructors(ids.station);
  await database.db.insert(massOrganization).values([
    { stationId: ids.station, unitId: idOf(ids.unit, "U01"), kind: "youth_league", fromOn: "2025-03-01" }, { stationId: ids.station, unitId: idOf(ids.unit, "U04"), kind: "trade_union", fromOn: "2025-03-01" },
  ]);
});
afterAll(() => database?.close());

async function codesWhere(condition: SQL): Promise<string> {
  const rows = await database.db.select({ code: unit.code }).from(unit).where(and(eq(unit.stationId, ids.station), condition)).orderBy(unit.code);
  return rows.map(({ code }) => code.slice(1)).join(" ");
}

const EXPECTED = {
  "2026-11-22": { N: "01 02 03 04 05 06 08 09 10 11 12 14", O: "01 02 03 11 12", A: "05 10 12", M: "01 04", W: "01 02 03 04 05 10 11 12", B: "06 08 09 14" },
  "2026-11-15": { N: "01 02 03 04 05 06 07 08 09 10 11 12", O: "01 02 03 07 11 12", A: "05 06 10 12", M: "01 04", W: "01 02 03 04 05 06 07 10 11 12", B: "08 09" },
  "2026-11-23": { N: "01 02 03 04 05 06 08 09 10 11 12 14", O: "01 02 03 11 12", A: "10 12", M: "01 04", W: "01 02 03 04 10 11 12", B: "05 06 08 09 14" },
  "2024-02-29": { N: "", O: "", A: "", M: "", W: "", B: "" },
  "2026-08-31": { N: "01 02 03 04 05 06 07 08 09 10 11 12 13", O: "01 02 03 04 07 11 12", A: "05 06 09 10 12 13", M: "01 04", W: "01 02 03 04 05 06 07 09 10 11 12 13", B: "08" },
};

test.each(Object.entries(EXPECTED))("on %s the sets of units in operation, covered by organizations and by work, and uncovered ones are those of the example", async (day, { N, O, A, M, W, B }) => {
  const sets = [isInOperation, isOrganizationCovered, isAssigned, isMassOrganized, isWorkCovered, isUncovered];
  const found: string[] = [];
  for (const set of sets) found.push(await codesWhere(set(day)));
  expect(found).toEqual([N, O, A, M, W, B]);
});

async function assigned(day: string): Promise<string[]> {
  const rows = await database.db.select({ code: unit.code }).from(assignment).innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)))
    .where(isCountingAssignment(day)).orderBy(unit.code);
  return rows.map(({ code }) => code);
}

test("an assignment counts only while it is valid, its instructor is active and its unit is in operation", async () => {
  expect(await assigned("2026-11-22")).toEqual(["U05", "U10", "U12"]);
  expect(await assigned("2026-11-23")).toEqual(["U10", "U12"]);
  expect(await assigned("2026-10-31")).toEqual(["U05", "U06", "U09", "U10", "U12"]);
  expect(await assigned("2026-11-01")).toEqual(["U05", "U06", "U10", "U12"]);
});

test("an organization that is not active, or does not count, covers nothing", async () => {
  const { db } = database;
  const links = () => db.select({ id: coverageLink.id }).from(coverageLink).where(isCountingLink("2026-11-22"));
  expect(await links()).toHaveLength(7);
  for (const change of [{ status: "proposed" as const }, { status: "suspended" as const }, { status: "dissolved" as const }]) {
    await db.update(organizationStatus).set(change).where(eq(organizationStatus.organizationId, idOf(ids.organization, "G1")));
    expect(await codesWhere(isOrganizationCovered("2026-11-22"))).toBe("02 03 11 12");
  }
  await db.update(organizationStatus).set({ status: "active", fromOn: "2026-11-23" }).where(eq(organizationStatus.organizationId, idOf(ids.organization, "G1")));
  expect(await codesWhere(isOrganizationCovered("2026-11-22"))).toBe("02 03 11 12");
  expect(await codesWhere(isOrganizationCovered("2026-11-23"))).toBe("01 02 03 11 12");
  await db.update(organizationStatus).set({ fromOn: "2024-02-16" }).where(eq(organizationStatus.organizationId, idOf(ids.organization, "G1")));
  await db.update(organization).set({ counts: false }).where(eq(organization.code, "G2"));
  expect(await codesWhere(isOrganizationCovered("2026-11-22"))).toBe("01 02 11 12");
});
