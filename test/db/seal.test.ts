import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert, integer, property, string } from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSeal, readOrMakeKey } from "../../src/db/seal.ts";
import { StartError } from "../../src/db/start-error.ts";

const seal = createSeal(randomBytes(32).toString("hex"));
const userIds = integer({ min: 1, max: 2 ** 52 });

describe("a sealed Telegram id", () => {
  test("comes back as it was, in its own place", () => {
    assert(property(userIds, string(), (userId, place) => seal.open(seal.seal(userId, place), place) === userId));
  });

  test("looks different each time, and does not show the id", () => {
    const [first, second] = [seal.seal(4_242_424_242, "account"), seal.seal(4_242_424_242, "account")];
    expect(first).not.toBe(second);
    expect(Buffer.from(first, "base64url").toString("latin1")).not.toContain("4242424242");
  });

  test("cannot be opened in another place, with another key, or after one letter was changed", () => {
    const sealed = seal.seal(42, "account");
    expect(() => seal.open(sealed, "member")).toThrow(/authenticate/);
    expect(() => createSeal("cd".repeat(32)).open(sealed, "account")).toThrow(/authenticate/);
    const bytes = Buffer.from(sealed, "base64url");
    for (const at of bytes.keys()) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => seal.open(changed.toString("base64url"), "account")).toThrow(/authenticate/);
    }
    expect(() => seal.open(sealed.slice(0, 10), "account")).toThrow(/Invalid/);
  });
});

describe("a sealed text", () => {
  test("comes back as it was, in its own place only, and does not show a word", () => {
    assert(property(string({ unit: "grapheme" }), string(), (text, place) => seal.openText(seal.sealText(text, place), place) === text));
    const sealed = seal.sealText("no socket at the door", "request");
    expect(Buffer.from(sealed, "base64url").toString("latin1")).not.toContain("socket");
    expect(() => seal.openText(sealed, "answer")).toThrow(/authenticate/);
    expect(() => seal.open(sealed, "request")).toThrow(/authenticate/);
  });
});

describe("a fingerprint", () => {
  test("is the same for the same person, and another with another key", () => {
    expect(seal.fingerprint(42)).toBe(seal.fingerprint(42));
    expect(seal.fingerprint(42)).not.toBe(seal.fingerprint(43));
    expect(seal.fingerprint(42)).not.toBe(createSeal("cd".repeat(32)).fingerprint(42));
  });

  test("stays what it was in every later version of the program", () => {
    expect(createSeal("00".repeat(32)).fingerprint(42)).toBe("TUUtJR-zf0jptvMBkh81TzUh6_XpeyUFIHn6lKJZWzE");
  });
});

describe("the key of the embedded database", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "muster-key-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("is made once, and only its owner may read it", () => {
    const key = readOrMakeKey(join(folder, "data"));
    expect(readOrMakeKey(join(folder, "data"))).toBe(key);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(join(folder, "data", "key")).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, "data"))).toEqual(["key"]);
  });

  test("is never replaced when its file holds something else", () => {
    writeFileSync(join(folder, "key"), "half a k");
    expect(() => readOrMakeKey(folder)).toThrow(StartError);
    expect(readFileSync(join(folder, "key"), "utf8")).toBe("half a k");
  });
});
