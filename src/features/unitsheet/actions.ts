import { sql } from "drizzle-orm";
import { readRows, type Tx } from "../../db/client.ts";
import { pastSteps } from "../past/actions.ts";
import { firstFreeIn, good, inLines, PAGE, readKeys, refuseRows, takeBack, type Lines, type Of, type SheetTable } from "../staging/actions.ts";
import { judgeUnit, readUnitRow, type UnitHeld, type UnitSaid } from "./rules.ts";

/** All that the register says of a unit `u`, as one value. */
const UNIT_FACTS = sql`jsonb_build_object(
  'code', u.code, 'name', u.name, 'kind', u.kind, 'area', u.area,
  'market', (select m.code from unit m where m.station_id = u.station_id and m.id = u.market_id),
  'industry', u.industry, 'chain', u.chain, 'employees', u.employees, 'enteredOn', u.entered_on,
  'status', (select jsonb_agg(jsonb_build_object('status', s.status, 'fromOn', s.from_on) order by s.from_on)
    from unit_status s where s.station_id = u.station_id and s.unit_id = u.id))`;

const coveredThrough = (table: "coverage_link" | "mass_organization" | "instructor_assignment") =>
  sql`(select max(coalesce(h.through_on, 'infinity')) from ${sql.identifier(table)} h where h.station_id = u.station_id and h.unit_id = u.id)`;

const HELD = sql`jsonb_build_object('facts', ${UNIT_FACTS},
  'hasStalls', exists (select 1 from unit m where m.station_id = u.station_id and m.market_id = u.id),
  'coveredThrough', greatest(${coveredThrough("coverage_link")}, ${coveredThrough("mass_organization")}, ${coveredThrough("instructor_assignment")},
    case when exists (select 1 from unit_contact c where c.station_id = u.station_id and c.unit_id = u.id) then 'infinity'::date end))`;

const isTarget = sql`u.station_id = r.station_id and u.id = r.target_id`;
const field = (from: "before" | "after", name: string) => sql`r.${sql.identifier(from)} ->> ${name}`;
const FIELDS = ["name", "kind", "area", "industry", "chain", "employees"] as const;

async function insertUnits(tx: Tx, of: Of, lines: Lines): Promise<void> {
  await tx.execute(sql`with made as (
      insert into unit (station_id, code, name, kind, area, industry, chain, employees, entered_on, created_at)
      select r.station_id, r.key, ${field("after", "name")}, ${field("after", "kind")}, ${field("after", "area")}, ${field("after", "industry")},
        ${field("after", "chain")}, ${field("after", "employees")}, (${field("after", "enteredOn")})::date, b.started_at
      from import_row r join import_batch b on b.station_id = r.station_id and b.id = r.import_id
      where ${good(of, lines, "new")} order by r.line
      returning id, code)
    update import_row r set target_id = made.id from made where r.key = made.code and ${good(of, lines, "new")}`);
}

/** Fields as they stand before or after the import; a market is set once every unit is there. */
function setFields(from: "before" | "after") {
  return async (tx: Tx, of: Of, lines: Lines): Promise<void> => {
    const fields = FIELDS.map((name) => sql`${sql.identifier(name)} = ${field(from, name)}`);
    await tx.execute(sql`update unit u set ${sql.join(fields, sql`, `)} from import_row r where ${good(of, lines, "changed")} and ${isTarget}`);
  };
}

function setMarkets(from: "before" | "after") {
  return async (tx: Tx, of: Of, lines: Lines): Promise<void> => {
    await tx.execute(sql`update unit u set market_id = (select m.id from unit m where m.station_id = r.station_id and m.code = ${field(from, "market")})
      from import_row r where ${inLines(of, lines)} and r.verdict in ('new', 'changed') and ${isTarget}
        and (r.after ->> 'market') is distinct from (r.before ->> 'market')`);
  };
}

const status = pastSteps("unit_status", "unit_id");

/** What can lean on a unit; a new table that does belongs here too, or its undo would break instead of saying so. */
export const LEANING = [
  ["coverage_link", "unit_id"], ["mass_organization", "unit_id"], ["instructor_assignment", "unit_id"], ["survey", "unit_id"],
  ["organization", "market_id"], ["assignment_offer", "unit_id"],
  ["unit_contact", "unit_id"], ["unit_head_count", "unit_id"], ["help_request", "unit_id"],
] as const;

function unitsInUse(tx: Tx, of: Of): Promise<string[]> {
  const leaning = LEANING.map(([table, column]) =>
    sql`exists (select 1 from ${sql.identifier(table)} l where l.station_id = r.station_id and l.${sql.identifier(column)} = r.target_id)`);
  const stalls = sql`exists (select 1 from unit l where l.station_id = r.station_id and l.market_id = r.target_id
    and not exists (select 1 from import_row o where o.station_id = r.station_id and o.import_id = r.import_id and o.key = l.code and o.verdict in ('new', 'changed')))`;
  return readKeys(tx, of, sql`r.verdict = 'new' and (${sql.join([...leaning, stalls], sql` or `)})`);
}

async function settleMarkets(db: Parameters<SheetTable["settle"]>[0], of: Of): Promise<number> {
  const named = sql`r.after ->> 'market'`;
  const inFile = (kind: "=" | "<>") => sql`exists (select 1 from import_row o where o.station_id = r.station_id and o.import_id = r.import_id and o.key = ${named}
    and o.verdict in ('new', 'changed') and o.after ->> 'kind' ${sql.raw(kind)} 'market')`;
  const held = (kind: "=" | "<>") => sql`exists (select 1 from unit m where m.station_id = r.station_id and m.code = ${named} and m.kind ${sql.raw(kind)} 'market'
    and not exists (select 1 from import_row o where o.station_id = r.station_id and o.import_id = r.import_id and o.key = m.code and o.verdict = 'changed'))`;
  const isNamed = sql`${named} is not null`;
  const noMarket = await refuseRows(db, of, { why: "notAMarket", column: "market" }, named, sql`${isNamed} and (${inFile("<>")} or ${held("<>")})`);
  return noMarket + await refuseRows(db, of, { why: "noSuchMarket", column: "market" }, named, sql`${isNamed} and not ${inFile("=")} and not ${held("=")}`);
}

export const unitSheet: SheetTable = {
  sheet: "units",
  current: sql`select u.id, ${UNIT_FACTS} as facts, ${HELD} as held from unit u where u.station_id = r.station_id and u.code = r.key`,
  read(cells) {
    const { said, faults } = readUnitRow(cells);
    return { said, key: said.code ?? null, faults };
  },
  judge: ({ said, key, held }, today) => judgeUnit(said as UnitSaid, key, held as UnitHeld | null, today),
  async page(db, stationId, after) {
    const rows = await readRows(db, sql`select u.code as at, ${UNIT_FACTS} as facts from unit u
      where u.station_id = ${stationId} and u.code > ${after ?? ""} order by u.code limit ${PAGE}`);
    return rows.map((row) => ({ at: String(row["at"]), facts: row["facts"] }));
  },
  firstFree: firstFreeIn("U"),
  settle: settleMarkets,
  write: [insertUnits, setFields("after"), setMarkets("after"), status.end, status.begin],
  undo: [status.takeBack, setMarkets("before"), setFields("before"), takeBack("unit")],
  inUse: unitsInUse,
};
