import { sql } from "drizzle-orm";
import { readRows, type Tx } from "../../db/client.ts";
import { enqueueAll } from "../../outbox/enqueue.ts";
import { over, told } from "../assignment/actions.ts";
import { after, good, inLines, numberNew, PAGE, readKeys, refuseEach, said, takeBack, type Lines, type Of, type SheetTable } from "../staging/actions.ts";
import { assignmentKey, judgeAssignment, readAssignmentRow, type AssignmentHeld, type AssignmentSaid } from "./rules.ts";

const ASSIGNMENT_FACTS = sql`jsonb_build_object('instructor', i.code, 'unit', u.code, 'from', a.from_on, 'through', a.through_on, 'endReason', a.end_reason,
  'overCapacity', a.over_capacity_reason)`;
const NAMED = sql`instructor_assignment a
  join instructor i on i.station_id = a.station_id and i.id = a.instructor_id
  join unit u on u.station_id = a.station_id and u.id = a.unit_id`;

const KEY = sql`(i.code || '|' || u.code || '|' || a.from_on)`;

const isTarget = sql`a.station_id = r.station_id and a.id = r.target_id`;
/** One that ended on the day on which it began holds no day at all. */
const isEmpty = sql`coalesce(a.through_on < a.from_on, false)`;
const saysEmpty = sql`coalesce(nullif(nullif(${said("through")}, 'open'), '')::date < nullif(${said("from")}, '')::date, false)`;

function setEnds(from: "before" | "after") {
  return async (tx: Tx, of: Of, lines: Lines): Promise<void> => {
    const row = sql`r.${sql.identifier(from)}`;
    await tx.execute(sql`update instructor_assignment a set through_on = (${row} ->> 'through')::date, end_reason = ${row} ->> 'endReason'
      from import_row r where ${good(of, lines, "changed")} and ${isTarget}`);
  };
}

async function insertAssignments(tx: Tx, of: Of, lines: Lines): Promise<void> {
  await tx.execute(sql`insert into instructor_assignment (station_id, id, instructor_id, unit_id, from_on, through_on, end_reason, over_capacity_reason) overriding system value
    select r.station_id, r.target_id, i.id, u.id, (${after("from")})::date, (${after("through")})::date, ${after("endReason")}, ${after("overCapacity")}
    from import_row r join instructor i on i.station_id = r.station_id and i.code = ${after("instructor")}
      join unit u on u.station_id = r.station_id and u.code = ${after("unit")}
    where ${good(of, lines, "new")} order by r.line`);
}

/** Instructors hear of what they were given or lose, as if it had been done one by one; of what is past they do not. */
async function tellInstructors(tx: Tx, of: Of, lines: Lines): Promise<void> {
  const rows = await readRows(tx, sql`select a.id, i.account_id, r.verdict, b.started_at from import_row r
    join import_batch b on b.station_id = r.station_id and b.id = r.import_id
    join ${NAMED} on ${isTarget}
    where ${inLines(of, lines)} and r.verdict in ('new', 'changed') and i.account_id is not null and i.account_id is distinct from b.imported_by
      and coalesce(a.through_on >= (b.started_at)::date - 1, true)`);
  for (const [what, verdict] of [[told, "new"], [over, "changed"]] as const) {
    await enqueueAll(tx, what, rows.filter((row) => row["verdict"] === verdict).map((row) => ({
      key: `${of.stationId}:${Number(row["id"])}`, now: new Date(String(row["started_at"])), stationId: of.stationId,
      payload: { stationId: of.stationId, assignmentId: Number(row["id"]), accountId: Number(row["account_id"]) },
    })));
  }
}

const days = (row: string) => sql.raw(`daterange((${row}.after ->> 'from')::date, (${row}.after ->> 'through')::date + 1)`);

