import { and, desc, eq, gt, inArray, lte, or, sql } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { importBatch } from "../../db/schema-import.ts";
import { recordAudit } from "../audit/actions.ts";
import { isAllowed } from "../role/actions.ts";
import type { Column, Reason, SheetName, Verdict } from "../sheet/rules.ts";
import { carryOver, countStale, judgeRows, PAGE, stageRows, type Of } from "../staging/actions.ts";
import { tableOf } from "../table/actions.ts";
import { localDate } from "../time/rules.ts";
import { KEPT_MS, type Progress } from "./rules.ts";

/** How many wrong rows are told in the message; the file tells all. */
const SHOWN_WRONG = 5;

export interface WrongRow {
  readonly line: number;
  readonly reasons: readonly Reason[];
}

export interface Preview extends Of {
  readonly sheet: SheetName;
  readonly counts: Readonly<Record<Verdict, number>>;
  /** The first few. */
  readonly wrong: readonly WrongRow[];
}

export interface Heading {
  readonly sheet: SheetName;
  readonly cells: readonly string[];
  readonly columns: readonly (Column | null)[];
}

export type ImportRefusal = "notForYou" | "gone" | "changedMeanwhile" | "nothingToApply" | "tooLateToUndo";

/** Whether the speaking person may send a file at all. */
export const mayImport = (scope: StationScope): Promise<boolean> => isAllowed(scope.db, scope, "import");

const own = (scope: StationScope) => and(eq(importBatch.stationId, scope.stationId), eq(importBatch.importedBy, scope.actor ?? 0));

/** Begins to take in a file; whatever the person sent before and did not apply is forgotten. */
export async function beginImport(scope: StationScope, { sheet, cells, columns }: Heading): Promise<Of> {
  const { stationId, db, now, actor } = scope;
  return db.transaction(async (tx) => {
    await tx.delete(importBatch).where(and(own(scope), inArray(importBatch.state, ["reading", "shown"])));
    const [made] = await tx.insert(importBatch)
      .values({ stationId, sheet, header: [...cells], columns: [...columns], importedBy: actor, startedAt: now }).returning({ id: importBatch.id });
    if (!made) throw new Error("no import was begun");
    return { stationId, importId: made.id };
  });
}

export interface FileRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Keeps a few rows of the file with what they say. */
export async function takeRows(scope: StationScope, of: Of, { sheet, columns }: Heading, rows: readonly FileRow[]): Promise<void> {
  const table = tableOf(sheet);
  await stageRows(scope.db, of, rows.map(({ line, cells }) => {
    const named = columns.flatMap((column, at): [Column, string][] => (column === null ? [] : [[column, cells[at] ?? ""]]));
    return { line, cells, ...table.read(new Map(named)) };
  }));
}

async function readPreview(db: Database | Tx, { stationId, importId }: Of, sheet: SheetName): Promise<Preview> {
  const rows = await readRows(db, sql`select verdict, count(*)::int as n from import_row where station_id = ${stationId} and import_id = ${importId} group by verdict`);
  const counts = { new: 0, changed: 0, unchanged: 0, wrong: 0, ...Object.fromEntries(rows.map((row) => [row["verdict"], row["n"]])) };
  const wrong = await readRows(db, sql`select line, reasons from import_row where station_id = ${stationId} and import_id = ${importId} and verdict = 'wrong' order by line limit ${SHOWN_WRONG}`);
  return { stationId, importId, sheet, counts, wrong: wrong.map((row) => ({ line: Number(row["line"]), reasons: row["reasons"] as Reason[] })) };
}

/** Finds out what the rows would do, and shows it. */
export async function judgeImport(scope: StationScope, of: Of, sheet: SheetName, done?: Progress): Promise<Preview> {
  await judgeRows(scope.db, of, tableOf(sheet), localDate(scope.now, scope.timeZone), done);
  return scope.act(async (tx) => {
    await tx.update(importBatch).set({ state: "shown" }).where(and(eq(importBatch.stationId, of.stationId), eq(importBatch.id, of.importId), eq(importBatch.state, "reading")));
    return readPreview(tx, of, sheet);
  });
}

type Batch = typeof importBatch.$inferSelect;

/** One's own import of this station in a state, locked until the commit. */
async function holdBatch(tx: Tx, scope: StationScope, importId: number, state: Batch["state"]): Promise<Batch | null> {
  const [found] = await tx.select().from(importBatch).where(and(own(scope), eq(importBatch.id, importId), eq(importBatch.state, state))).for("update");
  return found ?? null;
}

/** Looks at the same rows again, for the register has changed since. */
export async function judgeAgain(scope: StationScope, importId: number, done?: Progress): Promise<Result<ImportRefusal, { preview: Preview }>> {
  if (!await isAllowed(scope.db, scope, "import")) return { ok: false, reason: "notForYou" };
  const [found] = await scope.db.select().from(importBatch).where(and(own(scope), eq(importBatch.id, importId), eq(importBatch.state, "shown")));
  if (!found) return { ok: false, reason: "gone" };
  return { ok: true, preview: await judgeImport(scope, { stationId: scope.stationId, importId }, found.sheet, done) };
}

export interface Applied extends Of {
  readonly sheet: SheetName;
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly undoUntil: Date;
}

