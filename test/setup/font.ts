import { readFileSync } from "node:fs";

/** What a text takes in a font, and which of its signs the font does not have. */
export interface Font {
  /** In shares of the letter size. */
  widthOf(text: string): number;
  missingIn(text: string): string[];
}

const LONG = 4;
const SHORT = 2;
const TABLE_ENTRY = 16;
const TABLES_AT = 12;
const GROUP = 12;

function tablesOf(file: Buffer): Map<string, Buffer> {
  const count = file.readUInt16BE(LONG);
  return new Map(Array.from({ length: count }, (_, index) => {
    const at = TABLES_AT + index * TABLE_ENTRY;
    const start = file.readUInt32BE(at + 8);
    return [file.toString("latin1", at, at + LONG), file.subarray(start, start + file.readUInt32BE(at + TABLE_ENTRY - LONG))];
  }));
}

/** The table of all signs with their numbers, which is format 12 in a font of this size. */
function groupsOf(cmap: Buffer): { first: number; last: number; glyph: number }[] {
  for (let entry = 0; entry < cmap.readUInt16BE(SHORT); entry += 1) {
    const at = cmap.readUInt32BE(LONG + entry * 8 + LONG);
    if (cmap.readUInt16BE(at) !== 12) continue;
    return Array.from({ length: cmap.readUInt32BE(at + 12) }, (_, index) => {
      const group = at + 16 + index * GROUP;
      return { first: cmap.readUInt32BE(group), last: cmap.readUInt32BE(group + LONG), glyph: cmap.readUInt32BE(group + 8) };
    });
  }
  throw new Error("the font has no table of format 12");
}

/** Reads how wide a font's signs are, straight from its tables. */
export function readFont(path: string): Font {
  const tables = tablesOf(readFileSync(path));
  const table = (name: string) => tables.get(name) ?? Buffer.alloc(0);
  const groups = groupsOf(table("cmap"));
  const unitsPerEm = table("head").readUInt16BE(18);
  const measured = table("hhea").readUInt16BE(34);
  const glyphs = new Map(groups.flatMap(({ first, last, glyph }) => Array.from({ length: last - first + 1 }, (_, index): [number, number] => [first + index, glyph + index])));
  const glyphOf = (sign: string) => glyphs.get(sign.codePointAt(0) ?? 0) ?? 0;
  const advance = (glyph: number) => table("hmtx").readUInt16BE(Math.min(glyph, measured - 1) * LONG);
  return {
    widthOf: (text) => [...text].reduce((width, sign) => width + advance(glyphOf(sign)), 0) / unitsPerEm,
    missingIn: (text) => [...text].filter((sign) => glyphOf(sign) === 0),
  };
}
