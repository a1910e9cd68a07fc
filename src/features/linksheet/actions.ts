import { sql } from "drizzle-orm";
import { readRows, type Tx } from "../../db/client.ts";
import { inLines, PAGE, refuseRows, type Lines, type Of, type SheetTable } from "../staging/actions.ts";
import { judgeLink, linkKey, readLinkRow, type LinkFacts } from "./rules.ts";

const LINK_FACTS = sql`jsonb_build_object('organization', o.code, 'unit', u.code, 'from', l.from_on, 'through', l.through_on)`;
const NAMED = sql`coverage_link l
  join organization o on o.station_id = l.station_id and o.id = l.organization_id
  join unit u on u.station_id = l.station_id and u.id = l.unit_id`;

const said = (name: string) => sql`r.said ->> ${name}`;
const good = (of: Of, lines: Lines, verdict: "new" | "changed") => sql`${inLines(of, lines)} and r.verdict = ${verdict}`;
const isTarget = sql`l.station_id = r.station_id and l.id = r.target_id`;

function setThrough(from: "before" | "after") {
  return async (tx: Tx, of: Of, lines: Lines): Promise<void> => {
    const through = sql`(r.${sql.identifier(from)} ->> 'through')::date`;
    await tx.execute(sql`update coverage_link l set through_on = ${through}, end_reason = case when ${through} is null then null else 'ended' end
      from import_row r where ${good(of, lines, "changed")} and ${isTarget}`);
  };
}

async function numberLinks(tx: Tx, of: Of, lines: Lines): Promise<void> {
  await tx.execute(sql`update import_row r set target_id = nextval(pg_get_serial_sequence('coverage_link', 'id')) where ${good(of, lines, "new")}`);
}

async function insertLinks(tx: Tx, of: Of, lines: Lines): Promise<void> {
  await tx.execute(sql`insert into coverage_link (station_id, id, organization_id, formation, unit_id, from_on, through_on, end_reason) overriding system value
    select r.station_id, r.target_id, o.id, o.formation, u.id, (${said("from")})::date, (${said("through")})::date,
      case when ${said("through")} is null then null else 'ended' end
    from import_row r join organization o on o.station_id = r.station_id and o.code = ${said("organization")}
      join unit u on u.station_id = r.station_id and u.code = ${said("unit")}
    where ${good(of, lines, "new")} order by r.line`);
}

async function takeLinksBack(tx: Tx, of: Of, lines: Lines): Promise<void> {
  await tx.execute(sql`delete from coverage_link l using import_row r where ${good(of, lines, "new")} and ${isTarget}`);
}

const days = (row: "r" | "p") => sql`daterange((${sql.raw(row)}.after ->> 'from')::date, (${sql.raw(row)}.after ->> 'through')::date + 1)`;
/** A good row before this one that covers the same days with the same organization. */
const earlier = (more: ReturnType<typeof sql>) => sql`exists (select 1 from import_row p where p.station_id = r.station_id and p.import_id = r.import_id and p.line < r.line
  and p.verdict in ('new', 'changed') and p.after ->> 'organization' = r.after ->> 'organization' and ${more} and ${days("p")} && ${days("r")})`;
/** The same in the register, of links that this file does not change. */
const held = (more: ReturnType<typeof sql>) => sql`exists (select 1 from ${NAMED} where l.station_id = r.station_id and o.code = r.after ->> 'organization' and ${more}
  and daterange(l.from_on, l.through_on + 1) && ${days("r")}
  and not exists (select 1 from import_row p where p.station_id = r.station_id and p.import_id = r.import_id and p.target_id = l.id and p.verdict = 'changed'))`;

async function settleLinks(db: Parameters<SheetTable["settle"]>[0], of: Of): Promise<number> {
  const unit = (more: ReturnType<typeof sql>) => sql`exists (select 1 from unit u where u.station_id = r.station_id and u.code = ${said("unit")} and ${more})`;
  const organization = sql`exists (select 1 from organization o where o.station_id = r.station_id and o.code = ${said("organization")} and o.formation is not null)`;
  const isSeparate = sql`exists (select 1 from organization o where o.station_id = r.station_id and o.code = ${said("organization")} and o.formation = 'separate')`;
  const sameUnit = sql`p.after ->> 'unit' = r.after ->> 'unit'`;
  const checks = [
    [{ why: "noSuchOrganization", column: "organization" }, said("organization"), sql`not ${organization}`],
    [{ why: "noSuchUnit", column: "unit" }, said("unit"), sql`not ${unit(sql`true`)}`],
    [{ why: "beforeFirstDay", column: "from" }, said("from"), unit(sql`u.entered_on > (${said("from")})::date`)],
    [{ why: "overlaps", column: "from" }, said("from"), sql`(${earlier(sameUnit)} or ${held(sql`u.code = r.after ->> 'unit'`)})`],
    [{ why: "oneUnitOnly", column: "organization" }, said("organization"), sql`${isSeparate} and (${earlier(sql`true`)} or ${held(sql`true`)})`],
  ] as const;
  let refused = 0;
  for (const [reason, text, where] of checks) refused += await refuseRows(db, of, reason, text, where);
  return refused;
}

export const linkSheet: SheetTable = {
  sheet: "links",
  current: sql`select l.id, ${LINK_FACTS} as facts, ${LINK_FACTS} as held from ${NAMED}
    where l.station_id = r.station_id and o.code = ${said("organization")} and u.code = ${said("unit")} and l.from_on = nullif(${said("from")}, '')::date
    order by l.id desc limit 1`,
  read(cells) {
    const row = readLinkRow(cells);
    return { said: row.said, key: linkKey(row.said), faults: row.faults };
  },
  judge: (row, today) => judgeLink(row.said as LinkFacts, row.held as LinkFacts | null, today),
  settle: settleLinks,
  async page(db, stationId, after) {
    const rows = await readRows(db, sql`select l.id as at, ${LINK_FACTS} as facts from ${NAMED}
      where l.station_id = ${stationId} and l.id > ${Number(after ?? 0)} order by l.id limit ${PAGE}`);
    return rows.map((row) => ({ at: String(row["at"]), facts: row["facts"] }));
  },
  write: [setThrough("after"), numberLinks, insertLinks],
  undo: [takeLinksBack, setThrough("before")],
  inUse: async () => [],
};
