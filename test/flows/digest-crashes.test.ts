import { InputFile } from "grammy";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scope } from "../../src/context.ts";
import type { Tx } from "../../src/db/client.ts";
import { createSeal } from "../../src/db/seal.ts";
import { digestRun, digestSchedule } from "../../src/db/schema-coverage.ts";
import { unit, unitStatus } from "../../src/db/schema-register.ts";
import { chat, outbox, station } from "../../src/db/schema.ts";
import { dayAfter } from "../../src/features/date/rules.ts";
import { jobs } from "../../src/features/digest/jobs.ts";
import type { Schedule } from "../../src/features/digest/rules.ts";
import { due } from "../../src/features/digestdue/jobs.ts";
import { messages } from "../../src/i18n/messages.ts";
import { createLog } from "../../src/operation/log.ts";
import { claimOwed, finishOwed, markSending, takeStranded, type OwedRow } from "../../src/outbox/claim.ts";
import type { JobIo, RenderedJob } from "../../src/outbox/job.ts";
import { settleUncertain, type SettleDeps } from "../../src/outbox/settle.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

/** All of it, on a server: DIGEST_WEEKS=1000 TEST_DATABASE_URL=… npx vitest run test/flows/digest-crashes */
const WEEKS = Number(process.env["DIGEST_WEEKS"] ?? 4);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const BEGIN = new Date("2026-01-04T00:00:00Z");
const PLACES: readonly (readonly [string, Schedule])[] = [
  ["Asia/Shanghai", { weekday: 1, minute: 540 }], ["America/Santiago", { weekday: 7, minute: 0 }], ["Africa/Cairo", { weekday: 5, minute: 0 }], ["Asia/Beirut", { weekday: 7, minute: 0 }],
  ["Australia/Lord_Howe", { weekday: 7, minute: 135 }], ["America/New_York", { weekday: 7, minute: 150 }], ["Europe/Berlin", { weekday: 7, minute: 150 }], ["America/Havana", { weekday: 7, minute: 0 }],
  ["Asia/Kathmandu", { weekday: 3, minute: 1439 }], ["Pacific/Apia", { weekday: 1, minute: 0 }], ["Pacific/Chatham", { weekday: 7, minute: 165 }], ["UTC", { weekday: 1, minute: 540 }],
];
const SEAL = createSeal("ab".repeat(32));

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

/** A station with a group and a unit in each zone. */
async function settlePlaces(): Promise<void> {
  await database.reset();
  const { db } = database;
  for (const [index, [timeZone, schedule]] of PLACES.entries()) {
    const [made] = await db.insert(station).values({ name: timeZone, timeZone, locale: "en", joinCode: timeZone, createdAt: BEGIN }).returning();
    const stationId = made?.id ?? 0;
    const [group] = await db.insert(chat).values({ stationId, telegramChatId: -100 - index, kind: "organizer", title: timeZone, linkedAt: BEGIN }).returning();
    const [firm] = await db.insert(unit).values({ stationId, code: "U1", kind: "micro_enterprise", area: "A", enteredOn: "2026-01-01", createdAt: BEGIN }).returning();
    await db.insert(unitStatus).values({ stationId, unitId: firm?.id ?? 0, status: "active", fromOn: "2026-01-01" });
    await db.insert(digestSchedule).values({ stationId, chatId: group?.id ?? 0, ...schedule });
  }
}

class Died extends Error {}

/** A process with a clock of its own, which may die at any of the places where it matters. */
class Process {
  private life = 0;
  private skewMs = 0;
  private isMortal = true;

  private readonly name: string;
  private readonly chance: () => number;
  private readonly base: () => Date;
  private readonly posted: string[];

  constructor(name: string, chance: () => number, base: () => Date, posted: string[]) {
    this.name = name;
    this.chance = chance;
    this.base = base;
    this.posted = posted;
  }

  jump(ms: number): void {
    this.skewMs = ms;
  }

  /** From now on it does not die. */
  settleDown(): void {
    this.skewMs = 0;
    this.isMortal = false;
  }

  private get now(): Date {
    return new Date(this.base().getTime() + this.skewMs);
  }

  private mayDie(): void {
    if (this.isMortal && this.chance() < 0.02) throw new Died(this.name);
  }

  private io(): JobIo {
    const setting = { botUsername: "MusterBot", controller: { name: "", contact: "" }, defaultTimeZone: "UTC", defaultLocale: "en", publicUrl: null } as const;
    // Drawn elsewhere: here nothing is uploaded, and thousands of weeks pass.
    const picture = () => Promise.resolve(new InputFile(new Uint8Array(1), "muster.png"));
    return { db: database.db, now: this.now, seal: SEAL, setting, words: messages, picture };
  }

  private deps(): SettleDeps {
    const nothing = async () => undefined;
    const world = { migrated: nothing, chatUnreachable: nothing, personUnreachable: nothing, topicGone: nothing, dead: nothing };
    return { now: () => this.now, io: () => this.io(), world, log: createLog("silent") };
  }

  private scope(): Scope {
    const act: Scope["act"] = async (work) => {
      const done = await database.db.transaction(async (tx) => {
        const result = await work(tx);
        this.mayDie();
        return result;
      });
      this.mayDie();
      return done;
    };
    return { db: database.db, now: this.now, seal: SEAL, act };
  }

