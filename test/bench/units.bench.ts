import { sql, type SQL } from "drizzle-orm";
import postgres from "postgres";
import { expect } from "vitest";
import { readRows, type Database } from "../../src/db/client.ts";
import { readMyUnits } from "../../src/features/myunits/actions.ts";
import { proposeFor } from "../../src/features/proposal/actions.ts";
import { readCard } from "../../src/features/unit/actions.ts";
import { indexed, readPage, stretchOf, wantedOf } from "../../src/features/unitpage/actions.ts";
import { openList } from "../../src/features/units/actions.ts";
import { readFilter } from "../../src/features/units/rules.ts";
import type { StationScope } from "../../src/context.ts";
import { onServer } from "../setup/needs.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench, type Bench } from "../telegram/bench.ts";
import { leadScope } from "../telegram/register.ts";
import { at, row } from "./figures.ts";

/** Two databases on one server, measured in turn, so that what else the machine does strikes both. */
const [few, many] = [useBench(), useBench()];
const SMALL = Number(process.env["SMALL"] ?? 10_000);
const LARGE = Number(process.env["LARGE"] ?? 100_000);
const RUNS = 40;
/** In area A7 everything is covered: the search finds nothing and stops after so many. */
const LISTS = ["", "area A7", "area A7 self-employed", "industry I3", "kind market", "closed", "not found", "便民", "鲜花", "U004321", "uncovered", "area A4 uncovered", "area A7 uncovered", "survey due", "industry I3 uncovered survey due"];

/** What a server does by itself within a minute; only the owner of the tables may. */
async function gatherStatistics(bench: Bench): Promise<void> {
  const owner = postgres(bench.database.url ?? "", { max: 1, onnotice: () => undefined });
  await owner.unsafe("vacuum analyze");
  await owner.end();
}

/** How many units each instructor looks after now, and has looked after before: capacity bounds it, not the register. */
const [HELD, BEFORE] = [4, 20];

/** So many units of a station with all that hangs on them, in the same proportions whatever the number. */
async function enter(bench: Bench, stationId: number, through: number): Promise<void> {
  const { db } = bench.database;
  const units = sql`(select * from unit where station_id = ${stationId})`;
  const number = sql`substring(u.code from 2)::int`;
  await db.execute(sql`insert into unit (station_id, code, name, kind, area, industry, employees, entered_on, created_at)
    select ${stationId}, 'U' || lpad(n::text, 6, '0'), case when n % 50 = 7 then '鲜花' else '便民小店' end || (n % 977), case when n % 100 = 0 then 'market' when n % 3 = 0 then 'micro_enterprise' else 'self_employed' end,
    'A' || n % 20, 'I' || n % 30, '3-9', '2024-01-01', now() from generate_series(1, ${through}::int) n`);
  await db.execute(sql`insert into unit_status (station_id, unit_id, status, from_on, through_on)
    select u.station_id, u.id, 'active', '2024-01-01'::date, case when ${number} % 10 = 3 then '2026-01-31'::date end from ${units} u
    union all select u.station_id, u.id, case when ${number} % 1000 = 13 then 'not_found' else 'closed' end, '2026-02-01'::date, null from ${units} u where ${number} % 10 = 3`);
  await db.execute(sql`insert into coverage_link (station_id, organization_id, formation, unit_id, from_on)
    select u.station_id, o.id, 'joint', u.id, '2024-01-01' from ${units} u join organization o on o.station_id = u.station_id and o.code = 'G' || (${number} % 97) where ${number} % 5 < 3`);
  await db.execute(sql`insert into survey (station_id, unit_id, on_day, source, created_at)
    select u.station_id, u.id, ('2026-11-20'::date - (${number} % 150)::int), 'visit', now() from ${units} u where ${number} % 10 < 9`);
}

async function enterOthers(bench: Bench, stationId: number): Promise<void> {
  const { db } = bench.database;
  await db.execute(sql`insert into organization (station_id, name, code, level, formation) select ${stationId}, 'G' || n, 'G' || n, 'branch', 'joint' from generate_series(0, 96) n`);
  await db.execute(sql`insert into organization_status (station_id, organization_id, status, from_on) select station_id, id, 'active', '2024-01-01' from organization`);
  await db.execute(sql`insert into instructor (station_id, code, role, capacity, areas, industries, languages, visit_every_days, active_from)
    select ${stationId}, 'I' || n, 'instructor', 5, array['A' || n % 20], array['I' || n % 30], '{}', 92, '2024-01-01' from generate_series(0, 88) n`);
}

