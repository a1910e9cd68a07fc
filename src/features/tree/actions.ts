import { sql, type SQL } from "drizzle-orm";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import type { Child } from "./rules.ts";

/** Any number that nothing else locks. */
const TREE_LOCK = 5_014;

/** Whoever changes the tree or who keeps it goes one after another until the commit: it is seldom, and what is allowed hangs on the whole. */
export async function holdTree(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${TREE_LOCK})`);
}

const isOn = (alias: string, on: string): SQL =>
  sql`${sql.raw(alias)}.from_on <= ${on}::date and (${sql.raw(alias)}.through_on is null or ${sql.raw(alias)}.through_on >= ${on}::date)`;

/** A body and all that stand below it on a day, however deep. */
const below = (nodeId: number, on: string): SQL => sql`with recursive below(id) as (
  select ${nodeId}::bigint union select p.node_id from below b join scope_node_parent p on p.parent_id = b.id and ${isOn("p", on)})`;

/** The stations that stand below a body on a day, however deep, as a query of their station_id. */
export const leavesOf = (nodeId: number, on: string): SQL =>
  sql`${below(nodeId, on)} select s.station_id from below b join scope_station s on s.node_id = b.id and ${isOn("s", on)}`;

export async function readLeaves(db: Database | Tx, nodeId: number, on: string): Promise<number[]> {
  const rows = await readRows(db, sql`${leavesOf(nodeId, on)} order by 1`);
  return rows.map((row) => Number(row["station_id"]));
}

/** How many stations there are, and how many there should be as far as the bodies say. */
export interface SetUp {
  readonly stations: number;
  readonly expected: number | null;
}

const setUpOf = (row: Record<string, unknown> | undefined): SetUp => ({
  stations: Number(row?.["stations"] ?? 0), expected: row?.["expected"] == null ? null : Number(row["expected"]),
});

/** The stations below a body on a day, and the sum of what it and the bodies below it expect directly. */
export async function readSetUp(db: Database | Tx, nodeId: number, on: string): Promise<SetUp> {
  const [row] = await readRows(db, sql`${below(nodeId, on)} select (select sum(n.expected_stations) from below b join scope_node n on n.id = b.id) as expected,
    (select count(*) from below b join scope_station s on s.node_id = b.id and ${isOn("s", on)}) as stations`);
  return setUpOf(row);
}

export interface Branch extends SetUp {
  readonly nodeId: number;
  readonly name: string;
}

/** The bodies directly below one, each with all that stands below it. */
export async function readBranches(db: Database | Tx, nodeId: number, on: string): Promise<Branch[]> {
  const rows = await readRows(db, sql`with recursive below(top, id) as (
      select p.node_id, p.node_id from scope_node_parent p where p.parent_id = ${nodeId} and ${isOn("p", on)}
      union select b.top, p.node_id from below b join scope_node_parent p on p.parent_id = b.id and ${isOn("p", on)})
    select t.id, t.name, sum(n.expected_stations) as expected,
      sum((select count(*) from scope_station s where s.node_id = b.id and ${isOn("s", on)})) as stations
    from below b join scope_node t on t.id = b.top join scope_node n on n.id = b.id group by t.id, t.name order by t.id`);
  return rows.map((row) => ({ nodeId: Number(row["id"]), name: String(row["name"]), ...setUpOf(row) }));
}

/** The names of the stations directly below, in order; the first so many. */
export async function readStationNames(db: Database | Tx, nodeId: number, on: string, limit: number): Promise<string[]> {
  const rows = await readRows(db, sql`select t.name from scope_station s join station t on t.id = s.station_id
    where s.node_id = ${nodeId} and ${isOn("s", on)} order by t.name, t.id limit ${limit}`);
  return rows.map((row) => String(row["name"]));
}

/** Whether anything stands below a body after a day, or is to. */
export async function hasBelow(tx: Tx, nodeId: number, on: string): Promise<boolean> {
  const later = sql`(through_on is null or through_on > ${on}::date)`;
  const rows = await readRows(tx, sql`select 1 as found from scope_node_parent where parent_id = ${nodeId} and ${later}
    union all select 1 from scope_station where node_id = ${nodeId} and ${later} limit 1`);
  return rows.length > 0;
}

/** Where something stands, from when through when. */
export interface Place {
  readonly nodeId: number;
  readonly name: string;
  readonly fromOn: string;
  readonly throughOn: string | null;
}

const TABLES = {
  body: { table: sql.raw("scope_node_parent"), child: sql.raw("node_id"), parent: sql.raw("parent_id") },
  station: { table: sql.raw("scope_station"), child: sql.raw("station_id"), parent: sql.raw("node_id") },
} as const;

/** Where a station or a body stands today and is to stand, in order. */
export async function readPlaces(db: Database | Tx, child: Child, today: string): Promise<Place[]> {
  const t = TABLES[child.kind];
  const rows = await readRows(db, sql`select n.id, n.name, p.from_on::text as from_on, p.through_on::text as through_on from ${t.table} p
    join scope_node n on n.id = p.${t.parent} where p.${t.child} = ${child.id} and (p.through_on is null or p.through_on >= ${today}::date) order by p.from_on`);
  return rows.map((row) => ({
    nodeId: Number(row["id"]), name: String(row["name"]), fromOn: String(row["from_on"]), throughOn: row["through_on"] == null ? null : String(row["through_on"]),
  }));
}

/** Whether the parent would at some day from then on stand below the child. */
async function makesCircle(tx: Tx, childId: number, parentId: number, fromOn: string): Promise<boolean> {
  const rows = await readRows(tx, sql`with recursive above(id, span) as (
      select ${parentId}::bigint, daterange(${fromOn}::date, null)
      union select p.parent_id, a.span * daterange(p.from_on, p.through_on + 1) from above a
        join scope_node_parent p on p.node_id = a.id and daterange(p.from_on, p.through_on + 1) && a.span where a.id <> ${childId})
    select 1 as found from above where id = ${childId} limit 1`);
  return rows.length > 0;
}

/** Puts something below a body from a day on, in place of wherever it would have stood from then; under holdTree. */
export async function place(tx: Tx, child: Child, nodeId: number, fromOn: string): Promise<"ok" | "circle" | "standsThere"> {
  const t = TABLES[child.kind];
  if (child.kind === "body" && await makesCircle(tx, child.id, nodeId, fromOn)) return "circle";
  const standing = await readPlaces(tx, child, fromOn);
  if (standing.every((each) => each.nodeId === nodeId && each.fromOn <= fromOn && each.throughOn === null) && standing.length > 0) return "standsThere";
  await tx.execute(sql`delete from ${t.table} where ${t.child} = ${child.id} and from_on >= ${fromOn}::date`);
  await tx.execute(sql`update ${t.table} set through_on = ${fromOn}::date - 1 where ${t.child} = ${child.id} and (through_on is null or through_on >= ${fromOn}::date)`);
  await tx.execute(sql`insert into ${t.table} (${t.child}, ${t.parent}, from_on) values (${child.id}, ${nodeId}, ${fromOn}::date)`);
  return "ok";
}

/** Lets something stand nowhere after a day; what it stood below, or was to, and null where that was nothing. Under holdTree. */
export async function takeOut(tx: Tx, child: Child, lastOn: string): Promise<Place | null> {
  const t = TABLES[child.kind];
  const standing = (await readPlaces(tx, child, lastOn)).find(({ throughOn }) => throughOn === null || throughOn > lastOn);
  await tx.execute(sql`delete from ${t.table} where ${t.child} = ${child.id} and from_on > ${lastOn}::date`);
  await tx.execute(sql`update ${t.table} set through_on = ${lastOn}::date where ${t.child} = ${child.id} and (through_on is null or through_on > ${lastOn}::date)`);
  return standing ?? null;
}
