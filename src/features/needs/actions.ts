import { sql, type SQL } from "drizzle-orm";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { isActive, isInOperation, isUncovered, ofStations, validOn } from "../coverage/actions.ts";
import { dayAfter } from "../date/rules.ts";
import { ACTIVE_DAYS, EXPIRING_DAYS } from "../figures/rules.ts";
import { activityDay, hasHeld, isAtWork, isExpiring, isLast } from "../structure/actions.ts";
import { newestOn } from "../survey/actions.ts";
import { freshSince } from "../survey/rules.ts";
import { ACTIONS, FORMING, READ_OF_EACH, type Action, type Need } from "./rules.ts";

/** An end of so long ago is what the list speaks of before all else. */
const FRESHLY_LAPSED_DAYS = 30;

const of = (table: string, column: string) => sql`${sql.identifier(table)}.${sql.identifier(column)}`;
const ofUnit = (table: string, unit: string) => sql`${of(table, "station_id")} = ${of(unit, "station_id")} and ${of(table, "unit_id")} = ${of(unit, "id")}`;
const words = (all: readonly string[]) => sql.join(all.map((word) => sql`${word}`), sql`, `);

const newestSurvey = (day: string, unit: string) => sql`(select ns.on_day from (${newestOn(of(unit, "station_id"), of(unit, "id"), day)}) ns)`;
/** In operation, and nobody has looked for longer than a survey is fresh, or ever. */
const isUnsurveyed = (day: string, unit: string) => sql`(${isInOperation(day, unit)} and coalesce(${newestSurvey(day, unit)} < ${freshSince(day)}::date, true))`;

/** When an instructor's time with the unit ran out lately; null where none did. */
const lapsedOn = (day: string, unit: string) => sql`(select max(la.through_on) from instructor_assignment la where ${ofUnit("la", unit)}
  and la.through_on between ${dayAfter(day, -FRESHLY_LAPSED_DAYS)}::date and ${dayAfter(day, -1)}::date)`;

/** A suggestion that waits would have the unit in an organization. */
const isSuggested = (unit: string) => sql`exists (select from suggestion us where us.station_id = ${of(unit, "station_id")} and us.status = 'open'
  and us.action in (${words(FORMING)}) and ${of(unit, "code")} = any(us.units))`;
const isOffered = (unit: string) => sql`exists (select from assignment_offer uo where ${ofUnit("uo", unit)} and uo.ended_at is null)`;

/** An assignment that nobody ended runs out or has run out, and nothing follows; it is too late where unit or instructor are gone. */
const isRunningOut = (day: string, assignment: string) => sql`(${of(assignment, "through_on")} <= ${dayAfter(day, EXPIRING_DAYS)}::date
  and ${of(assignment, "end_reason")} is null and ${isLast(assignment)}
  and exists (select from unit ru where ru.station_id = ${of(assignment, "station_id")} and ru.id = ${of(assignment, "unit_id")} and ${isInOperation(day, "ru")})
  and exists (select from instructor ri where ri.station_id = ${of(assignment, "station_id")} and ri.id = ${of(assignment, "instructor_id")} and ${isActive(day, "ri")}))`;

const hasComing = (day: string, organization: string) => sql`exists (select from activity_host ch join activity ca on ca.station_id = ch.station_id and ca.id = ch.activity_id
  where ch.station_id = ${of(organization, "station_id")} and ch.organization_id = ${of(organization, "id")}
    and ca.held_at is null and ca.cancelled_at is null and ${activityDay("ca")} >= ${day}::date)`;
/** At work for thirty days, has held nothing in them and has announced nothing to come. */
const isSilent = (day: string, organization: string) => sql`(${isAtWork(day, organization)} and not ${hasHeld(day, organization)} and not ${hasComing(day, organization)}
  and exists (select from organization_status so where so.station_id = ${of(organization, "station_id")} and so.organization_id = ${of(organization, "id")}
    and so.status = 'active' and ${validOn("so", day)} and so.from_on <= ${dayAfter(day, 1 - ACTIVE_DAYS)}::date))`;

const isOpen = sql`(x.status = 'open' and x.action in (${words(FORMING)}))`;

/** How the needs of one kind are found: rows `x` of a table that need a hand on a day, and which of them make a line, first things first. */
interface Kind {
  readonly table: SQL;
  /** The column of a line that names the row. */
  readonly column: SQL;
  readonly isNeeded: (day: string) => SQL;
  readonly isTold: (day: string) => SQL;
  /** Which are counted beside the lines; without it, all that need a hand. */
  readonly isCounted?: (day: string) => SQL;
  readonly order: (day: string) => SQL;
  readonly units: SQL;
}

