import { expect, test } from "vitest";
import { z } from "zod";
import { claimOwed } from "../../src/outbox/claim.ts";
import { owed } from "../../src/outbox/enqueue.ts";
import { job } from "../../src/outbox/job.ts";
import { useOffice } from "./office.ts";

const office = useOffice();
const copy = owed<{ chatId: number; text: string }>("test.copy", "announcement");
const reply = owed<{ chatId: number; text: string }>("test.reply", "answer");

const JOBS = [copy, reply].map((what) => job({
  what, payload: z.object({ chatId: z.number(), text: z.string() }), repeatable: true,
  render: async (_, { chatId, text }) => ({ method: "sendMessage", payload: { chat_id: chatId, text } }),
}));

const copies = (groups: readonly number[], text: (index: number) => string) =>
  office.promise(copy, ...groups.map((chatId, index) => ({ key: String(chatId), payload: { chatId, text: text(index) } })));

test("a promise may be more urgent than its kind, and is taken first", async () => {
  await copies(office.groups(3), (index) => `copy ${index}`);
  office.turn(10);
  await office.promise(copy, { key: "tapped", payload: { chatId: 1, text: "tapped" }, lane: "answer" });
  const [first] = await claimOwed(office.database.db, "test", 1, office.now());
  expect(first).toMatchObject({ key: "tapped", lane: 0 });
});

test("a tapped copy that was promised less urgently before overtakes the others, with the newest payload, and keeps its urgency when it must wait", async () => {
  const groups = office.groups(5);
  await copies(groups, (index) => `copy ${index}`);
  office.turn(10);
  const [last = 0] = groups.slice(-1);
  await office.promise(copy, { key: String(last), payload: { chatId: last, text: "tapped" }, lane: "answer" });
  office.turn(10);
  await office.promise(copy, { key: String(last), payload: { chatId: last, text: "newest" } });
  const [first] = await claimOwed(office.database.db, "test", 1, office.now());
  expect(first).toMatchObject({ key: String(last), lane: 0, payload: { text: "newest" }, runAt: new Date("2026-11-23T01:00:00Z") });
  const rows = await office.rows();
  expect(rows.filter((row) => row.key === String(last)).map((row) => row.lane)).toEqual([0]);
  expect(rows).toHaveLength(5);
});

test("an urgent promise that is not due yet makes nothing urgent, but is taken up with what is due", async () => {
  const [a = 0, b = 0] = office.groups(2);
  await copies([a, b], (index) => `copy ${index}`);
  await office.promise(copy, { key: String(b), payload: { chatId: b, text: "soon" }, lane: "answer", afterMs: 1_000 });
  const claimed = await claimOwed(office.database.db, "test", 10, office.now());
  expect(claimed.map(({ key, lane }) => ({ key, lane }))).toEqual([{ key: String(b), lane: 0 }, { key: String(a), lane: 3 }]);
  expect(await office.rows()).toHaveLength(2);
});

test("while several processes carry an announcement at a tight pace, an answer has its turn at once, and the announcement goes on", async () => {
  const limits = { perSecond: 4, perGroupMinute: 20 };
  const groups = office.groups(31);
  await copies(groups.slice(0, 30), (index) => `copy ${index}`);
  const processes = ["one", "two", "three"].map((name) => office.deliverer(JOBS, { name, limits, concurrency: 4 }));
  const round = async () => {
    await Promise.all(processes.map((process) => process.drain()));
    office.turn(1_050);
  };
  for (let second = 0; second < 3; second += 1) await round();
  const carried = office.posted().length;
  expect(carried).toBeGreaterThan(0);
  const [chatId = 0] = groups.slice(-1);
  await office.promise(reply, { key: "1", payload: { chatId, text: "an answer" } });
  await round();
  expect(office.posted().slice(carried)).toContain("an answer");
  for (let second = 0; second < 20; second += 1) await round();
  expect(office.posted().toSorted()).toEqual([...groups.slice(0, 30).map((_, index) => `copy ${index}`), "an answer"].toSorted());
});

test("what nobody hurries takes no more turns than come within half a second, so that the rest stay free for answers", async () => {
  await copies(office.groups(40), (index) => `copy ${index}`);
  await office.deliverer(JOBS).drain();
  expect(office.posted()).toHaveLength(11);
  expect((await office.rows()).every((row) => row.owner === null && row.attempts === 0)).toBe(true);
});

test("a call whose turn comes soon waits for it in place, an even distance after the one before", async () => {
  await copies(office.groups(4), (index) => `copy ${index}`);
  const waited: number[] = [];
  await office.deliverer(JOBS, { pause: async (ms) => { waited.push(ms); } }).drain();
  expect(waited.toSorted((a, b) => a - b)).toEqual([35, 70, 105]);
});

test("a process that ends while a call waits for its turn has surely not called: another makes it, once", async () => {
  const once = { ...JOBS[0], repeatable: false } as (typeof JOBS)[number];
  await copies(office.groups(2), (index) => `copy ${index}`);
  let waiting: () => void = () => undefined;
  const waits = new Promise<void>((resolve) => {
    waiting = resolve;
  });
  const dying = office.deliverer([once], { name: "dying", pause: () => {
    waiting();
    return new Promise(() => undefined);
  } });
  void dying.drain();
  await waits;
  await expect.poll(async () => (await office.rows()).map(({ state, owner, attempts }) => ({ state, owner, attempts })))
    .toEqual([{ state: "waiting", owner: "dying", attempts: 0 }]);
  office.turn(31_000);
  await office.deliverer([once], { name: "other" }).drain();
  expect(office.posted().toSorted()).toEqual(["copy 0", "copy 1"]);
  expect(await office.rows()).toEqual([]);
});

test("what two processes took in hand and found no turn for keeps its place before what was promised later", async () => {
  const groups = office.groups(32);
  await copies(groups.slice(0, 30), (index) => `copy ${index}`);
  await Promise.all(["one", "two"].map((name) => office.deliverer(JOBS, { name }).drain()));
  expect(office.posted()).toHaveLength(15);
  office.turn(10);
  await copies(groups.slice(30), (index) => `late ${index}`);
  office.turn(525);
  await office.deliverer(JOBS).drain();
  expect(office.posted()).toHaveLength(26);
  expect(office.posted().filter((text) => text.startsWith("late"))).toEqual([]);
});

test("what Telegram did not take because of too many calls goes first when its rest is over", async () => {
  const groups = office.groups(41);
  office.emulator.fault({ kind: "tooMany", method: "sendMessage", retryAfter: 2 });
  await copies(groups.slice(0, 1), () => "struck");
  await office.deliverer(JOBS).drain();
  office.turn(10);
  await copies(groups.slice(1), (index) => `copy ${index}`);
  office.turn(2_000);
  await office.deliverer(JOBS).drain();
  expect(office.posted()).toContain("struck");
});
