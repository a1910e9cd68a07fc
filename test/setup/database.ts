import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { inject } from "vitest";
import { type Database, type OpenDatabase, openDatabase } from "../../src/db/client.ts";
import { openInMemory } from "../../src/db/embedded.ts";
import { createLog } from "../../src/operation/log.ts";

export type TestDatabase = {
  db: Database;
  engine: "embedded" | "server";
  /** The server's address of this database, for tests that start processes of their own. */
  url?: string;
  /** Empties every table and starts every number at 1 again. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

// Thirty times faster on a server than truncate, which gives every table a new file; nothing here has many rows.
const EMPTY_ALL = `do $$
declare found record;
begin
  perform set_config('session_replication_role', 'replica', true);
  for found in select tablename as name from pg_tables where schemaname = 'public' loop
    execute format('delete from public.%I', found.name);
  end loop;
  for found in select sequencename as name, start_value from pg_sequences where schemaname = 'public' loop
    perform setval(format('public.%I', found.name)::regclass, found.start_value, false);
  end loop;
end $$`;

async function openEmbeddedCopy(dumpFile: string): Promise<TestDatabase> {
  const opened = await openInMemory(new Blob([readFileSync(dumpFile)]));
  return {
    ...opened,
    async reset() {
      await opened.db.execute(sql.raw(EMPTY_ALL));
    },
  };
}

let copies = 0;

async function openServerCopy(adminUrl: string, template: string): Promise<TestDatabase> {
  const name = template.replace(/template$/, `${process.pid}_${(copies += 1)}`);
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await admin`create database ${admin(name)} template ${admin(template)}`;
  const address = new URL(adminUrl);
  address.pathname = `/${name}`;
  const url = address.href;
  const opened: OpenDatabase = await openDatabase({ databaseUrl: url, dataDir: "" }, createLog("silent"));
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  return {
    ...opened,
    url,
    async reset() {
      await owner.unsafe(EMPTY_ALL);
    },
    async close() {
      await Promise.all([opened.close(), owner.end()]);
      await admin`drop database if exists ${admin(name)} with (force)`;
      await admin.end();
    },
  };
}

/** A fresh, migrated database: a copy in memory, or on the server that TEST_DATABASE_URL names. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const engine = inject("engine");
  return engine.kind === "embedded" ? openEmbeddedCopy(engine.dumpFile) : openServerCopy(engine.adminUrl, engine.template);
}