/** Carries all good rows over in one transaction, or none: where the register says something else than at the preview, nothing happens. */
export async function applyImport(scope: StationScope, importId: number, done: (share: number) => void): Promise<Result<ImportRefusal, { applied: Applied }>> {
  const { stationId, now } = scope;
  const of = { stationId, importId };
  return scope.act(async (tx): Promise<Result<ImportRefusal, { applied: Applied }>> => {
    if (!await isAllowed(tx, scope, "import")) return { ok: false, reason: "notForYou" };
    const batch = await holdBatch(tx, scope, importId, "shown");
    if (!batch) return { ok: false, reason: "gone" };
    const { counts, sheet } = await readPreview(tx, of, batch.sheet);
    if (counts.new + counts.changed === 0) return { ok: false, reason: "nothingToApply" };
    const table = tableOf(sheet);
    if (await countStale(tx, of, table, "before") > 0) return { ok: false, reason: "changedMeanwhile" };
    await carryOver(tx, of, table.write, done);
    await tx.update(importBatch).set({ state: "applied", appliedAt: now }).where(and(eq(importBatch.stationId, stationId), eq(importBatch.id, importId)));
    await recordAudit(tx, scope, "register.imported", { kind: "import", id: importId });
    return { ok: true, applied: { ...of, sheet, counts, undoUntil: new Date(now.getTime() + KEPT_MS) } };
  });
}

export type Undone = Result<ImportRefusal, { sheet: SheetName }> | { readonly ok: false; readonly reason: "inUse"; readonly codes: readonly string[] };

/** Takes an import back, all of it or nothing: only while everything still is as the import left it. */
export async function undoImport(scope: StationScope, importId: number, done: (share: number) => void): Promise<Undone> {
  const { stationId, now } = scope;
  const of = { stationId, importId };
  return scope.act(async (tx): Promise<Undone> => {
    if (!await isAllowed(tx, scope, "import")) return { ok: false, reason: "notForYou" };
    const batch = await holdBatch(tx, scope, importId, "applied");
    if (!batch?.appliedAt) return { ok: false, reason: "gone" };
    if (batch.appliedAt.getTime() + KEPT_MS <= now.getTime()) return { ok: false, reason: "tooLateToUndo" };
    const table = tableOf(batch.sheet);
    const codes = await table.inUse(tx, of);
    if (codes.length > 0) return { ok: false, reason: "inUse", codes };
    if (await countStale(tx, of, table, "after") > 0) return { ok: false, reason: "changedMeanwhile" };
    await carryOver(tx, of, table.undo, done);
    await tx.update(importBatch).set({ state: "undone", undoneAt: now }).where(and(eq(importBatch.stationId, stationId), eq(importBatch.id, importId)));
    await recordAudit(tx, scope, "register.import_undone", { kind: "import", id: importId });
    return { ok: true, sheet: batch.sheet };
  });
}

/** Forgets a file that is not to be applied. */
export async function dropImport(scope: StationScope, importId: number): Promise<Result<"gone">> {
  return scope.act(async (tx): Promise<Result<"gone">> => {
    const gone = await tx.delete(importBatch).where(and(own(scope), eq(importBatch.id, importId), inArray(importBatch.state, ["reading", "shown"]))).returning({ id: importBatch.id });
    return gone.length > 0 ? { ok: true } : { ok: false, reason: "gone" };
  });
}

/** What of the person's own can still be taken back. */
export async function readLatest(scope: StationScope): Promise<Applied | null> {
  const [found] = await scope.db.select().from(importBatch)
    .where(and(own(scope), eq(importBatch.state, "applied"), gt(importBatch.appliedAt, new Date(scope.now.getTime() - KEPT_MS)))).orderBy(desc(importBatch.id)).limit(1);
  if (!found?.appliedAt) return null;
  const of = { stationId: found.stationId, importId: found.id };
  const { counts, sheet } = await readPreview(scope.db, of, found.sheet);
  return { ...of, sheet, counts, undoUntil: new Date(found.appliedAt.getTime() + KEPT_MS) };
}

/** The rows of old files go; that there was an import stays in the trail. */
export async function forgetOldImports(db: Database, now: Date): Promise<void> {
  const old = new Date(now.getTime() - KEPT_MS);
  await db.delete(importBatch).where(or(
    and(inArray(importBatch.state, ["reading", "shown"]), lte(importBatch.startedAt, old)),
    and(inArray(importBatch.state, ["applied", "undone"]), lte(sql`coalesce(${importBatch.undoneAt}, ${importBatch.appliedAt})`, sql.param(old, importBatch.startedAt))),
  ));
}

export interface WrongFile {
  readonly sheet: SheetName;
  readonly header: readonly string[];
  readonly rows: AsyncIterable<readonly { readonly cells: readonly string[]; readonly reasons: readonly Reason[] }[]>;
}

async function* wrongRows(db: Database, { stationId, importId }: Of): AsyncGenerator<{ cells: string[]; reasons: Reason[] }[]> {
  for (let line = 0; ;) {
    const rows = await readRows(db, sql`select line, cells, reasons from import_row
      where station_id = ${stationId} and import_id = ${importId} and verdict = 'wrong' and line > ${line} order by line limit ${PAGE}`);
    if (rows.length === 0) return;
    yield rows.map((row) => ({ cells: row["cells"] as string[], reasons: row["reasons"] as Reason[] }));
    line = Number(rows.at(-1)?.["line"]);
  }
}

/** The wrong rows as they stood in one's own file, with what is wrong with each. */
export async function readWrong(scope: StationScope, importId: number): Promise<WrongFile | null> {
  if (!await isAllowed(scope.db, scope, "import")) return null;
  const [found] = await scope.db.select().from(importBatch).where(and(own(scope), eq(importBatch.id, importId)));
  return found ? { sheet: found.sheet, header: found.header, rows: wrongRows(scope.db, { stationId: scope.stationId, importId }) } : null;
}
