import { sql } from "drizzle-orm";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { coverageLink, FORMATIONS, organization, unit, WILLING } from "../../db/schema-register.ts";
import { isCounting, isCountingLink, isInOperation, isWorkCovered } from "../coverage/actions.ts";
import type { OrganizationFacts, StationFacts, SurveyFacts, UnitFacts } from "../suggestion/rules.ts";
import { newestOn } from "../survey/actions.ts";
import { freshSince } from "../survey/rules.ts";

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

function surveyOf(row: Record<string, unknown>): SurveyFacts | null {
  const on = text(row["on_day"]);
  const members = row["full_members"];
  return on === null ? null : {
    on, fullMembers: members === null ? null : Number(members), willing: WILLING.find((one) => one === row["willing"]) ?? null,
    hasSecretaryCandidate: typeof row["has_secretary_candidate"] === "boolean" ? row["has_secretary_candidate"] : null,
  };
}

async function readUnits(db: Database | Tx, stationId: number, on: string): Promise<UnitFacts[]> {
  const covering = sql`(select string_agg(o.code, ' ') from ${coverageLink} l join ${organization} o on o.station_id = l.station_id and o.id = l.organization_id
    where l.station_id = u.station_id and l.unit_id = u.id and ${isCountingLink(on, "l")})`;
  const rows = await readRows(db, sql`select u.code, u.area, u.industry, m.code as market, ${covering} as covered_by, ${isWorkCovered(on, "u")} as work_covered,
      n.on_day::text as on_day, n.full_members, n.willing, n.has_secretary_candidate
    from ${unit} u left join ${unit} m on m.station_id = u.station_id and m.id = u.market_id left join lateral (${newestOn(sql`u.station_id`, sql`u.id`, on)}) n on true
    where u.station_id = ${stationId} and ${isInOperation(on, "u")}`);
  return rows.map((row) => ({
    code: String(row["code"]), area: String(row["area"]), industry: text(row["industry"]), market: text(row["market"]), survey: surveyOf(row),
    coveredBy: text(row["covered_by"])?.split(" ") ?? [], isWorkCovered: row["work_covered"] === true,
  }));
}

async function readOrganizations(db: Database | Tx, stationId: number, on: string): Promise<OrganizationFacts[]> {
  const rows = await readRows(db, sql`select o.code, o.formation, o.area, o.industry, m.code as market
    from ${organization} o left join ${unit} m on m.station_id = o.station_id and m.id = o.market_id
    where o.station_id = ${stationId} and o.code is not null and ${isCounting(on, "o")}`);
  return rows.map((row) => ({
    code: String(row["code"]), formation: FORMATIONS.find((one) => one === row["formation"]) ?? "functional",
    area: text(row["area"]), industry: text(row["industry"]), market: text(row["market"]),
  }));
}

/** All that the suggestions of a day rest on. */
export async function readFacts(db: Database | Tx, stationId: number, on: string): Promise<StationFacts> {
  return { on, freshSince: freshSince(on), units: await readUnits(db, stationId, on), organizations: await readOrganizations(db, stationId, on) };
}
