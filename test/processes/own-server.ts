import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../src/db/client.ts";
import { createLog } from "../../src/operation/log.ts";
import type { TestDatabase } from "../setup/database.ts";
import { freePort } from "./fleet.ts";

/** Where Debian keeps the server's own programs. */
const DEBIAN = "/usr/lib/postgresql";

function programs(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number).filter((version) => version >= 15) : [];
  if (versions.length === 0) throw new Error(`no PostgreSQL server programs under ${DEBIAN}`);
  return join(DEBIAN, String(Math.max(...versions)), "bin");
}

export interface OwnServer {
  readonly url: string;
  stop(): void;
  start(): void;
  remove(): void;
}

/** A PostgreSQL server of this test's own, which it may stop: nobody else's tests run on it. */
export async function openOwnServer(): Promise<OwnServer> {
  const bin = programs();
  const folder = mkdtempSync(join(tmpdir(), "muster-pg-"));
  const data = join(folder, "data");
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  // PostgreSQL refuses to run as root.
  const run = (program: string, args: string[]) => {
    const command = isRoot ? ["runuser", "-u", "postgres", "--", join(bin, program), ...args] : [join(bin, program), ...args];
    execFileSync(command[0] ?? "", command.slice(1), { stdio: "ignore" });
  };
  if (isRoot) {
    const postgres = Number(execFileSync("id", ["-u", "postgres"], { encoding: "utf8" }));
    chownSync(folder, postgres, postgres);
  }
  chmodSync(folder, 0o700);
  run("initdb", ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"]);
  const start = () => run("pg_ctl", ["-D", data, "-w", "-l", join(folder, "log"), "-o", `-p ${port} -c listen_addresses=127.0.0.1 -k ${folder}`, "start"]);
  const stop = () => run("pg_ctl", ["-D", data, "-w", "-m", "fast", "stop"]);
  start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start, stop,
    remove() {
      try {
        stop();
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** A database on that server, for a bench that lives through one test. */
export async function openOwnDatabase(server: OwnServer): Promise<TestDatabase> {
  const opened = await openDatabase({ databaseUrl: server.url, dataDir: "" }, createLog("silent"));
  return { ...opened, url: server.url, reset: async () => undefined };
}
