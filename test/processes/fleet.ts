import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { listen } from "../../src/playground/emulator/listen.ts";
import type { Bench } from "../telegram/bench.ts";

/** The same key as the bench's, so that processes and bench know the same people. */
const DATA_KEY = "5e".repeat(32);

/** A process is started as its owner would start it. */
const [, ...START] = (JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } }).scripts.start.split(" ");

export interface BotProcess {
  readonly port: number;
  readonly exited: Promise<number | null>;
  /** Everything it wrote. */
  readonly lines: readonly string[];
  kill(signal: "SIGKILL" | "SIGTERM" | "SIGSTOP" | "SIGCONT"): Promise<void>;
}

export interface Fleet {
  readonly apiRoot: string;
  start(env?: Record<string, string>): Promise<BotProcess>;
  stop(): Promise<void>;
}

/** Below the ports that the system gives to outgoing connections: one of those could take it before the bot listens. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

export function freePort(): Promise<number> {
  const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(freePort()) : reject(error)));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(port)));
  });
}

/** Resolves when a line of the child's says that the bot has started. */
function started(child: ChildProcess, lines: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        if (line.includes("app.started")) resolve();
      });
    }
    child.once("exit", (code) => reject(new Error(`the bot ended with ${code}:\n${lines.join("\n")}`)));
  });
}

/** Real bot processes against the bench's Telegram over real HTTP, on the bench's PostgreSQL database. */
export async function openFleet(bench: Bench, databaseUrl = bench.database.url): Promise<Fleet> {
  if (databaseUrl === undefined) throw new Error("a fleet needs a PostgreSQL server");
  const http = await listen(bench.emulator, 0);
  const bots = new Set<BotProcess>();

  async function start(env: Record<string, string> = {}): Promise<BotProcess> {
    const port = env["PORT"] === undefined ? await freePort() : Number(env["PORT"]);
    const child = spawn(process.execPath, START, {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        PATH: process.env["PATH"], BOT_TOKEN: bench.emulator.token, BOT_API_ROOT: http.url, DATABASE_URL: databaseUrl, DATA_KEY,
        CONTROLLER_NAME: "Example Association", CONTROLLER_CONTACT: "privacy@example.org", HOST: "127.0.0.1", ...env, PORT: String(port),
      },
    });
    const lines: string[] = [];
    const exited = new Promise<number | null>((resolve) => {
      child.once("exit", (code) => resolve(code));
    });
    const bot: BotProcess = {
      port, lines, exited,
      async kill(signal) {
        child.kill(signal);
        if (signal === "SIGKILL" || signal === "SIGTERM") await exited;
      },
    };
    bots.add(bot);
    exited.finally(() => bots.delete(bot));
    await started(child, lines);
    return bot;
  }

  return {
    apiRoot: http.url,
    start,
    async stop() {
      await Promise.all([...bots].map((bot) => bot.kill("SIGKILL")));
      await http.close();
    },
  };
}
