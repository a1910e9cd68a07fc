import { createHash, randomBytes } from "node:crypto";

/** The secret of a link or button: 128 random bits in 22 characters that fit a start parameter. */
export function makeCode(): string {
  return randomBytes(16).toString("base64url");
}

/** What is kept of a code; whoever reads the database cannot use it. */
export function hashOfCode(code: string): string {
  return createHash("sha256").update(code).digest("base64url");
}
