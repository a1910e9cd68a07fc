import { writeXlsx } from "hucre/xlsx";

/** Text, or a number that a spreadsheet may compute with. */
export type WrittenCell = string | number;

export interface WrittenSheet {
  readonly name: string;
  readonly widths: readonly number[];
  /** For each column of the first rows, what may be chosen in it. */
  readonly choices?: readonly { readonly column: number; readonly values: readonly string[] }[];
}

const letter = (column: number) => String.fromCodePoint(65 + column);

/** Two code points that stand for no sign: XML cannot hold them, and hucre writes them all the same. */
const NO_SIGN = /[\uFFFE\uFFFF]/gu;

const written = (cell: WrittenCell): WrittenCell | null =>
  cell === "" ? null : typeof cell === "string" ? cell.replaceAll(NO_SIGN, "\uFFFD") : cell;

/** A workbook whose text is text: a spreadsheet neither computes nor rewrites what stands in it, unless it is a number. */
export function writeWorkbook(sheets: readonly (WrittenSheet & { readonly rows: readonly (readonly WrittenCell[])[] })[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(({ name, widths, choices = [], rows }) => ({
      name: name.slice(0, 31),
      columns: widths.map((width) => ({ width, numFmt: "@" })),
      rows: rows.map((row) => row.map(written)),
      freezePane: { rows: 1 },
      dataValidations: choices.map(({ column, values }) => ({
        type: "list" as const, values: [...values], range: `${letter(column)}2:${letter(column)}2000`, allowBlank: true, showErrorMessage: false,
      })),
    })),
  });
}
