import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { errorCode, StartError } from "./start-error.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_SHAPE = /^[0-9a-f]{64}$/;

export type Seal = {
  fingerprint(userId: number): string;
  seal(userId: number, aad: string): string;
  open(sealed: string, aad: string): number;
  sealText(text: string, aad: string): string;
  openText(sealed: string, aad: string): string;
  /** A keyed hash of a statement about somebody: it can be checked by who knows the statement, and read by nobody. */
  proof(statement: string): string;
};

function encrypt(key: Buffer, text: string, aad: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(aad));
  const body = Buffer.concat([cipher.update(text), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
}

function decrypt(key: Buffer, sealed: string, aad: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(aad)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString();
}

/**
 * Telegram user ids as a keyed hash (for looking up) and as AES-256-GCM (for writing to them), and what people confide in as
 * AES-256-GCM; `open` and `openText` throw on anything changed.
 */
export function createSeal(keyHex: string): Seal {
  if (!KEY_SHAPE.test(keyHex)) throw new StartError("DATA_KEY must be 64 hexadecimal digits.");
  const secret = Buffer.from(keyHex, "hex");
  const derive = (use: string) => Buffer.from(hkdfSync("sha256", secret, "", `muster/${use}/1`, 32));
  const hashKey = derive("user-hash");
  const sealKey = derive("user-seal");
  const textKey = derive("text");
  const proofKey = derive("proof");
  return {
    fingerprint: (userId) => createHmac("sha256", hashKey).update(String(userId)).digest("base64url"),
    seal: (userId, aad) => encrypt(sealKey, String(userId), aad),
    open: (sealed, aad) => Number(decrypt(sealKey, sealed, aad)),
    sealText: (text, aad) => encrypt(textKey, text, aad),
    openText: (sealed, aad) => decrypt(textKey, sealed, aad),
    proof: (statement) => createHmac("sha256", proofKey).update(statement).digest("base64url"),
  };
}

function readKey(path: string): string | undefined {
  try {
    const key = readFileSync(path, "utf8").trim();
    if (KEY_SHAPE.test(key)) return key;
    throw new StartError(`The file ${path} does not hold a key (64 hexadecimal digits). Bring it back from a back-up: without it nobody in the database is known again.`);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    if (error instanceof StartError) throw error;
    throw new StartError(`The key file ${path} cannot be read (${errorCode(error) ?? "unknown reason"}).`);
  }
}

/** The key of an embedded database; made once, readable by its owner only, and linked into place so that no half-written key is ever seen. */
export function readOrMakeKey(dataDir: string): string {
  const path = join(dataDir, "key");
  const existing = readKey(path);
  if (existing !== undefined) return existing;
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(draft, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600, flag: "wx", flush: true });
    linkSync(draft, path);
  } catch (error) {
    if (errorCode(error) !== "EEXIST") throw new StartError(`The key file ${path} cannot be written (${errorCode(error) ?? "unknown reason"}).`);
  } finally {
    rmSync(draft, { force: true });
  }
  return readKey(path) ?? readOrMakeKey(dataDir);
}
