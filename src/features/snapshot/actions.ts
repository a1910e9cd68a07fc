import { and, desc, eq, gte, inArray, lt, lte, sql } from "drizzle-orm";
import type { Scope } from "../../context.ts";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { coverageSnapshot } from "../../db/schema-coverage.ts";
import { dayAfter } from "../date/rules.ts";
import { readAllFigures } from "../figures/actions.ts";
import { FORMULA_VERSION, type Figures } from "../figures/rules.ts";
import { takePeriods } from "../period/actions.ts";
import { gathered } from "../rows/rules.ts";
import { A_MINUTE, BATCH, MADE_UP_DAYS, REVIEWED_A_MINUTE, REVIEWED_WEEKS, TAKEN_AT } from "./rules.ts";

export interface Snapshot {
  readonly asOf: string;
  readonly revision: number;
  readonly figures: Figures;
}

/** Keeps what differs from the newest revision; where nothing does, nothing is kept. */
async function keep(tx: Tx, figures: ReadonlyMap<number, Figures>, day: string, now: Date): Promise<number> {
  const rows = JSON.stringify([...figures].map(([stationId, each]) => ({ station_id: stationId, figures: each })));
  const kept = await readRows(tx, sql`insert into coverage_snapshot (station_id, as_of, formula_version, revision, figures, taken_at)
    select n.station_id, ${day}::date, ${FORMULA_VERSION}, coalesce(o.revision + 1, 0), n.figures, ${now.toISOString()}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) n (station_id bigint, figures jsonb)
    left join lateral (select cs.revision, cs.figures from coverage_snapshot cs where cs.station_id = n.station_id and cs.as_of = ${day}::date
      and cs.formula_version = ${FORMULA_VERSION} order by cs.revision desc limit 1) o on true
    where o.figures is distinct from n.figures on conflict do nothing returning station_id`);
  return kept.length;
}

/**
 * Keeps the figures of these stations at the end of a day; returns how many were new. Figures that are as they were kept before
 * change nothing; where an entry of later has changed them, they are kept as another revision beside the old one.
 */
export async function takeSnapshots(tx: Tx, stations: readonly number[], day: string, now: Date): Promise<number> {
  let kept = 0;
  for (let from = 0; from < stations.length; from += BATCH) kept += await keep(tx, await readAllFigures(tx, stations.slice(from, from + BATCH), day), day, now);
  return kept;
}

/** The newest revision of each day of a stretch that was kept, earliest first. */
export async function readSnapshots(db: Database | Tx, stationId: number, days: { readonly from: string; readonly through: string }): Promise<Snapshot[]> {
  const rows = await db.selectDistinctOn([coverageSnapshot.asOf], { asOf: coverageSnapshot.asOf, revision: coverageSnapshot.revision, figures: coverageSnapshot.figures })
    .from(coverageSnapshot).where(and(
      eq(coverageSnapshot.stationId, stationId), eq(coverageSnapshot.formulaVersion, FORMULA_VERSION), gte(coverageSnapshot.asOf, days.from), lte(coverageSnapshot.asOf, days.through),
    )).orderBy(coverageSnapshot.asOf, desc(coverageSnapshot.revision));
  return rows;
}

/** One revision as it was told. */
export async function readRevision(db: Database | Tx, stationId: number, asOf: string, revision: number): Promise<Figures | null> {
  const [row] = await db.select({ figures: coverageSnapshot.figures }).from(coverageSnapshot).where(and(
    eq(coverageSnapshot.stationId, stationId), eq(coverageSnapshot.formulaVersion, FORMULA_VERSION), eq(coverageSnapshot.asOf, asOf), eq(coverageSnapshot.revision, revision),
  ));
  return row?.figures ?? null;
}

/** The stations of each day. */
function stationsBy(pairs: readonly (readonly [string, number])[]): Map<string, number[]> {
  return new Map([...gathered(pairs, ([day]) => day)].map(([day, own]) => [day, own.map(([, stationId]) => stationId)]));
}

