import { AsyncLocalStorage } from "node:async_hooks";
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { drizzle } from "drizzle-orm/pglite";
import type { OpenDatabase } from "./client.ts";
import { takeLock } from "./lock-file.ts";
import { migrateEmbedded } from "./migrate.ts";
import { readOrMakeKey } from "./seal.ts";
import { errorCode, StartError } from "./start-error.ts";

// The major version of PostgreSQL inside PGlite 0.5; another one cannot read the folder.
const POSTGRES_MAJOR = "18";
// 8 MB instead of 128: the whole process stays near 160 MB, and a station's data fits the file cache anyway.
const SMALL_BUFFERS = ["-c", "shared_buffers=8MB"];

function openFolder(options: PGliteOptions): Promise<PGlite> {
  return PGlite.create({ ...options, extensions: { btree_gist }, startParams: [...PGlite.defaultStartParams, ...SMALL_BUFFERS] });
}

/** PGlite has one session: a query on the outer database inside its own transaction would wait for ever, so it throws instead. */
function refuseOuterQueries(client: PGlite): PGlite {
  const inside = new AsyncLocalStorage<{ open: boolean }>();
  const { query, transaction } = client;
  const refuse = () => {
    if (inside.getStore()?.open === true) throw new Error("The outer database was used inside a transaction: pass tx.");
  };
  client.query = async function queryOutside<T>(...given: Parameters<PGlite["query"]>) {
    refuse();
    return query.apply<PGlite, Parameters<PGlite["query"]>, ReturnType<typeof query<T>>>(client, given);
  };
  client.transaction = async function transactionOutside<T>(work: Parameters<typeof transaction<T>>[0]) {
    refuse();
    const mark = { open: true };
    return transaction.call<PGlite, [typeof work], Promise<T>>(client, (tx) => inside.run(mark, async () => {
      try {
        return await work(tx);
      } finally {
        mark.open = false;
      }
    }));
  };
  return client;
}

async function toDatabase(client: PGlite, release: () => void): Promise<OpenDatabase> {
  const db = drizzle({ client: refuseOuterQueries(client) });
  await migrateEmbedded(db);
  let closing: Promise<void> | undefined;
  return {
    db,
    engine: "embedded",
    async ping() {
      await client.query("select 1");
    },
    close: () => (closing ??= client.close().finally(release)),
  };
}

/** A database in memory, from what `dumpDataDir` gave; migrations that the dump lacks are applied. */
export async function openInMemory(dump: Blob): Promise<OpenDatabase> {
  return toDatabase(await openFolder({ loadDataDir: dump }), () => undefined);
}

/** The migrated database that `openInMemory` starts from. */
export async function dumpMigrated(folder: string): Promise<Blob> {
  const client = await openFolder({ dataDir: folder });
  await migrateEmbedded(drizzle({ client }));
  const dump = await client.dumpDataDir("none");
  await client.close();
  return dump;
}

/** Makes an empty database in a process of its own, beside its place, so that a half-made one is never opened. */
export async function initialiseFolder(folder: string): Promise<void> {
  const draft = `${folder}.new-${process.pid}`;
  const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
  const child = fork(fileURLToPath(new URL("./embedded-init.ts", import.meta.url)), [draft], {
    execArgv: ["--import", loader],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  const [status] = await once(child, "exit");
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new StartError(`The embedded database could not be made in ${folder}: it needs about 1 GB of free memory for some seconds and 100 MB of disk.`);
  }
  renameSync(draft, folder);
}

function inspectFolder(folder: string): "usable" | "absent" {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return "absent";
  const version = join(folder, "PG_VERSION");
  if (!existsSync(version)) {
    throw new StartError(`The folder ${folder} holds something that is not a database of this bot. Move it away, or set DATA_DIR to another folder.`);
  }
  const major = readFileSync(version, "utf8").trim();
  if (major === POSTGRES_MAJOR) return "usable";
  throw new StartError(`The folder ${folder} was made by PostgreSQL ${major.slice(0, 8)}, and this bot brings PostgreSQL ${POSTGRES_MAJOR}. Use the version of the bot that made it, or set DATA_DIR to another folder.`);
}

function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    for (const name of readdirSync(dataDir)) {
      if (name.startsWith("pg.new-")) rmSync(join(dataDir, name), { recursive: true, force: true });
    }
  } catch (error) {
    throw new StartError(`The data folder ${dataDir} cannot be written (${errorCode(error) ?? "unknown reason"}). Set DATA_DIR to a folder of your own.`);
  }
}

async function openUsable(folder: string): Promise<PGlite> {
  try {
    return await openFolder({ dataDir: folder });
  } catch (error) {
    throw new StartError(`The database in ${folder} is damaged and cannot be opened. Move the folder away and put a back-up in its place, or start afresh without it.`, { cause: error });
  }
}

async function openLocked(dataDir: string, hasKey: boolean): Promise<PGlite> {
  const folder = join(dataDir, "pg");
  const state = inspectFolder(folder);
  if (!hasKey && state === "usable" && !existsSync(join(dataDir, "key"))) {
    throw new StartError(`The key file ${join(dataDir, "key")} is missing beside the database it belongs to. Bring it back from a back-up, or set DATA_KEY.`);
  }
  // The key first: a crash between the two must not leave a database without one.
  if (!hasKey) readOrMakeKey(dataDir);
  if (state === "absent") {
    rmSync(folder, { recursive: true, force: true });
    await initialiseFolder(folder);
  }
  return openUsable(folder);
}

/** Opens (or first makes) the database in the data folder; only one process at a time gets it. */
export async function openEmbedded(config: { dataDir: string; dataKey?: string }): Promise<OpenDatabase> {
  const dataDir = resolve(config.dataDir);
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new StartError(`The data folder ${dataDir} cannot be made (${errorCode(error) ?? "unknown reason"}). Set DATA_DIR to a folder of your own.`);
  }
  const lock = takeLock(join(dataDir, "muster.lock"));
  try {
    prepareDataDir(dataDir);
    return await toDatabase(await openLocked(dataDir, config.dataKey !== undefined), lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}
