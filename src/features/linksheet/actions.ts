import { sql, type SQL } from "drizzle-orm";
import { readRows, type Tx } from "../../db/client.ts";
import { after, good, numberNew, PAGE, readKeys, refuseEach, said, takeBack, type Lines, type Of, type SheetTable } from "../staging/actions.ts";
import { judgeLink, linkKey, readLinkRow, type LinkFacts } from "./rules.ts";

const LINK_FACTS = sql`jsonb_build_object('organization', o.code, 'unit', u.code, 'from', l.from_on, 'through', l.through_on, 'endReason', l.end_reason)`;
const NAMED = sql`coverage_link l
  join organization o on o.station_id = l.station_id and o.id = l.organization_id
  join unit u on u.station_id = l.station_id and u.id = l.unit_id`;

const KEY = sql`(o.code || '|' || u.code || '|' || l.from_on)`;

const isTarget = sql`l.station_id = r.station_id and l.id = r.target_id`;
/** One that ended on the day on which it began holds no day at all. */
const isEmpty = sql`coalesce(l.through_on < l.from_on, false)`;
const saysEmpty = sql`coalesce(nullif(${said("through")}, '')::date < nullif(${said("from")}, '')::date, false)`;

function setThrough(from: "before" | "after") {
  return async (tx: Tx, of: Of, lines: Lines): Promise<void> => {
    const row = sql`r.${sql.identifier(from)}`;
    await tx.execute(sql`update coverage_link l set through_on = (${row} ->> 'through')::date, end_reason = ${row} ->> 'endReason'
      from import_row r where ${good(of, lines, "changed")} and ${isTarget}`);
  };
}

async function insertLinks(tx: Tx, of: Of, lines: Lines): Promise<void> {
  await tx.execute(sql`insert into coverage_link (station_id, id, organization_id, formation, unit_id, from_on, through_on, end_reason) overriding system value
    select r.station_id, r.target_id, o.id, o.formation, u.id, (${after("from")})::date, (${after("through")})::date, ${after("endReason")}
    from import_row r join organization o on o.station_id = r.station_id and o.code = ${said("organization")}
      join unit u on u.station_id = r.station_id and u.code = ${said("unit")}
    where ${good(of, lines, "new")} order by r.line`);
}

const days = (row: string) => sql.raw(`daterange((${row}.after ->> 'from')::date, (${row}.after ->> 'through')::date + 1)`);

/** Lines on whose days an earlier good row has the same organization, and the same unit where it is not a separate one. */
const meetsEarlier = (of: Of, more: SQL) => sql`r.line in (select q.line from import_row p join import_row q
    on q.after ->> 'organization' = p.after ->> 'organization' and ${more} and q.line > p.line and ${days("p")} && ${days("q")}
  where p.station_id = ${of.stationId} and p.import_id = ${of.importId} and p.verdict in ('new', 'changed')
    and q.station_id = ${of.stationId} and q.import_id = ${of.importId} and q.verdict = 'new')`;
/** The same in the register, as it will be once this file is through. */
const meetsHeld = (more: SQL) => sql`r.verdict = 'new' and exists (select 1 from ${NAMED}
    left join import_row p on p.station_id = r.station_id and p.import_id = r.import_id and p.verdict = 'changed' and p.key in (${KEY}, ${KEY} || '|0')
  where l.station_id = r.station_id and o.code = ${after("organization")} and ${more}
    and daterange(l.from_on, coalesce((p.after ->> 'through')::date, l.through_on) + 1) && ${days("r")})`;

