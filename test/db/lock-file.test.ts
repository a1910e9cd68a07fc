import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { takeLock } from "../../src/db/lock-file.ts";
import { StartError } from "../../src/db/start-error.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "muster-lock-"));
  path = join(folder, "muster.lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("the lock of the data folder", () => {
  test("tells a second start which process has it", () => {
    takeLock(path);
    expect(() => takeLock(path)).toThrow(StartError);
    expect(() => takeLock(path)).toThrow(`already used by process ${process.pid}`);
  });

  test("is free again after it was released, and leaves nothing behind", () => {
    takeLock(path).release();
    expect(readdirSync(folder)).toEqual([]);
    takeLock(path);
    expect(readdirSync(folder)).toEqual(["muster.lock"]);
  });

  test("of a process that died is taken over", async () => {
    writeFileSync(path, JSON.stringify({ pid: await deadPid(), since: "" }));
    takeLock(path);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid });
    expect(readdirSync(folder)).toEqual(["muster.lock"]);
  });

  test("of a dead process is taken over although its number now belongs to another, as in a restarted container", () => {
    writeFileSync(path, JSON.stringify({ pid: process.pid, since: "another-boot:12345" }));
    takeLock(path);
    expect(readFileSync(path, "utf8")).not.toContain("another-boot");
  });

  test("is taken over although the one before died while taking it over", async () => {
    const dead = JSON.stringify({ pid: await deadPid(), since: "" });
    writeFileSync(path, dead);
    writeFileSync(`${path}.takeover`, dead);
    takeLock(path);
    expect(readdirSync(folder)).toEqual(["muster.lock"]);
  });

  test("that nobody can read is taken over", () => {
    writeFileSync(path, "");
    takeLock(path);
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid });
  });
});
