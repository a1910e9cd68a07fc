import { expect } from "vitest";
import { rsvp } from "../../src/db/schema-reply.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { hoursFrom, promiseActivity } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { onServer } from "../setup/needs.ts";
import { dice, disorder, readHandled } from "./disorder.ts";
import { freePort, openFleet } from "./fleet.ts";
import { allSent } from "./spread.ts";

const bench = useBench({ start: new Date(Date.now() - 60_000), emulator: { limits: "off", autoWebhooks: true } });
const PEOPLE = 200;
const PLACES = 20;

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
  const wentLive = new Date();
  const fleet = await openFleet(bench);
  const ports = await Promise.all([freePort(), freePort()]);
  const front = await disorder(ports);
  try {
    await Promise.all(ports.map((port) => fleet.start({ PORT: String(port), WEBHOOK_URL: `${front.url}/telegram`, WEBHOOK_SECRET: "s3cret-of-the-test" })));
    const throwDice = dice(11);
    const order = [...people, ...people].map((person) => ({ person, at: throwDice(1_000_000) })).toSorted((a, b) => a.at - b.at);
    for (const { person } of order) bench.emulator.tap(person, board, "✅ I'm going");
    await expect.poll(() => readHandled(bench, wentLive), { timeout: 120_000, interval: 500 }).toBe(2 * PEOPLE);
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