async function settleLinks(db: Parameters<SheetTable["settle"]>[0], of: Of): Promise<number> {
  const unit = sql`select 1 from unit u where u.station_id = r.station_id and u.code = ${said("unit")}`;
  const organization = sql`select 1 from organization o where o.station_id = r.station_id and o.code = ${said("organization")}`;
  const through = sql`(${after("through")})::date`;
  const separate = sql`exists (select 1 from organization o where o.station_id = ${of.stationId} and o.code = p.after ->> 'organization' and o.formation = 'separate')`;
  return refuseEach(db, of, [
    [{ why: "noSuchOrganization", column: "organization" }, said("organization"), sql`not exists (${organization})`],
    [{ why: "noSuchUnit", column: "unit" }, said("unit"), sql`not exists (${unit})`],
    [{ why: "beforeUnit", column: "from" }, sql`(select u.entered_on::text from unit u where u.station_id = r.station_id and u.code = ${said("unit")})`, sql`exists (${unit} and u.entered_on > (${said("from")})::date)`],
    [{ why: "dissolved", column: "organization" }, said("organization"), sql`r.verdict = 'new' and exists (select 1 from organization o
      join organization_status s on s.station_id = o.station_id and s.organization_id = o.id and s.through_on is null and s.status = 'dissolved'
      where o.station_id = r.station_id and o.code = ${said("organization")} and coalesce(${through} >= s.from_on, true))`],
    [{ why: "notInOperation", column: "unit" }, said("unit"), sql`r.verdict = 'new' and exists (select 1 from unit u
      join unit_status s on s.station_id = u.station_id and s.unit_id = u.id and s.through_on is null and s.status in ('closed', 'moved_out', 'not_found')
      where u.station_id = r.station_id and u.code = ${said("unit")} and coalesce(${through} >= s.from_on, true))`],
    [{ why: "overlaps", column: "from" }, said("from"), sql`(${meetsEarlier(of, sql`q.after ->> 'unit' = p.after ->> 'unit'`)} or ${meetsHeld(sql`u.code = ${after("unit")}`)})`],
    [{ why: "oneUnitOnly", column: "organization" }, said("organization"), sql`(${meetsEarlier(of, separate)} or ${meetsHeld(sql`o.formation = 'separate'`)})`],
  ]);
}

/** Ended ones in whose place there is another by now. */
function linksInUse(tx: Tx, of: Of): Promise<string[]> {
  return readKeys(tx, of, sql`r.verdict = 'changed' and exists (select 1 from coverage_link l join coverage_link n
      on n.station_id = l.station_id and n.organization_id = l.organization_id and (n.unit_id = l.unit_id or l.formation = 'separate') and n.id <> l.id
    where ${isTarget} and daterange(n.from_on, n.through_on + 1) && daterange(l.from_on, (r.before ->> 'through')::date + 1)
      and not exists (select 1 from import_row p where p.station_id = r.station_id and p.import_id = r.import_id and p.verdict = 'new' and p.target_id = n.id))`,
  sql`(${said("organization")}) || ' ' || (${said("unit")})`);
}

export const linkSheet: SheetTable = {
  sheet: "links",
  current: sql`select l.id, ${LINK_FACTS} as facts, ${LINK_FACTS} as held from ${NAMED}
    where l.station_id = r.station_id and o.code = ${said("organization")} and u.code = ${said("unit")} and l.from_on = nullif(${said("from")}, '')::date
      and (${saysEmpty} or not ${isEmpty}) order by ${isEmpty} = ${saysEmpty} desc, l.id desc limit 1`,
  read(cells) {
    const row = readLinkRow(cells);
    return { said: row.said, key: linkKey(row.said), faults: row.faults };
  },
  judge: (row, today) => judgeLink(row.said as LinkFacts, row.held as LinkFacts | null, today),
  settle: settleLinks,
  async page(db, stationId, after) {
    const rows = await readRows(db, sql`select l.id as at, ${LINK_FACTS} as facts from ${NAMED}
      where l.station_id = ${stationId} and not (${isEmpty} and exists (select 1 from coverage_link e where e.station_id = l.station_id and e.unit_id = l.unit_id
        and e.organization_id = l.organization_id and e.from_on = l.from_on and e.through_on < e.from_on and e.id > l.id)) and l.id > ${Number(after ?? 0)} order by l.id limit ${PAGE}`);
    return rows.map((row) => ({ at: String(row["at"]), facts: row["facts"] }));
  },
  write: [setThrough("after"), numberNew("coverage_link"), insertLinks],
  undo: [takeBack("coverage_link"), setThrough("before")],
  inUse: linksInUse,
};
