import { and, asc, desc, eq, gt, inArray, lt, sql, type SQL } from "drizzle-orm";
import type { StationScope } from "../../context.ts";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { survey, unit, unitStatus } from "../../db/schema-register.ts";
import { isInOperation, isUncovered } from "../coverage/actions.ts";
import { freshSince } from "../survey/rules.ts";
import { localDate } from "../time/rules.ts";
import { findUnit } from "../unit/actions.ts";
import type { UnitKind, UnitStatus } from "../unit/rules.ts";
import { gramsOf, type Cursor, type Filter } from "../units/rules.ts";

export interface Listed {
  readonly id: number;
  readonly code: string;
  readonly name: string | null;
  readonly kind: UnitKind;
  readonly area: string;
  readonly status: UnitStatus;
}

export interface Page {
  readonly units: readonly Listed[];
  readonly isFirst: boolean;
  /** Where there is more: after this code, before that one. */
  readonly next: string | null;
  readonly previous: string | null;
  /** Whether the search stopped before it had a full page. */
  readonly isCutShort: boolean;
}

/** What a phone shows at one look. */
const PAGE_SIZE = 8;
/** So many units are looked at in one go for what no index knows; more in one go and the database reads whole tables. */
const WINDOW = 200;
/** After so many goes without a full page the reader decides whether to look on, and whoever looks on is spared many taps. */
const [FIRST_WINDOWS, MOST_WINDOWS] = [2, 10];

const COLUMNS = { id: unit.id, code: unit.code, name: unit.name, kind: unit.kind, area: unit.area };
const statusNow = (stationId: number, status: UnitStatus) => sql`exists (select from ${unitStatus} st
  where st.station_id = ${stationId} and st.unit_id = ${unit.id} and st.status = ${status} and st.through_on is null)`;

/** What an index finds. */
export async function indexed(db: Database, stationId: number, filter: Filter): Promise<SQL | undefined> {
  const { text, area, industry, kind, market, status } = filter;
  // Whoever writes a whole code means that unit.
  const named = text === null ? null : await findUnit(db, stationId, text);
  const grams = text === null || named !== null ? [] : gramsOf(text);
  const inMarket = market === null ? null : await findUnit(db, stationId, market);
  return and(
    eq(unit.stationId, stationId),
    area === null ? undefined : eq(unit.area, area), industry === null ? undefined : eq(unit.industry, industry),
    kind === null ? undefined : eq(unit.kind, kind), market === null ? undefined : eq(unit.marketId, inMarket?.id ?? -1),
    status === null ? undefined : statusNow(stationId, status),
    named === null ? undefined : eq(unit.id, named.id),
    text === null || named !== null ? undefined : sql`${unit.grams} @> array[${sql.join(grams.map((gram) => sql`${gram}`), sql`, `)}]::text[]
      and position(${text.toLowerCase()} in lower(${unit.code} || coalesce(' ' || ${unit.name}, ''))) > 0`,
  );
}

interface Row {
  readonly id: number;
  readonly code: string;
  readonly name: string | null;
  readonly kind: UnitKind;
  readonly area: string;
}

/** Units in the order of their codes, forwards after a code or backwards before it. */
export function stretchOf(db: Database, where: SQL | undefined, cursor: Cursor, limit: number) {
  const from = cursor === null ? undefined : "after" in cursor ? gt(unit.code, cursor.after) : lt(unit.code, cursor.before);
  const backwards = cursor !== null && "before" in cursor;
  return db.select(COLUMNS).from(unit).where(and(where, from)).orderBy(backwards ? desc(unit.code) : asc(unit.code)).limit(limit);
}

const isDue = (today: string) => sql`(${isInOperation(today)} and not exists (select from ${survey} sv
  where sv.station_id = ${unit.stationId} and sv.unit_id = ${unit.id} and sv.on_day between ${freshSince(today)}::date and ${today}::date))`;

