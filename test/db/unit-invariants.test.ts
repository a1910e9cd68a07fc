import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { coverageLink, survey, unit, unitStatus, organization, organizationStatus } from "../../src/db/schema-register.ts";
import { station } from "../../src/db/schema.ts";
import { isInOperation, isUncovered, isWorkCovered } from "../../src/features/coverage/actions.ts";
import { LEANING } from "../../src/features/unitsheet/actions.ts";
import { readRows } from "../../src/db/client.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

let database: TestDatabase;
let stationId = 0;
let otherId = 0;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database?.close());
beforeEach(async () => {
  await database.reset();
  const made = await database.db.insert(station).values(["one", "two"].map((name) => ({ name, timeZone: "Asia/Shanghai", locale: "en" as const, joinCode: name, createdAt: new Date(0) }))).returning({ id: station.id });
  stationId = made[0]?.id ?? 0;
  otherId = made[1]?.id ?? 0;
});

async function enter(code: string, facts: Partial<typeof unit.$inferInsert> = {}): Promise<number> {
  const [made] = await database.db.insert(unit).values({ stationId, code, kind: "self_employed", area: "A", enteredOn: "2024-03-01", createdAt: new Date(0), ...facts }).returning({ id: unit.id });
  return made?.id ?? 0;
}
const expectRefused = (work: PromiseLike<unknown>, by: string) => expect(Promise.resolve(work)).rejects.toMatchObject({ cause: { message: expect.stringContaining(by) } });
const period = (unitId: number, fromOn: string, throughOn: string | null = null, status: "active" | "closed" = "active") =>
  database.db.insert(unitStatus).values({ stationId, unitId, status, fromOn, throughOn });

test("a unit belongs to one station and one area, and its code is its own there", async () => {
  await enter("U01");
  await expectRefused(enter("U01"), "unit_code");
  await expectRefused(enter("u02"), "unit_code_plain");
  await enter("U01", { stationId: otherId });
  await expectRefused(database.db.execute(sql`insert into unit (station_id, code, kind, entered_on, created_at) values (${stationId}, 'U09', 'market', '2024-01-01', now())`), "area");
});

test("the market of a unit is a unit of kind market in the same station, and never itself", async () => {
  const market = await enter("U11", { kind: "market" });
  const shop = await enter("U02", { marketId: market });
  await expectRefused(enter("U03", { marketId: shop }), "unit_market");
  const foreign = await enter("U12", { stationId: otherId, kind: "market" });
  await expectRefused(enter("U04", { marketId: foreign }), "unit_market");
  await expectRefused(database.db.update(unit).set({ marketId: market }).where(and(eq(unit.stationId, stationId), eq(unit.id, market))), "unit_not_its_own_market");
  await expectRefused(database.db.update(unit).set({ kind: "self_employed" }).where(and(eq(unit.stationId, stationId), eq(unit.id, market))), "unit_market");
});

test("at no day a unit has two statuses, and only one is without an end", async () => {
  const shop = await enter("U01");
  await period(shop, "2024-03-01", "2024-12-31");
  await expectRefused(period(shop, "2024-12-31", "2025-01-31", "closed"), "unit_status_one_at_a_time");
  await expectRefused(period(shop, "2023-01-01"), "unit_status_one_at_a_time");
  await period(shop, "2025-01-01");
  await expectRefused(period(shop, "2024-01-01", "2024-02-29", "closed").then(() => period(shop, "2026-01-01")), "unit_status");
  await expectRefused(period(shop, "2023-06-01", "2023-05-31"), "unit_status_in_order");
});

async function codesWhere(condition: ReturnType<typeof isInOperation>): Promise<string[]> {
  return (await database.db.select({ code: unit.code }).from(unit).where(condition).orderBy(unit.code)).map(({ code }) => code);
}

test("a unit that was never surveyed stands in every denominator, surveyed or not, covered or not", async () => {
  const day = "2026-11-22";
  const [covered, bare, seen] = [await enter("U01"), await enter("U02"), await enter("U03")];
  for (const id of [covered, bare, seen]) await period(id, "2024-03-01");
  await database.db.insert(survey).values({ stationId, unitId: seen, on: "2026-11-01", source: "visit", createdAt: new Date(0) });
  const [made] = await database.db.insert(organization).values({ stationId, name: "G", code: "G1", level: "branch", formation: "joint" }).returning({ id: organization.id });
  await database.db.insert(organizationStatus).values({ stationId, organizationId: made?.id ?? 0, status: "active", fromOn: "2024-03-01" });
  await database.db.insert(coverageLink).values({ stationId, organizationId: made?.id ?? 0, formation: "joint", unitId: covered, fromOn: "2024-03-01" });
  expect(await codesWhere(isInOperation(day))).toEqual(["U01", "U02", "U03"]);
  expect([await codesWhere(isWorkCovered(day)), await codesWhere(isUncovered(day))]).toEqual([["U01"], ["U02", "U03"]]);
});

test("whatever refers to a unit keeps an import from being undone under it", async () => {
  const rows = await readRows(database.db, sql`select c.conrelid::regclass::text as of, a.attname as by from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
    where c.contype = 'f' and c.confrelid = 'unit'::regclass and a.attname not in ('station_id', 'market_kind') order by 1, 2`);
  const found = rows.map((row) => `${String(row["of"])}.${String(row["by"])}`);
  // A unit's own periods and its lines on a short list go with it, and stalls are asked about by themselves.
  const own = ["unit_status.unit_id", "digest_line.unit_id", "unit.market_id"];
  expect(found.filter((each) => !own.includes(each)).toSorted()).toEqual(LEANING.map(([table, column]) => `${table}.${column}`).toSorted());
});
