import { badRequest, Refusal } from "../refusal.ts";
import type { StoredFile } from "../state.ts";
import type { WireDocument, WirePhotoSize } from "../wire-types.ts";
import { mintId } from "../world.ts";
import type { World } from "../world.ts";
import type { Call, Upload } from "./method.ts";

const MAX_UPLOAD = 50 * 1024 * 1024;
const MAX_PHOTO = 10 * 1024 * 1024;
const MAX_SIDES = 10_000;
const MAX_RATIO = 20;

export function storeFile(world: World, upload: Upload, kind: StoredFile["kind"], claimedSize?: number): StoredFile {
  const id = mintId(world, kind === "photo" ? "AgACAgIAAxkB" : "BQACAgIAAxkB");
  const file: StoredFile = {
    id,
    uniqueId: mintId(world, "AQAD"),
    path: `${kind}s/file_${world.state.files.size}${/\.\w+$/.exec(upload.name)?.[0] ?? ""}`,
    name: upload.name,
    mime: upload.mime,
    bytes: upload.bytes,
    kind,
    ...(claimedSize === undefined ? {} : { claimedSize }),
  };
  world.state.files.set(id, file);
  return file;
}

function pngSize(bytes: Buffer): { width: number; height: number } | null {
  if (bytes.length < 24 || bytes.readUInt32BE(0) !== 0x89504e47) return null;
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function jpegSize(bytes: Buffer): { width: number; height: number } | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}

export function pictureSize(bytes: Uint8Array): { width: number; height: number } | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return pngSize(buffer) ?? jpegSize(buffer);
}

export function wirePhoto(file: StoredFile): WirePhotoSize[] {
  const size = pictureSize(file.bytes) ?? { width: 0, height: 0 };
  return [{ file_id: file.id, file_unique_id: file.uniqueId, ...size, file_size: file.bytes.length }];
}

export function wireDocument(file: StoredFile): WireDocument {
  return {
    file_id: file.id,
    file_unique_id: file.uniqueId,
    file_name: file.name,
    mime_type: file.mime,
    file_size: file.claimedSize ?? file.bytes.length,
  };
}

function uploadOf(call: Call, given: string, field: string): Upload | null {
  const named = given.startsWith("attach://") ? call.uploads.get(given.slice("attach://".length)) : undefined;
  return named ?? (given === `attached:${field}` ? (call.uploads.get(field) ?? null) : null);
}

function knownFile(call: Call, given: string, kind: StoredFile["kind"]): StoredFile {
  if (/^https?:/.test(given)) {
    call.world.ledger.errors.push("Sending a file by its web address is not emulated.");
    throw badRequest("wrong file identifier/HTTP URL specified");
  }
  const file = call.world.state.files.get(given);
  if (!file) throw badRequest("wrong file identifier/HTTP URL specified");
  if (file.kind !== kind) throw badRequest(`can't use file of type ${file.kind === "photo" ? "Photo" : "Document"} as ${kind === "photo" ? "Photo" : "Document"}`);
  return file;
}

function checkUpload(upload: Upload, max: number): void {
  if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
  if (upload.bytes.length > max) throw new Refusal(413, "Request Entity Too Large");
}

function checkPicture(upload: Upload): void {
  const size = pictureSize(upload.bytes);
  if (!size) throw badRequest("IMAGE_PROCESS_FAILED");
  const { width, height } = size;
  const ratio = Math.max(width, height) / Math.max(1, Math.min(width, height));
  if (width + height > MAX_SIDES || ratio > MAX_RATIO) throw badRequest("PHOTO_INVALID_DIMENSIONS");
}

export function takePhoto(call: Call, given: string): WirePhotoSize[] {
  const upload = uploadOf(call, given, "photo");
  if (!upload) return wirePhoto(knownFile(call, given, "photo"));
  checkUpload(upload, MAX_PHOTO);
  checkPicture(upload);
  return wirePhoto(storeFile(call.world, upload, "photo"));
}

export function takeDocument(call: Call, given: string): WireDocument {
  const upload = uploadOf(call, given, "document");
  if (!upload) return wireDocument(knownFile(call, given, "document"));
  checkUpload(upload, MAX_UPLOAD);
  return wireDocument(storeFile(call.world, upload, "document"));
}
