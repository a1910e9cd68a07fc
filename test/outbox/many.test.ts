import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import type { Tx } from "../../src/db/client.ts";
import { enqueueAll, owed } from "../../src/outbox/enqueue.ts";
import { job, type Job, type Lost } from "../../src/outbox/job.ts";
import { useOffice } from "./office.ts";

const office = useOffice();

// An announcement that stands for a post in each group; a post must never come twice.
const announcement = owed<{ groups: number[] }>("test.announcement", "answer");
const post = owed<{ chatId: number }>("test.post", "announcement");

let expanded: number;
let isBroken: boolean;
let lost: Lost[];
let sends: number[];

beforeEach(() => {
  expanded = 0;
  isBroken = false;
  lost = [];
  sends = [];
});

const announcing = job({
  what: announcement, payload: z.object({ groups: z.array(z.number()) }),
  async expand(tx, { groups }, io) {
    expanded += 1;
    await enqueueAll(tx, post, groups.map((chatId) => ({ key: String(chatId), payload: { chatId }, now: io.now })));
    if (isBroken) throw new Error("half way");
  },
});

function posting(options: { tells: boolean; ownsLosses?: boolean }): Job {
  return job({
    what: post, payload: z.object({ chatId: z.number() }), repeatable: false, ownsLosses: options.ownsLosses ?? false,
    render: async (_, { chatId }) => ({ method: "sendMessage", payload: { chat_id: chatId, text: "Come on Saturday" } }),
    async sent(_, { chatId }) { sends.push(chatId); },
    ...(options.tells && { lost: async (_: Tx, __: { chatId: number }, how: Lost) => { lost.push(how); } }),
  });
}

const JOBS = [announcing, posting({ tells: true, ownsLosses: true })];

/** Delivers and turns the clock on until nothing waits. */
async function deliverAll(jobs = JOBS): Promise<void> {
  for (let round = 0; round < 60; round += 1) {
    await office.deliverer(jobs).drain();
    if ((await office.rows()).every((row) => row.state !== "waiting")) return;
    office.turn(500);
  }
}

test("one promise for many groups reaches each of them once, and is no call itself", async () => {
  const groups = office.groups(40);
  await office.promise(announcement, { key: "1", payload: { groups } });
  await deliverAll();
  expect(sends.toSorted()).toEqual(groups.toSorted());
  expect(office.posted()).toHaveLength(40);
  expect(await office.rows()).toEqual([]);
});

test("promised many times before it is taken, it is expanded once, as it was promised last", async () => {
  const [first = 0, second = 0] = office.groups(2);
  for (let tap = 0; tap < 5; tap += 1) await office.promise(announcement, { key: "1", payload: { groups: [first] } });
  await office.promise(announcement, { key: "1", payload: { groups: [second] } });
  await deliverAll();
  expect({ expanded, sends }).toEqual({ expanded: 1, sends: [second] });
});

test("where expanding fails half way nothing of it is promised, and it is tried again", async () => {
  const groups = office.groups(3);
  isBroken = true;
  await office.promise(announcement, { key: "1", payload: { groups }, stationId: 1 });
  await office.deliverer(JOBS).drain();
  expect((await office.rows()).map(({ kind, state, attempts }) => ({ kind, state, attempts }))).toEqual([{ kind: "test.announcement", state: "waiting", attempts: 1 }]);
  isBroken = false;
  await deliverAll();
  expect(sends).toHaveLength(3);
});

test("five hundred promises are one statement, and an empty list is none", async () => {
  await office.promise(post);
  expect(await office.rows()).toEqual([]);
  await office.promise(post, ...Array.from({ length: 500 }, (_, index) => ({ key: String(index), payload: { chatId: index } })));
  expect(await office.rows()).toHaveLength(500);
});

test("a post whose answer was lost is told to its own job, and neither repeated nor dead", async () => {
  const [chatId = 0] = office.groups(1);
  office.emulator.fault({ kind: "dropAfter", method: "sendMessage" });
  await office.promise(post, { key: "1", payload: { chatId }, stationId: 1 });
  await deliverAll();
  expect({ lost, happened: office.happened, posted: office.posted().length }).toEqual({ lost: ["uncertain"], happened: [], posted: 1 });
  expect(await office.rows()).toEqual([]);
});

test("a post that a killed process had begun is told to its own job too", async () => {
  const [chatId = 0] = office.groups(1);
  await office.promise(post, { key: "1", payload: { chatId }, stationId: 1 });
  const held = office.emulator.hold({ method: "sendMessage", when: "after" });
  const dying = office.deliverer(JOBS, { name: "dying" }).drain();
  await held.arrived;
  office.turn(31_000);
  await office.deliverer(JOBS, { name: "other" }).drain();
  expect({ lost, posted: office.posted().length, rows: await office.rows() }).toEqual({ lost: ["uncertain"], posted: 1, rows: [] });
  held.release();
  await dying;
});

test("a job that tells nobody of a lost answer leaves its message to the lead, as a dead one", async () => {
  const [chatId = 0] = office.groups(1);
  office.emulator.fault({ kind: "dropAfter", method: "sendMessage" });
  await office.promise(post, { key: "1", payload: { chatId }, stationId: 1 });
  await deliverAll([posting({ tells: false })]);
  expect(office.happened).toEqual(["dead test.post"]);
});

test.each([{ ownsLosses: true, happened: [], left: 0 }, { ownsLosses: false, happened: ["dead test.post"], left: 1 }])(
  "a refusal is told to the job; where it owns its losses ($ownsLosses) nothing dead remains", async ({ ownsLosses, happened, left }) => {
    const [chatId = 0] = office.groups(1);
    office.emulator.fault({ kind: "error", method: "sendMessage", code: 400, description: "Bad Request: something new" });
    await office.promise(post, { key: "1", payload: { chatId }, stationId: 1 });
    await deliverAll([posting({ tells: true, ownsLosses })]);
    expect({ lost, happened: office.happened, left: (await office.rows()).length }).toEqual({ lost: ["refused"], happened, left });
  });

test("a group that threw the bot out is told of, and its post is kept until the bot is back", async () => {
  const group = office.emulator.addGroup({ title: "Gone", owner: office.owner, quietly: true });
  office.emulator.removeBot(office.owner, group);
  await office.promise(post, { key: "1", payload: { chatId: group.id }, stationId: 1 });
  await deliverAll();
  expect({ lost, happened: office.happened }).toEqual({ lost: ["forbidden"], happened: ["chat unreachable"] });
  expect((await office.rows()).map((row) => row.state)).toEqual(["blocked"]);
});