const KINDS: Readonly<Record<Action, Kind>> = {
  assign: {
    table: sql`unit`, column: sql`unit_id`, isNeeded: (day) => isUncovered(day, "x"), units: sql`array[x.code]`,
    // One that nobody knows is surveyed first; whoever had an instructor until lately is known.
    isTold: (day) => sql`not ${isSuggested("x")} and not ${isOffered("x")} and (${lapsedOn(day, "x")} is not null or not ${isUnsurveyed(day, "x")})`,
    // What a suggestion would help is counted with the suggestions.
    isCounted: (day) => sql`(${isUncovered(day, "x")} and not ${isSuggested("x")})`,
    order: (day) => sql`${lapsedOn(day, "x")} desc nulls last, x.code`,
  },
  renew: {
    table: sql`instructor_assignment`, column: sql`assignment_id`, isNeeded: (day) => isRunningOut(day, "x"),
    units: sql`array(select xu.code from unit xu where xu.station_id = x.station_id and xu.id = x.unit_id)`,
    // Those that have run out are no more to come; a line that was told stays until somebody has decided.
    isTold: (day) => isExpiring(day, "x"), isCounted: (day) => sql`(${isRunningOut(day, "x")} and ${isExpiring(day, "x")})`, order: () => sql`x.through_on, x.id`,
  },
  survey: {
    table: sql`unit`, column: sql`unit_id`, isNeeded: (day) => isUnsurveyed(day, "x"), isTold: () => sql`true`, units: sql`array[x.code]`,
    order: (day) => sql`not ${isUncovered(day, "x")}, ${newestSurvey(day, "x")} nulls first, x.code`,
  },
  announce: {
    table: sql`organization`, column: sql`organization_id`, isNeeded: (day) => isSilent(day, "x"), isTold: () => sql`true`, order: () => sql`x.code, x.id`,
    units: sql`array[]::text[]`,
  },
  suggestion: {
    table: sql`suggestion`, column: sql`suggestion_id`, isNeeded: () => isOpen, isTold: () => sql`true`, order: () => sql`x.id`, units: sql`x.units`,
  },
};

/** What needs a hand at these stations on a day, each kind with one statement: the first of each station, first things first. */
export async function readNeeds(db: Database | Tx, stations: readonly number[], day: string): Promise<Map<number, Need[]>> {
  const found = new Map<number, Need[]>();
  for (const action of ACTIONS) {
    const { table, isNeeded, isTold, order, units } = KINDS[action];
    const rows = await readRows(db, sql`select station_id, id, array_to_string(units, ' ') as units from (
      select x.station_id, x.id, ${units} as units, row_number() over (partition by x.station_id order by ${order(day)}) as place
      from ${table} x where ${ofStations("x", stations)} and ${isNeeded(day)} and ${isTold(day)}) told where place <= ${READ_OF_EACH} order by station_id, place`);
    for (const row of rows) {
      const need: Need = { action, id: Number(row["id"]), units: String(row["units"] ?? "").split(" ").filter((code) => code !== "") };
      found.set(Number(row["station_id"]), [...found.get(Number(row["station_id"])) ?? [], need]);
    }
  }
  return found;
}

/** How much of each kind needs a hand on a day and has no line in the list of a week. */
export async function countOthers(db: Database, stationId: number, day: string, weekOn: string): Promise<Readonly<Record<Action, number>>> {
  const counts = ACTIONS.map((action) => {
    const { table, column, isNeeded, isCounted = isNeeded } = KINDS[action];
    return sql`(select count(*) from ${table} x where x.station_id = ${stationId} and ${isCounted(day)} and not exists (select from digest_line l
      where l.station_id = x.station_id and l.week_on = ${weekOn}::date and l.${column} = x.id)) as ${sql.identifier(action)}`;
  });
  const [row] = await readRows(db, sql`select ${sql.join(counts, sql`, `)}`);
  const of = (action: Action) => Number(row?.[action] ?? 0);
  return { assign: of("assign"), renew: of("renew"), survey: of("survey"), announce: of("announce"), suggestion: of("suggestion") };
}

/** Marks the lines of one kind, from a week on, whose matter needs no hand any more, at all stations whose day it is; returns which lists they are in. */
export async function markMet(tx: Tx, action: Action, at: { readonly now: Date; readonly day: string; readonly since: string }): Promise<{ stationId: number; weekOn: string }[]> {
  const { table, column, isNeeded } = KINDS[action];
  const instant = sql`${at.now.toISOString()}::timestamptz`;
  const rows = await readRows(tx, sql`update digest_line l set done_at = ${instant} from station s
    where s.id = l.station_id and (${instant} at time zone s.time_zone)::date = ${at.day}::date and l.done_at is null and l.week_on >= ${at.since}::date and l.action = ${action}
      and not exists (select from ${table} x where x.station_id = l.station_id and x.id = l.${column} and ${isNeeded(at.day)})
    returning l.station_id, l.week_on::text as week_on`);
  return rows.map((row) => ({ stationId: Number(row["station_id"]), weekOn: String(row["week_on"]) }));
}
