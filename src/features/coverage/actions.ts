import { sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";

/** Whether a validity holds on a day, both of its ends inside. */
export function holdsDay({ fromOn, throughOn }: { readonly fromOn: AnyPgColumn | SQL; readonly throughOn: AnyPgColumn | SQL }, day: string): SQL {
  return sql`(${fromOn} <= ${day}::date and (${throughOn} is null or ${throughOn} >= ${day}::date))`;
}
/** Whether a row of the named table belongs to one of these stations. */
export const ofStations = (table: string, stations: readonly number[]): SQL =>
  sql`${sql.identifier(table)}.station_id in (${sql.join(stations.map((id) => sql`${id}`), sql`, `)})`;

const columnOf = (of: string, column: string) => sql`${sql.identifier(of)}.${sql.identifier(column)}`;
/** The same of a row of the named table. */
export const validOn = (of: string, day: string): SQL => holdsDay({ fromOn: columnOf(of, "from_on"), throughOn: columnOf(of, "through_on") }, day);
/** Whether the row of that table belongs to the unit of the outer query. */
const ofUnit = (of: string, unit: string) =>
  sql`${sql.identifier(of)}.station_id = ${sql.identifier(unit)}.station_id and ${sql.identifier(of)}.unit_id = ${sql.identifier(unit)}.id`;

// The one definition of the sets that the figures speak of, as conditions on a row of the named table, at the end of a day.

/** F1: the unit's status on the day is “active”; before it was entered it has none. */
export function isInOperation(day: string, unit = "unit"): SQL {
  return sql`exists (select from unit_status st where ${ofUnit("st", unit)} and st.status = 'active' and ${validOn("st", day)})`;
}

/** Invariant 6: the organization is active on the day and counts. */
export function isCounting(day: string, organization = "organization"): SQL {
  const of = sql.identifier(organization);
  return sql`(${of}.counts_for_coverage and exists (select from organization_status os
    where os.station_id = ${of}.station_id and os.organization_id = ${of}.id and os.status = 'active' and ${validOn("os", day)}))`;
}

/** Whether a link is valid on the day and its organization counts. */
export function isCountingLink(day: string, link = "coverage_link"): SQL {
  const of = sql.identifier(link);
  return sql`(${validOn(link, day)} and exists (select from organization og
    where og.station_id = ${of}.station_id and og.id = ${of}.organization_id and ${isCounting(day, "og")}))`;
}

/** Whether an instructor serves on the day. */
export const isActive = (day: string, instructor = "instructor"): SQL => {
  const of = sql.identifier(instructor);
  return sql`(${of}.active_from <= ${day}::date and (${of}.active_through is null or ${of}.active_through >= ${day}::date))`;
};

/** Whether an assignment is valid on the day and its instructor active; its unit is another question. */
export function isServing(day: string, assignment = "instructor_assignment"): SQL {
  const of = sql.identifier(assignment);
  return sql`(${validOn(assignment, day)}
    and exists (select from instructor ins where ins.station_id = ${of}.station_id and ins.id = ${of}.instructor_id and ${isActive(day, "ins")}))`;
}

const hasLink = (day: string, unit: string) => sql`exists (select from coverage_link cl where ${ofUnit("cl", unit)} and ${isCountingLink(day, "cl")})`;
const hasInstructor = (day: string, unit: string) => sql`exists (select from instructor_assignment ia where ${ofUnit("ia", unit)} and ${isServing(day, "ia")})`;
const hasMassOrganization = (day: string, unit: string) => sql`exists (select from mass_organization mo where ${ofUnit("mo", unit)} and ${validOn("mo", day)})`;

/** O of F2: in operation, with a valid link to an organization that counts. */
export function isOrganizationCovered(day: string, unit = "unit"): SQL {
  return sql`(${isInOperation(day, unit)} and ${hasLink(day, unit)})`;
}

/** A of F4, invariant 11: in operation, with a valid assignment of an instructor who is active. */
export function isAssigned(day: string, unit = "unit"): SQL {
  return sql`(${isInOperation(day, unit)} and ${hasInstructor(day, unit)})`;
}

/** M of F4: in operation, with a valid mass organization. */
export function isMassOrganized(day: string, unit = "unit"): SQL {
  return sql`(${isInOperation(day, unit)} and ${hasMassOrganization(day, unit)})`;
}

/** W of F4: organization-covered, assigned or with a mass organization. */
export function isWorkCovered(day: string, unit = "unit"): SQL {
  return sql`(${isInOperation(day, unit)} and (${hasLink(day, unit)} or ${hasInstructor(day, unit)} or ${hasMassOrganization(day, unit)}))`;
}

/** B = N without W: in operation and covered by nothing. */
export function isUncovered(day: string, unit = "unit"): SQL {
  return sql`(${isInOperation(day, unit)} and not ${hasLink(day, unit)} and not ${hasInstructor(day, unit)} and not ${hasMassOrganization(day, unit)})`;
}

/** Invariant 11 of one assignment: valid, its instructor active and its unit in operation. */
export function isCountingAssignment(day: string, assignment = "instructor_assignment"): SQL {
  const of = sql.identifier(assignment);
  return sql`(${isServing(day, assignment)}
    and exists (select from unit au where au.station_id = ${of}.station_id and au.id = ${of}.unit_id and ${isInOperation(day, "au")}))`;
}

/**
 * The newest day up to this one on which the unit of the named assignment was visited under it, or under one that it renews.
 * An earlier time of the same two that was let lapse is another one: who comes back has not been there yet.
 */
export function newestVisitOn(day: string, of = "instructor_assignment"): SQL<string | null> {
  const own = sql.identifier(of);
  return sql<string | null>`(with recursive renewed as (select ${own}.id, ${own}.renewed_from
    union all select ra.id, ra.renewed_from from instructor_assignment ra join renewed on ra.station_id = ${own}.station_id and ra.id = renewed.renewed_from)
    select max((select max(v.on_day) from visit v where v.station_id = ${own}.station_id and v.assignment_id = renewed.id and v.on_day <= ${day}::date))::text from renewed)`;
}

/** Whether the newest visit of the named assignment lies inside its instructor's rhythm. */
export function isVisitedInTime(day: string, of = "instructor_assignment"): SQL {
  const own = sql.identifier(of);
  return sql`coalesce(${newestVisitOn(day, of)}::date + (select wi.visit_every_days from instructor wi
    where wi.station_id = ${own}.station_id and wi.id = ${own}.instructor_id) >= ${day}::date, false)`;
}

/** True of an assignment that counts on a day and whose newest visit lies inside its instructor's rhythm. */
export function isWorkingAssignment(day: string, of = "instructor_assignment"): SQL {
  return sql`(${isCountingAssignment(day, of)} and ${isVisitedInTime(day, of)})`;
}
