import { parentPort, workerData } from "node:worker_threads";
import { readCsv } from "./csv.ts";
import { decodeText, UnreadableFile, type Unreadable } from "./decode.ts";
import { MAX_ROWS } from "./limit.ts";
import { isWorkbook, readXlsx, refuseOldExcel } from "./xlsx-read.ts";
import { writeWorkbook, type WrittenCell, type WrittenSheet } from "./xlsx-write.ts";

/** Rows with the line of the file on which the first of them stands. */
export interface Chunk {
  readonly line: number;
  readonly rows: readonly (readonly string[])[];
}

export type Task = { readonly kind: "read"; readonly bytes: Uint8Array } | { readonly kind: "write"; readonly sheets: readonly WrittenSheet[] };
export type FromThread =
  | { readonly kind: "rows"; readonly chunk: Chunk } | { readonly kind: "end" } | { readonly kind: "unreadable"; readonly reason: Unreadable }
  | { readonly kind: "more" } | { readonly kind: "written"; readonly bytes: Uint8Array };
/** Rows of the sheet of this number; null when there are no more. */
export type ToThread = { readonly sheet: number; readonly rows: readonly (readonly WrittenCell[])[] } | null;

const CHUNK_ROWS = 200;
const port = parentPort;
if (!port) throw new Error("this file runs as a thread");

const say = (message: FromThread) => port.postMessage(message, []);
/** The other side asks for each chunk, so that no more than one waits in memory. */
const heard = () => new Promise<unknown>((resolve) => {
  port.once("message", resolve);
});

const isBlank = (row: readonly string[]) => row.every((cell) => cell.trim() === "");

async function* readRows(bytes: Uint8Array): AsyncGenerator<string[]> {
  refuseOldExcel(bytes);
  if (isWorkbook(bytes)) yield* readXlsx(bytes);
  else yield* readCsv(decodeText(bytes));
}

async function read(bytes: Uint8Array): Promise<void> {
  let rows: string[][] = [];
  let [line, first, filled] = [0, 1, 0];
  const send = async () => {
    say({ kind: "rows", chunk: { line: first, rows } });
    await heard();
    rows = [];
    first = line + 1;
  };
  for await (const row of readRows(bytes)) {
    line += 1;
    rows.push(row);
    if (!isBlank(row)) filled += 1;
    // The heading is a row too.
    if (filled > MAX_ROWS + 1) throw new UnreadableFile("tooManyRows");
    if (rows.length >= CHUNK_ROWS) await send();
  }
  if (rows.length > 0) await send();
  say({ kind: "end" });
}

async function write(sheets: readonly WrittenSheet[]): Promise<void> {
  const filled = sheets.map((sheet) => ({ ...sheet, rows: [] as (readonly WrittenCell[])[] }));
  for (;;) {
    const next = heard();
    say({ kind: "more" });
    const more = await next as ToThread;
    if (more === null) break;
    filled[more.sheet]?.rows.push(...more.rows);
  }
  say({ kind: "written", bytes: await writeWorkbook(filled) });
}

try {
  const task = workerData as Task;
  await (task.kind === "read" ? read(task.bytes) : write(task.sheets));
} catch (error) {
  // What the libraries say of a broken file is nothing that a person could use.
  say({ kind: "unreadable", reason: error instanceof UnreadableFile ? error.reason : "damaged" });
}