/** The days that are over at their station and not kept, by day; a bounded number, the rest is for the next minute. */
async function readMissing(db: Database, now: Date): Promise<Map<string, number[]>> {
  const at = sql`(${now.toISOString()}::timestamptz at time zone s.time_zone)`;
  const rows = await readRows(db, sql`select s.id, d.day::date::text as day from station s
    cross join lateral (select ${at}::date - case when ${at}::time >= ${TAKEN_AT}::time then 1 else 2 end as last) l
    cross join lateral (select coalesce(max(cs.as_of) + 1, l.last) as first from coverage_snapshot cs where cs.station_id = s.id and cs.formula_version = ${FORMULA_VERSION}) f
    cross join lateral generate_series(greatest(f.first, l.last - ${MADE_UP_DAYS}::int), l.last, interval '1 day') d (day) order by 2, 1 limit ${A_MINUTE}`);
  return stationsBy(rows.map((row) => [String(row["day"]), Number(row["id"])]));
}

/** Keeps what is over and was not kept. */
export async function keepDays(scope: Scope): Promise<void> {
  for (const [day, stations] of await readMissing(scope.db, scope.now)) {
    for (let from = 0; from < stations.length; from += BATCH) await scope.act((tx) => takeSnapshots(tx, stations.slice(from, from + BATCH), day, scope.now));
  }
}

const reviewName = sql`'snapshot.review:' || s.id`;

/** Stations whose last Sunday is kept and whose earlier ones were not looked at since, with that Sunday. */
async function readUnreviewed(db: Database, now: Date): Promise<Map<string, number[]>> {
  const rows = await readRows(db, sql`select s.id, l.sunday::text as sunday from station s
    cross join lateral (select max(cs.as_of) as sunday from coverage_snapshot cs where cs.station_id = s.id and extract(isodow from cs.as_of) = 7
      and cs.formula_version = ${FORMULA_VERSION} and cs.as_of >= ${now.toISOString()}::timestamptz::date - 14) l
    where l.sunday is not null and not exists (select from period_run p where p.name = ${reviewName} and p.period = l.sunday::text) order by 1 limit ${REVIEWED_A_MINUTE}`);
  return stationsBy(rows.map((row) => [String(row["sunday"]), Number(row["id"])]));
}

/** The Sundays before one that were kept, each with the stations that kept it. */
async function readKept(tx: Tx, stations: readonly number[], sunday: string): Promise<Map<string, number[]>> {
  const earlier = and(lt(coverageSnapshot.asOf, sunday), gte(coverageSnapshot.asOf, dayAfter(sunday, -7 * REVIEWED_WEEKS)), sql`extract(isodow from ${coverageSnapshot.asOf}) = 7`);
  const rows = await tx.selectDistinct({ asOf: coverageSnapshot.asOf, stationId: coverageSnapshot.stationId }).from(coverageSnapshot)
    .where(and(inArray(coverageSnapshot.stationId, [...stations]), eq(coverageSnapshot.formulaVersion, FORMULA_VERSION), earlier));
  return stationsBy(rows.map(({ asOf, stationId }) => [asOf, stationId]));
}

/** Once a week, computes the Sundays of the last half year anew: what was entered late stands beside what was told. */
export async function reviewSundays(scope: Scope): Promise<void> {
  for (const [sunday, stations] of await readUnreviewed(scope.db, scope.now)) {
    await scope.act(async (tx) => {
      const taken = await takePeriods(tx, stations.map((id) => ({ name: `snapshot.review:${id}`, period: sunday })), scope.now);
      const mine = stations.filter((id) => taken.has(`snapshot.review:${id}`));
      if (mine.length === 0) return;
      for (const [day, kept] of await readKept(tx, mine, sunday)) await takeSnapshots(tx, kept, day, scope.now);
    });
  }
}
