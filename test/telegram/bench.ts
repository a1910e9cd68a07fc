import { and, isNotNull, lte, ne, notInArray, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { createApp, type App } from "../../src/app.ts";
import { readConfig, type Config } from "../../src/config.ts";
import type { Scope } from "../../src/context.ts";
import { createSeal, type Seal } from "../../src/db/seal.ts";
import { inbox, outbox } from "../../src/db/schema.ts";
import type { Log, LogFields } from "../../src/operation/log.ts";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/playground/emulator/emulator.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { MessageRef, Ref } from "../../src/playground/emulator/people/refs.ts";
import type { ChatMessage } from "../../src/playground/emulator/views.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

/** Monday morning in Shanghai, between two quiet times. */
const MONDAY = new Date("2026-11-23T02:00:00Z");
const SEAL: Seal = createSeal("5e".repeat(32));

export interface Said {
  /** The message that was written. */
  message: ChatMessage;
  /** Emoji that the bot put under it. */
  readonly reactions: string[];
}

export interface Tap {
  readonly toast: string;
  readonly alert: boolean;
  readonly url: string | undefined;
}

/** One person, in one chat; without a chat, in private with the bot. */
export interface Actor {
  readonly person: Person;
  types(text: string, options?: Parameters<Emulator["say"]>[3]): Promise<Said>;
  /** Taps a button; a link of the bot's opens the private chat and presses Start there. */
  taps(message: MessageRef, button: string): Promise<Tap>;
  /** Sends whatever data a forged client would. */
  forges(message: MessageRef, data: string): Promise<Tap>;
  starts(payload?: string): Promise<void>;
  /** The bot's newest message in this chat, as it stands now. */
  reads(): ChatMessage;
  /** The bot's newest message, or undefined where it has said nothing. */
  glances(): ChatMessage | undefined;
}

export interface Bench {
  readonly emulator: Emulator;
  readonly app: App;
  readonly database: TestDatabase;
  readonly seal: Seal;
  now(): Date;
  /** Turns the clock and does what falls due. */
  advance(ms: number): Promise<void>;
  /** Takes in and handles what people did, and sends what is due at this instant. */
  run(): Promise<void>;
  /** Turns the clock on, a little at a time and at most a minute, until nothing is owed any more. */
  settle(): Promise<void>;
  as(person: Person, chat?: Ref): Actor;
  /** A scope outside any update, for arranging a test through the real actions. */
  scope(): Scope;
  /** Ends the bot and starts another one on the same database. */
  restart(): Promise<void>;
  /** From here on the clock is the machine's own, for tests that start real processes. */
  goLive(): void;
  /** Says that this test breaks something on purpose, so that its failures are not held against it. */
  expectFailures(): void;
}

class Failures {
  readonly seen: string[] = [];
  readonly log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (event, fields) => this.note(event, fields),
    error: (event, fields) => this.note(event, fields),
    with: () => this.log,
  };

  private note(event: string, fields?: LogFields): void {
    const error = fields?.error;
    this.seen.push(`${event}: ${error instanceof Error ? `${error.stack ?? error.message} ${String(error.cause ?? "")}` : JSON.stringify(fields)}`);
  }
}

function testConfig(): Config {
  const read = readConfig({ DATABASE_URL: "postgres://unused", DATA_KEY: "5e".repeat(32) }, []);
  if (!read.ok) throw new Error(read.problems.join("\n"));
  return read.config;
}

async function runAll(app: App): Promise<void> {
  for (;;) {
    const count = await app.step.poll() + await app.step.handle() + await app.step.deliver();
    if (count === 0) return;
  }
}

/** What was sent and looked at by nobody, and what went wrong in silence. */
async function complaints(database: TestDatabase, emulator: Emulator, failures: Failures | null): Promise<string[]> {
  const unseen = emulator.sentUnseen().map((sent) => `sent and looked at by no test: ${sent.kind} in ${sent.chatId}: ${sent.text}`);
  const broken = failures === null ? [] : [
    ...failures.seen,
    ...(await database.db.select({ failure: inbox.failure }).from(inbox).where(isNotNull(inbox.failure))).map((row) => `update failed: ${row.failure}`),
    ...(await database.db.select({ kind: outbox.kind, failure: outbox.failure }).from(outbox)
      .where(and(isNotNull(outbox.failure), ne(outbox.state, "blocked")))).map((row) => `message ${row.kind} failed: ${row.failure}`),
  ];
  return [...unseen, ...emulator.errors(), ...broken];
}

