import { Api, InputFile } from "grammy";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { createSeal } from "../../src/db/seal.ts";
import { outbox } from "../../src/db/schema.ts";
import { messages } from "../../src/i18n/messages.ts";
import { createLog } from "../../src/operation/log.ts";
import { createMeter } from "../../src/operation/metrics.ts";
import type { Worker } from "../../src/operation/worker.ts";
import { createDeliverer } from "../../src/outbox/deliver.ts";
import { enqueueAll, type Due, type Owed } from "../../src/outbox/enqueue.ts";
import type { Job } from "../../src/outbox/job.ts";
import type { PaceLimits } from "../../src/outbox/pace.ts";
import { createTurnstile } from "../../src/outbox/turnstile.ts";
import { drawPicture } from "../../src/picture/draw.ts";
import { createEmulator, type Emulator } from "../../src/playground/emulator/emulator.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

const SEAL = createSeal("ab".repeat(32));
const SETTING = { botUsername: "MusterBot", controller: { name: "", contact: "" }, defaultTimeZone: "Asia/Shanghai", defaultLocale: "en", publicUrl: null } as const;

/** An outbox with its own small jobs, a Telegram, and a clock that the test turns. */
export interface Office {
  readonly database: TestDatabase;
  readonly emulator: Emulator;
  readonly owner: Person;
  /** What the deliverer told the rest of the bot. */
  readonly happened: string[];
  now(): Date;
  turn(ms: number): void;
  /** So many groups' ids. */
  groups(count: number): number[];
  deliverer(jobs: readonly Job[], options?: { name?: string; limits?: PaceLimits; concurrency?: number; pause?: (ms: number) => Promise<void> }): Worker;
  promise<Payload extends object>(what: Owed<Payload>, ...dues: Omit<Due<Payload>, "now">[]): Promise<void>;
  rows(): Promise<(typeof outbox.$inferSelect)[]>;
  /** What the bot has posted, in order. */
  posted(): string[];
}

export function useOffice(): Office {
  let database: TestDatabase;
  let emulator: Emulator;
  let owner: Person;
  let now: Date;
  let happened: string[];

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.reset();
    now = new Date("2026-11-23T01:00:00Z");
    happened = [];
    emulator = createEmulator({ now: () => now, limits: "off" });
    owner = emulator.addPerson({ firstName: "Owner" });
  });

  const note = (what: string) => async () => { happened.push(what); };

  return {
    get database() { return database; },
    get emulator() { return emulator; },
    get owner() { return owner; },
    get happened() { return happened; },
    now: () => now,
    turn(ms) { now = new Date(now.getTime() + ms); },
    groups: (count) => Array.from({ length: count }, (_, index) => emulator.addGroup({ title: `Group ${index}`, owner, quietly: true }).id),
    deliverer: (jobs, { name = "test", limits = { perSecond: 30, perGroupMinute: 20 }, concurrency = 16, pause = async () => undefined } = {}) => createDeliverer({
      db: database.db, now: () => now, owner: name, concurrency, jobs, limits, pause,
      turnstile: createTurnstile({ db: database.db, now: () => now, limits }),
      api: new Api(emulator.token, { fetch: emulator.fetch as never }),
      io: () => ({ db: database.db, now, seal: SEAL, words: messages, setting: SETTING, picture: async (svg) => new InputFile(await drawPicture(svg), "muster.png") }),
      log: createLog("silent"), meter: createMeter(),
      world: {
        migrated: note("migrated"), chatUnreachable: note("chat unreachable"), personUnreachable: note("person unreachable"), topicGone: note("topic gone"),
        dead: async (_, __, kind) => { happened.push(`dead ${kind}`); },
      },
    }),
    promise: (what, ...dues) => database.db.transaction((tx) => enqueueAll(tx, what, dues.map((due) => ({ ...due, now })))),
    rows: () => database.db.select().from(outbox).orderBy(outbox.id),
    posted: () => emulator.journal({ method: "sendMessage" }).map((call) => String(call.params["text"])),
  };
}
