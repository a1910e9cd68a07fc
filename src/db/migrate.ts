import { fileURLToPath } from "node:url";
import type { PgliteDatabase } from "drizzle-orm/pglite";
import { migrate as migratePglite } from "drizzle-orm/pglite/migrator";
import { drizzle } from "drizzle-orm/postgres-js";
import { migrate as migratePostgres } from "drizzle-orm/postgres-js/migrator";
import type postgres from "postgres";
import { errorCode, StartError } from "./start-error.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
// Any number, as long as every process of every version uses the same one.
const MIGRATION_LOCK = 7_244_501;

async function orStartError(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw new StartError(`The database could not be brought up to date (${errorCode(error) ?? "unknown reason"}); nothing was changed. Is it a database of this bot, and not a newer one?`, { cause: error });
  }
}

export function migrateEmbedded(db: PgliteDatabase): Promise<void> {
  return orStartError(migratePglite(db, { migrationsFolder }));
}

/** Brings the tables up to date, then runs `after`, while every other process that starts now waits; the lock ends with the connection. */
export async function migrateServer<T>(owner: postgres.Sql, after: () => Promise<T>): Promise<T> {
  await owner.unsafe("set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0");
  await owner`select pg_advisory_lock(${MIGRATION_LOCK})`;
  await orStartError(migratePostgres(drizzle({ client: owner }), { migrationsFolder }));
  return after();
}
