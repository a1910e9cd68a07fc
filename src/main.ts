import { existsSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { createApp } from "./app.ts";
import { readConfig, type Config } from "./config.ts";
import { openDatabase } from "./db/client.ts";
import { createSeal, readOrMakeKey } from "./db/seal.ts";
import { StartError } from "./db/start-error.ts";
import { runDoctor } from "./operation/doctor.ts";
import { createLog, type Log } from "./operation/log.ts";
import { serve } from "./operation/serve.ts";

interface Running {
  stop(): Promise<void>;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

function fail(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(2);
}

async function startBot(config: Config, token: string, log: Log): Promise<Running> {
  const database = await openDatabase(config, log);
  const app = await createApp(config, {
    kind: "telegram", token, database, log, now: () => new Date(),
    controller: config.controller ?? { name: "", contact: "" },
    seal: createSeal(config.dataKey ?? readOrMakeKey(config.dataDir)),
  });
  const served = await serve(app.http, config.host, config.port);
  await app.start();
  return {
    async stop() {
      await served.close();
      await app.stop();
      await database.close();
    },
  };
}

/** Loaded only where it is wanted: a real bot carries no emulator. */
async function startPlayground(config: Config, log: Log): Promise<Running> {
  const playground = await import("./playground/playground.ts");
  return playground.startPlayground(config, log, say, () => new Date());
}

/** Whoever stops us waits ten seconds before they kill; what is not done by then was stored and goes on at the next start. */
const STOP_WITHIN_MS = 9_500;

/** Hears a signal from the first moment on: one that comes while the bot still starts stops it all the same. */
function stopOnSignal(starting: Promise<Running>, log: Log): void {
  let stopping = false;
  const stop = (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info("main.stopping", { signal });
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    starting.then((running) => running.stop()).then(() => process.exit(0), (error: unknown) => {
      log.error("main.stop_failed", { error });
      process.exit(1);
    });
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
}

async function main(): Promise<void> {
  if (existsSync(".env")) loadEnvFile(".env");
  const [command] = process.argv.slice(2);
  const read = readConfig(process.env, process.argv.slice(2));
  if (!read.ok) fail(read.problems);
  const { config } = read;
  const log = createLog(config.logLevel);
  process.on("unhandledRejection", (error) => log.error("main.unhandled", { error }));
  if (command === "doctor") {
    const report = await runDoctor(config, { now: () => new Date() });
    for (const line of report.lines) say(line);
    process.exit(report.ok ? 0 : 1);
  }
  try {
    const starting = config.botToken === undefined ? startPlayground(config, log) : startBot(config, config.botToken, log);
    stopOnSignal(starting, log);
    await starting;
  } catch (error) {
    if (error instanceof StartError) fail([error.message]);
    log.error("main.start_failed", { error });
    process.exit(1);
  }
}

await main();
