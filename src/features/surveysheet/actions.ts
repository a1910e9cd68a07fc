import { sql } from "drizzle-orm";
import { readRows, type Tx } from "../../db/client.ts";
import { good, numberNew, PAGE, refuseRows, said, takeBack, type Lines, type Of, type SheetTable } from "../staging/actions.ts";
import { judgeSurvey, readSurveyRow, surveyKey, type SurveyFacts } from "./rules.ts";

const SURVEY_FACTS = sql`jsonb_build_object('unit', u.code, 'on', s.on_day, 'source', s.source, 'found', s.found_status, 'members', s.full_members,
  'willing', s.willing, 'secretary', s.has_secretary_candidate, 'notFormed', s.not_formed_reason)`;

/** The row's own survey once it was entered; before that, one that says the same of the day. */
const isIt = sql`case when r.target_id is not null then s.id = r.target_id else s.on_day = nullif(${said("on")}, '')::date and s.source = ${said("source")}
  and s.found_status is not distinct from ${said("found")} and s.willing is not distinct from ${said("willing")}
  and s.has_secretary_candidate is not distinct from (${said("secretary")})::boolean and s.not_formed_reason is not distinct from ${said("notFormed")}
  and coalesce((${said("members")})::int = s.full_members, ${said("members")} is null) end`;

async function insertSurveys(tx: Tx, of: Of, lines: Lines): Promise<void> {
  await tx.execute(sql`insert into survey (station_id, id, unit_id, on_day, source, found_status, full_members, willing, has_secretary_candidate, not_formed_reason, by, created_at)
    overriding system value
    select r.station_id, r.target_id, u.id, (${said("on")})::date, ${said("source")}, ${said("found")}, (${said("members")})::int, ${said("willing")},
      (${said("secretary")})::boolean, ${said("notFormed")}, b.imported_by, b.started_at
    from import_row r join import_batch b on b.station_id = r.station_id and b.id = r.import_id
      join unit u on u.station_id = r.station_id and u.code = ${said("unit")}
    where ${good(of, lines, "new")} order by r.line`);
}

export const surveySheet: SheetTable = {
  sheet: "surveys",
  current: sql`select s.id, ${SURVEY_FACTS} as facts, ${SURVEY_FACTS} as held from unit u join survey s on s.station_id = u.station_id and s.unit_id = u.id
    where u.station_id = r.station_id and u.code = ${said("unit")} and ${isIt} order by s.created_at desc, s.id desc limit 1`,
  read(cells) {
    const row = readSurveyRow(cells);
    return { said: row.said, key: surveyKey(row.said), faults: row.faults };
  },
  judge: (row, today) => judgeSurvey(row.said as SurveyFacts, row.held as SurveyFacts | null, today),
  async settle(db, of) {
    const unit = sql`select 1 from unit u where u.station_id = r.station_id and u.code = ${said("unit")}`;
    const unknown = await refuseRows(db, of, { why: "noSuchUnit", column: "unit" }, said("unit"), sql`not exists (${unit})`);
    return unknown + await refuseRows(db, of, { why: "beforeUnit", column: "on" }, sql`(select u.entered_on::text from unit u where u.station_id = r.station_id and u.code = ${said("unit")})`, sql`exists (${unit} and u.entered_on > (${said("on")})::date)`);
  },
  async page(db, stationId, after) {
    const rows = await readRows(db, sql`select s.id as at, ${SURVEY_FACTS} as facts from survey s join unit u on u.station_id = s.station_id and u.id = s.unit_id
      where s.station_id = ${stationId} and s.id > ${Number(after ?? 0)} order by s.id limit ${PAGE}`);
    return rows.map((row) => ({ at: String(row["at"]), facts: row["facts"] }));
  },
  write: [numberNew("survey"), insertSurveys],
  undo: [takeBack("survey")],
  inUse: async () => [],
};
