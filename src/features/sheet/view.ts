import type { Messages } from "../../i18n/messages.ts";
import { messages } from "../../i18n/messages.ts";
import { readHeader, type Column, type Reason, type SheetName } from "./rules.ts";

/** What a file's first line says, in either language, whatever the reader's own is. */
export const headerOf = (cells: readonly string[]) => readHeader(cells, [messages("zh-CN").sheet.columns, messages("en").sheet.columns]);

function columnWord(t: Messages, sheet: SheetName, column: Column | null): string {
  const words: Readonly<Record<string, string>> = t.sheet.columns[sheet];
  return column === null ? "" : words[column] ?? column;
}

export function reasonText(t: Messages, sheet: SheetName, { why, column, text }: Reason): string {
  return t.sheet.reasons[why](columnWord(t, sheet, column), text);
}

export function lineText(t: Messages, sheet: SheetName, row: { line: number; reasons: readonly Reason[] }): string {
  return t.sheet.line(row.line, row.reasons.map((reason) => reasonText(t, sheet, reason)).join(t.sheet.and));
}
