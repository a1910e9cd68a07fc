import { crc32, deflateRawSync, inflateRawSync } from "node:zlib";
import { UnreadableFile } from "./decode.ts";

/** What a table of 50,000 rows needs twice over; more is a bomb or a picture book. */
const MAX_UNPACKED = 80 * 1024 * 1024;
const MAX_ENTRIES = 500;

/** The parts of a workbook that hold cells; pictures, macros and whatever else lies in it are never opened. */
const NEEDED = /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:workbook|sharedStrings|styles)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/sheet\d{1,3}\.xml)$/;
const NESTED = /\.(?:zip|7z|rar|gz|xlsx|xlsm|xlsb|docx|pptx|jar)$/i;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly size: number;
  readonly offset: number;
}

/** What a file holds by its own directory, which stands at its end. */
function readDirectory(file: Buffer): Entry[] {
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > file.length) throw new UnreadableFile("damaged");
  const count = file.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw new UnreadableFile("tooLarge");
  const entries: Entry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let left = count; left > 0; left -= 1) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) throw new UnreadableFile("damaged");
    if ((file.readUInt16LE(at + 8) & 1) === 1) throw new UnreadableFile("locked");
    const [nameLength, extra, comment] = [file.readUInt16LE(at + 28), file.readUInt16LE(at + 30), file.readUInt16LE(at + 32)];
    const name = file.toString("utf8", at + 46, at + 46 + nameLength);
    entries.push({ name, method: file.readUInt16LE(at + 10), size: file.readUInt32LE(at + 20), offset: file.readUInt32LE(at + 42) });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}

/** One part as it really is: what the directory says of its size is not believed. */
function unpack(file: Buffer, { method, size, offset }: Entry, left: number): Buffer {
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== 0x04034b50) throw new UnreadableFile("damaged");
  const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  const packed = file.subarray(start, start + size);
  if (method === 0) {
    if (packed.length > left) throw new UnreadableFile("tooLarge");
    return packed;
  }
  if (method !== 8) throw new UnreadableFile("damaged");
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    throw new UnreadableFile((error as { code?: string }).code === "ERR_BUFFER_TOO_LARGE" ? "tooLarge" : "damaged");
  }
}

/** A part that was looked at, packed anew: unpacked, all of them together would be the largest thing that the bot ever held. */
interface Part {
  readonly name: string;
  readonly packed: Buffer;
  readonly size: number;
  readonly sum: number;
}

function header(signature: number, { name, packed, size, sum }: Part, offset: number | null): Buffer {
  const isCentral = offset !== null;
  const head = Buffer.alloc(isCentral ? 46 : 30);
  const shift = isCentral ? 2 : 0;
  head.writeUInt32LE(signature, 0);
  head.writeUInt16LE(20, 4 + shift);
  head.writeUInt16LE(8, 8 + shift);
  head.writeUInt32LE(sum, 14 + shift);
  head.writeUInt32LE(packed.length, 18 + shift);
  head.writeUInt32LE(size, 22 + shift);
  head.writeUInt16LE(Buffer.byteLength(name), 26 + shift);
  if (isCentral) head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, Buffer.from(name)]);
}

/** The same parts in an archive that tells the truth: what is read afterwards is exactly what was counted here. */
function pack(parts: readonly Part[]): Uint8Array {
  const [bodies, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const part of parts) {
    const head = header(0x04034b50, part, null);
    directory.push(header(0x02014b50, part, offset));
    bodies.push(head, part.packed);
    offset += head.length + part.packed.length;
  }
  const end = Buffer.alloc(22);
  const size = directory.reduce((sum, one) => sum + one.length, 0);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

/** A workbook's cells and nothing else of it, unpacked within bounds; throws UnreadableFile where there is anything odd. */
export function cleanWorkbook(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(file);
  if (entries.some(({ name }) => NESTED.test(name))) throw new UnreadableFile("nested");
  if (!entries.some(({ name }) => name === "xl/workbook.xml")) throw new UnreadableFile("notATable");
  let left = MAX_UNPACKED;
  const parts = new Map<string, Part>();
  for (const entry of entries.filter(({ name }) => NEEDED.test(name))) {
    if (parts.has(entry.name)) throw new UnreadableFile("damaged");
    const unpacked = unpack(file, entry, left);
    left -= unpacked.length;
    // No workbook declares entities of its own; who does wants them multiplied.
    if (unpacked.includes("<!DOCTYPE") || unpacked.includes("<!ENTITY")) throw new UnreadableFile("damaged");
    parts.set(entry.name, { name: entry.name, packed: deflateRawSync(unpacked, { level: 1 }), size: unpacked.length, sum: crc32(unpacked) });
  }
  return pack([...parts.values()]);
}
