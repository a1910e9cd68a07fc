import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Database } from "../../src/db/client.ts";
import { LANES } from "../../src/outbox/enqueue.ts";
import { patienceOf } from "../../src/outbox/pace.ts";
import { createTurn, createTurnstile } from "../../src/outbox/turnstile.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

const LIMITS = { perSecond: 30, perGroupMinute: 20 };
const START = new Date("2026-11-23T01:00:00Z");
const patience = patienceOf(LANES.announcement);

let database: TestDatabase;
let now: Date;
let transactions: number;
let isBroken: boolean;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  now = START;
  transactions = 0;
  isBroken = false;
});

/** The database, which counts how often somebody begins, and may be away. */
function counted(): Database {
  const begin: Database["transaction"] = (work, config) => {
    transactions += 1;
    return isBroken ? Promise.reject(new Error("away")) : database.db.transaction(work, config);
  };
  return Object.create(database.db, { transaction: { value: begin } }) as Database;
}

const openTurnstile = (limits = LIMITS) => createTurnstile({ db: counted(), now: () => now, limits });
const groups = (count: number, from = 1) => Array.from({ length: count }, (_, index) => ({ scopes: { group: -(from + index) }, patience }));
const msOf = (turn: { at: Date }) => turn.at.getTime() - START.getTime();

test("calls that ask at once take their turns together, each an even distance after the one before", async () => {
  const turnstile = openTurnstile();
  const turns = await Promise.all(groups(10).map((ask) => turnstile(ask)));
  expect(turns.map((turn) => turn.isTaken && msOf(turn))).toEqual([0, 35, 70, 105, 140, 175, 210, 245, 280, 315]);
  expect(transactions).toBe(2);
});

test("whoever finds no turn within their patience is told when to come back, and takes none", async () => {
  const turnstile = openTurnstile();
  const turns = await Promise.all(groups(40).map((ask) => turnstile(ask)));
  expect(turns.filter(({ isTaken }) => isTaken)).toHaveLength(15);
  expect(new Set(turns.filter(({ isTaken }) => !isTaken).map(msOf))).toEqual(new Set([525]));
  now = new Date(START.getTime() + 525);
  expect(await turnstile({ scopes: { group: -40 }, patience })).toEqual({ isTaken: true, at: now });
});

test("of two calls to one group that ask together one has its turn; the other group does not wait", async () => {
  const turnstile = openTurnstile();
  const turns = await Promise.all([-1, -2, -2, -3].map((group) => turnstile({ scopes: { group }, patience })));
  expect(turns.map(({ isTaken }) => isTaken)).toEqual([true, true, false, true]);
});

test("no turn is given twice, however many processes ask", async () => {
  const turns = await Promise.all([1, 101, 201].flatMap((from) => {
    const turnstile = openTurnstile();
    return groups(12, from).map((ask) => turnstile(ask));
  }));
  const taken = turns.filter(({ isTaken }) => isTaken).map(msOf).toSorted((a, b) => a - b);
  expect(taken).toEqual(Array.from({ length: 15 }, (_, index) => index * 35));
});

test("whoever stood in the queue for long has lost nothing: the clock is read when the turns are taken", async () => {
  const turnstile = createTurnstile({
    db: counted(), limits: LIMITS,
    now: () => {
      now = new Date(now.getTime() + 40);
      return now;
    },
  });
  const turn = await turnstile({ scopes: { group: -1 }, patience });
  expect(turn).toEqual({ isTaken: true, at: now });
});

test("where the database is away each of them hears of it, and the next one finds the turnstile open", async () => {
  const turnstile = openTurnstile();
  isBroken = true;
  const asked = await Promise.allSettled(groups(3).map((ask) => turnstile(ask)));
  expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  isBroken = false;
  expect(await turnstile({ scopes: { group: -1 }, patience })).toMatchObject({ isTaken: true });
});

test("a direct answer takes its turn ahead and waits for it; where none comes soon it asks three times and goes", async () => {
  const waited: number[] = [];
  const turn = createTurn({ turnstile: openTurnstile({ ...LIMITS, perSecond: 2 }), now: () => now, pause: async (ms) => { waited.push(ms); } });
  await turn(-1);
  await turn(-2);
  await turn(null);
  expect(waited).toEqual([0, 0, 1_000, 1_000, 1_000]);
});
