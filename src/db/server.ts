import { setTimeout as wait } from "node:timers/promises";
import { drizzle } from "drizzle-orm/postgres-js";
import type postgres from "postgres";
import type { Log } from "../operation/log.ts";
import { prepareAppRole } from "./app-role.ts";
import type { OpenDatabase } from "./client.ts";
import { readAddress } from "./line.ts";
import { migrateServer } from "./migrate.ts";
import { asDriver, type Client, createPool, openClient, whileConnected } from "./pool.ts";
import { errorCode, StartError } from "./start-error.ts";

// A server beside us in the same compose file needs some seconds to come up.
const PATIENCE_MS = 30_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4_000;
const OLDEST_SERVER = 150_000;
// 64 updates are handled at once, and most wait for Telegram, not for a row; three processes stay under PostgreSQL's default of 100.
const POOL_SIZE = 12;
// Under the 30 seconds after which an update counts as hung. Compiling a statement takes longer than any of ours runs.
const LIMITS = { statement_timeout: "25000", idle_in_transaction_session_timeout: "40000", TimeZone: "UTC", jit: "off" };

const FINAL: Record<string, string> = {
  "28P01": "refused the password",
  "28000": "refused the login",
  "3D000": "does not have the database that DATABASE_URL names: make it with createdb",
  "42501": "does not let this login connect",
  ENOENT: "cannot be checked, for the file that sslrootcert names is not there",
  ERR_TLS_CERT_ALTNAME_INVALID: "shows a certificate for another name (sslmode)",
  NO_TLS: "does not speak TLS, which DATABASE_URL asks for (sslmode)",
  SELF_SIGNED_CERT_IN_CHAIN: "shows a certificate that nobody known has signed (sslmode, sslrootcert)",
  DEPTH_ZERO_SELF_SIGNED_CERT: "shows a certificate that nobody known has signed (sslmode, sslrootcert)",
};

/** Connects the owner, and keeps trying while the server may still be coming up. */
async function reach(url: string, log: Log, patienceMs: number): Promise<Client> {
  const { host, port } = readAddress(url);
  const giveUpAt = performance.now() + patienceMs;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await openClient(url, {}, log);
    } catch (error) {
      const code = errorCode(error) ?? "unknown reason";
      const final = FINAL[code];
      if (final !== undefined) throw new StartError(`The PostgreSQL server at ${host}:${port} ${final}.`, { cause: error });
      if (performance.now() + waitMs > giveUpAt) {
        throw new StartError(`No PostgreSQL server answers at ${host}:${port} (${code}). Start it, or correct DATABASE_URL.`, { cause: error });
      }
      log.info("database.awaited", { code, retryMs: waitMs });
      await wait(waitMs);
    }
  }
}

async function checkVersion(owner: postgres.Sql): Promise<void> {
  const [row] = await owner`select current_setting('server_version_num')::int as number, current_setting('server_version') as name`;
  if (Number(row?.["number"]) < OLDEST_SERVER) {
    throw new StartError(`The PostgreSQL server is version ${String(row?.["name"])}; at least 15 is needed.`);
  }
}

/** What only the owner may do; gives the role to work as. */
async function prepare(owner: Client, log: Log): Promise<string | undefined> {
  try {
    return await whileConnected(owner, async (sql) => {
      await checkVersion(sql);
      return migrateServer(sql, () => prepareAppRole(sql, log));
    });
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`The PostgreSQL server could not be made ready (${errorCode(error) ?? "unknown reason"}). Nothing was lost; start again.`, { cause: error });
  } finally {
    owner.line.end();
  }
}

/** Migrates as the owner, then works through a pool that heals itself and cannot change tables. */
export async function openServer(url: string, log: Log, patienceMs = PATIENCE_MS): Promise<OpenDatabase> {
  const role = await prepare(await reach(url, log, patienceMs), log);
  const parameters = { ...LIMITS, ...(role !== undefined && { role }) };
  const pool = createPool(() => openClient(url, parameters, log), POOL_SIZE, log);
  return {
    db: drizzle({ client: asDriver(pool) }),
    engine: "server",
    async ping() {
      await pool.use(async (sql) => sql.unsafe("select 1"));
    },
    close: pool.close,
  };
}
