import { parentPort, workerData } from "node:worker_threads";
import { readCsv } from "./csv.ts";
import { decodeText, UnreadableFile, type Unreadable } from "./decode.ts";
import { MAX_ROWS } from "./limit.ts";

/** Rows with the line of the file on which the first of them stands. */
export interface Chunk {
  readonly line: number;
  readonly rows: readonly (readonly string[])[];
}

export type FromThread = { readonly kind: "rows"; readonly chunk: Chunk } | { readonly kind: "end" } | { readonly kind: "unreadable"; readonly reason: Unreadable };

const CHUNK_ROWS = 500;
const port = parentPort;
if (!port) throw new Error("this file runs as a thread");

/** The reader asks for each chunk, so that no more than one waits in memory. */
const asked = () => new Promise<void>((resolve) => {
  port.once("message", () => resolve());
});

const isBlank = (row: readonly string[]) => row.every((cell) => cell.trim() === "");

async function* readRows(bytes: Uint8Array): AsyncGenerator<string[]> {
  yield* readCsv(decodeText(bytes));
}

async function send(bytes: Uint8Array): Promise<void> {
  let rows: string[][] = [];
  let [line, first, filled] = [0, 1, 0];
  for await (const row of readRows(bytes)) {
    line += 1;
    rows.push(row);
    if (!isBlank(row)) filled += 1;
    // The heading is a row too.
    if (filled > MAX_ROWS + 1) throw new UnreadableFile("tooManyRows");
    if (rows.length < CHUNK_ROWS) continue;
    port?.postMessage({ kind: "rows", chunk: { line: first, rows } } satisfies FromThread);
    await asked();
    rows = [];
    first = line + 1;
  }
  if (rows.length > 0) {
    port?.postMessage({ kind: "rows", chunk: { line: first, rows } } satisfies FromThread);
    await asked();
  }
  port?.postMessage({ kind: "end" } satisfies FromThread);
}

try {
  await send(workerData as Uint8Array);
} catch (error) {
  const reason = error instanceof UnreadableFile ? error.reason : "damaged";
  port.postMessage({ kind: "unreadable", reason } satisfies FromThread);
}
