import { sql } from "drizzle-orm";
import { readRows, type Tx } from "../../db/client.ts";
import { firstFreeIn, good, PAGE, readKeys, takeBack, type Lines, type Of, type SheetTable } from "../staging/actions.ts";
import { judgeInstructor, readInstructorRow, type InstructorHeld, type InstructorSaid } from "./rules.ts";

const INSTRUCTOR_FACTS = sql`jsonb_build_object('code', i.code, 'role', i.role, 'capacity', i.capacity, 'areas', to_jsonb(i.areas), 'industries', to_jsonb(i.industries),
  'languages', to_jsonb(i.languages), 'visitEvery', i.visit_every_days, 'from', i.active_from, 'through', i.active_through)`;

const HELD = sql`jsonb_build_object('facts', ${INSTRUCTOR_FACTS}, 'isTakenUp', i.account_id is not null,
  'busyThrough', (select max(coalesce(a.through_on, 'infinity')) from instructor_assignment a where a.station_id = i.station_id and a.instructor_id = i.id))`;

const isTarget = sql`i.station_id = r.station_id and i.id = r.target_id`;
const words = (from: "before" | "after", name: string) => sql`array(select jsonb_array_elements_text(r.${sql.identifier(from)} -> ${name}))`;
const fields = (from: "before" | "after") => {
  const row = sql`r.${sql.identifier(from)}`;
  return {
    role: sql`${row} ->> 'role'`, capacity: sql`(${row} ->> 'capacity')::int`, areas: words(from, "areas"), industries: words(from, "industries"),
    languages: words(from, "languages"), visit_every_days: sql`(${row} ->> 'visitEvery')::int`, active_from: sql`(${row} ->> 'from')::date`,
    active_through: sql`(${row} ->> 'through')::date`,
  };
};

async function insertInstructors(tx: Tx, of: Of, lines: Lines): Promise<void> {
  const columns = Object.keys(fields("after")).map((name) => sql.identifier(name));
  await tx.execute(sql`with made as (
      insert into instructor (station_id, code, ${sql.join(columns, sql`, `)})
      select r.station_id, r.key, ${sql.join(Object.values(fields("after")), sql`, `)} from import_row r where ${good(of, lines, "new")} order by r.line
      returning id, code)
    update import_row r set target_id = made.id from made where r.key = made.code and ${good(of, lines, "new")}`);
}

function setFields(from: "before" | "after") {
  return async (tx: Tx, of: Of, lines: Lines): Promise<void> => {
    const set = Object.entries(fields(from)).map(([name, value]) => sql`${sql.identifier(name)} = ${value}`);
    await tx.execute(sql`update instructor i set ${sql.join(set, sql`, `)} from import_row r where ${good(of, lines, "changed")} and ${isTarget}`);
  };
}

/** Whoever has been taken up by a person, was given or offered a unit, or has said when they are away, stays. */
function instructorsInUse(tx: Tx, of: Of): Promise<string[]> {
  const leaning = ["instructor_assignment", "instructor_away", "assignment_offer_step"].map((table) =>
    sql`exists (select 1 from ${sql.identifier(table)} l where l.station_id = r.station_id and l.instructor_id = r.target_id)`);
  const takenUp = sql`exists (select 1 from instructor i where ${isTarget} and (i.account_id is not null or i.away_said_at is not null))`;
  return readKeys(tx, of, sql`r.verdict = 'new' and (${sql.join([...leaning, takenUp], sql` or `)})`);
}

export const instructorSheet: SheetTable = {
  sheet: "instructors",
  current: sql`select i.id, ${INSTRUCTOR_FACTS} as facts, ${HELD} as held from instructor i where i.station_id = r.station_id and i.code = r.key`,
  read(cells) {
    const { said, faults } = readInstructorRow(cells);
    return { said, key: said.code ?? null, faults };
  },
  judge: ({ said, key, held }, today) => judgeInstructor(said as InstructorSaid, key, held as InstructorHeld | null, today),
  firstFree: firstFreeIn("I"),
  settle: async () => 0,
  async page(db, stationId, after) {
    const rows = await readRows(db, sql`select i.code as at, ${INSTRUCTOR_FACTS} as facts from instructor i
      where i.station_id = ${stationId} and i.code > ${after ?? ""} order by i.code limit ${PAGE}`);
    return rows.map((row) => ({ at: String(row["at"]), facts: row["facts"] }));
  },
  write: [insertInstructors, setFields("after")],
  undo: [setFields("before"), takeBack("instructor")],
  inUse: instructorsInUse,
};
