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

test("more rows than are taken are refused in either form", async () => {
  expect(await reasonOf(new TextEncoder().encode("a,b\n".repeat(50_002)))).toBe("tooManyRows");
  expect(await reasonOf(withSheet("<row><c><v>1</v></c></row>".repeat(50_002)))).toBe("tooManyRows");
});
