import { Hono } from "hono";
import type { Database } from "../db/client.ts";
import type { Log } from "./log.ts";
import type { Meter } from "./metrics.ts";
import { readQueues } from "./queues.ts";
import { readClockSkewMs } from "./skew.ts";

/** A probe that waits longer gives up by itself, and then nobody learns which part was slow. */
const PATIENCE_MS = 2_000;

export interface HealthDeps {
  readonly meter: Meter;
  readonly db: Database;
  readonly now: () => Date;
  readonly log: Log;
  ping(): Promise<void>;
  /** Whether updates are being taken in and handled. */
  isIntakeAlive(): boolean;
}

async function answers(deps: HealthDeps, work: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS);
  });
  try {
    await Promise.race([work(), late]);
    return true;
  } catch (error) {
    deps.log.debug("health.no_answer", { error });
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** What keeps the bot from working, in words; empty when it is ready. */
async function readObstacles(deps: HealthDeps): Promise<string[]> {
  const obstacles: string[] = [];
  if (!await answers(deps, () => deps.ping())) {
    obstacles.push("The database does not answer. The bot goes on by itself when it is back.");
  } else if (!await answers(deps, () => readQueues(deps.db, deps.now()))) {
    obstacles.push("The tables of the database cannot be read. Start the bot again, so that it brings them up to date.");
  }
  if (!deps.isIntakeAlive()) obstacles.push("No updates are taken in: the bot is starting or stopping.");
  return obstacles;
}

async function measure(deps: HealthDeps): Promise<void> {
  for (const { name, counts, oldestMs } of await readQueues(deps.db, deps.now())) {
    for (const [state, count] of counts) deps.meter.depth(name, state, count, oldestMs / 1000);
  }
  deps.meter.database(await readClockSkewMs(deps.db, deps.now) / 1000);
}

/** For whoever watches over the bot: is it alive, can it work, what has it done. */
export function createHealth(deps: HealthDeps): Hono {
  const http = new Hono();
  http.get("/healthz", (c) => c.text("alive\n"));
  http.get("/readyz", async (c) => {
    const obstacles = await readObstacles(deps);
    return obstacles.length === 0 ? c.text("ready\n") : c.text(`${obstacles.join("\n")}\n`, 503);
  });
  http.get("/metrics", async (c) => {
    if (!await answers(deps, () => measure(deps))) deps.meter.database(null);
    return c.body(await deps.meter.registry.metrics(), 200, { "Content-Type": deps.meter.registry.contentType });
  });
  return http;
}
