import { sql } from "drizzle-orm";
import { readRows, type Tx } from "../../db/client.ts";
import { pastSteps } from "../past/actions.ts";
import { LEVEL_ORDER } from "../organization/rules.ts";
import { after, firstFreeIn, good, inLines, PAGE, readKeys, refuseEach, type Lines, type Of, type SheetTable } from "../staging/actions.ts";
import { judgeOrg, readOrgRow, type OrgHeld, type OrgSaid } from "./rules.ts";

/** All that the register says of an organization `o`, as one value. */
const ORG_FACTS = sql`jsonb_build_object(
  'code', o.code, 'name', o.name, 'level', o.level, 'formation', o.formation, 'counts', o.counts_for_coverage, 'area', o.area, 'industry', o.industry,
  'market', (select m.code from unit m where m.station_id = o.station_id and m.id = o.market_id),
  'parent', (select p.code from organization p where p.station_id = o.station_id and p.id = o.parent_id), 'approvedBy', o.approved_by,
  'status', (select jsonb_agg(jsonb_build_object('status', s.status, 'fromOn', s.from_on) order by s.from_on)
    from organization_status s where s.station_id = o.station_id and s.organization_id = o.id),
  'terms', (select coalesce(jsonb_agg(jsonb_build_object('startedOn', t.started_on, 'years', t.years, 'extendedThrough', t.extended_through) order by t.started_on), '[]')
    from organization_term t where t.station_id = o.station_id and t.organization_id = o.id))`;

const HELD = sql`jsonb_build_object('facts', ${ORG_FACTS}, 'coversThrough', (select max(coalesce(l.through_on, 'infinity')) from coverage_link l
  where l.station_id = o.station_id and l.organization_id = o.id))`;

const isGood = (of: Of, lines: Lines) => sql`${inLines(of, lines)} and r.verdict in ('new', 'changed')`;
const isTarget = sql`o.station_id = r.station_id and o.id = r.target_id`;

const fields = (from: "before" | "after") => {
  const said = (name: string) => sql`r.${sql.identifier(from)} ->> ${name}`;
  return {
    name: said("name"), level: said("level"), formation: said("formation"), counts_for_coverage: sql`(${said("counts")})::boolean`, area: said("area"),
    industry: said("industry"), approved_by: said("approvedBy"),
  };
};
const assigned = (from: "before" | "after") => sql.join(Object.entries(fields(from)).map(([name, value]) => sql`${sql.identifier(name)} = ${value}`), sql`, `);

/** One that so far only hosted something under that name becomes the organization that is entered. */
async function growOrganizations(tx: Tx, of: Of, lines: Lines): Promise<void> {
  await tx.execute(sql`update organization o set code = r.key, ${assigned("after")} from import_row r where ${good(of, lines, "new")} and ${isTarget}`);
}

async function insertOrganizations(tx: Tx, of: Of, lines: Lines): Promise<void> {
  const columns = Object.keys(fields("after")).map((name) => sql.identifier(name));
  await tx.execute(sql`with made as (
      insert into organization (station_id, code, ${sql.join(columns, sql`, `)})
      select r.station_id, r.key, ${sql.join(Object.values(fields("after")), sql`, `)} from import_row r
      where ${good(of, lines, "new")} and r.target_id is null order by r.line
      returning id, code)
    update import_row r set target_id = made.id from made where r.key = made.code and ${good(of, lines, "new")}`);
}

function setFields(from: "before" | "after") {
  return async (tx: Tx, of: Of, lines: Lines): Promise<void> => {
    await tx.execute(sql`update organization o set ${assigned(from)} from import_row r where ${good(of, lines, "changed")} and ${isTarget}`);
  };
}

/** Market and parent, once every organization is there. */
function setPlaces(from: "before" | "after") {
  return async (tx: Tx, of: Of, lines: Lines): Promise<void> => {
    const named = (name: string) => sql`r.${sql.identifier(from)} ->> ${name}`;
    await tx.execute(sql`update organization o set
        market_id = (select m.id from unit m where m.station_id = r.station_id and m.code = ${named("market")}),
        (parent_id, parent_level) = (select p.id, p.level from organization p where p.station_id = r.station_id and p.code = ${named("parent")})
      from import_row r where ${isGood(of, lines)} and ${isTarget}
        and ((r.after ->> 'market') is distinct from (r.before ->> 'market') or (r.after ->> 'parent') is distinct from (r.before ->> 'parent'))`);
  };
}

const terms = (from: "before" | "after") => sql`jsonb_to_recordset(r.${sql.identifier(from)} -> 'terms') as x("startedOn" date, years int, "extendedThrough" date)`;

function setTerms(from: "before" | "after") {
  return async (tx: Tx, of: Of, lines: Lines): Promise<void> => {
    await tx.execute(sql`delete from organization_term t using import_row r where ${isGood(of, lines)}
      and t.station_id = r.station_id and t.organization_id = r.target_id and not exists (select 1 from ${terms(from)} where x."startedOn" = t.started_on)`);
    await tx.execute(sql`insert into organization_term (station_id, organization_id, started_on, years, extended_through)
      select r.station_id, r.target_id, x."startedOn", x.years, x."extendedThrough" from import_row r cross join lateral ${terms(from)} where ${isGood(of, lines)}
      on conflict (station_id, organization_id, started_on) do update set years = excluded.years, extended_through = excluded.extended_through`);
  };
}

