import { Api } from "grammy";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { createSeal } from "../../src/db/seal.ts";
import { outbox } from "../../src/db/schema.ts";
import { messages } from "../../src/i18n/messages.ts";
import { createLog } from "../../src/operation/log.ts";
import { createMeter } from "../../src/operation/metrics.ts";
import { claimOwed, resumeChat } from "../../src/outbox/claim.ts";
import { createDeliverer } from "../../src/outbox/deliver.ts";
import { enqueue, owed } from "../../src/outbox/enqueue.ts";
import type { World } from "../../src/outbox/settle.ts";
import { createTurnstile } from "../../src/outbox/turnstile.ts";
import { job, type Lost } from "../../src/outbox/job.ts";
import { createEmulator, type Emulator } from "../../src/playground/emulator/emulator.ts";
import type { ChatView } from "../../src/playground/emulator/views.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

// A board that shows a number, posted first and edited from then on; and a notice that must never come twice.
const board = owed<{ chatId: number }>("test.board", "answer");
const notice = owed<{ chatId: number; text: string }>("test.notice", "announcement");

let database: TestDatabase;
let emulator: Emulator;
let group: ChatView;
let now: Date;
let number: number;
let messageId: number | null;
let happened: string[];
let lost: Lost[];
let isOffline: boolean;

const api = () => new Api(emulator.token, { fetch: (async (url: string, init: object) => {
  if (isOffline) throw Object.assign(new Error("offline"), { code: "ENOTFOUND" });
  return emulator.fetch(url, init);
}) as never });
const turn = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  now = new Date("2026-11-23T01:00:00Z");
  number = 0;
  messageId = null;
  happened = [];
  lost = [];
  isOffline = false;
  emulator = createEmulator({ now: () => now, limits: "off" });
  const owner = emulator.addPerson({ firstName: "Owner" });
  group = emulator.addGroup({ title: "Group", owner, quietly: true });
});

const note = (what: string) => async () => { happened.push(what); };
const WORLD: World = {
  migrated: async (_, from, to) => { happened.push(`migrated ${from === group.id && to !== from}`); group = { ...group, id: to }; },
  chatUnreachable: note("chat unreachable"), personUnreachable: note("person unreachable"), topicGone: note("topic gone"),
  dead: async (_, __, kind) => { happened.push(`dead ${kind}`); },
};

const JOBS = [
  job({
    what: board, payload: z.object({ chatId: z.number() }), repeatable: true,
    async render() {
      const text = `Count ${number}`;
      return messageId === null
        ? { method: "sendMessage", payload: { chat_id: group.id, text } }
        : { method: "editMessageText", payload: { chat_id: group.id, message_id: messageId, text } };
    },
    async sent(_, __, sent) { messageId ??= sent.messageId; },
    async lost(_, __, how) {
      lost.push(how);
      if (how === "messageGone") messageId = null;
    },
  }),
  job({
    what: notice, payload: z.object({ chatId: z.number(), text: z.string() }), repeatable: false,
    render: async (_, payload) => ({ method: "sendMessage", payload: { chat_id: group.id, text: payload.text } }),
  }),
];

const LIMITS = { perSecond: 30, perGroupMinute: 20 };

function deliverer(owner = "test") {
  return createDeliverer({
    db: database.db, now: () => now, owner, concurrency: 16, jobs: JOBS, api: api(), world: WORLD,
    io: () => ({
      db: database.db, now, seal: createSeal("ab".repeat(32)), words: messages,
      picture: () => Promise.reject(new Error("no pictures here")),
      setting: { botUsername: "MusterBot", controller: { name: "", contact: "" }, defaultTimeZone: "Asia/Shanghai", defaultLocale: "en", publicUrl: null },
    }),
    limits: LIMITS, turnstile: createTurnstile({ db: database.db, now: () => now, limits: LIMITS }), log: createLog("silent"), meter: createMeter(), pause: async () => undefined,
  });
}

const promiseBoard = (afterMs = 0) => database.db.transaction((tx) =>
  enqueue(tx, board, { key: "1", payload: { chatId: 1 }, now, stationId: 1, afterMs }));
const promiseNotice = (key: string, text: string) => database.db.transaction((tx) =>
  enqueue(tx, notice, { key, payload: { chatId: 1, text }, now, stationId: 1 }));
const rows = () => database.db.select().from(outbox);
const shown = () => emulator.messages(group).map((message) => message.text);

/** Resolves when the deliverer that runs has renewed the lease of what it sends. */
async function renewed(): Promise<void> {
  await expect.poll(async () => (await rows())[0]?.leaseUntil?.getTime(), { timeout: 10_000 }).toBeGreaterThan(now.getTime() + 20_000);
}

