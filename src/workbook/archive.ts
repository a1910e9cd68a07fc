import { createInflateRaw } from "node:zlib";
import { UnreadableFile } from "./decode.ts";

/** What a table of 50,000 rows needs twice over; more is a bomb or a picture book. */
const MAX_UNPACKED = 80 * 1024 * 1024;
const MAX_ENTRIES = 500;
/** A part is unpacked in pieces of this size: whole, it would be the largest thing that the bot ever held. */
const PIECE = 64 * 1024;

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

/** Where a part lies in the file, still packed. */
function packedPart(file: Buffer, { size, offset }: Entry): Buffer {
  if (offset + 30 > file.length || file.readUInt32LE(offset) !== 0x04034b50) throw new UnreadableFile("damaged");
  const start = offset + 30 + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  return file.subarray(start, start + size);
}

async function* unpack(packed: Buffer): AsyncGenerator<Buffer> {
  const unpacking = createInflateRaw({ chunkSize: PIECE });
  unpacking.end(packed);
  try {
    for await (const piece of unpacking) yield piece as Buffer;
  } catch (error) {
    throw error instanceof UnreadableFile ? error : new UnreadableFile("damaged");
  }
}

/** A workbook's parts. Only what is asked for is ever opened: pictures, macros and whatever else lies in it stay packed. */
export class Archive {
  private readonly file: Buffer;
  private readonly entries = new Map<string, Entry>();
  private left = MAX_UNPACKED;

  constructor(bytes: Uint8Array) {
    this.file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const entry of readDirectory(this.file)) {
      if (NESTED.test(entry.name)) throw new UnreadableFile("nested");
      if (this.entries.has(entry.name)) throw new UnreadableFile("damaged");
      this.entries.set(entry.name, entry);
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** The text of a part, a piece at a time. What the directory says of its size is not believed: what comes out is counted. */
  async* textOf(name: string): AsyncGenerator<string> {
    const entry = this.entries.get(name);
    if (!entry || (entry.method !== 0 && entry.method !== 8)) throw new UnreadableFile("damaged");
    const packed = packedPart(this.file, entry);
    const decoder = new TextDecoder();
    for await (const piece of entry.method === 8 ? unpack(packed) : [packed]) {
      this.left -= piece.length;
      if (this.left < 0) throw new UnreadableFile("tooLarge");
      yield decoder.decode(piece, { stream: true });
    }
  }
}
