import { sql } from "drizzle-orm";
import type { Tx } from "../../db/client.ts";
import { inLines, type Lines, type Of, type SheetTable } from "../staging/actions.ts";

type Step = SheetTable["write"][number];

const periods = (from: "before" | "after") => sql`jsonb_to_recordset(r.${sql.identifier(from)} -> 'status') as x(status text, "fromOn" date)`;
const isLonger = sql`r.verdict in ('new', 'changed') and jsonb_array_length(r.after -> 'status') > coalesce(jsonb_array_length(r.before -> 'status'), 0)`;

/** Statements that carry what something was when: the period that runs ends, later ones begin, and all of it can be taken back. */
export function pastSteps(table: "unit_status" | "organization_status", thing: "unit_id" | "organization_id"): Record<"end" | "begin" | "takeBack", Step> {
  const [name, ref] = [sql.identifier(table), sql.identifier(thing)];
  const isTarget = sql`s.station_id = r.station_id and s.${ref} = r.target_id`;
  return {
    async end(tx: Tx, of: Of, lines: Lines) {
      await tx.execute(sql`update ${name} s set through_on = (select min(x."fromOn") - 1 from ${periods("after")} where x."fromOn" > s.from_on)
        from import_row r where ${inLines(of, lines)} and ${isLonger} and r.verdict = 'changed' and ${isTarget} and s.through_on is null`);
    },
    async begin(tx, of, lines) {
      await tx.execute(sql`insert into ${name} (station_id, ${ref}, status, from_on, through_on)
        select p.station_id, p.target_id, p.status, p.from_on, p.through_on from (
          select r.station_id, r.target_id, x.status, x."fromOn" as from_on, lead(x."fromOn") over (partition by r.line order by x."fromOn") - 1 as through_on
          from import_row r cross join lateral ${periods("after")} where ${inLines(of, lines)} and ${isLonger}) p
        where not exists (select 1 from ${name} s where s.station_id = p.station_id and s.${ref} = p.target_id and s.from_on = p.from_on)`);
    },
    async takeBack(tx, of, lines) {
      await tx.execute(sql`delete from ${name} s using import_row r where ${inLines(of, lines)} and ${isLonger} and ${isTarget}
        and not exists (select 1 from ${periods("before")} where x."fromOn" = s.from_on)`);
      await tx.execute(sql`update ${name} s set through_on = null from import_row r where ${inLines(of, lines)} and ${isLonger} and r.verdict = 'changed'
        and ${isTarget} and s.from_on = (select max(x."fromOn") from ${periods("before")})`);
    },
  };
}
