import { sql, type SQL } from "drizzle-orm";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { freeCode } from "../code/actions.ts";
import { nextCode } from "../code/rules.ts";
import type { Column, Judged, Reason, SheetName, Verdict } from "../sheet/rules.ts";

/** Which import of which station. */
export interface Of {
  readonly stationId: number;
  readonly importId: number;
}

/** Which of its lines. */
export interface Lines {
  readonly from: number;
  readonly through: number;
}

export interface Read {
  readonly said: object;
  /** By what the register knows the thing; null where it is to get the next free code. */
  readonly key: string | null;
  readonly faults: readonly Reason[];
}

type Step = (tx: Tx, of: Of, lines: Lines) => Promise<void>;

/** How a sheet meets the tables of the register. In `current`, `r` is the staged row, and it gives `id`, `facts` and `held`. */
export interface SheetTable {
  readonly sheet: SheetName;
  readonly current: SQL;
  read(cells: ReadonlyMap<Column, string>): Read;
  judge(row: { readonly said: unknown; readonly key: string; readonly held: unknown }, today: string): Judged<unknown>;
  /** All of a station's, in a fixed order, some at a time: those behind `after`. */
  page(db: Database | Tx, stationId: number, after: string | null): Promise<readonly { readonly at: string; readonly facts: unknown }[]>;
  /** The first code that is free, for rows that name none. */
  firstFree?(db: Database | Tx, of: Of): Promise<(given: number) => string>;
  /** Looks for what rows name that is neither in the register nor in a good row of the file; returns how many became wrong. */
  settle(db: Database | Tx, of: Of, today: string): Promise<number>;
  /** Statements that carry the good rows over, each for a range of lines; a later one runs once the earlier ones are through. */
  readonly write: readonly Step[];
  readonly undo: readonly Step[];
  /** Keys of new things that something else refers to by now, so that they cannot go. */
  inUse(tx: Tx, of: Of): Promise<string[]>;
}

/** How many rows one statement carries: short enough that the embedded database lets others in, and that they die young in memory. */
const AT_ONCE = 200;
export const PAGE = 500;

const ofImport = ({ stationId, importId }: Of) => sql`r.station_id = ${stationId} and r.import_id = ${importId}`;
export const inLines = (of: Of, { from, through }: Lines) => sql`${ofImport(of)} and r.line between ${from} and ${through}`;
/** Rows that are to be entered, or to change what there is. */
export const good = (of: Of, lines: Lines, verdict: "new" | "changed"): SQL => sql`${inLines(of, lines)} and r.verdict = ${verdict}`;
/** What a row says under a name, and what will stand there once it is entered. */
export const said = (name: string): SQL => sql`r.said ->> ${name}`;
export const after = (name: string): SQL => sql`r.after ->> ${name}`;

/** Gives the new rows the numbers of a table, in the order of their lines, so that of two on one day the later line is the newer one. */
export const numberNew = (table: string): Step => async (tx, of, lines) => {
  await tx.execute(sql`update import_row r set target_id = n.id
    from (select l.line, nextval(pg_get_serial_sequence(${table}, 'id')) as id
      from (select r.line from import_row r where ${good(of, lines, "new")} order by r.line) l) n
    where ${good(of, lines, "new")} and r.line = n.line`);
};

/** Deletes from a table what the new rows entered. */
export const takeBack = (table: string): Step => async (tx, of, lines) => {
  await tx.execute(sql`delete from ${sql.identifier(table)} x using import_row r where ${good(of, lines, "new")} and x.station_id = r.station_id and x.id = r.target_id`);
};

export interface StagedRow extends Read {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Keeps rows as they were read. */
export async function stageRows(db: Database | Tx, { stationId, importId }: Of, rows: readonly StagedRow[]): Promise<void> {
  await db.execute(sql`insert into import_row (station_id, import_id, line, cells, said, faults, key)
    select ${stationId}::bigint, ${importId}::bigint, x.line, x.cells, x.said, x.faults, x.key
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as x(line int, cells jsonb, said jsonb, faults jsonb, key text)`);
}

async function lastLine(db: Database | Tx, of: Of): Promise<number> {
  const [row] = await readRows(db, sql`select coalesce(max(r.line), 0) as line from import_row r where ${ofImport(of)}`);
  return Number(row?.["line"] ?? 0);
}

/** Goes through all lines of an import, a range at a time. */
async function throughLines(db: Database | Tx, of: Of, work: (lines: Lines) => Promise<void>, done?: (line: number, last: number) => void): Promise<void> {
  const last = await lastLine(db, of);
  for (let from = 1; from <= last; from += AT_ONCE) {
    const through = Math.min(from + AT_ONCE - 1, last);
    await work({ from, through });
    done?.(through, last);
  }
}

interface Verdicts {
  readonly line: number;
  readonly key: string | null;
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly before: unknown;
  readonly after: unknown;
  readonly targetId: number | null;
}

async function keepVerdicts(db: Database | Tx, of: Of, rows: readonly Verdicts[]): Promise<void> {
  await db.execute(sql`update import_row r set key = x.key, verdict = x.verdict, reasons = x.reasons, before = x.before, after = x.after,
      target_id = x."targetId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as x(line int, key text, verdict text, reasons jsonb, before jsonb, after jsonb, "targetId" bigint)
    where ${ofImport(of)} and r.line = x.line`);
}

/** Judges rows one after the other; remembers which keys it has met. */
class Judge {
  private readonly met = new Map<string, number>();
  private given = 0;
  private readonly table: SheetTable;
  private readonly free: ((given: number) => string) | null;
  private readonly today: string;