/** What hosted something meanwhile stays under its name, as one that is not registered. */
async function takeOrganizationsBack(tx: Tx, of: Of, lines: Lines): Promise<void> {
  await tx.execute(sql`delete from term_reminder t using import_row r where ${good(of, lines, "new")} and t.station_id = r.station_id and t.organization_id = r.target_id`);
  await tx.execute(sql`delete from organization o using import_row r where ${good(of, lines, "new")} and ${isTarget}
    and not exists (select 1 from activity_host h where h.station_id = o.station_id and h.organization_id = o.id)`);
  await tx.execute(sql`update organization o set code = null, level = null, formation = null, counts_for_coverage = true, area = null, industry = null, approved_by = null
    from import_row r where ${good(of, lines, "new")} and ${isTarget}`);
}

function organizationsInUse(tx: Tx, of: Of): Promise<string[]> {
  return readKeys(tx, of, sql`r.verdict = 'new' and (
    exists (select 1 from coverage_link l where l.station_id = r.station_id and l.organization_id = r.target_id)
    or exists (select 1 from organization c where c.station_id = r.station_id and c.parent_id = r.target_id
      and not exists (select 1 from import_row p where p.station_id = r.station_id and p.import_id = r.import_id and p.key = c.code and p.verdict in ('new', 'changed'))))`);
}

const LEVELS = sql.raw(`array[${LEVEL_ORDER.map((level) => `'${level}'`).join(", ")}]`);

async function settleOrganizations(db: Parameters<SheetTable["settle"]>[0], of: Of): Promise<number> {
  const market = sql`select 1 from unit m where m.station_id = r.station_id and m.code = ${after("market")}`;
  /** The level of the parent that a row names: of a new row of this file, else of the register. */
  const parentLevel = sql`coalesce(
    (select p.after ->> 'level' from import_row p where p.station_id = r.station_id and p.import_id = r.import_id and p.key = ${after("parent")} and p.verdict in ('new', 'changed') limit 1),
    (select p.level from organization p where p.station_id = r.station_id and p.code = ${after("parent")}))`;
  const sameName = sql`(select n.line from (select p.line, row_number() over (partition by lower(p.after ->> 'name') order by p.line) as nth from import_row p
    where p.station_id = ${of.stationId} and p.import_id = ${of.importId} and p.verdict in ('new', 'changed')) n where n.nth > 1)`;
  return refuseEach(db, of, [
    [{ why: "nameTaken", column: "name" }, after("name"), sql`r.line in ${sameName} or exists (select 1 from organization o
      where o.station_id = r.station_id and lower(o.name) = lower(${after("name")}) and o.id is distinct from r.target_id)`],
    [{ why: "noSuchMarket", column: "market" }, after("market"), sql`${after("market")} is not null and not exists (${market})`],
    [{ why: "notAMarket", column: "market" }, after("market"), sql`exists (${market} and m.kind <> 'market')`],
    [{ why: "noSuchOrganization", column: "parent" }, after("parent"), sql`${after("parent")} is not null and ${parentLevel} is null`],
    [{ why: "parentBelow", column: "parent" }, after("parent"), sql`${after("parent")} is not null
      and array_position(${LEVELS}, ${parentLevel}) >= array_position(${LEVELS}, ${after("level")})`],
  ]);
}

const status = pastSteps("organization_status", "organization_id");

export const orgSheet: SheetTable = {
  sheet: "organizations",
  // One without a code only hosted something: it has no facts, and may grow into what the row says.
  current: sql`select o.id, case when o.code is not null then ${ORG_FACTS} end as facts, case when o.code is not null then ${HELD} end as held from organization o
    where o.station_id = r.station_id and (o.code = r.key or (o.code is null and lower(o.name) = lower(r.said ->> 'name'))) order by o.code nulls last limit 1`,
  read(cells) {
    const { said, faults } = readOrgRow(cells);
    return { said, key: said.code ?? null, faults };
  },
  judge: ({ said, key, held }, today) => judgeOrg(said as OrgSaid, key, held as OrgHeld | null, today),
  firstFree: firstFreeIn("G"),
  settle: settleOrganizations,
  async page(db, stationId, after) {
    const rows = await readRows(db, sql`select o.code as at, ${ORG_FACTS} as facts from organization o
      where o.station_id = ${stationId} and o.code > ${after ?? ""} order by o.code limit ${PAGE}`);
    return rows.map((row) => ({ at: String(row["at"]), facts: row["facts"] }));
  },
  write: [growOrganizations, insertOrganizations, setFields("after"), setPlaces("after"), status.end, status.begin, setTerms("after")],
  undo: [setTerms("before"), status.takeBack, setPlaces("before"), setFields("before"), takeOrganizationsBack],
  inUse: organizationsInUse,
};