/** Lines whose days overlap with an earlier good row of the same two. */
const overlapsEarlier = (of: Of) => sql`r.line in (select q.line from import_row p join import_row q
    on q.after ->> 'instructor' = p.after ->> 'instructor' and q.after ->> 'unit' = p.after ->> 'unit' and q.line > p.line and ${days("p")} && ${days("q")}
  where p.station_id = ${of.stationId} and p.import_id = ${of.importId} and p.verdict in ('new', 'changed')
    and q.station_id = ${of.stationId} and q.import_id = ${of.importId} and q.verdict = 'new')`;

/** What the register has of the same two on those days, as it will be once this file is through. */
const overlapsHeld = sql`r.verdict = 'new' and exists (select 1 from ${NAMED}
    left join import_row p on p.station_id = r.station_id and p.import_id = r.import_id and p.verdict = 'changed' and p.key in (${KEY}, ${KEY} || '|0')
  where a.station_id = r.station_id and i.code = ${after("instructor")} and u.code = ${after("unit")}
    and daterange(a.from_on, coalesce((p.after ->> 'through')::date, a.through_on) + 1) && ${days("r")})`;

/** Lines that give somebody more units in operation than they can take, on some day from today on, with no reason given; the first lines come first. */
const overCapacity = (of: Of, today: string) => sql`r.line in (
  with spans as (
    select a.instructor_id, a.unit_id, a.from_on, a.through_on, null::int as line, false as has_reason from instructor_assignment a
      where a.station_id = ${of.stationId} and a.instructor_id in (select i.id from import_row p join instructor i on i.station_id = p.station_id and i.code = p.after ->> 'instructor'
        where p.station_id = ${of.stationId} and p.import_id = ${of.importId} and p.verdict = 'new')
      and not exists (select 1 from import_row p where p.station_id = a.station_id and p.import_id = ${of.importId} and p.verdict = 'changed' and p.target_id = a.id)
    union all
    select i.id, u.id, (p.after ->> 'from')::date, (p.after ->> 'through')::date, case when p.verdict = 'new' then p.line end, p.after ->> 'overCapacity' is not null
      from import_row p join instructor i on i.station_id = p.station_id and i.code = p.after ->> 'instructor' join unit u on u.station_id = p.station_id and u.code = p.after ->> 'unit'
      where p.station_id = ${of.stationId} and p.import_id = ${of.importId} and p.verdict in ('new', 'changed')),
  days as (select distinct instructor_id, greatest(from_on, ${today}::date) as day from spans where coalesce(through_on >= ${today}::date, true)),
  counted as (select s.line, s.has_reason, i.capacity, row_number() over (partition by d.instructor_id, d.day order by s.line nulls first) as nth
    from days d join spans s on s.instructor_id = d.instructor_id and s.from_on <= d.day and coalesce(s.through_on >= d.day, true)
    join unit_status t on t.station_id = ${of.stationId} and t.unit_id = s.unit_id and t.status = 'active' and t.from_on <= d.day and coalesce(t.through_on >= d.day, true)
    join instructor i on i.station_id = ${of.stationId} and i.id = d.instructor_id)
  select line from counted where line is not null and nth > capacity and not has_reason)`;