/** Delivers and turns the clock to the next due job until nothing waits. */
async function deliverAll(): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    await deliverer().drain();
    if ((await rows()).every((row) => row.state !== "waiting")) return;
    turn(500);
  }
}

test("forty changes within a second are one message and one edit", async () => {
  await promiseBoard();
  await deliverAll();
  for (number = 1; number <= 40; number += 1) await promiseBoard(1_000);
  number = 40;
  await deliverAll();
  expect(shown()).toEqual(["Count 40"]);
  expect(emulator.journal({ method: "editMessageText" })).toHaveLength(1);
  expect(await rows()).toEqual([]);
});

test("a change during the edit is not lost: the board is edited once more", async () => {
  await promiseBoard();
  await deliverAll();
  turn(2_000);
  number = 1;
  await promiseBoard();
  const held = emulator.hold({ method: "editMessageText" });
  const delivering = deliverer().drain();
  await held.arrived;
  number = 2;
  await promiseBoard();
  held.release();
  await delivering;
  await deliverAll();
  expect(shown()).toEqual(["Count 2"]);
});

test("a stream of changes cannot put the board off for ever", async () => {
  await promiseBoard(1_000);
  turn(900);
  await promiseBoard(1_000);
  turn(100);
  await deliverer().drain();
  expect(shown()).toEqual(["Count 0"]);
});

test("a board that says the same already counts as done", async () => {
  await promiseBoard();
  await deliverAll();
  turn(2_000);
  await promiseBoard();
  await deliverAll();
  expect(await rows()).toEqual([]);
  expect(shown()).toEqual(["Count 0"]);
});

test("what is a promise of a rolled back fact is never sent", async () => {
  await expect(database.db.transaction(async (tx) => {
    await enqueue(tx, board, { key: "1", payload: { chatId: 1 }, now });
    throw new Error("the fact did not hold");
  })).rejects.toThrow();
  await deliverAll();
  expect(shown()).toEqual([]);
});

test("answers go before reminders, reminders before digests, digests before announcements", async () => {
  for (const lane of ["announcement", "digest", "reminder", "answer"] as const) {
    await database.db.transaction((tx) => enqueue(tx, owed<{ chatId: number }>(`test.${lane}`, lane), { key: "1", payload: { chatId: 1 }, now }));
    turn(10);
  }
  const taken: string[] = [];
  for (let row = (await claimOwed(database.db, "test", 1, now))[0]; row; row = (await claimOwed(database.db, "test", 1, now))[0]) taken.push(row.kind);
  expect(taken).toEqual(["test.answer", "test.reminder", "test.digest", "test.announcement"]);
});

test("a 429 costs nothing but time", async () => {
  emulator.fault({ kind: "tooMany", method: "sendMessage", retryAfter: 5 });
  await promiseNotice("a", "once");
  await deliverer().drain();
  const [row] = await rows();
  expect({ attempts: row?.attempts, state: row?.state, leaseUntil: row?.leaseUntil }).toEqual({ attempts: 0, state: "waiting", leaseUntil: new Date(now.getTime() + 5_000) });
  turn(4_000);
  await deliverer().drain();
  expect(shown()).toEqual([]);
  await deliverAll();
  expect(shown()).toEqual(["once"]);
});

test("a message whose answer was lost is not sent again where twice would be wrong; the lead is told", async () => {
  emulator.fault({ kind: "dropAfter", method: "sendMessage" });
  await promiseNotice("a", "once");
  await deliverAll();
  expect(shown()).toEqual(["once"]);
  expect(happened).toEqual(["dead test.notice"]);
  expect((await rows())[0]).toMatchObject({ state: "dead", failure: "uncertain" });
});

test("a message whose answer was lost is sent again, and flagged, where missing would be worse", async () => {
  emulator.fault({ kind: "dropAfter", method: "sendMessage" });
  await promiseBoard();
  await deliverer().drain();
  expect((await rows())[0]).toMatchObject({ state: "waiting", uncertain: true });
  await deliverAll();
  expect(shown()).toEqual(["Count 0", "Count 0"]);
});

test("a call that Telegram never answers properly is dead after eight tries, and shown to the lead", async () => {
  emulator.fault({ kind: "serverErrorBefore", method: "sendMessage", times: 20 });
  await promiseBoard();
  for (let round = 0; round < 12; round += 1) {
    await deliverer().drain();
    turn(300_000);
  }
  expect(happened).toEqual(["dead test.board"]);
  expect((await rows())[0]).toMatchObject({ state: "dead", attempts: 8 });
});

test("a stream of changes does not use up the tries while Telegram is in trouble", async () => {
  emulator.fault({ kind: "serverErrorBefore", method: "sendMessage", times: 20 });
  for (number = 1; number <= 30; number += 1) {
    await promiseBoard();
    await deliverer().drain();
    turn(1_000);
  }
  expect(happened).toEqual([]);
  expect((await rows())[0]).toMatchObject({ state: "waiting", attempts: 5 });
});

