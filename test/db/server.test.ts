import { spawn } from "node:child_process";
import { once } from "node:events";
import net from "node:net";
import { text } from "node:stream/consumers";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { afterEach, beforeEach, describe, expect, inject } from "vitest";
import { type Database, openDatabase, readRows } from "../../src/db/client.ts";
import { openServer } from "../../src/db/server.ts";
import { createLog } from "../../src/operation/log.ts";
import { station } from "../../src/db/schema.ts";
import { onServer } from "../setup/needs.ts";

const log = createLog("silent");
const undo: (() => unknown)[] = [];
const aStation = (joinCode: string) => ({ name: "East", timeZone: "Asia/Shanghai", locale: "en" as const, joinCode, createdAt: new Date() });
let url: string;

function adminUrl(): string {
  const engine = inject("engine");
  return engine.kind === "server" ? engine.adminUrl : "";
}

function at(change: (address: URL) => void): string {
  const address = new URL(url);
  change(address);
  return address.href;
}

async function makeDatabase(): Promise<void> {
  const admin = postgres(adminUrl(), { max: 1, onnotice: () => undefined });
  const name = `muster_test_${process.ppid}_${process.pid}_server`;
  await admin`create database ${admin(name)}`;
  undo.push(async () => {
    await admin`drop database ${admin(name)} with (force)`;
    await admin.end();
  });
  url = adminUrl();
  url = at((address) => {
    address.pathname = `/${name}`;
  });
}

async function open(databaseUrl = url) {
  const opened = await openDatabase({ databaseUrl, dataDir: "" }, log);
  undo.push(opened.close);
  return opened;
}

/** A line to the server that can be cut: the server's absence without stopping anybody else's. */
async function openProxy() {
  const { hostname, port } = new URL(url);
  const lines = new Set<net.Socket>();
  let isAway = false;
  const proxy = net.createServer((near) => {
    lines.add(near);
    const far = net.connect(Number(port || 5432), hostname);
    const end = () => {
      near.destroy();
      far.destroy();
    };
    near.on("error", end).on("close", end).pipe(far);
    far.on("error", end).on("close", end).pipe(near);
    if (isAway) near.resetAndDestroy();
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  undo.push(() => proxy.close());
  const { port: own } = proxy.address() as net.AddressInfo;
  return {
    url: at((address) => {
      address.hostname = "127.0.0.1";
      address.port = String(own);
    }),
    cut: (how: "reset" | "end" = "reset") => lines.forEach((line) => (how === "reset" ? line.resetAndDestroy() : line.end())),
    leave: () => {
      isAway = true;
      lines.forEach((line) => line.resetAndDestroy());
    },
    comeBack: () => {
      isAway = false;
    },
  };
}

const codeOf = async (work: Promise<unknown>): Promise<unknown> => work.then(() => "no error", (error: { cause?: { code?: string }; code?: string }) => error.cause?.code ?? error.code);

beforeEach(async () => {
  if (inject("engine").kind === "server") await makeDatabase();
});
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

describe("the bot's own role on the server", () => {
  onServer("reads and writes rows, and cannot make, change or empty a table", async () => {
    const { db } = await open();
    await db.insert(station).values(aStation("a"));
    expect(await db.$count(station)).toBe(1);
    for (const forbidden of ["create table t (i int)", "alter table station add column i int", "drop table station", "truncate station",
      "create schema s", "create function f() returns int language sql as 'select 1'", "select * from drizzle.__drizzle_migrations"]) {
      expect([forbidden, await codeOf(db.execute(sql.raw(forbidden)))]).toEqual([forbidden, "42501"]);
    }
  });

  onServer("cannot be left: resetting it gives the same role", async () => {
    const { db } = await open();
    const rows = await db.transaction(async (tx) => {
      await tx.execute(sql`reset role`);
      return readRows(tx, sql`select current_user as role`);
    });
    expect(rows).toEqual([{ role: "muster_app" }]);
  });

  onServer("is done without, with one warning, where the login may not make roles", async () => {
    const owner = postgres(url, { max: 1, onnotice: () => undefined });
    const login = `muster_test_plain_${process.pid}`;
    undo.push(async () => {
      await owner.unsafe(`drop owned by ${login} cascade; drop role ${login}`);
      await owner.end();
    });
    await owner.unsafe(`create role ${login} login; grant all on schema public to ${login}`);
    await owner.unsafe(`grant create on database ${new URL(url).pathname.slice(1)} to ${login}`);
    const lines: string[] = [];
    const plainUrl = at((address) => {
      address.username = login;
    });
    const opened = await openDatabase({ databaseUrl: plainUrl, dataDir: "" }, createLog("warn", { write: (line) => lines.push(line) }));
    await opened.db.insert(station).values(aStation("a"));
    await opened.close();
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ event: "database.works_as_owner", reason: "login-may-not-make-roles" }]);
  });
});

