import { streamXlsxRows, writeXlsx, type CellValue } from "hucre/xlsx";
import { cleanWorkbook } from "./archive.ts";
import { UnreadableFile } from "./decode.ts";
import { MAX_COLUMNS, MAX_ROWS, shorten } from "./limit.ts";

const OLD_CONTAINER = [0xd0, 0xcf, 0x11, 0xe0];

export function isWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

/** Excel's old container holds an old workbook, or a new one under a password. */
export function refuseOldExcel(bytes: Uint8Array): void {
  if (!OLD_CONTAINER.every((byte, at) => bytes[at] === byte)) return;
  throw new UnreadableFile(Buffer.from(bytes).includes(Buffer.from("EncryptedPackage", "utf16le")) ? "locked" : "oldExcel");
}

function dayOrMoment(date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  const iso = date.toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 16).replace("T", " ");
}

/** A cell as text. A formula is the result that was last seen; nothing is ever computed. */
function textOf(value: CellValue): string {
  if (value === null) return "";
  if (value instanceof Date) return dayOrMoment(value);
  return shorten(String(value));
}

/** The rows of the first sheet, with empty ones where the sheet leaves lines out. */
export async function* readXlsx(bytes: Uint8Array): AsyncGenerator<string[]> {
  let line = 0;
  // A table is read until there are too many rows, wherever on the sheet they stand.
  for await (const { index, values } of streamXlsxRows(cleanWorkbook(bytes), { sheet: 0, maxRows: MAX_ROWS + 2 })) {
    if (index > MAX_ROWS * 2) throw new UnreadableFile("tooManyRows");
    for (; line < index; line += 1) yield [];
    line += 1;
    const cells = values.map(textOf);
    const width = cells.findLastIndex((cell) => cell !== "") + 1;
    if (width > MAX_COLUMNS) throw new UnreadableFile("tooManyColumns");
    yield cells.slice(0, width);
  }
}

export interface WrittenSheet {
  readonly name: string;
  readonly widths: readonly number[];
  /** For each column of the first rows, what may be chosen in it. */
  readonly choices?: readonly { readonly column: number; readonly values: readonly string[] }[];
}

const letter = (column: number) => String.fromCodePoint(65 + column);

/** A workbook whose every cell is text: a spreadsheet neither computes nor rewrites what stands in it. */
export function writeWorkbook(sheets: readonly (WrittenSheet & { readonly rows: readonly (readonly string[])[] })[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(({ name, widths, choices = [], rows }) => ({
      name: name.slice(0, 31),
      columns: widths.map((width) => ({ width, numFmt: "@" })),
      rows: rows.map((row) => row.map((cell) => (cell === "" ? null : cell))),
      freezePane: { rows: 1 },
      dataValidations: choices.map(({ column, values }) => ({
        type: "list" as const, values: [...values], range: `${letter(column)}2:${letter(column)}2000`, allowBlank: true, showErrorMessage: false,
      })),
    })),
  });
}
