import type { ApiClientOptions } from "grammy";
import { Hono } from "hono";
import { createApp, type App } from "../app.ts";
import type { Config } from "../config.ts";
import { openDatabase, type Database, type OpenDatabase } from "../db/client.ts";
import { claimInstallation } from "../db/installation.ts";
import { inbox, station } from "../db/schema.ts";
import { createSeal, readOrMakeKey, type Seal } from "../db/seal.ts";
import type { Log } from "../operation/log.ts";
import { serve } from "../operation/serve.ts";
import { createRoutes } from "./routes.ts";
import { createPages, guard } from "./door.ts";
import { emptyPlayground } from "./emptying.ts";
import { createEmulator, type Emulator } from "./emulator/emulator.ts";
import { createMemory, type Memory } from "./memory.ts";
import { seed } from "./seed.ts";
import { createStage } from "./stage.ts";
import { createTurnableClock, type Turn, type TurnableClock } from "./turnable-clock.ts";
import { turnClock } from "./turning.ts";

/** The story before the first look takes less; its messages are dated back by this much. */
const STORY_MS = 2 * 3_600_000;
const shownHost = (host: string) => (host === "0.0.0.0" || host === "::" ? "localhost" : host.includes(":") ? `[${host}]` : host);
const CONTROLLER = { name: "示例协会 · Example Association", contact: "privacy@example.org" };

interface Parts {
  readonly config: Config;
  readonly log: Log;
  readonly database: OpenDatabase;
  readonly seal: Seal;
  readonly clock: TurnableClock;
  readonly emulator: Emulator;
  readonly memory: Memory;
  /** Telegram before anybody came. */
  readonly blank: string;
}

function openApp({ config, log, database, seal, clock, emulator }: Parts): Promise<App> {
  // Calendar links lead back to this very machine.
  return createApp({ publicUrl: `http://${shownHost(config.host)}:${config.port}`, ...config }, {
    kind: "playground", token: emulator.token, controller: CONTROLLER, database, seal, log, now: clock.now,
    // Ours takes what grammY's node-fetch type says, and more; the two types only name their classes differently.
    fetch: emulator.fetch as unknown as NonNullable<ApiClientOptions["fetch"]>,
  });
}

async function beginAfresh(parts: Parts): Promise<App> {
  const { clock, emulator, memory, database } = parts;
  await memory.forget();
  await emptyPlayground(database.db);
  emulator.restore(parts.blank);
  clock.set(-STORY_MS);
  const app = await openApp(parts);
  await seed(createStage(app, emulator, clock));
  clock.set(0);
  await memory.keep();
  return app;
}

async function hasStory(db: Database): Promise<boolean> {
  const found = await db.select({ id: station.id }).from(station).limit(1);
  return found.length > 0;
}

/** A crash may have kept less of Telegram than of the database: an update id that was used must not come again. */
async function skipUsedIds(db: Database, emulator: Emulator): Promise<void> {
  const rows = await db.select({ updateId: inbox.updateId }).from(inbox);
  const used = rows.reduce((highest, row) => Math.max(highest, row.updateId), 0);
  const kept: { nextUpdateId: number } = JSON.parse(emulator.snapshot());
  emulator.jumpUpdateIds(Math.max(kept.nextUpdateId, used + 1));
}

/** Goes on where the last run ended, or begins afresh where either half of its memory is missing. */
async function resume(parts: Parts): Promise<App> {
  const { clock, emulator, database, log, memory, seal } = parts;
  await claimInstallation(database.db, { kind: "playground", botId: emulator.bot.id }, seal);
  const [kept, isPlayed] = [await memory.read(), await hasStory(database.db)];
  if (!kept || !isPlayed) {
    if (kept || isPlayed) log.warn("playground.afresh", { reason: kept ? "database-is-empty" : "playground-json-is-missing" });
    return beginAfresh(parts);
  }
  emulator.restore(kept.snapshot);
  clock.set(kept.offsetMs);
  await skipUsedIds(database.db, emulator);
  return openApp(parts);
}

function createParts(config: Config, log: Log, database: OpenDatabase, realNow: () => Date): Parts {
  const clock = createTurnableClock(realNow, config.defaultTimeZone);
  const emulator = createEmulator({ now: clock.now });
  const memory = createMemory(config.dataDir, () => ({ offsetMs: clock.offsetMs(), snapshot: emulator.snapshot() }), log);
  const seal = createSeal(config.dataKey ?? readOrMakeKey(config.dataDir));
  return { config, log, database, seal, clock, emulator, memory, blank: emulator.snapshot() };
}

/** One thing after the other: two turns of the clock, or a turn and a new beginning, must not meet. */
function oneByOne(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}

interface Show {
  app(): App;
  turn(by: Turn): Promise<void>;
  reset(): Promise<void>;
  stop(): Promise<void>;
}

async function openShow(parts: Parts): Promise<Show> {
  const { clock, emulator, memory, database } = parts;
  const queue = oneByOne();
  let app = await resume(parts);
  let isOpen = true;
  await app.start();
  emulator.subscribe((event) => {
    if (isOpen && event.type !== "called") memory.touch();
  });

  return {
    app: () => app,
    turn: (by) => queue(async () => {
      await turnClock({ app, db: database.db, emulator, clock }, by);
      memory.touch();
    }),
    reset: () => queue(async () => {
      isOpen = false;
      await app.stop();
      app = await beginAfresh(parts);
      await app.start();
      isOpen = true;
    }),
    stop: () => queue(async () => {
      await app.stop();
      await memory.keep();
      emulator.stop();
    }),
  };
}

function createDoor({ config, clock, emulator }: Parts, show: Show): Hono {
  const http = new Hono();
  http.use(guard(config.host));
  http.route("/", createPages());
  http.route("/playground", createRoutes({ clock, emulator, zone: config.defaultTimeZone, turn: show.turn, reset: show.reset }));
  http.all("/emulator/*", (c) => emulator.app.fetch(c.req.raw));
  http.all("*", (c) => show.app().http.fetch(c.req.raw));
  return http;
}

/** The bot without a token: a Telegram of its own, people to play, and a page in the browser. */
export async function startPlayground(config: Config, log: Log, say: (line: string) => void, realNow: () => Date): Promise<{ stop(): Promise<void> }> {
  say("正在准备演练场（第一次要等一会儿）…  Preparing the playground (the first time takes a little)…");
  const database = await openDatabase(config, log);
  try {
    const parts = createParts(config, log, database, realNow);
    const show = await openShow(parts);
    const served = await serve(createDoor(parts, show), config.host, config.port).catch(async (error: unknown) => {
      await show.stop();
      throw error;
    });
    say(`演练场已就绪，请用浏览器打开  The playground is ready, open  http://${shownHost(config.host)}:${served.port}`);
    return {
      async stop() {
        await served.close();
        await show.stop();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
