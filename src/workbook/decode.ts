/** Why a file cannot be read as a table; each is a key of the words for it. */
export type Unreadable =
  | "notATable" | "unknownText" | "tooManyRows" | "tooManyColumns" | "openQuote" | "empty"
  | "oldExcel" | "damaged" | "tooLarge" | "nested" | "locked" | "tooSlow";

export class UnreadableFile extends Error {
  override name = "UnreadableFile";
  readonly reason: Unreadable;
  constructor(reason: Unreadable) {
    super(reason);
    this.reason = reason;
  }
}

const starts = (bytes: Uint8Array, ...mark: number[]) => mark.every((byte, at) => bytes[at] === byte);

function tried(encoding: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** UTF-16 without a mark: every other byte of commas, digits and Latin letters is zero. */
function guessUtf16(bytes: Uint8Array): "utf-16le" | "utf-16be" | null {
  const head = bytes.subarray(0, 2_000);
  let [even, odd] = [0, 0];
  head.forEach((byte, at) => {
    if (byte !== 0) return;
    if (at % 2 === 0) even += 1;
    else odd += 1;
  });
  if (odd > head.length / 10 && odd > even * 4) return "utf-16le";
  return even > head.length / 10 && even > odd * 4 ? "utf-16be" : null;
}

/** The text of a file in UTF-8, UTF-16 or GBK, by its mark, else by what it can be. */
export function decodeText(bytes: Uint8Array): string {
  const marked = starts(bytes, 0xff, 0xfe) ? "utf-16le" : starts(bytes, 0xfe, 0xff) ? "utf-16be" : guessUtf16(bytes);
  // GB 18030 takes nearly everything, so it comes last.
  const text = marked === null ? tried("utf-8", bytes) ?? tried("gb18030", bytes) : tried(marked, bytes);
  if (text === null) throw new UnreadableFile("unknownText");
  if (text.includes("\u0000")) throw new UnreadableFile("notATable");
  return text;
}
