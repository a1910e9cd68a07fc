import type { Person } from "../../src/playground/emulator/state.ts";
import { readTable } from "../../src/workbook/read.ts";
import { writeTables } from "../../src/workbook/write.ts";
import type { Bench } from "./bench.ts";

/** A file is sent to the bot in private; what the bot says to it. */
export async function sendsFile(bench: Bench, person: Person, bytes: Uint8Array, name = "table.xlsx"): Promise<string> {
  bench.emulator.upload(person, person, { name, bytes });
  await bench.run();
  return bench.as(person).reads().text;
}

/** The bytes of the file that the bot sent last. */
export function fileOf(bench: Bench, person: Person): { name: string; bytes: Uint8Array } {
  const { document } = bench.as(person).reads();
  const file = document && bench.emulator.file(document.id);
  if (!file) throw new Error("the bot sent no file");
  return { name: file.name, bytes: file.bytes };
}

export async function rowsOf(bytes: Uint8Array): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const chunk of readTable(bytes)) rows.push(...chunk.rows.map((row) => [...row]));
  return rows;
}

export const workbook = (rows: readonly (readonly string[])[]) => writeTables([{ name: "S", widths: [], rows: [rows] }]);
