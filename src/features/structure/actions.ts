import { sql, type SQL } from "drizzle-orm";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { isActive, isCounting, isCountingAssignment, isInOperation, ofStations, validOn } from "../coverage/actions.ts";
import { dayAfter } from "../date/rules.ts";
import { ACTIVE_DAYS, EXPIRING_DAYS, TERM_DUE_DAYS, type Figures } from "../figures/rules.ts";
import { isOpenOn, isOverdueOn } from "../request/actions.ts";

/** What a station's figures say of its organizations, instructors, help requests and terms. */
export type Structure = Pick<Figures, "organizations" | "instructors" | "requests" | "terms">;

const ownedBy = (of: string, organization: string) =>
  sql`${sql.identifier(of)}.station_id = ${sql.identifier(organization)}.station_id and ${sql.identifier(of)}.organization_id = ${sql.identifier(organization)}.id`;

/** The organizations of F8: they count on the day and cover a unit in operation. */
export function isAtWork(day: string, organization = "organization"): SQL {
  return sql`(${isCounting(day, organization)} and exists (select from coverage_link wl join unit wu on wu.station_id = wl.station_id and wu.id = wl.unit_id
    where ${ownedBy("wl", organization)} and ${validOn("wl", day)} and ${isInOperation(day, "wu")}))`;
}

/** The day of an activity at its station: that of its last slot. */
export function activityDay(activity = "activity"): SQL {
  const of = sql.identifier(activity);
  return sql`(select (max(ds.starts_at) at time zone dz.time_zone)::date from activity_slot ds join station dz on dz.id = ds.station_id
    where ds.station_id = ${of}.station_id and ds.activity_id = ${of}.id group by dz.time_zone)`;
}

/** Whether the organization hosted an activity that was held within thirty days, the day among them. */
export function hasHeld(day: string, organization = "organization"): SQL {
  return sql`exists (select from activity_host ho join activity ha on ha.station_id = ho.station_id and ha.id = ho.activity_id
    where ${ownedBy("ho", organization)} and ha.held_at is not null and ${activityDay("ha")} between ${dayAfter(day, 1 - ACTIVE_DAYS)}::date and ${day}::date)`;
}

/** An assignment that counts and runs out within so many days, and that nothing follows. */
export function isExpiring(day: string, assignment = "instructor_assignment"): SQL {
  const of = sql.identifier(assignment);
  return sql`(${of}.through_on <= ${dayAfter(day, EXPIRING_DAYS)}::date and ${isCountingAssignment(day, assignment)} and ${isLast(assignment)})`;
}

/** Whether the instructor has no later assignment to the same unit. */
export function isLast(assignment = "instructor_assignment"): SQL {
  const of = sql.identifier(assignment);
  return sql`not exists (select from instructor_assignment la where la.station_id = ${of}.station_id and la.instructor_id = ${of}.instructor_id
    and la.unit_id = ${of}.unit_id and la.from_on > ${of}.from_on)`;
}

/** The last day of the term that runs on a day, an extension among it; null where there is none. */
const termEnd = (day: string, organization: string) => sql`(select coalesce(te.extended_through, te.ends_on) from organization_term te
  where ${ownedBy("te", organization)} and te.started_on <= ${day}::date order by te.started_on desc limit 1)`;
const hasTerm = (day: string, organization: string) => sql`exists (select from organization_status ts
  where ${ownedBy("ts", organization)} and ts.status in ('active', 'suspended') and ${validOn("ts", day)})`;

const ORGANIZATIONS = (stations: readonly number[], day: string) => sql`select ao.station_id, 'organizations', count(*), count(*) filter (where ${hasHeld(day, "ao")}), 0
  from organization ao where ${ofStations("ao", stations)} and ${isAtWork(day, "ao")} group by 1`;

const INSTRUCTORS = (stations: readonly number[], day: string) => sql`select ai.station_id, 'instructors', count(*),
    count(*) filter (where load.units = ai.capacity), count(*) filter (where load.units > ai.capacity)
  from instructor ai left join (select ca.station_id, ca.instructor_id, count(distinct ca.unit_id) as units from instructor_assignment ca
    where ${ofStations("ca", stations)} and ${isCountingAssignment(day, "ca")} group by 1, 2) load on load.station_id = ai.station_id and load.instructor_id = ai.id
  where ${ofStations("ai", stations)} and ${isActive(day, "ai")} group by 1`;

const EXPIRING = (stations: readonly number[], day: string) => sql`select ea.station_id, 'expiring', count(*), 0, 0 from instructor_assignment ea
  where ${ofStations("ea", stations)} and ${isExpiring(day, "ea")} group by 1`;

const REQUESTS = (stations: readonly number[], day: string) => sql`select hr.station_id, 'requests', count(*), count(*) filter (where ${isOverdueOn(day, "hr")}), 0 from help_request hr
  where ${ofStations("hr", stations)} and ${isOpenOn(day, "hr")} group by 1`;

const TERMS = (stations: readonly number[], day: string) => sql`select te.station_id, 'terms', count(*) filter (where te.ends < ${day}::date),
    count(*) filter (where te.ends between ${day}::date and ${dayAfter(day, TERM_DUE_DAYS)}::date), 0
  from (select tt.station_id, ${termEnd(day, "tt")} as ends from organization tt where ${ofStations("tt", stations)} and ${hasTerm(day, "tt")}) te group by 1`;

export type Structures = ReadonlyMap<string, readonly [number, number, number]>;

/** What the figures of these stations hold beside their units, at the end of a day, in one statement. */
export async function readStructures(db: Database | Tx, stations: readonly number[], day: string): Promise<Structures> {
  const parts = [ORGANIZATIONS, INSTRUCTORS, EXPIRING, REQUESTS, TERMS].map((part) => part(stations, day));
  const rows = await readRows(db, sql`select * from (${sql.join(parts, sql` union all `)}) all_parts (station_id, part, a, b, c)`);
  return new Map(rows.map((row) => [`${String(row["part"])}:${String(row["station_id"])}`, [Number(row["a"]), Number(row["b"]), Number(row["c"])]]));
}

/** The part of one station; what has no row is nothing. */
export function structureOf(structures: Structures, stationId: number): Structure {
  const of = (part: string) => structures.get(`${part}:${stationId}`) ?? [0, 0, 0];
  const [counting, active] = of("organizations");
  const [serving, atCapacity, overCapacity] = of("instructors");
  const [open, overdue] = of("requests");
  const [late, dueSoon] = of("terms");
  return {
    organizations: { counting, active }, instructors: { active: serving, atCapacity, overCapacity, expiring: of("expiring")[0] },
    requests: { open, overdue }, terms: { overdue: late, dueSoon },
  };
}