/** Opens a bench for a test file: a database for the file; for each test an empty one, a new Telegram and a new bot on them. */
export function useBench(options: { emulator?: Partial<EmulatorOptions>; start?: Date; config?: Partial<Config>; database?: () => Promise<TestDatabase> } = {}): Bench {
  let database: TestDatabase;
  let emulator: Emulator;
  let app: App;
  let failures = new Failures();
  let mayFail = false;
  let now = MONDAY;
  let isLive = false;
  const clock = () => (isLive ? new Date() : now);

  beforeAll(async () => {
    database = await (options.database ?? openTestDatabase)();
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    now = options.start ?? MONDAY;
    failures = new Failures();
    mayFail = false;
    isLive = false;
    await database.reset();
    emulator = createEmulator({ now: clock, limits: "off", ...options.emulator });
    app = await boot();
  });
  const boot = () => createApp({ ...testConfig(), ...options.config }, {
    kind: "telegram", token: emulator.token, controller: { name: "Example Association", contact: "privacy@example.org" },
    database: { ...database, ping: async () => undefined }, seal: SEAL, log: failures.log, now: clock, fetch: emulator.fetch as never, pause: async () => undefined,
  });
  afterEach(async () => {
    const found = await complaints(database, emulator, mayFail ? null : failures);
    emulator.stop();
    expect(found).toEqual([]);
  });

  async function advance(ms: number): Promise<void> {
    now = new Date(now.getTime() + ms);
    await app.step.tick();
    await runAll(app);
  }

  async function nextOwed(): Promise<Date | null> {
    const [row] = await database.db.select({ at: sql<string | null>`min(${outbox.runAt})` }).from(outbox)
      .where(and(notInArray(outbox.state, ["dead", "blocked"]), lte(outbox.runAt, new Date(now.getTime() + 60_000))));
    return row?.at ? new Date(row.at) : null;
  }

  async function settle(): Promise<void> {
    await runAll(app);
    for (let at = await nextOwed(); at !== null; at = await nextOwed()) {
      // What is due and waits for its turn only is looked at again as soon as an idle bot would.
      now = new Date(at > now ? at.getTime() : now.getTime() + 250);
      await runAll(app);
    }
  }

  function as(person: Person, chat: Ref = person): Actor {
    async function answered(callbackQueryId: string): Promise<Tap> {
      await runAll(app);
      const answer = emulator.answerOf(callbackQueryId);
      if (!answer) throw new Error("the tap was not answered");
      if (answer.url !== undefined) {
        emulator.follow(person, answer.url);
        await runAll(app);
      }
      return { toast: answer.text, alert: answer.showAlert, url: answer.url };
    }
    return {
      person,
      async types(text, sayOptions) {
        const message = emulator.say(person, chat, text, sayOptions);
        await runAll(app);
        return { message, get reactions() { return emulator.message(message).botReactions; } };
      },
      async taps(message, button) {
        const tapped = emulator.tap(person, message, button);
        if (tapped.kind === "callback") return answered(tapped.callbackQueryId);
        await runAll(app);
        return { toast: "", alert: false, url: tapped.kind === "link" ? tapped.url : undefined };
      },
      forges: (message, data) => answered(emulator.press(person, message, data)),
      async starts(payload) {
        emulator.start(person, payload);
        await runAll(app);
      },
      reads() {
        const message = emulator.lastMessage(chat);
        if (!message) throw new Error("the bot has said nothing here");
        return message;
      },
      glances: () => emulator.lastMessage(chat),
    };
  }

  return {
    get emulator() { return emulator; },
    get app() { return app; },
    get database() { return database; },
    seal: SEAL,
    now: clock,
    advance, settle, as,
    run: () => runAll(app),
    scope: () => ({
      db: database.db, now: clock(), seal: SEAL,
      act: (work) => database.db.transaction(work),
    }),
    async restart() {
      await app.stop();
      app = await boot();
    },
    goLive() {
      isLive = true;
    },
    expectFailures() {
      mayFail = true;
    },
  };
}