/** Instructors with what they look after and what they have visited, among the first units. */
async function assign(bench: Bench, stationId: number): Promise<void> {
  const { db } = bench.database;
  const pairs = sql`unit u join instructor i on i.station_id = u.station_id and i.code = 'I' || (substring(u.code from 2)::int % 89)`;
  const turn = sql`substring(u.code from 2)::int / 89`;
  await db.execute(sql`insert into instructor_assignment (station_id, instructor_id, unit_id, from_on, through_on)
    select u.station_id, i.id, u.id, '2025-01-01'::date, case when ${turn} < ${HELD} then '2027-12-31'::date else '2025-12-31'::date end
    from ${pairs} where u.station_id = ${stationId} and ${turn} < ${HELD + BEFORE}`);
  await db.execute(sql`insert into visit (station_id, assignment_id, on_day, mode, outcome, created_at)
    select station_id, id, '2026-11-01'::date - n * 30, 'on_site', 'ok', now() from instructor_assignment, generate_series(0, 5) n where station_id = ${stationId}`);
  // Whoever leads looks after units too.
  await db.execute(sql`update instructor set account_id = (select account_id from role_grant where station_id = ${stationId} and role = 'station_lead') where station_id = ${stationId} and code = 'I7'`);
}

const WARM_UP = 10;

/** How long the same work takes at both, one after the other each time. */
async function timed(both: readonly StationScope[], work: (scope: StationScope, run: number) => Promise<unknown>): Promise<number[][]> {
  const waits: number[][] = both.map(() => []);
  for (let run = -WARM_UP; run < RUNS; run++) {
    for (const [which, scope] of both.entries()) {
      const begun = performance.now();
      await work(scope, Math.abs(run));
      if (run >= 0) waits[which]?.push(performance.now() - begun);
    }
  }
  return waits.map((each) => each.map((wait) => Math.round(wait * 100) / 100).toSorted((a, b) => a - b));
}

const unitOf = (run: number) => `U${String(1000 + run * 7).padStart(6, "0")}`;

async function measure(both: readonly StationScope[]): Promise<Map<string, number[][]>> {
  const figures = new Map<string, number[][]>();
  for (const words of LISTS) figures.set(`/units ${words}`, await timed(both, (scope) => openList(scope, readFilter(words))));
  figures.set("/units, a page in the middle", await timed(both, (scope) => readPage(scope, readFilter(""), { after: "U005000" })));
  figures.set("/myunits", await timed(both, (scope) => readMyUnits(scope)));
  figures.set("/assign, proposals", await timed(both, (scope, run) => proposeFor(scope, unitOf(run))));
  figures.set("/unit", await timed(both, (scope, run) => readCard(scope, unitOf(run), false)));
  return figures;
}

async function explained(db: Database, query: SQL): Promise<string> {
  const rows = await readRows(db, sql`explain (costs off) ${query}`);
  return rows.map((line) => `    ${String(Object.values(line)[0])}`).join("\n");
}

async function plans(scope: StationScope): Promise<string[]> {
  const { db } = scope;
  const found: string[] = [];
  for (const words of LISTS) {
    const filter = readFilter(words);
    const query = stretchOf(db, await indexed(db, scope.stationId, filter), null, filter.uncovered || filter.due ? 200 : 9);
    found.push(`  /units ${words}`, await explained(db, query.getSQL()));
  }
  const ids = (await stretchOf(db, await indexed(db, scope.stationId, readFilter("")), null, 200)).map(({ id }) => id);
  for (const words of ["uncovered", "survey due"]) found.push(`  of 200 units, those that are ${words}`, await explained(db, wantedOf(scope, readFilter(words), ids)));
  return found;
}

async function stationWith(bench: Bench, units: number): Promise<StationScope> {
  const station = await establish(bench);
  await enterOthers(bench, station.stationId);
  await enter(bench, station.stationId, units);
  await assign(bench, station.stationId);
  await gatherStatistics(bench);
  return leadScope(bench, station);
}

onServer(`${SMALL} and ${LARGE} units: lists, searches, proposals and cards take the same time`, async () => {
  const both = [await stationWith(few, SMALL), await stationWith(many, LARGE)];
  const figures = await measure(both);
  const lines = [...figures].flatMap(([name, [small = [], large = []]]) =>
    [row(`${name} · ${SMALL}`, small), row(`${name} · ${LARGE}`, large), `    × ${(at(large, 0.5) / at(small, 0.5)).toFixed(2)}`]);
  const [, scope] = both;
  process.stdout.write(`${[...lines, "", `Plans at ${LARGE}:`, ...scope ? await plans(scope) : []].join("\n")}\n`);
  expect(figures.size).toBe(LISTS.length + 4);
}, 600_000);
