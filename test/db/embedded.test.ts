import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openDatabase, readRows } from "../../src/db/client.ts";
import { StartError } from "../../src/db/start-error.ts";
import { createLog } from "../../src/operation/log.ts";

const log = createLog("silent");
let root: string;
let made: string;
let dataDir: string;
let copies = 0;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "muster-embedded-"));
  made = join(root, "made");
  const first = await openDatabase({ dataDir: made }, log);
  await first.db.execute(sql`create table left_behind (name text)`);
  await first.db.execute(sql`insert into left_behind values ('from the first start')`);
  await first.close();
});
afterAll(() => rmSync(root, { recursive: true }));
beforeEach(() => {
  dataDir = join(root, `copy-${(copies += 1)}`);
  cpSync(made, dataDir, { recursive: true });
});

async function refusal(): Promise<string> {
  const error = await openDatabase({ dataDir }, log).then((opened) => opened.close(), (caught: unknown) => caught);
  expect(error).toBeInstanceOf(StartError);
  return String(error);
}

describe("the embedded database", () => {
  test("keeps what was written over a restart, and leaves its folder unlocked", async () => {
    const again = await openDatabase({ dataDir }, log);
    expect(await readRows(again.db, sql`select name from left_behind`)).toEqual([{ name: "from the first start" }]);
    expect(existsSync(join(dataDir, "muster.lock"))).toBe(true);
    await again.close();
    expect(readdirSync(dataDir).sort()).toEqual(["key", "pg"]);
  });

  test("has the extension that keeps spans of time apart", async () => {
    const again = await openDatabase({ dataDir }, log);
    await again.db.execute(sql`create extension if not exists btree_gist`);
    expect(await readRows(again.db, sql`select extname as name from pg_extension where extname = 'btree_gist'`)).toEqual([{ name: "btree_gist" }]);
    await again.close();
  });

  test("tells a second start which process uses the folder, and lets the first go on", async () => {
    const first = await openDatabase({ dataDir }, log);
    expect(await refusal()).toContain(`already used by process ${process.pid}`);
    await first.ping();
    await first.close();
  });

  test("opens again after its process was killed in the middle of writing", async () => {
    const script = `
      const { openDatabase } = await import(${JSON.stringify(new URL("../../src/db/client.ts", import.meta.url).href)});
      const { createLog } = await import(${JSON.stringify(new URL("../../src/operation/log.ts", import.meta.url).href)});
      const opened = await openDatabase({ dataDir: ${JSON.stringify(dataDir)} }, createLog("silent"));
      for (let n = 0; ; n += 1) { await opened.db.execute("insert into left_behind values ('killed')"); if (n === 20) process.stdout.write("writing"); }`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    const again = await openDatabase({ dataDir }, log);
    const [row] = await readRows(again.db, sql`select count(*) as written from left_behind`);
    expect(row?.["written"]).toBeGreaterThan(20);
    await again.close();
  });

  test("says so when its folder is damaged, and names the folder", async () => {
    writeFileSync(join(dataDir, "pg", "global", "pg_control"), "nothing that a database would write");
    expect(await refusal()).toContain(`The database in ${join(dataDir, "pg")} is damaged`);
    expect(existsSync(join(dataDir, "muster.lock"))).toBe(false);
  });

  test("does not touch a folder that holds something else", async () => {
    rmSync(join(dataDir, "pg"), { recursive: true });
    mkdirSync(join(dataDir, "pg"));
    writeFileSync(join(dataDir, "pg", "holiday.jpg"), "a picture");
    expect(await refusal()).toContain("not a database of this bot");
    expect(readdirSync(join(dataDir, "pg"))).toEqual(["holiday.jpg"]);
  });

  test("says which version made a folder that it cannot read", async () => {
    writeFileSync(join(dataDir, "pg", "PG_VERSION"), "15\n");
    expect(await refusal()).toContain("made by PostgreSQL 15");
  });

  test("does not make a new key beside an old database", async () => {
    rmSync(join(dataDir, "key"));
    expect(await refusal()).toContain("key file");
    expect(existsSync(join(dataDir, "key"))).toBe(false);
  });

  test("says so when the data folder cannot be made", async () => {
    writeFileSync(join(root, `file-${copies}`), "in the way");
    dataDir = join(root, `file-${copies}`);
    expect(await refusal()).toContain("cannot be made");
  });

  test("refuses the outer database inside a transaction instead of waiting for ever", async () => {
    const opened = await openDatabase({ dataDir }, log);
    const tangled = opened.db.transaction(async () => {
      await opened.db.execute(sql`select 1`);
    });
    await expect(tangled).rejects.toMatchObject({ cause: { message: "The outer database was used inside a transaction: pass tx." } });
    await opened.ping();
    await opened.close();
  });
});
