import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { asc } from "drizzle-orm";
import postgres from "postgres";
import { expect } from "vitest";
import type { StationId, StationScope } from "../../src/context.ts";
import { openServer } from "../../src/db/server.ts";
import { account, roleGrant, station } from "../../src/db/schema.ts";
import { dayAfter } from "../../src/features/date/rules.ts";
import { readReport } from "../../src/features/report/actions.ts";
import { createLog } from "../../src/operation/log.ts";
import { onServer } from "../setup/needs.ts";
import { at, row } from "./figures.ts";
import { plainFigures, PLAIN_TABLE } from "./plain.ts";
import { benchUrl, seedStations, UNITS_EACH } from "./stations.ts";

const LARGE = Number(process.env["STATIONS"] ?? 2_000);
/** 10,000 units. */
const SMALL = 20;
const SUNDAY = "2026-11-22";
const RUNS = 40;
const adminUrl = process.env["TEST_DATABASE_URL"] ?? "";
const run = promisify(execFile);

interface Taken {
  readonly taken: number;
  readonly seconds: number;
  readonly peakMb: number;
}

/** The week of every station by the product, in a process of its own. */
async function takeWeek(url: string): Promise<Taken> {
  const { stdout } = await run(process.execPath, ["--import", "tsx", "test/setup/snapshot-process.ts", url, SUNDAY], { maxBuffer: 1e6 });
  return JSON.parse(stdout) as Taken;
}

/** The same days by hand, one statement each. */
async function countPlainly(owner: postgres.Sql): Promise<number> {
  const begun = performance.now();
  for (let day = 6; day >= 0; day--) await owner.unsafe(plainFigures(dayAfter(SUNDAY, -day)));
  return (performance.now() - begun) / 1000;
}

/** How many stations' totals differ between both ways; none may. */
async function countDifferences(owner: postgres.Sql): Promise<number> {
  const [found] = await owner<{ count: number }[]>`select count(*)::int as count from coverage_snapshot s join plain_figures p on p.day = s.as_of and p.station_id = s.station_id
    and num_nonnulls(p.kind, p.area, p.industry, p.market_id) = 0 where s.revision = 0 and (s.figures #>> '{total,units}', s.figures #>> '{total,organization}', s.figures #>> '{total,work}', s.figures #>> '{total,visited}',
      s.figures #>> '{total,fresh}', s.figures #>> '{organizations,active}', s.figures #>> '{instructors,expiring}', s.figures #>> '{terms,overdue}')
    is distinct from (p.units::text, p.organization::text, p.work::text, p.visited::text, p.fresh::text, coalesce(p.active, 0)::text, coalesce(p.ending, 0)::text, coalesce(p.terms_overdue, 0)::text)
    and not exists (select from plain_figures q where q.day = p.day and q.station_id = p.station_id and num_nonnulls(q.kind, q.area, q.industry, q.market_id) = 0 and q.units > p.units)`;
  return found?.count ?? -1;
}

async function leadOf(url: string): Promise<{ scope: StationScope; close: () => Promise<void> }> {
  const opened = await openServer(url, createLog("silent"));
  const { db } = opened;
  const now = new Date(`${SUNDAY}T04:00:00Z`);
  const [lead] = await db.insert(account).values({ userHash: `bench-${performance.now()}`, userSealed: "", lastActiveAt: now, createdAt: now }).returning({ id: account.id });
  const [own] = await db.select({ id: station.id }).from(station).orderBy(asc(station.id)).offset(6).limit(1);
  await db.insert(roleGrant).values({ stationId: own?.id ?? 0, accountId: lead?.id ?? 0, role: "station_lead", fromOn: "2024-01-01" });
  const scope = { db, now, stationId: (own?.id ?? 0) as StationId, stationName: "Station 7", timeZone: "Asia/Shanghai", stationLocale: "en", actor: lead?.id ?? null, act: (work: Parameters<StationScope["act"]>[0]) => db.transaction(work) } as unknown as StationScope;
  return { scope, close: () => opened.close() };
}

async function timeReports(urls: readonly string[]): Promise<number[][]> {
  const both = await Promise.all(urls.map(leadOf));
  const waits: number[][] = urls.map(() => []);
  for (let round = -10; round < RUNS; round++) {
    for (const [which, { scope }] of both.entries()) {
      const begun = performance.now();
      const read = await readReport(scope, { cut: null, on: SUNDAY, vs: dayAfter(SUNDAY, -7) });
      expect(read.ok).toBe(true);
      if (round >= 0) waits[which]?.push(Math.round((performance.now() - begun) * 100) / 100);
    }
  }
  for (const { close } of both) await close();
  return waits.map((each) => each.toSorted((a, b) => a - b));
}

onServer(`the week of ${LARGE} stations, beside the same figures by hand; /coverage of one among them`, async () => {
  await seedStations(adminUrl, SMALL);
  await seedStations(adminUrl, LARGE);
  const url = benchUrl(adminUrl, LARGE);
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  await owner.unsafe("truncate coverage_snapshot");
  await owner.unsafe(PLAIN_TABLE);
  const first = await countPlainly(owner);
  const product = await takeWeek(url);
  await owner.unsafe("truncate plain_figures");
  const second = await countPlainly(owner);
  const differences = await countDifferences(owner);
  await owner.end();
  const plain = (first + second) / 2;
  const units = LARGE * UNITS_EACH * 7;
  const [small = [], large = []] = await timeReports([benchUrl(adminUrl, SMALL), url]);
  process.stdout.write(`${[
    `${product.taken} snapshots of ${LARGE * UNITS_EACH} units: ${product.seconds.toFixed(1)} s, ${Math.round(units / product.seconds)} units a second, peak ${Math.round(product.peakMb)} MB`,
    `the same by hand: ${first.toFixed(1)} s before, ${second.toFixed(1)} s after · × ${(product.seconds / plain).toFixed(2)}`,
    row(`/coverage · ${SMALL * UNITS_EACH}`, small), row(`/coverage · ${LARGE * UNITS_EACH}`, large), `    × ${(at(large, 0.5) / at(small, 0.5)).toFixed(2)}`,
  ].join("\n")}\n`);
  expect([product.taken, differences]).toEqual([LARGE * 7, 0]);
}, 3_600_000);
