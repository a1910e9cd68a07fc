import { asc, eq } from "drizzle-orm";
import type { Update } from "grammy/types";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createSeal } from "../../src/db/seal.ts";
import { inbox, station } from "../../src/db/schema.ts";
import { claimUpdates, renewLeases, settleUpdate } from "../../src/inbox/claim.ts";
import { createHandler, type HandlerDeps } from "../../src/inbox/handle.ts";
import { storeUpdates } from "../../src/inbox/store.ts";
import { createLog } from "../../src/operation/log.ts";
import { createMeter } from "../../src/operation/metrics.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";
import { onServer } from "../setup/needs.ts";

const MINUTE = 60_000;
let database: TestDatabase;
let now = new Date("2026-11-23T01:00:00Z");
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.reset());

let nextId = 700_000;
function command(user: number, chat: number, text: string): Update {
  nextId += 1;
  const message = {
    message_id: nextId, date: 0, text,
    from: { id: user, is_bot: false, first_name: "Canary" },
    chat: chat > 0 ? { id: chat, type: "private", first_name: "Canary" } : { id: chat, type: "supergroup", title: "Group" },
  };
  return { update_id: nextId, message } as Update;
}

function tap(user: number, chat: number): Update {
  nextId += 1;
  return { update_id: nextId, callback_query: {
    id: String(nextId), chat_instance: "1", data: "x", from: { id: user, is_bot: false, first_name: "Canary" },
    message: { message_id: 1, date: 1, chat: { id: chat, type: "supergroup", title: "Group" } },
  } } as Update;
}

const store = (...updates: Update[]) => storeUpdates(database.db, updates, "MusterBot", now);

function handler(run: HandlerDeps["run"], more: Partial<HandlerDeps> = {}) {
  return createHandler({
    db: database.db, seal: createSeal("ab".repeat(32)), now: () => now, owner: "test", concurrency: 64,
    log: createLog("silent"), meter: createMeter(), committed: () => undefined, parked: async () => undefined, run, ...more,
  });
}

const states = async () => (await database.db.select({ state: inbox.state }).from(inbox).orderBy(asc(inbox.seq))).map((row) => row.state);
const addStation = (name: string) => ({ name, timeZone: "Asia/Shanghai", locale: "en" as const, joinCode: name, createdAt: now });
const claimedIds = async (owner = "a") => (await claimUpdates(database.db, owner, 100, now)).map((claim) => claim.updateId);

test("an update that Telegram hands over twice is stored once", async () => {
  const update = command(1, -100, "/checkin");
  expect(await store(update)).toBe(1);
  expect(await store(update)).toBe(0);
  expect(await states()).toEqual(["waiting"]);
});

test("a group's ordinary talk leaves only its number, never a word of it", async () => {
  await store(command(1, -100, "see you at Canary's shop"), command(1, -100, "/checkin@OtherBot"), command(1, -100, "/notours"));
  expect(await states()).toEqual(["ignored", "ignored", "ignored"]);
  expect(JSON.stringify(await database.db.select().from(inbox))).not.toContain("Canary");
});

test("once an update is handled, nothing of its content stays", async () => {
  await store(command(77, 77, "/start Canary"));
  await handler(async () => undefined).drain();
  expect(await states()).toEqual(["done"]);
  expect(JSON.stringify(await database.db.select().from(inbox))).not.toMatch(/Canary|p77/);
});

test("one person's updates wait for each other, in whatever chats they are", async () => {
  const first = tap(1, -100);
  const second = command(1, 1, "/mydata");
  await store(first, second);
  expect(await claimedIds()).toEqual([first.update_id]);
  expect(await claimedIds()).toEqual([]);
});

test("a group's commands are handled in order, while taps of different people run at once", async () => {
  const commands = [command(1, -100, "/rollcall A"), command(2, -100, "/rollcall B")];
  const taps = [tap(3, -100), tap(4, -100), tap(5, -100)];
  await store(...commands, ...taps);
  expect(await claimedIds()).toEqual([commands[0], ...taps].map((update) => update?.update_id));
});

test("the next of a line can start as soon as the one before it has committed", async () => {
  await store(tap(1, -100), tap(1, -100));
  const [claim] = await claimUpdates(database.db, "a", 10, now);
  if (!claim) throw new Error("nothing was claimed");
  await settleUpdate(database.db, claim, now);
  expect(await claimedIds()).toHaveLength(1);
});

test("an effect and the settling of its update are one: if the effect fails, neither is there", async () => {
  await store(command(1, 1, "/start"));
  let failures = 1;
  const bot = handler((_, scope) => scope.act(async (tx) => {
    await tx.insert(station).values(addStation("once"));
    if (failures-- > 0) throw new Error("broken");
  }));
  await bot.drain();
  expect(await database.db.select().from(station)).toHaveLength(0);
  expect(await states()).toEqual(["waiting"]);
  later(2_000);
  await bot.drain();
  expect(await database.db.select().from(station)).toHaveLength(1);
  expect(await states()).toEqual(["done"]);
});

test("an answer that fails after the commit does not repeat the effect", async () => {
  await store(command(1, 1, "/start"));
  const bot = handler(async (_, scope) => {
    await scope.act((tx) => tx.insert(station).values(addStation("once")));
    throw new Error("Telegram did not take the answer");
  });
  await bot.drain();
  later(MINUTE);
  await bot.drain();
  expect(await database.db.select().from(station)).toHaveLength(1);
  expect(await states()).toEqual(["done"]);
});