test("while there is no connection to Telegram everything waits, even what must never come twice", async () => {
  isOffline = true;
  await promiseNotice("a", "once");
  for (let round = 0; round < 30; round += 1) {
    await deliverer().drain();
    turn(60_000);
  }
  expect(happened).toEqual([]);
  isOffline = false;
  await deliverAll();
  expect(shown()).toEqual(["once"]);
});

test("a refusal that nobody knows is dead at once and alarmed", async () => {
  emulator.fault({ kind: "error", method: "sendMessage", code: 400, description: "Bad Request: something new" });
  await promiseBoard();
  await deliverAll();
  expect(happened).toEqual(["dead test.board"]);
  expect(lost).toEqual(["refused"]);
});

test("a group that threw the bot out keeps what it is owed until the bot is back", async () => {
  const owner = emulator.people()[0];
  if (!owner) throw new Error("no owner");
  emulator.removeBot(owner, group);
  await promiseBoard();
  await deliverAll();
  expect(happened).toEqual(["chat unreachable"]);
  expect((await rows())[0]?.state).toBe("blocked");
  number = 7;
  await promiseBoard();
  await deliverAll();
  expect(await rows()).toHaveLength(1);
  emulator.addBot(owner, group);
  await database.db.transaction((tx) => resumeChat(tx, group.id, now));
  await deliverAll();
  expect(shown()).toContain("Count 7");
});

test("a board that somebody deleted is posted anew", async () => {
  await promiseBoard();
  await deliverAll();
  const [posted] = emulator.messages(group);
  if (!posted) throw new Error("no board");
  emulator.erase(posted);
  number = 3;
  turn(2_000);
  await promiseBoard();
  await deliverAll();
  expect(lost).toEqual(["messageGone"]);
  expect(shown()).toEqual(["Count 3"]);
});

test("a call that a dead process began is taken over after its lease", async () => {
  await promiseBoard();
  const held = emulator.hold({ method: "sendMessage" });
  const dying = deliverer("dying").drain();
  await held.arrived;
  const other = deliverer("other");
  await other.drain();
  expect((await rows())[0]?.state).toBe("sending");
  turn(31_000);
  const taking = other.drain();
  held.release();
  await Promise.all([dying, taking]);
  await deliverAll();
  expect(shown().every((text) => text === "Count 0")).toBe(true);
  expect(await rows()).toEqual([]);
});

test("a promise that becomes visible late waits for the call that a newer one has begun", async () => {
  await promiseBoard();
  const held = emulator.hold({ method: "sendMessage" });
  const sending = deliverer().drain();
  await held.arrived;
  await database.db.execute(sql`insert into outbox (id, kind, key, payload, lane, run_at, created_at) overriding system value
    values (0, 'test.board', '1', '{"chatId":1}', 0, ${now.toISOString()}, ${now.toISOString()})`);
  expect(await claimOwed(database.db, "other", 10, now)).toEqual([]);
  held.release();
  await sending;
  await deliverAll();
  expect(shown()).toEqual(["Count 0"]);
});

test("a slow call is not taken for stranded by its own process, and is made once", async () => {
  await promiseBoard();
  const held = emulator.hold({ method: "sendMessage" });
  const living = deliverer();
  living.start();
  await held.arrived;
  turn(29_000);
  await renewed();
  turn(29_000);
  await deliverer("other").drain();
  held.release();
  await living.stop(10_000);
  expect(emulator.journal({ method: "sendMessage" })).toHaveLength(1);
  expect(await rows()).toEqual([]);
});

test("a job that cannot be rendered is tried again later and blocks nobody", async () => {
  await database.db.insert(outbox).values({ kind: "test.board", key: "broken", payload: { chatId: "no number" }, lane: 0, stationId: 1, runAt: now, createdAt: now });
  await database.db.insert(outbox).values({ kind: "test.unknown", key: "x", payload: {}, lane: 0, stationId: 1, runAt: now, createdAt: now });
  await promiseNotice("a", "goes on");
  await deliverAll();
  expect(shown()).toEqual(["goes on"]);
  expect(happened.toSorted()).toEqual(["dead test.board", "dead test.unknown"]);
});

test("a group that became a supergroup is followed, and the message arrives there", async () => {
  const owner = emulator.people()[0];
  if (!owner) throw new Error("no owner");
  group = emulator.addGroup({ title: "Small", owner, kind: "group", quietly: true });
  emulator.migrate(group);
  await promiseBoard();
  await deliverAll();
  expect(happened).toEqual(["migrated true"]);
  expect(shown()).toContain("Count 0");
});
