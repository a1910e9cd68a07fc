import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { dumpMigrated, initialiseFolder } from "../../src/db/embedded.ts";
import { openServer } from "../../src/db/server.ts";
import { createLog } from "../../src/operation/log.ts";

export type Engine = { kind: "embedded"; dumpFile: string } | { kind: "server"; adminUrl: string; template: string };

declare module "vitest" {
  interface ProvidedContext {
    engine: Engine;
    run: { leftOutFile: string };
  }
}

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/muster-test", import.meta.url));
const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));

function readMigrations(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(MIGRATIONS, { recursive: true, encoding: "utf8" }).sort()) {
    if (name.endsWith(".sql") || name.endsWith("_journal.json")) hash.update(name).update(readFileSync(join(MIGRATIONS, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function makeDump(dumpFile: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, "making-"));
  try {
    const folder = join(work, "pg");
    await initialiseFolder(folder);
    writeFileSync(join(work, "dump"), Buffer.from(await (await dumpMigrated(folder)).arrayBuffer()));
    renameSync(join(work, "dump"), dumpFile);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function prepareEmbedded(): Promise<Engine> {
  const pglite = JSON.parse(readFileSync(new URL("../../node_modules/@electric-sql/pglite/package.json", import.meta.url), "utf8")).version;
  const dumpFile = join(CACHE, `${pglite}-${readMigrations()}.tar`);
  if (!existsSync(dumpFile)) await makeDump(dumpFile);
  return { kind: "embedded", dumpFile };
}

function isLocal(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]", ""].includes(new URL(url).hostname);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function dropRun(admin: postgres.Sql, owned: (pid: number) => boolean): Promise<void> {
  const found = await admin<{ datname: string }[]>`select datname from pg_database where datname like 'muster\\_test\\_%'`;
  for (const { datname } of found) {
    const pid = Number(/^muster_test_(\d+)_/.exec(datname)?.[1]);
    if (owned(pid)) await admin`drop database if exists ${admin(datname)} with (force)`;
  }
}

async function prepareServer(adminUrl: string): Promise<{ engine: Engine; drop: () => Promise<void> }> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  // Databases of runs that were killed: only here, where their process can be looked for.
  if (isLocal(adminUrl)) await dropRun(admin, (pid) => !isRunning(pid));
  const template = `muster_test_${process.pid}_template`;
  await admin`drop database if exists ${admin(template)} with (force)`;
  await admin`create database ${admin(template)}`;
  const url = new URL(adminUrl);
  url.pathname = `/${template}`;
  await (await openServer(url.href, createLog("silent"))).close();
  const drop = async () => {
    await dropRun(admin, (pid) => pid === process.pid);
    await admin.end();
  };
  return { engine: { kind: "server", adminUrl, template }, drop };
}

export default async function prepareDatabase(project: TestProject): Promise<() => Promise<void>> {
  const adminUrl = process.env["TEST_DATABASE_URL"];
  if (!adminUrl) {
    project.provide("engine", await prepareEmbedded());
    return async () => undefined;
  }
  const { engine, drop } = await prepareServer(adminUrl);
  project.provide("engine", engine);
  return drop;
}
