import { UnreadableFile } from "./decode.ts";
import { MAX_COLUMNS, shorten } from "./limit.ts";

const SEPARATORS = [",", ";", "\t", "|"] as const;

/** The separator is the sign that the first line has most of, outside quotes. */
function separatorOf(text: string): string {
  const first = (/^(?:[^"\r\n]|"[^"]*")*/.exec(text.slice(0, 20_000))?.[0] ?? "").replaceAll(/"[^"]*"/g, "");
  const counts = SEPARATORS.map((sign) => ({ sign, count: first.split(sign).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

/** The end of a quoted cell that begins at `from`, behind its closing quote. */
function quotedEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at + 1;
  }
  throw new UnreadableFile("openQuote");
}

/** A sign that keeps a spreadsheet from taking a text for a formula was never typed by a person. */
const unescape = (cell: string) => cell.replace(/^'(?=[=+\-@\t\r])/, "");

/** The rows of a table as text, one after the other. Cells that are too long are cut; too many columns are refused. */
export function* readCsv(text: string): Generator<string[]> {
  const separator = separatorOf(text);
  const plainEnd = new RegExp(`[${separator === "|" ? "\\|" : separator}\\r\\n]`, "g");
  let at = 0;
  let row: string[] = [];
  while (at <= text.length) {
    let cell: string;
    if (text[at] === '"') {
      const end = quotedEnd(text, at);
      cell = text.slice(at + 1, end - 1).replaceAll('""', '"');
      at = end;
    } else {
      cell = "";
    }
    plainEnd.lastIndex = at;
    const end = plainEnd.exec(text)?.index ?? text.length;
    row.push(shorten(unescape(cell + text.slice(at, end))));
    if (row.length > MAX_COLUMNS) throw new UnreadableFile("tooManyColumns");
    at = end + 1;
    if (text[end] === separator) continue;
    if (text[end] === "\r" && text[end + 1] === "\n") at += 1;
    // What follows the last line's end is no row.
    if (end < text.length || row.length > 1 || row[0] !== "") yield row;
    row = [];
  }
}
