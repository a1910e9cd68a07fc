import { sql, type SQL } from "drizzle-orm";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { unit, UNIT_KINDS } from "../../db/schema-register.ts";
import { isInOperation } from "../coverage/actions.ts";
import { newestOn, withinReach, type Looker, type Reach } from "../survey/actions.ts";
import { freshSince } from "../survey/rules.ts";
import { localDate } from "../time/rules.ts";

/** A unit in operation that nobody has looked at for more than 90 days, or ever. */
export interface DueUnit {
  readonly unitId: number;
  readonly code: string;
  readonly name: string | null;
  readonly kind: (typeof UNIT_KINDS)[number];
  readonly area: string;
  readonly industry: string | null;
  /** Null where it was never surveyed. */
  readonly lastOn: string | null;
}

export interface DueFilter {
  readonly area?: string | null;
  readonly without?: readonly number[];
}

function dueUnits(looker: Looker, reach: Reach, { area, without = [] }: DueFilter): SQL {
  const today = localDate(looker.now, looker.timeZone);
  const others = without.length === 0 ? sql`true` : sql`u.id not in (${sql.join(without.map((id) => sql`${id}`), sql`, `)})`;
  return sql`from ${unit} u left join lateral (${newestOn(looker.stationId, sql`u.id`, today)}) n on true
    where u.station_id = ${looker.stationId} and ${isInOperation(today, "u")} and (n.on_day is null or n.on_day < ${freshSince(today)})
      and ${area == null ? sql`true` : sql`u.area = ${area}`} and ${others} and ${withinReach(looker, reach, sql`u.id`)}`;
}

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

/** Those that are due: never surveyed first, then whoever has waited longest. */
export async function readDue(db: Database | Tx, looker: Looker, reach: Reach, filter: DueFilter, limit: number): Promise<DueUnit[]> {
  const rows = await readRows(db, sql`select u.id, u.code, u.name, u.kind, u.area, u.industry, n.on_day::text as last_on ${dueUnits(looker, reach, filter)}
    order by n.on_day nulls first, u.code limit ${limit}`);
  return rows.map((row) => ({
    unitId: Number(row["id"]), code: String(row["code"]), name: text(row["name"]), area: String(row["area"]),
    kind: UNIT_KINDS.find((kind) => kind === row["kind"]) ?? "micro_enterprise", industry: text(row["industry"]), lastOn: text(row["last_on"]),
  }));
}

export interface DueArea {
  readonly area: string;
  readonly units: number;
  /** One of them, by which a button names the area. */
  readonly unitId: number;
}

/** How many are due in each area, those with most first. */
export async function countDue(db: Database | Tx, looker: Looker, reach: Reach): Promise<DueArea[]> {
  const rows = await readRows(db, sql`select u.area, count(*) as units, min(u.id) as unit_id ${dueUnits(looker, reach, {})} group by u.area order by count(*) desc, u.area`);
  return rows.map((row) => ({ area: String(row["area"]), units: Number(row["units"]), unitId: Number(row["unit_id"]) }));
}