  constructor(table: SheetTable, free: ((given: number) => string) | null, today: string) {
    this.table = table;
    this.free = free;
    this.today = today;
  }

  row(row: Record<string, unknown>): Verdicts {
    const line = Number(row["line"]);
    const reasons = row["faults"] as Reason[];
    const key = (row["key"] as string | null) ?? (reasons.length === 0 && this.free ? this.free(this.given++) : null);
    const wrong = (more: readonly Reason[]) => ({ line, key, verdict: "wrong" as const, reasons: more, before: null, after: null, targetId: null });
    const earlier = key === null ? undefined : this.met.get(key);
    if (earlier !== undefined) return wrong([...reasons, { why: "twice", column: null, text: String(earlier) }]);
    if (key !== null) this.met.set(key, line);
    if (reasons.length > 0 || key === null) return wrong(reasons);
    const { verdict, after, reasons: found } = this.table.judge({ said: row["said"], key, held: row["held"] }, this.today);
    if (verdict === "wrong") return wrong(found);
    return { line, key, verdict, reasons: [], before: row["facts"] ?? null, after, targetId: row["id"] === null ? null : Number(row["id"]) };
  }
}

/** Finds out for every row what it would do to the register as it is now. */
export async function judgeRows(db: Database, of: Of, table: SheetTable, today: string, done?: (line: number, last: number) => void): Promise<void> {
  const judge = new Judge(table, (await table.firstFree?.(db, of)) ?? null, today);
  // A code that was given at an earlier look may be somebody else's by now.
  if (table.firstFree) await db.execute(sql`update import_row r set key = null where ${ofImport(of)} and not (r.said ? 'code')`);
  await throughLines(db, of, async (lines) => {
    const rows = await readRows(db, sql`select r.line, r.said, r.key, r.faults, f.id, f.facts, f.held
      from import_row r left join lateral (${table.current}) f on true where ${inLines(of, lines)} order by r.line`);
    if (rows.length > 0) await keepVerdicts(db, of, rows.map((row) => judge.row(row)));
  }, done);
  // What is wrong may be what another row leans on.
  while (await table.settle(db, of, today) > 0);
}

/** The codes that follow the highest one of the register and of the file. */
export function firstFreeIn(letter: "U" | "G" | "I"): NonNullable<SheetTable["firstFree"]> {
  return async (db, of) => {
    const next = await freeCode(db, of.stationId, letter);
    const [row] = await readRows(db, sql`select coalesce(max(substring(r.said ->> 'code' from 2)::bigint), 0) as n from import_row r
      where ${ofImport(of)} and r.said ->> 'code' ~ ${`^${letter}[0-9]{1,9}$`}`);
    const highest = Math.max(Number(next.slice(1)) - 1, Number(row?.["n"] ?? 0));
    return (given) => nextCode(letter, highest + given);
  };
}

/** How many things an answer names at most. */
const SHOWN_KEYS = 6;

/** By what the register knows the things of some rows. */
export async function readKeys(tx: Tx, of: Of, where: SQL, key = sql`r.key`): Promise<string[]> {
  const rows = await readRows(tx, sql`select ${key} as key from import_row r where ${ofImport(of)} and (${where}) order by r.line limit ${SHOWN_KEYS}`);
  return rows.map((row) => String(row["key"]));
}

/** Makes rows wrong for one reason; `text` says with what. */
export async function refuseRows(db: Database | Tx, of: Of, reason: Omit<Reason, "text">, text: SQL, where: SQL): Promise<number> {
  const rows = await readRows(db, sql`update import_row r
    set verdict = 'wrong', after = null, reasons = jsonb_build_array(jsonb_build_object('why', ${reason.why}::text, 'column', ${reason.column}::text, 'text', ${text}))
    where ${ofImport(of)} and r.verdict in ('new', 'changed') and (${where}) returning r.line`);
  return rows.length;
}

/** The same for several reasons, one after the other. */
export async function refuseEach(db: Database | Tx, of: Of, checks: readonly (readonly [Omit<Reason, "text">, SQL, SQL])[]): Promise<number> {
  let refused = 0;
  for (const [reason, text, where] of checks) refused += await refuseRows(db, of, reason, text, where);
  return refused;
}

/** Whether the register still says of every row's thing what `as` says: the state from which, or to which, it was carried. */
export async function countStale(tx: Tx, of: Of, table: SheetTable, as: "before" | "after"): Promise<number> {
  let stale = 0;
  await throughLines(tx, of, async (lines) => {
    const [row] = await readRows(tx, sql`select count(*)::int as n from import_row r left join lateral (${table.current}) f on true
      where ${inLines(of, lines)} and r.verdict in ('new', 'changed') and f.facts is distinct from ${as === "before" ? sql`r.before` : sql`r.after`}`);
    stale += Number(row?.["n"] ?? 0);
  });
  return stale;
}

/** Runs statements over all lines, one after the other. */
export async function carryOver(tx: Tx, of: Of, steps: SheetTable["write"], done: (share: number) => void): Promise<void> {
  for (const [at, step] of steps.entries()) {
    await throughLines(tx, of, (lines) => step(tx, of, lines), (line, last) => done((at + line / last) / steps.length));
  }
}
