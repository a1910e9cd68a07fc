import { fromBufferPromise, type Entry } from "yauzl";
import { UnreadableFile } from "./decode.ts";

/** What a table of 50,000 rows needs twice over; more is a bomb or a picture book. */
const MAX_UNPACKED = 80 * 1024 * 1024;
const MAX_ENTRIES = 500;

const NESTED = /\.(?:zip|7z|rar|gz|xlsx|xlsm|xlsb|docx|pptx|jar)$/i;

/** A workbook's parts. Only what is asked for is ever opened: pictures, macros and whatever else lies in it stay packed. */
export interface Archive {
  has(name: string): boolean;
  /** The text of a part, a piece at a time. */
  textOf(name: string): AsyncGenerator<string>;
}

export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  // What the directory says of sizes is not believed: what comes out is counted.
  const file = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { validateEntrySizes: false });
  if (file.entryCount > MAX_ENTRIES) throw new UnreadableFile("tooLarge");
  const entries = new Map<string, Entry>();
  for await (const entry of file.eachEntry()) {
    if (entry.isEncrypted()) throw new UnreadableFile("locked");
    if (NESTED.test(entry.fileName)) throw new UnreadableFile("nested");
    if (entries.has(entry.fileName)) throw new UnreadableFile("damaged");
    entries.set(entry.fileName, entry);
  }
  let left = MAX_UNPACKED;
  async function* textOf(name: string): AsyncGenerator<string> {
    const entry = entries.get(name);
    if (!entry) throw new UnreadableFile("damaged");
    const decoder = new TextDecoder();
    for await (const piece of await file.openReadStreamPromise(entry)) {
      left -= (piece as Buffer).length;
      if (left < 0) throw new UnreadableFile("tooLarge");
      yield decoder.decode(piece as Buffer, { stream: true });
    }
  }
  return { has: (name) => entries.has(name), textOf };
}
