import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { Log } from "../operation/log.ts";
import { connectLine, ConnectionLost, type Line, readAddress } from "./line.ts";
import { errorCode } from "./start-error.ts";

// Longer than any statement may take on the server, so silence means that nobody is there.
const SILENCE_MS = 60_000;
// A server that has accepted a connection answers at once, or is not one.
const GREETING_MS = 10_000;
const IDLE_MS = 60_000;
const CLOSING_MS = 5_000;
// The driver passes what it does not know on to the server, which refuses it.
const OUR_PARAMETERS = ["ssl", "sslmode", "sslrootcert"];

export type Client = { sql: postgres.Sql; line: Line };

/** Connects one driver client to one line, and proves that it works. */
export async function openClient(url: string, startParameters: Record<string, string>, log: Log): Promise<Client> {
  const address = readAddress(url);
  const plain = new URL(url);
  for (const name of OUR_PARAMETERS) plain.searchParams.delete(name);
  const line = await connectLine(address);
  const options = {
    max: 1,
    ssl: false,
    socket: () => line,
    // Its failure would be an unhandled rejection, and nothing here reads array columns.
    fetch_types: false,
    max_lifetime: null,
    // Ours, below: the driver forgets to stop its own when a start fails.
    connect_timeout: 0,
    connection: { application_name: "muster", ...startParameters },
    onnotice: (notice: postgres.Notice) => log.debug("database.notice", { severity: notice["severity"], code: notice["code"] }),
  };
  const sql = postgres(plain.href, options);
  // Makes the client leave dates as text, as drizzle expects them.
  drizzle({ client: sql });
  try {
    line.expectNewsWithin(GREETING_MS);
    await sql.unsafe("select 1");
    line.expectNewsWithin(0);
    return { sql, line };
  } catch (error) {
    line.end();
    throw error;
  }
}

/** Ends with the connection even where the driver, its queue being full, would keep a transaction waiting for ever. */
export async function whileConnected<T>({ sql, line }: Client, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  let onLoss: (error: unknown) => void = () => undefined;
  const loss = new Promise<never>((_, reject) => {
    onLoss = reject;
    line.once("error", onLoss);
  });
  try {
    return await Promise.race([work(sql), loss]);
  } finally {
    line.off("error", onLoss);
  }
}

export type Pool = {
  use<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

type Waiter = { resolve(client: Client): void; reject(error: unknown): void };

/** At most so many clients at once; one whose line was lost is thrown away, never mended. */
export function createPool(connect: () => Promise<Client>, max: number, log: Log): Pool {
  const idle: { client: Client; timer: NodeJS.Timeout }[] = [];
  const busy = new Set<Client>();
  const waiting: Waiter[] = [];
  let size = 0;
  let isAway = false;
  let ended: (() => void) | undefined;

  function report(away: boolean, error?: unknown): void {
    if (away === isAway) return;
    isAway = away;
    if (away) log.warn("database.away", { code: errorCode(error) });
    else log.info("database.back");
  }

  function takeIdle(): Client | undefined {
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
      clearTimeout(last.timer);
      if (!last.client.line.isLost) return last.client;
      size -= 1;
    }
    return undefined;
  }

  async function connectOne(): Promise<Client> {
    size += 1;
    try {
      const client = await connect();
      report(false);
      return client;
    } catch (error) {
      size -= 1;
      report(true, error);
      // Whoever waits for a place would wait for a client that nobody makes: they try for themselves.
      pass();
      throw error;
    }
  }

  function pass(): void {
    const next = waiting.shift();
    if (next === undefined) return;
    connectOne().then(next.resolve, next.reject);
  }

  function take(): Promise<Client> {
    if (ended !== undefined) return Promise.reject(new ConnectionLost("CONNECTION_ENDED"));
    const client = takeIdle();
    if (client !== undefined) return Promise.resolve(client);
    if (size < max) return connectOne();
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  }

  function give(client: Client): void {
    busy.delete(client);
    client.line.expectNewsWithin(0);
    const next = waiting[0];
    if (client.line.isLost) {
      size -= 1;
      pass();
    } else if (next !== undefined) {
      waiting.shift();
      next.resolve(client);
    } else {
      keep(client);
    }
    if (busy.size === 0) ended?.();
  }

  function keep(client: Client): void {
    if (ended !== undefined) {
      drop(client);
      return;
    }
    const entry = { client, timer: setTimeout(() => {
      idle.splice(idle.indexOf(entry), 1);
      drop(client);
    }, IDLE_MS).unref() };
    idle.push(entry);
  }

  function drop(client: Client): void {
    size -= 1;
    client.line.end();
  }

  return {
    async use(work) {
      const client = await take();
      busy.add(client);
      client.line.expectNewsWithin(SILENCE_MS);
      try {
        return await whileConnected(client, work);
      } finally {
        give(client);
      }
    },
    async close() {
      const done = new Promise<void>((resolve) => {
        ended = resolve;
      });
      for (const { client, timer } of idle.splice(0)) {
        clearTimeout(timer);
        drop(client);
      }
      for (const { reject } of waiting.splice(0)) reject(new ConnectionLost("CONNECTION_ENDED"));
      const timer = setTimeout(() => ended?.(), CLOSING_MS);
      if (busy.size > 0) await done;
      clearTimeout(timer);
      for (const client of busy) client.line.destroy();
    },
  };
}

/** The pool in the shape of the one driver client that drizzle asks for. */
export function asDriver(pool: Pool): postgres.Sql {
  const driver = {
    options: { parsers: {}, serializers: {} },
    begin: (work: (tx: postgres.TransactionSql) => Promise<unknown>) => pool.use((sql) => sql.begin(work)),
    unsafe(query: string, parameters: never[], options: postgres.UnsafeQueryOptions) {
      let asValues = false;
      const result = Promise.resolve().then(() => pool.use(async (sql) =>
        asValues ? await sql.unsafe(query, parameters, options).values() : await sql.unsafe(query, parameters, options)));
      return Object.assign(result, {
        values() {
          asValues = true;
          return result;
        },
      });
    },
  };
  // Exactly what drizzle's postgres-js session calls; the rest of the driver's surface is never reached.
  return driver as unknown as postgres.Sql;
}
