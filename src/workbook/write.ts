import { startThread } from "./run.ts";
import type { WrittenCell, WrittenSheet } from "./xlsx-write.ts";

type Rows = readonly (readonly WrittenCell[])[];

export interface SheetToWrite extends WrittenSheet {
  /** The rows, heading first, a few at a time. */
  readonly rows: AsyncIterable<Rows> | Iterable<Rows>;
}

/** A workbook of these sheets as a file, written in a thread of its own. */
export async function writeTables(sheets: readonly SheetToWrite[]): Promise<Uint8Array> {
  const thread = startThread({ kind: "write", sheets: sheets.map(({ name, widths, choices }) => ({ name, widths, ...(choices && { choices }) })) });
  try {
    let said = await thread.next();
    for (const [sheet, { rows }] of sheets.entries()) {
      for await (const some of rows) {
        thread.say({ sheet, rows: some });
        said = await thread.next();
      }
    }
    thread.say(null);
    said = await thread.next();
    if (said.kind !== "written") throw new Error("the workbook was not written");
    return said.bytes;
  } finally {
    await thread.end();
  }
}
