import { count, eq, notInArray } from "drizzle-orm";
import { expect } from "vitest";
import { inbox } from "../../src/db/schema.ts";
import { onServer } from "../setup/needs.ts";
import { useBench } from "../telegram/bench.ts";
import { boardSays, gather, readCounted, tapEvenly } from "./crowd.ts";
import { type BotProcess, openFleet } from "./fleet.ts";

const bench = useBench({ start: new Date(Date.now() - 60_000), emulator: { limits: "off" } });

const KILLS = 50;
const TAPS_BETWEEN_KILLS = 12;
const STOPS = 20;

/** A small generator, so that a run that found something can be had again from its seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function waitingUpdates(): Promise<number> {
  const [row] = await bench.database.db.select({ waiting: count() }).from(inbox).where(notInArray(inbox.state, ["done", "ignored", "parked"]));
  return row?.waiting ?? 0;
}

async function parkedUpdates(): Promise<number> {
  const [row] = await bench.database.db.select({ parked: count() }).from(inbox).where(eq(inbox.state, "parked"));
  return row?.parked ?? 0;
}

onServer("killed fifty times at random instants under load, the bot loses no tap and counts none twice", async () => {
  bench.expectFailures();
  const crowd = await gather(bench, KILLS * TAPS_BETWEEN_KILLS);
  bench.emulator.settings.latencyMs = 20;
  const fleet = await openFleet(bench);
  const chance = random(20_261_123);
  try {
    const bots: BotProcess[] = [await fleet.start(), await fleet.start()];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const people = crowd.people.slice(kill * TAPS_BETWEEN_KILLS, (kill + 1) * TAPS_BETWEEN_KILLS);
      const taps = tapEvenly(bench, crowd, people, 700);
      await new Promise((resolve) => setTimeout(resolve, chance() * 700));
      const victim = bots.shift();
      await victim?.kill("SIGKILL");
      bots.push(await fleet.start());
      await taps;
    }
    await boardSays(bench, crowd, crowd.people.length, 90_000);
    const counted = await readCounted(bench);
    expect({ counted: counted.length, people: new Set(counted).size, waiting: await waitingUpdates(), parked: await parkedUpdates() })
      .toEqual({ counted: crowd.people.length, people: crowd.people.length, waiting: 0, parked: 0 });
  } finally {
    await fleet.stop();
    bench.emulator.markAllSeen();
  }
}, 600_000);

onServer("asked twenty times to stop under load, the bot loses nothing, answers everybody once and ends by itself each time", async () => {
  bench.expectFailures();
  const crowd = await gather(bench, STOPS * TAPS_BETWEEN_KILLS);
  bench.emulator.settings.latencyMs = 20;
  const fleet = await openFleet(bench);
  const chance = random(20_261_124);
  const posted = () => bench.emulator.journal({ method: "sendMessage" }).length;
  try {
    const before = posted();
    const bots: BotProcess[] = [await fleet.start(), await fleet.start()];
    const answered: Promise<unknown>[] = [];
    for (let stop = 0; stop < STOPS; stop += 1) {
      const people = crowd.people.slice(stop * TAPS_BETWEEN_KILLS, (stop + 1) * TAPS_BETWEEN_KILLS);
      answered.push(tapEvenly(bench, crowd, people, 700).then((taps) => bench.emulator.until(
        () => taps.every((tap) => bench.emulator.answerOf(tap.callbackQueryId) !== null) || null, { withinMs: 60_000, what: "answers" })));
      await new Promise((resolve) => setTimeout(resolve, chance() * 700));
      const leaving = bots.shift();
      await leaving?.kill("SIGTERM");
      expect(await leaving?.exited).toBe(0);
      bots.push(await fleet.start());
    }
    await Promise.all(answered);
    await boardSays(bench, crowd, crowd.people.length);
    const counted = await readCounted(bench);
    expect({ counted: counted.length, people: new Set(counted).size }).toEqual({ counted: crowd.people.length, people: crowd.people.length });
    expect(posted()).toBe(before);
    expect(bench.emulator.refusals({ method: "answerCallbackQuery" })).toEqual([]);
  } finally {
    await fleet.stop();
    bench.emulator.markAllSeen();
  }
}, 300_000);
