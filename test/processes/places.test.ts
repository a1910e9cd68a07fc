import { serve } from "@hono/node-server";
import { and, eq, gte } from "drizzle-orm";
import { Hono } from "hono";
import { expect } from "vitest";
import { inbox } from "../../src/db/schema.ts";
import { rsvp } from "../../src/db/schema-reply.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { hoursFrom, promiseActivity } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { onServer } from "../setup/needs.ts";
import { freePort, openFleet } from "./fleet.ts";
import { allSent } from "./spread.ts";

const bench = useBench({ start: new Date(Date.now() - 60_000), emulator: { limits: "off", autoWebhooks: true } });
const PEOPLE = 200;
const PLACES = 20;
let wentLive = new Date(0);

/** Numbers that look thrown, the same in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** How many taps were taken in and handled to the end. */
async function readHandled(): Promise<number> {
  const rows = await bench.database.db.select({ id: inbox.updateId }).from(inbox)
    .where(and(eq(inbox.state, "done"), gte(inbox.receivedAt, wentLive)));
  return rows.length;
}

const after = (ms: number) => new Promise<void>((resolve) => {
  setTimeout(resolve, ms);
});

/** A front that hands every update to both processes, each copy late by its own whim, so that they come twice and in another order. */
async function disorder(ports: readonly number[]): Promise<{ url: string; close(): void }> {
  const port = await freePort();
  const throwDice = dice(7);
  const app = new Hono().all("*", async (c) => {
    const body = await c.req.arrayBuffer();
    const answers = await Promise.all(ports.map(async (to) => {
      await after(throwDice(300));
      const target = new URL(c.req.url);
      target.port = String(to);
      return fetch(target, { method: c.req.method, headers: c.req.raw.headers, body });
    }));
    return answers.find(({ ok }) => !ok) ?? answers[0] ?? c.text("nobody", 502);
  });
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port });
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

onServer("two hundred people fight for twenty places, each tapping twice, every tap coming twice and in another order: twenty hold one, the rest wait, one board, nobody is written to twice", async () => {
  bench.expectFailures();
  const station = await establish(bench, { locale: "en" });
  const people: Person[] = [];
  for (let index = 0; index < PEOPLE; index += 1) people.push(await enrol(bench, station, `Person ${index}`));
  const startsAt = hoursFrom(bench.now(), 96);
  await promiseActivity(bench, station, { capacity: PLACES, slots: [{ label: null, startsAt, endsAt: hoursFrom(startsAt, 2) }] });
  await bench.settle();
  bench.emulator.markAllSeen();
  const board = bench.emulator.messages(station.memberGroup, { peek: true }).findLast(({ text }) => text.startsWith("📣"));
  if (!board) throw new Error("no board was posted");
  bench.goLive();
  wentLive = new Date();
  const fleet = await openFleet(bench);
  const ports = await Promise.all([freePort(), freePort()]);
  const front = await disorder(ports);
  try {
    await Promise.all(ports.map((port) => fleet.start({ PORT: String(port), WEBHOOK_URL: `${front.url}/telegram`, WEBHOOK_SECRET: "s3cret-of-the-test" })));
    const throwDice = dice(11);
    const order = [...people, ...people].map((person) => ({ person, at: throwDice(1_000_000) })).toSorted((a, b) => a.at - b.at);
    for (const { person } of order) bench.emulator.tap(person, board, "✅ I'm going");
    await expect.poll(readHandled, { timeout: 120_000, interval: 500 }).toBe(2 * PEOPLE);
    await allSent(bench);
    const rows = await bench.database.db.select({ place: rsvp.place, accountId: rsvp.accountId }).from(rsvp);
    const of = (place: string) => rows.filter((row) => row.place === place).length;
    expect({ people: new Set(rows.map(({ accountId }) => accountId)).size, held: of("held"), waiting: of("waiting"), offered: of("offered") })
      .toEqual({ people: PEOPLE, held: PLACES, waiting: PEOPLE - PLACES, offered: 0 });
    const boards = bench.emulator.messages(station.memberGroup, { peek: true }).filter(({ text }) => text.startsWith("📣"));
    expect(boards.map(({ text }) => text.includes("👥 20 going · full · 180 waiting"))).toEqual([true]);
    for (const person of people) {
      const texts = bench.emulator.messages(person, { peek: true }).filter(({ fromBot }) => fromBot).map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
    }
  } finally {
    await fleet.stop();
    front.close();
    bench.emulator.markAllSeen();
  }
}, 240_000);
