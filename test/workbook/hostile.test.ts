import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { UnreadableFile } from "../../src/workbook/decode.ts";
import { rowsOf, workbook } from "../telegram/tables.ts";

interface Made {
  readonly name: string;
  readonly text: string | Uint8Array;
  /** What the archive says of its unpacked size, where that is a lie. */
  readonly claims?: number;
  readonly flags?: number;
}

function zipped(parts: readonly Made[]): Uint8Array {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const { name, text, claims, flags = 0 } of parts) {
    const packed = deflateRawSync(text);
    const fields = (head: Buffer, shift: number) => {
      head.writeUInt16LE(20, 4 + shift);
      head.writeUInt16LE(flags, 6 + shift);
      head.writeUInt16LE(8, 8 + shift);
      head.writeUInt32LE(packed.length, 18 + shift);
      head.writeUInt32LE(claims ?? text.length, 22 + shift);
      head.writeUInt16LE(name.length, 26 + shift);
      return head;
    };
    const local = fields(Buffer.alloc(30), 0);
    local.writeUInt32LE(0x04034b50, 0);
    const central = fields(Buffer.alloc(46), 2);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...bodies, ...directory, end]));
}

const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const frame: readonly Made[] = [
  { name: "[Content_Types].xml", text: "<Types/>" },
  { name: "_rels/.rels", text: `<Relationships><Relationship Id="r" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>` },
  { name: "xl/workbook.xml", text: `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>` },
  { name: "xl/_rels/workbook.xml.rels", text: `<Relationships><Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>` },
];
const withSheet = (cells: string, ...more: readonly Made[]) =>
  zipped([...frame, { name: "xl/worksheets/sheet1.xml", text: `<worksheet xmlns="${MAIN}"><sheetData>${cells}</sheetData></worksheet>` }, ...more]);

async function reasonOf(bytes: Uint8Array): Promise<string> {
  return rowsOf(bytes).then((rows) => `read ${rows.length} rows`, (error: unknown) => (error instanceof UnreadableFile ? error.reason : String(error)));
}

test("a plain workbook is read as text: numbers, dates, truths, and of a formula the result that was last seen", async () => {
  const rows = await rowsOf(withSheet(`<row r="1"><c r="A1" t="inlineStr"><is><t>U1</t></is></c><c r="B1"><v>12</v></c><c r="C1" t="b"><v>1</v></c></row>
    <row r="3"><c r="A3" t="str"><f>HYPERLINK("http://x","y")</f><v>y</v></c></row>`));
  expect(rows).toEqual([["U1", "12", "true"], [], ["y"]]);
});

const texts = (items: string): Made[] => [
  { name: "xl/sharedStrings.xml", text: `<sst xmlns="${MAIN}">${items}</sst>` },
  { name: "xl/styles.xml", text: `<x:styleSheet xmlns:x="${MAIN}"><x:numFmts><x:numFmt numFmtId="170" formatCode="0.0 &quot;days&quot;"/><x:numFmt numFmtId="171" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></x:numFmts>
    <x:cellStyleXfs><x:xf numFmtId="14"/></x:cellStyleXfs><x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="170"/><x:xf numFmtId="171"><x:alignment/></x:xf><x:xf numFmtId="22"/></x:cellXfs></x:styleSheet>` },
];
const withTexts = (items: string, cells: string) => zipped([
  ...frame.slice(0, 3), ...texts(items),
  { name: "xl/_rels/workbook.xml.rels", text: `<?xml version="1.0"?><Relationships><Relationship Id="r1" Type="${RELATIONS}/worksheet" Target="/xl/worksheets/sheet1.xml"/>
    <Relationship Id="r2" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>` },
  { name: "xl/worksheets/sheet1.xml", text: `<worksheet xmlns="${MAIN}"><!-- > --><sheetData>${cells}</sheetData></worksheet>` },
]);

test("texts that are kept once, in runs, as they stand, or with how they are pronounced are read, and a number is a day by its style", async () => {
  const items = `<si><t>A &amp; B &lt;&#20013;&gt;</t></si><si><r><rPr><b/></rPr><t>bold</t></r><r><t xml:space="preserve"> plain</t></r></si>
    <si><t>東</t><rPh sb="0" eb="1"><t>ひがし</t></rPh></si><si><t><![CDATA[a<b]]></t></si><si><t>two_x000A_lines</t></si><si/>`;
  const row = (...cells: string[]) => `<row>${cells.join("")}</row>`;
  const rows = await rowsOf(withTexts(items, row(...[0, 1, 2, 3, 4, 5, 6].map((at) => `<c t="s"><v>${at}</v></c>`), `<c t="inlineStr"><is><t>end</t></is></c>`)
    + row(...[0, 1, 2, 3].map((style) => `<c s="${style}"><v>45296.5</v></c>`), `<c s='2'><f>1&lt;2</f><v>45296</v></c>`)));
  expect(rows).toEqual([
    ["A & B <中>", "bold plain", "東", "a<b", "two\nlines", "", "", "end"],
    ["45296.5", "45296.5", "2024-01-05 12:00", "2024-01-05 12:00", "2024-01-05"],
  ]);
});