describe("several starts at once", () => {
  onServer("by three processes make the tables exactly once", async () => {
    const script = `
      const { openDatabase } = await import(${JSON.stringify(new URL("../../src/db/client.ts", import.meta.url).href)});
      const { createLog } = await import(${JSON.stringify(new URL("../../src/operation/log.ts", import.meta.url).href)});
      const opened = await openDatabase({ databaseUrl: ${JSON.stringify(url)}, dataDir: "" }, createLog("silent"));
      await opened.ping(); await opened.close(); process.stdout.write("ready");`;
    const children = [1, 2, 3].map(() => spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]));
    const said = await Promise.all(children.map(async (child) => [await text(child.stdout), await text(child.stderr)]));
    expect(said).toEqual([["ready", ""], ["ready", ""], ["ready", ""]]);
    const owner = postgres(url, { max: 1 });
    const [row] = await owner`select count(*)::int as applied, count(distinct hash)::int as migrations from drizzle.__drizzle_migrations`;
    await owner.end();
    expect(row?.["applied"]).toBe(row?.["migrations"]);
  });

  onServer("in one process wait for one another", async () => {
    const opened = await Promise.all([open(), open(), open()]);
    await Promise.all(opened.map(({ ping }) => ping()));
  });
});

function insertThenAsk(db: Database, between: () => Promise<void>): Promise<void> {
  return db.transaction(async (tx) => {
    await tx.insert(station).values(aStation("lost"));
    await between();
    await tx.execute(sql`select 1`);
  });
}

describe("a server that goes away", () => {
  onServer("fails what was under way, keeps nothing of it, and is used again when it is back", async () => {
    const proxy = await openProxy();
    const { db, ping } = await open(proxy.url);
    for (const how of ["reset", "end"] as const) {
      const sleeping = codeOf(db.transaction((tx) => tx.execute(sql`select pg_sleep(${20})`)));
      const writing = codeOf(insertThenAsk(db, async () => {
        proxy.cut(how);
        await sleeping;
      }));
      expect(await Promise.all([sleeping, writing])).not.toContain("no error");
      await ping();
      expect(await db.$count(station)).toBe(0);
    }
  });

  onServer("never lets the rest of a lost transaction into another one", async () => {
    const proxy = await openProxy();
    const { db } = await open(proxy.url);
    const lost = insertThenAsk(db, async () => {
      proxy.cut();
      await Promise.all(Array.from({ length: 20 }, (_, n) => db.transaction(async (tx) => {
        await tx.insert(station).values(aStation(`kept-${n}`));
      }).catch(() => undefined)));
    });
    expect(await codeOf(lost)).toBe("ECONNRESET");
    expect(await readRows(db, sql`select count(*) as lost from station where join_code = 'lost'`)).toEqual([{ lost: 0 }]);
  });

  onServer("refuses at once while it is away, and nobody who waited for a place is forgotten", async () => {
    const proxy = await openProxy();
    const { db, ping } = await open(proxy.url);
    const many = Array.from({ length: 40 }, () => codeOf(db.execute(sql`select pg_sleep(20)`)));
    const owner = postgres(url, { max: 1 });
    await expect.poll(async () => [...await owner`select count(*)::int as asleep from pg_stat_activity
      where datname = current_database() and wait_event = 'PgSleep'`]).toEqual([{ asleep: 12 }]);
    await owner.end();
    proxy.leave();
    expect(await Promise.all(many)).not.toContain("no error");
    expect(await codeOf(ping())).toBe("ECONNRESET");
    proxy.comeBack();
    await Promise.all(Array.from({ length: 40 }, () => ping()));
  });

  onServer("at the start is waited for, and named when it does not come", async () => {
    const proxy = await openProxy();
    proxy.leave();
    const lines: string[] = [];
    const watching = createLog("info", { write: (line) => {
      lines.push(line);
      proxy.comeBack();
    } });
    const opened = await openServer(proxy.url, watching);
    await opened.close();
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ event: "database.awaited", code: "ECONNRESET" });
    proxy.leave();
    const { host } = new URL(proxy.url);
    await expect(openServer(proxy.url, log, 300)).rejects.toThrow(`No PostgreSQL server answers at ${host} (ECONNRESET)`);
  });

  onServer("is not waited for when it has no such database, or speaks no TLS that was asked for", async () => {
    const missing = at((address) => {
      address.pathname = "/muster_test_nowhere";
    });
    await expect(openServer(missing, log)).rejects.toThrow("does not have the database");
  });
});
