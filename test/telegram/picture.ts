import { inflateSync } from "node:zlib";

const SIGNATURE_BYTES = 8;
const BYTES_PER_PIXEL = 4;

function chunks(png: Buffer): { type: string; data: Buffer }[] {
  const found = [];
  for (let at = SIGNATURE_BYTES; at < png.length;) {
    const length = png.readUInt32BE(at);
    found.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  return [0, left, up, Math.floor((left + up) / 2), paeth(left, up, corner)][filter] ?? 0;
}

/** The pixels of a PNG of eight bits in four channels, as jsQR wants them. */
export function readPng(bytes: Uint8Array): { data: Uint8ClampedArray; width: number; height: number } {
  const found = chunks(Buffer.from(bytes));
  const header = found.find(({ type }) => type === "IHDR")?.data;
  if (!header || header[8] !== 8 || header[9] !== 6 || header[12] !== 0) throw new Error("not a plain RGBA picture");
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const raw = inflateSync(Buffer.concat(found.filter(({ type }) => type === "IDAT").map(({ data }) => data)));
  const row = width * BYTES_PER_PIXEL;
  const data = new Uint8ClampedArray(row * height);
  const at = (x: number, y: number) => x < 0 || y < 0 ? 0 : data[y * row + x] ?? 0;
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (row + 1)] ?? 0;
    for (let x = 0; x < row; x += 1) {
      const guess = predicted(filter, at(x - BYTES_PER_PIXEL, y), at(x, y - 1), y === 0 ? 0 : at(x - BYTES_PER_PIXEL, y - 1));
      data[y * row + x] = ((raw[y * (row + 1) + 1 + x] ?? 0) + guess) & 0xff;
    }
  }
  return { data, width, height };
}
