import { Api } from "grammy";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { inbox } from "../../src/db/schema.ts";
import { createLog } from "../../src/operation/log.ts";
import { createEmulator, type Emulator } from "../../src/playground/emulator/emulator.ts";
import { hold, release, TERM_MS } from "../../src/telegram/elect.ts";
import { createPoller } from "../../src/telegram/poll.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

let database: TestDatabase;
let emulator: Emulator;
let now: Date;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.reset();
  now = new Date("2026-11-23T01:00:00Z");
  emulator = createEmulator({ now: () => now, limits: "off" });
});

function poller(owner = "test") {
  return createPoller({
    db: database.db, now: () => now, owner, botUsername: "MusterBot", log: createLog("silent"), stored: () => undefined,
    api: new Api(emulator.token, { fetch: emulator.fetch as never }),
  });
}
const stored = async () => (await database.db.select({ id: inbox.updateId }).from(inbox)).length;

test("what was not stored is not confirmed: after a crash Telegram hands it over again, and it is stored once", async () => {
  const ben = emulator.addPerson({ firstName: "Ben" });
  emulator.start(ben);
  const crashed = poller();
  expect(await crashed.pollOnce()).toBe(1);
  expect(await poller().pollOnce()).toBe(1);
  expect(await stored()).toBe(1);
  await crashed.pollOnce();
  expect(emulator.pendingUpdates()).toBe(0);
});

test("more than a hundred updates come in several answers, all of them", async () => {
  const ben = emulator.addPerson({ firstName: "Ben" });
  for (let index = 0; index < 230; index += 1) emulator.start(ben);
  const one = poller();
  while (await one.pollOnce() > 0);
  expect(await stored()).toBe(230);
});

test("numbers that begin anew lower are stored all the same", async () => {
  const ben = emulator.addPerson({ firstName: "Ben" });
  emulator.start(ben);
  const one = poller();
  await one.pollOnce();
  await one.pollOnce();
  emulator.jumpUpdateIds(50);
  emulator.start(ben);
  await poller().pollOnce();
  expect(await stored()).toBe(2);
});

test("only the kinds of updates that the bot needs are asked for", async () => {
  const owner = emulator.addPerson({ firstName: "Owner" });
  const group = emulator.addGroup({ title: "Group", owner, bot: "administrator", quietly: true });
  await poller().pollOnce();
  const said = emulator.say(owner, group, "a talk that is nobody's business");
  emulator.edit(owner, said, "an edit");
  emulator.react(owner, said, "👍");
  const one = poller();
  await one.pollOnce();
  expect(await stored()).toBe(1);
  expect(JSON.stringify(await database.db.select().from(inbox))).not.toContain("business");
});

test("told by Telegram that somebody else polls, the poller rests and then goes on", async () => {
  emulator.fault({ kind: "error", method: "getUpdates", code: 409, description: "Conflict: terminated by other getUpdates request" });
  emulator.start(emulator.addPerson({ firstName: "Ben" }));
  const one = poller();
  one.start();
  await expect.poll(stored, { timeout: 10_000 }).toBe(1);
  await one.stop();
});

test("one process polls; another takes its place when it has gone, or when it gave the place up", async () => {
  expect(await hold(database.db, "poller", "a", now)).toBe(true);
  expect(await hold(database.db, "poller", "b", now)).toBe(false);
  now = new Date(now.getTime() + TERM_MS - 1);
  expect(await hold(database.db, "poller", "a", now)).toBe(true);
  expect(await hold(database.db, "poller", "b", now)).toBe(false);
  now = new Date(now.getTime() + TERM_MS);
  expect(await hold(database.db, "poller", "b", now)).toBe(true);
  await release(database.db, "poller", "a");
  expect(await hold(database.db, "poller", "a", now)).toBe(false);
  await release(database.db, "poller", "b");
  expect(await hold(database.db, "poller", "a", now)).toBe(true);
});
