import { and, eq, sql } from "drizzle-orm";
import type { StationId } from "../../context.ts";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { periodRun, station } from "../../db/schema.ts";

/** One statement would have more values than the database takes. */
const CHUNK = 1000;

/** Takes what is done once a period; false where it is taken. Commits with the work, so that a crash leaves it to do. */
export async function takePeriod(tx: Tx, name: string, period: string, now: Date): Promise<boolean> {
  return (await takePeriods(tx, [{ name, period }], now)).has(name);
}

/** The same for many at once; the names of those that were free. */
export async function takePeriods(tx: Tx, wanted: readonly { readonly name: string; readonly period: string }[], now: Date): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for (let from = 0; from < wanted.length; from += CHUNK) {
    const rows = wanted.slice(from, from + CHUNK).map((each) => ({ ...each, at: now }));
    const taken = await tx.insert(periodRun).values(rows).onConflictDoNothing().returning({ name: periodRun.name });
    for (const { name } of taken) names.add(name);
  }
  return names;
}

export async function isPeriodTaken(db: Database | Tx, name: string, period: string): Promise<boolean> {
  const rows = await db.select({ at: periodRun.at }).from(periodRun).where(and(eq(periodRun.name, name), eq(periodRun.period, period)));
  return rows.length > 0;
}

/** A period of a station by its own clock: a date, a month. */
export interface StationPeriod {
  readonly stationId: StationId;
  readonly timeZone: string;
  readonly period: string;
}

/** The stations that have not taken the period that has come in their zone (null: none has), in two statements however many they are. */
export async function readUntaken(db: Database, name: string, periodIn: (timeZone: string) => string | null): Promise<StationPeriod[]> {
  const zones = await db.selectDistinct({ timeZone: station.timeZone }).from(station);
  const come = zones.flatMap(({ timeZone }) => {
    const period = periodIn(timeZone);
    return period === null ? [] : [sql`(${timeZone}::text, ${period}::text)`];
  });
  if (come.length === 0) return [];
  const rows = await readRows(db, sql`select s.id, s.time_zone, o.period from ${station} s join (values ${sql.join(come, sql`, `)}) o (time_zone, period) on o.time_zone = s.time_zone
    where not exists (select from ${periodRun} p where p.name = ${name} || ':' || s.id and p.period = o.period) order by s.id`);
  return rows.map((row) => ({ stationId: Number(row["id"]) as StationId, timeZone: String(row["time_zone"]), period: String(row["period"]) }));
}

/** Takes a station's period under the name by which `readUntaken` asks for it. */
export async function takeStationPeriod(tx: Tx, name: string, { stationId, period }: Pick<StationPeriod, "stationId" | "period">, now: Date): Promise<boolean> {
  return takePeriod(tx, `${name}:${stationId}`, period, now);
}
