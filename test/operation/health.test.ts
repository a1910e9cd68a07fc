import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { inbox, outbox } from "../../src/db/schema.ts";
import { createHealth, type HealthDeps } from "../../src/operation/http.ts";
import { createLog } from "../../src/operation/log.ts";
import { createMeter } from "../../src/operation/metrics.ts";
import { readQueues } from "../../src/operation/queues.ts";
import { serve } from "../../src/operation/serve.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

const NOON = new Date("2026-11-23T04:00:00Z");
const secondsAgo = (seconds: number) => new Date(NOON.getTime() - seconds * 1000);

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => database.reset());

function health(changes: Partial<HealthDeps> = {}) {
  return createHealth({
    meter: createMeter(), db: database.db, now: () => NOON, log: createLog("silent"),
    ping: async () => undefined, isIntakeAlive: () => true, ...changes,
  });
}

async function arrange(): Promise<void> {
  const update = (updateId: number, state: "waiting" | "running" | "parked" | "done", seconds: number) =>
    ({ updateId, state, readyAt: NOON, receivedAt: secondsAgo(seconds) });
  await database.db.insert(inbox).values([
    update(1, "done", 900), update(2, "parked", 800), update(3, "running", 40), update(4, "waiting", 90), update(5, "waiting", 5),
  ]);
  const message = (key: string, state: "waiting" | "sending" | "blocked" | "dead", seconds: number) =>
    ({ kind: "test.message", key, payload: {}, lane: 0, state, runAt: secondsAgo(seconds), createdAt: secondsAgo(seconds) });
  await database.db.insert(outbox).values([
    message("due", "waiting", 12), message("tomorrow", "waiting", -86_400), message("dead", "dead", 700), message("kept", "blocked", 600),
  ]);
}

const bodyOf = async (path: string, changes: Partial<HealthDeps> = {}) => {
  const answer = await health(changes).request(path);
  return { status: answer.status, text: await answer.text() };
};
const neverAnswers = () => new Promise<void>(() => undefined);
const refuses = () => Promise.reject(new Error("connect ECONNREFUSED postgres://muster:secret@db"));

describe("whoever watches over the bot", () => {
  test("sees that the process is alive, even while the database is away", async () => {
    expect(await bodyOf("/healthz", { ping: refuses })).toEqual({ status: 200, text: "alive\n" });
  });

  test("sees that it is ready when the database answers and updates are taken in", async () => {
    expect(await bodyOf("/readyz")).toEqual({ status: 200, text: "ready\n" });
  });

  test("is told that the database does not answer, and nothing of its address", async () => {
    const { status, text } = await bodyOf("/readyz", { ping: refuses });
    expect([status, text]).toEqual([503, expect.stringContaining("The database does not answer.")]);
    expect(text).not.toMatch(/secret|ECONN/);
  });

  test("is told so too when the database keeps silent", async () => {
    expect(await bodyOf("/readyz", { ping: neverAnswers })).toMatchObject({ status: 503, text: expect.stringContaining("does not answer") });
  });

  test("is told that no updates are taken in", async () => {
    expect(await bodyOf("/readyz", { isIntakeAlive: () => false })).toMatchObject({ status: 503, text: expect.stringMatching(/^No updates are taken in/) });
  });

  test("is told that the tables cannot be read", async () => {
    const broken = { select: () => { throw new Error("relation inbox does not exist"); } };
    expect(await bodyOf("/readyz", { db: broken as unknown as HealthDeps["db"] })).toMatchObject({ status: 503, text: expect.stringMatching(/^The tables/) });
  });

  test("reads both obstacles when there are two", async () => {
    expect((await bodyOf("/readyz", { ping: refuses, isIntakeAlive: () => false })).text.trim().split("\n")).toHaveLength(2);
  });
});

describe("the figures", () => {
  test("say how much waits and for how long; what is done or due tomorrow does not count as waiting", async () => {
    await arrange();
    const [taken, owed] = await readQueues(database.db, NOON);
    expect([Object.fromEntries(taken?.counts ?? []), taken?.oldestMs]).toEqual([{ waiting: 2, running: 1, parked: 1 }, 90_000]);
    expect([Object.fromEntries(owed?.counts ?? []), owed?.oldestMs]).toEqual([{ waiting: 2, sending: 0, blocked: 1, dead: 1 }, 12_000]);
  });

  test("are read anew each time, so that an emptied queue shows as empty", async () => {
    await arrange();
    const http = health();
    const read = async () => (await http.request("/metrics")).text();
    expect(await read()).toContain(`muster_queue_depth{queue="inbox",state="waiting"} 2`);
    await database.reset();
    const after = await read();
    expect(after).toContain(`muster_queue_depth{queue="inbox",state="waiting"} 0`);
    expect(after).toContain(`muster_queue_oldest_seconds{queue="outbox"} 0`);
  });

  test("are given over HTTP in the form that a scraper expects, with what was handled and called", async () => {
    await arrange();
    const meter = createMeter();
    meter.handled(20, "done");
    meter.called("sendMessage", "tooMany");
    const served = await serve(health({ meter }), "127.0.0.1", 0);
    const answer = await fetch(`http://127.0.0.1:${served.port}/metrics`);
    const text = await answer.text();
    await served.close();
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text.split("\n")).toEqual(expect.arrayContaining([
      `muster_queue_oldest_seconds{queue="inbox"} 90`, `muster_queue_oldest_seconds{queue="outbox"} 12`, "muster_database_up 1",
      `muster_telegram_calls_total{method="sendMessage",outcome="tooMany"} 1`, `muster_update_handling_seconds_count{outcome="done"} 1`,
    ]));
  });

  test("say how far our clock is ahead of the database's", async () => {
    const answer = await health({ now: () => new Date(Date.now() + 90_000) }).request("/metrics");
    const text = await answer.text();
    const skew = Number(/^muster_clock_skew_seconds (\S+)$/m.exec(text)?.[1]);
    expect(skew).toBeGreaterThan(85);
    expect(skew).toBeLessThan(95);
  });

  test("are still given while the database is away, and say that it is", async () => {
    const broken = { select: () => { throw new Error("gone"); } };
    const { status, text } = await bodyOf("/metrics", { db: broken as unknown as HealthDeps["db"] });
    expect([status, text]).toEqual([200, expect.stringContaining("muster_database_up 0")]);
  });

  test("name no person and no chat: every label is one of ours", async () => {
    await arrange();
    const { text } = await bodyOf("/metrics");
    const labels = new Set([...text.matchAll(/(\w+)="/g)].map((match) => match[1]));
    expect([...labels].filter((label) => !["queue", "state", "method", "outcome", "le"].includes(label ?? ""))).toEqual([]);
  });
});