test("an update may act once only", async () => {
  await store(command(1, 1, "/start"));
  let refused = "";
  await handler(async (_, scope) => {
    await scope.act(async () => undefined);
    await scope.act(async () => undefined).catch((error: Error) => {
      refused = error.message;
    });
  }).drain();
  expect(refused).toBe("an update may act only once");
});

test("an update that throws three times is parked, its sender is told, and others go on meanwhile", async () => {
  const poison = command(1, 1, "/start poison");
  const told: number[] = [];
  const handled: number[] = [];
  const bot = handler(async (update) => {
    if (update.update_id === poison.update_id) throw new Error("poison");
    handled.push(update.update_id);
  }, { parked: async (update) => { told.push(update.update_id); } });
  await store(poison, command(2, 2, "/start"));
  await bot.drain();
  expect(handled).toHaveLength(1);
  for (let round = 0; round < 3; round += 1) {
    later(5_000);
    await bot.drain();
  }
  expect(await states()).toEqual(["parked", "done"]);
  expect(told).toEqual([poison.update_id]);
  await store(command(1, 1, "/start again"));
  await bot.drain();
  expect(handled).toHaveLength(2);
});

test("an update that hangs is given up, and what it does later is rolled back", async () => {
  await store(command(1, 1, "/start"));
  let proceed = () => undefined as void;
  const gate = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  let late: Promise<unknown> = Promise.resolve();
  const bot = handler((_, scope) => {
    late = gate.then(() => scope.act((tx) => tx.insert(station).values(addStation("late"))));
    late.catch(() => undefined);
    return late.then(() => undefined);
  }, { hangMs: 1 });
  await bot.drain();
  expect(await states()).toEqual(["waiting"]);
  proceed();
  await expect(late).rejects.toThrow("the claim on this update was lost");
  expect(await database.db.select().from(station)).toHaveLength(0);
});

test("the claims of a dead process are free after their lease, and a living process keeps its own", async () => {
  await store(tap(1, -100), tap(2, -100));
  const living = await claimUpdates(database.db, "living", 1, now);
  await claimUpdates(database.db, "dead", 1, now);
  later(9_000);
  await renewLeases(database.db, "living", living, now);
  expect(await claimedIds("third")).toEqual([]);
  later(2_000);
  const taken = await claimUpdates(database.db, "third", 10, now);
  expect(taken.map((claim) => claim.attempts)).toEqual([2]);
});

test("an outage of the database is no attempt of the update that met it, however often", async () => {
  await store(command(1, 1, "/start"));
  const goneAway = Object.assign(new Error("lost"), { code: "CONNECTION_CLOSED" });
  let outages = 5;
  const bot = handler((_, scope) => scope.act(async (tx) => {
    if (outages-- > 0) throw goneAway;
    await tx.insert(station).values(addStation("once"));
  }));
  for (let round = 0; round < 6; round += 1) {
    await bot.drain();
    later(1_000);
  }
  expect(await states()).toEqual(["done"]);
  expect(await database.db.select().from(station)).toHaveLength(1);
});

test("an update whose failure could not be written is not held for ever by a process that lives on", async () => {
  const update = command(1, 1, "/start");
  await store(update);
  const [unwritten] = await claimUpdates(database.db, "test", 1, now);
  expect(unwritten?.updateId).toBe(update.update_id);
  later(11_000);
  const handled: number[] = [];
  await handler(async ({ update_id }) => { handled.push(update_id); }).drain();
  expect(handled).toEqual([update.update_id]);
});

test("a process that was frozen cannot settle what another has taken over", async () => {
  await store(tap(1, -100));
  const [frozen] = await claimUpdates(database.db, "frozen", 1, now);
  later(MINUTE);
  const [taken] = await claimUpdates(database.db, "other", 1, now);
  if (!frozen || !taken) throw new Error("not claimed");
  await expect(settleUpdate(database.db, frozen, now)).rejects.toThrow("lost");
  await settleUpdate(database.db, taken, now);
  expect(await states()).toEqual(["done"]);
});

test("an update that kills its process three times is parked and blocks nobody", async () => {
  const killer = tap(1, -100);
  await store(killer, tap(1, -100));
  for (let round = 0; round < 3; round += 1) {
    await claimUpdates(database.db, `process ${round}`, 1, now);
    later(11_000);
  }
  const handled: number[] = [];
  await handler(async (update) => { handled.push(update.update_id); }).drain();
  expect(await states()).toEqual(["parked", "done"]);
  expect(handled).not.toContain(killer.update_id);
  const [row] = await database.db.select().from(inbox).where(eq(inbox.updateId, killer.update_id));
  expect(row?.failure).toBe("process ended");
});

onServer("an update whose work is still open in a transaction holds up nobody else's", async () => {
  await store(tap(1, -100), tap(2, -100));
  const [slow, quick] = await claimUpdates(database.db, "test", 2, now);
  if (!slow || !quick) throw new Error("not claimed");
  await database.db.transaction(async (tx) => {
    await settleUpdate(tx, slow, now);
    later(5_000);
    await renewLeases(database.db, "test", [slow, quick], now);
  });
  const rows = await database.db.select({ state: inbox.state, leaseUntil: inbox.leaseUntil }).from(inbox).orderBy(asc(inbox.seq));
  expect(rows.map(({ state }) => state)).toEqual(["done", "running"]);
  expect(rows[1]?.leaseUntil).toEqual(new Date(now.getTime() + 10_000));
});
