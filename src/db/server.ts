import { drizzle } from "drizzle-orm/postgres-js";
import { migrate } from "drizzle-orm/postgres-js/migrator";
import postgres from "postgres";
import type { Log } from "../operation/log.ts";
import type { OpenDatabase } from "./client.ts";
import { migrationsFolder } from "./migrate.ts";

export async function openServer(url: string, log: Log): Promise<OpenDatabase> {
  const onnotice = (notice: { severity?: string; code?: string }) => log.debug("database.notice", { severity: notice.severity, code: notice.code });
  const owner = postgres(url, { max: 1, onnotice });
  await owner`select pg_advisory_lock(7244501)`;
  await migrate(drizzle(owner), { migrationsFolder });
  await owner.end();
  const sql = postgres(url, { max: 12, onnotice });
  return { db: drizzle(sql), engine: "server", async ping() { await sql`select 1`; }, close: () => sql.end({ timeout: 5 }) };
}