/** Of these units, those that are uncovered or due, as the filter wants; one after the other, or the database reads whole tables. */
export function wantedOf(scope: StationScope, filter: Filter, ids: readonly number[]): SQL {
  const today = localDate(scope.now, scope.timeZone);
  const wanted = and(eq(unit.stationId, scope.stationId), sql`${unit.id} = each.id`, filter.uncovered ? isUncovered(today) : undefined, filter.due ? isDue(today) : undefined);
  return sql`select each.id from unnest(array[${sql.join(ids.map((id) => sql`${id}::bigint`), sql`, `)}]) as each(id)
    cross join lateral (select from ${unit} where ${wanted} limit 1) found`;
}

async function keepWanted(db: Database, scope: StationScope, filter: Filter, rows: readonly Row[]): Promise<Row[]> {
  if (rows.length === 0) return [];
  const found = await readRows(db, wantedOf(scope, filter, rows.map(({ id }) => id)));
  const kept = new Set(found.map(({ id }) => Number(id)));
  return rows.filter(({ id }) => kept.has(id));
}

interface Stretch {
  readonly rows: readonly Row[];
  /** The last code that was looked at, where the end was not reached. */
  readonly lookedUntil: string | null;
}

async function readWanted(db: Database, scope: StationScope, filter: Filter, cursor: Cursor): Promise<Stretch> {
  const where = await indexed(db, scope.stationId, filter);
  if (!filter.uncovered && !filter.due) return { rows: await stretchOf(db, where, cursor, PAGE_SIZE + 1), lookedUntil: null };
  const rows: Row[] = [];
  let from = cursor;
  const most = cursor === null ? FIRST_WINDOWS : MOST_WINDOWS;
  for (let window = 0; window < most; window++) {
    const looked: Row[] = await stretchOf(db, where, from, WINDOW);
    rows.push(...await keepWanted(db, scope, filter, looked));
    const last = looked.at(-1)?.code;
    if (rows.length > PAGE_SIZE || looked.length < WINDOW || last === undefined) return { rows: rows.slice(0, PAGE_SIZE + 1), lookedUntil: null };
    from = from !== null && "before" in from ? { before: last } : { after: last };
  }
  const until = from === null ? null : "after" in from ? from.after : from.before;
  return { rows, lookedUntil: until };
}

async function withStatus(db: Database, stationId: number, rows: readonly Row[]): Promise<Listed[]> {
  if (rows.length === 0) return [];
  const found = await db.select({ id: unitStatus.unitId, status: unitStatus.status }).from(unitStatus)
    .where(and(eq(unitStatus.stationId, stationId), inArray(unitStatus.unitId, rows.map(({ id }) => id)), sql`${unitStatus.throughOn} is null`));
  const statuses = new Map(found.map(({ id, status }) => [id, status]));
  return rows.map((row) => ({ ...row, status: statuses.get(row.id) ?? "active" }));
}

/** One page of what the filter finds; it costs the same however many units there are. */
export async function readPage(scope: StationScope, filter: Filter, cursor: Cursor): Promise<Page> {
  const { rows, lookedUntil } = await readWanted(scope.db, scope, filter, cursor);
  const backwards = cursor !== null && "before" in cursor;
  const shown = rows.slice(0, PAGE_SIZE);
  const inOrder = backwards ? shown.toReversed() : shown;
  const [first, last] = [inOrder[0]?.code ?? null, inOrder.at(-1)?.code ?? null];
  const onwards = rows.length > PAGE_SIZE ? (backwards ? first : last) : lookedUntil;
  return {
    units: await withStatus(scope.db, scope.stationId, inOrder), isFirst: cursor === null, isCutShort: lookedUntil !== null,
    next: backwards ? last : onwards, previous: backwards ? onwards : cursor === null ? null : first,
  };
}

/** More than this is not chosen by buttons. */
const MOST_OPTIONS = 24;

/** The areas or industries of the station, each found by one step in the index. */
export async function readOptions(db: Database | Tx, stationId: number, column: "area" | "industry"): Promise<string[]> {
  const name = sql.identifier(column);
  const rows = await readRows(db, sql`with recursive each as (
      (select ${name} as word from unit where station_id = ${stationId} and ${name} is not null order by ${name} limit 1)
      union all select (select u.${name} from unit u where u.station_id = ${stationId} and u.${name} > each.word order by u.${name} limit 1) from each where each.word is not null
    ) select word from each where word is not null limit ${MOST_OPTIONS}`);
  return rows.map(({ word }) => String(word));
}