async function settleAssignments(db: Parameters<SheetTable["settle"]>[0], of: Of, today: string): Promise<number> {
  const instructor = sql`select 1 from instructor i where i.station_id = r.station_id and i.code = ${after("instructor")}`;
  const unit = sql`select 1 from unit u where u.station_id = r.station_id and u.code = ${after("unit")}`;
  const through = sql`(${after("through")})::date`;
  return refuseEach(db, of, [
    [{ why: "noSuchInstructor", column: "instructor" }, after("instructor"), sql`not exists (${instructor})`],
    [{ why: "noSuchUnit", column: "unit" }, after("unit"), sql`not exists (${unit})`],
    [{ why: "beforeUnit", column: "from" }, sql`(select u.entered_on::text from unit u where u.station_id = r.station_id and u.code = ${said("unit")})`, sql`exists (${unit} and u.entered_on > (${after("from")})::date)`],
    [{ why: "notServing", column: "instructor" }, after("instructor"), sql`r.verdict = 'new' and exists (${instructor}
      and (i.active_from > (${after("from")})::date or i.active_through < coalesce(${through}, 'infinity')))`],
    [{ why: "notInOperation", column: "unit" }, after("unit"), sql`r.verdict = 'new' and exists (select 1 from unit u
      join unit_status s on s.station_id = u.station_id and s.unit_id = u.id and s.through_on is null and s.status in ('closed', 'moved_out', 'not_found')
      where u.station_id = r.station_id and u.code = ${after("unit")} and coalesce(${through} >= s.from_on, true))`],
    [{ why: "overlaps", column: "from" }, after("from"), sql`(${overlapsEarlier(of)} or ${overlapsHeld})`],
    [{ why: "overCapacity", column: "instructor" }, after("instructor"), overCapacity(of, today)],
  ]);
}

/** New ones that were visited or renewed since, and ended ones in whose place there is another by now. */
function assignmentsInUse(tx: Tx, of: Of): Promise<string[]> {
  return readKeys(tx, of, sql`(r.verdict = 'new' and (
      exists (select 1 from visit v where v.station_id = r.station_id and v.assignment_id = r.target_id)
      or exists (select 1 from instructor_assignment n where n.station_id = r.station_id and n.renewed_from = r.target_id)))
    or (r.verdict = 'changed' and exists (select 1 from instructor_assignment a join instructor_assignment n
        on n.station_id = a.station_id and n.instructor_id = a.instructor_id and n.unit_id = a.unit_id and n.id <> a.id
      where ${isTarget} and daterange(n.from_on, n.through_on + 1) && daterange(a.from_on, (r.before ->> 'through')::date + 1)
        and not exists (select 1 from import_row p where p.station_id = r.station_id and p.import_id = r.import_id and p.verdict = 'new' and p.target_id = n.id)))`,
  sql`(${said("instructor")}) || ' ' || (${said("unit")})`);
}

export const assignmentSheet: SheetTable = {
  sheet: "assignments",
  current: sql`select a.id, a.facts, jsonb_build_object('facts', a.facts, 'servesThrough', w.active_through) as held from instructor w
    left join lateral (select a.id, ${ASSIGNMENT_FACTS} as facts from ${NAMED}
      where a.station_id = r.station_id and a.instructor_id = w.id and u.code = ${said("unit")} and a.from_on = nullif(${said("from")}, '')::date
        and (${saysEmpty} or not ${isEmpty}) order by ${isEmpty} = ${saysEmpty} desc, a.id desc limit 1) a on true
    where w.station_id = r.station_id and w.code = ${said("instructor")}`,
  read(cells) {
    const row = readAssignmentRow(cells);
    return { said: row.said, key: assignmentKey(row.said), faults: row.faults };
  },
  judge: (row, today) => judgeAssignment(row.said as AssignmentSaid, (row.held as AssignmentHeld | null) ?? { facts: null, servesThrough: null }, today),
  settle: settleAssignments,
  async page(db, stationId, after) {
    const rows = await readRows(db, sql`select a.id as at, ${ASSIGNMENT_FACTS} as facts from ${NAMED}
      where a.station_id = ${stationId} and not (${isEmpty} and exists (select 1 from instructor_assignment e where e.station_id = a.station_id and e.unit_id = a.unit_id
        and e.instructor_id = a.instructor_id and e.from_on = a.from_on and e.through_on < e.from_on and e.id > a.id)) and a.id > ${Number(after ?? 0)} order by a.id limit ${PAGE}`);
    return rows.map((row) => ({ at: String(row["at"]), facts: row["facts"] }));
  },
  write: [setEnds("after"), numberNew("instructor_assignment"), insertAssignments, tellInstructors],
  undo: [takeBack("instructor_assignment"), setEnds("before")],
  inUse: assignmentsInUse,
};