test("as many rows as are taken, each of other texts, are read within what a thread may hold", async () => {
  const rows = Array.from({ length: 50_000 }, (_, at) => at);
  const items = rows.map((at) => [0, 1, 2].map((part) => `<si><t>No. ${at}, part ${part}: some words</t></si>`).join("")).join("");
  const cells = rows.map((at) => `<row r="${at + 1}"><c r="A${at + 1}" t="s"><v>${at * 3}</v></c><c r="B${at + 1}" t="s"><v>${at * 3 + 1}</v></c><c r="C${at + 1}" t="s"><v>${at * 3 + 2}</v></c></row>`);
  expect(await reasonOf(withTexts(items, cells.join("")))).toBe("read 50000 rows");
});

test("a bomb of zeros is stopped at the bound, also where it lies about its size", async () => {
  const zeros = Buffer.alloc(100 * 1024 * 1024, 0x20);
  expect(await reasonOf(zipped([...frame, { name: "xl/worksheets/sheet1.xml", text: zeros, claims: 10 }]))).toBe("tooLarge");
});

test("entities of its own, files in files, passwords, torn and foreign files are each told apart", async () => {
  expect(await reasonOf(zipped([...frame, { name: "xl/worksheets/sheet1.xml", text: `<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>` }]))).toBe("damaged");
  expect(await reasonOf(withSheet("", { name: "xl/embeddings/more.xlsx", text: "x" }))).toBe("nested");
  expect(await reasonOf(zipped([...frame, { name: "xl/worksheets/sheet1.xml", text: "x", flags: 1 }]))).toBe("locked");
  expect(await reasonOf(zipped([{ name: "content.xml", text: "x" }]))).toBe("notATable");
  expect(await reasonOf(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toBe("oldExcel");
  const whole = await workbook([["Code", "Kind"], ["U1", "market"]]);
  expect(await reasonOf(whole.subarray(0, whole.length / 2))).toBe("damaged");
  expect(await reasonOf(zipped(Array.from({ length: 600 }, (_, n) => ({ name: `n${n}`, text: "x" }))))).toBe("tooLarge");
});

test("a sheet that claims a cell at the end of the world, or nests without end, is refused or read, never suffered", async () => {
  expect(await reasonOf(withSheet(`<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`))).toBe("tooManyRows");
  expect(await reasonOf(withSheet(`<row r="1"><c r="XFD1"><v>1</v></c></row>`))).toBe("tooManyColumns");
  expect(["damaged", "tooLarge", "read 0 rows"]).toContain(await reasonOf(withSheet("<a>".repeat(300_000))));
});

test("a text, a tag or a comment that does not end is stopped, never gathered", async () => {
  const endless = "x".repeat(8 * 1024 * 1024);
  for (const begin of ["<row><c><v>", "<row r=\"", "<", "<!--", "<![CDATA["]) expect(await reasonOf(withSheet(begin + endless))).toBe("tooLarge");
});

test("markup that is torn, crossed or not markup is refused", async () => {
  for (const cells of ["<row><c><v>1</v></row></c>", "<row><c><v>1</v></c>", "<row><c><v>a & b</v></c></row>", "<row><c><v>&own;</v></c></row>"]) {
    expect(await reasonOf(withSheet(cells))).toBe("damaged");
  }
});

test("what we write ourselves can be read again, whatever signs stand in it", async () => {
  const text = `${String.fromCodePoint(...Array.from({ length: 0x20 }, (_, code) => code), 0x7F, 0x85, 0x2028, 0xFFFE, 0xFFFF)}名 & <x> 👩‍🌾`;
  const [[cell = ""] = []] = await rowsOf(await workbook([[text]]));
  expect(cell).toContain("\uFFFD\uFFFD名 & <x> 👩‍🌾");
});

test("more rows than are taken are refused in either form", async () => {
  expect(await reasonOf(new TextEncoder().encode("a,b\n".repeat(50_002)))).toBe("tooManyRows");
  expect(await reasonOf(withSheet("<row><c><v>1</v></c></row>".repeat(50_002)))).toBe("tooManyRows");
});