  private jobOf(row: OwedRow): RenderedJob {
    const found = jobs.find(({ what }) => what.kind === row.kind);
    if (!found?.render) throw new Error(`no job renders ${row.kind}`);
    return found;
  }

  private async deliverOne(row: OwedRow): Promise<void> {
    const job = this.jobOf(row);
    const payload = job.payload.parse(row.payload);
    this.mayDie();
    const call = await job.render(this.io(), payload);
    if (call === null) return void await database.db.transaction((tx) => finishOwed(tx, row));
    if (!await markSending(database.db, row, call.method)) return;
    this.mayDie();
    this.posted.push(`${row.kind} ${row.key}`);
    this.mayDie();
    const sent = { ...row, attempts: row.attempts + 1 };
    await this.record(async (tx) => {
      await job.sent?.(tx, payload, { messageId: 1, poll: null }, this.io());
      await finishOwed(tx, sent);
      this.mayDie();
    });
  }

  /** Two that settle the same message may stand in each other's way; whoever is thrown out tries again, as the deliverer does. */
  private async record(work: (tx: Tx) => Promise<void>, tries = 3): Promise<void> {
    try {
      await database.db.transaction(work);
    } catch (error) {
      if (error instanceof Died || tries === 0) throw error;
      await this.record(work, tries - 1);
    }
  }

  private async revive(owner: string): Promise<void> {
    await this.record(async (tx) => {
      for (const row of await takeStranded(tx, owner, this.now)) {
        await settleUncertain(this.deps(), tx, { job: this.jobOf(row), row, method: row.method ?? "sendMessage", failure: "process ended" });
      }
    });
  }

  /** One look at the clock and at what is owed; a process that dies begins anew under another name. */
  async wake(): Promise<void> {
    const owner = `${this.name}-${this.life}`;
    try {
      await due(this.scope());
      await this.revive(owner);
      for (const row of await claimOwed(database.db, owner, 20, this.now)) await this.deliverOne(row);
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      this.life += 1;
    }
  }
}

/** Two processes over so many weeks, with sleeps of days, and clocks that are set forwards and back. */
async function simulate(seed: number): Promise<string[]> {
  await settlePlaces();
  let drawn = seed;
  // Evenly spread and the same in every run.
  const chance = () => (drawn = (drawn * 48_271) % 0x7fffffff) / 0x7fffffff;
  const posted: string[] = [];
  let now = BEGIN;
  const both = ["one", "two"].map((name) => new Process(name, chance, () => now, posted));
  const end = BEGIN.getTime() + WEEKS * 7 * DAY_MS;
  while (now.getTime() < end) {
    const isAsleep = chance() < 0.003;
    now = new Date(now.getTime() + (isAsleep ? chance() * 21 * DAY_MS : chance() * 24 * HOUR_MS));
    for (const process of both) if (chance() < 0.1) process.jump(chance() < 0.02 ? 9 * DAY_MS : (chance() - 0.5) * 4 * HOUR_MS);
    await Promise.all(both.map((process) => process.wake()));
  }
  // Whatever fell due last, or was cut off, is told or given up before the count.
  for (const process of both) process.settleDown();
  for (let later = 0; later < 30; later += 1) {
    now = new Date(now.getTime() + 3 * HOUR_MS);
    await Promise.all(both.map((process) => process.wake()));
  }
  return posted;
}

test(`over ${WEEKS} weeks in twelve zones two processes that die and whose clocks jump tell each group of each week at most once, and of every week there is one row`, async () => {
  const posted = await simulate(20_261_129);
  const rows = await database.db.select().from(digestRun).orderBy(digestRun.stationId, digestRun.weekOn);
  const digests = posted.filter((sent) => sent.startsWith("digest.post "));
  expect(new Set(digests).size).toBe(digests.length);
  const countOf = (row: typeof rows[number]) => digests.filter((sent) => sent === `digest.post ${row.stationId}:${row.chatId}:${row.weekOn}`).length;
  const told = rows.map((row) => ({ ...row, messages: countOf(row) }));
  expect(told.filter(({ state, messages: sent }) => (state === "sent" ? sent !== 1 : state === "missed" ? sent !== 0 : sent > 1))).toEqual([]);
  for (const stationId of PLACES.keys()) {
    const weeks = told.filter((row) => row.stationId === stationId + 1).map(({ weekOn }) => weekOn);
    expect(weeks).toEqual(weeks.map((_, index) => dayAfter(weeks[0] ?? "", 7 * index)));
    expect(weeks.length).toBeGreaterThanOrEqual(WEEKS - 2);
  }
  const inState = (which: string) => told.filter(({ state }) => state === which).length;
  expect(inState("sending")).toBe(0);
  expect(await database.db.select().from(outbox)).toEqual([]);
  expect(inState("sent")).toBeGreaterThan(told.length / 4);
  process.stdout.write(`${told.length} digests in ${WEEKS} weeks: ${inState("sent")} sent, ${inState("uncertain")} uncertain, ${inState("missed")} missed; ${posted.length - digests.length} notes\n`);
}, 3_600_000);
