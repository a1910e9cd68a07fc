import { Api } from "grammy";
import { expect } from "vitest";
import { boardSays, gather, tapEvenly, waits, type Crowd } from "../processes/crowd.ts";
import { openFleet } from "../processes/fleet.ts";
import { onServer } from "../setup/needs.ts";
import { useBench } from "../telegram/bench.ts";
import { at, row } from "./figures.ts";

const bench = useBench({ start: new Date(Date.now() - 60_000), emulator: { limits: "off" } });
const PEOPLE = 300;
const AT_ONCE = 64;

/** The floor: a program that stores nothing and only answers, as many at once as the bot. */
function startFloor(): () => void {
  const api = new Api(bench.emulator.token, { fetch: bench.emulator.fetch as never });
  let stopped = false;
  const line: string[] = [];
  const answer = async () => {
    for (let id = line.shift(); id !== undefined; id = line.shift()) await api.answerCallbackQuery(id, { text: "ok" });
  };
  const poll = async () => {
    for (let offset = 0; !stopped;) {
      const updates = await api.getUpdates({ offset, timeout: 1 });
      for (const update of updates) if (update.callback_query) line.push(update.callback_query.id);
      offset = (updates.at(-1)?.update_id ?? offset - 1) + 1;
      for (let lane = 0; lane < AT_ONCE; lane += 1) void answer();
    }
  };
  void poll();
  return () => { stopped = true; };
}

/** Twice: of a process that has just started, and of the same one when it has answered a few hundred. */
async function measureBot(crowd: Crowd): Promise<{ cold: number[]; warm: number[] }> {
  const fleet = await openFleet(bench);
  try {
    await fleet.start();
    const cold = await waits(bench, await tapEvenly(bench, crowd, crowd.people.slice(0, PEOPLE), 1_000));
    await boardSays(bench, crowd, PEOPLE);
    const warm = await waits(bench, await tapEvenly(bench, crowd, crowd.people.slice(PEOPLE), 1_000));
    await boardSays(bench, crowd, 2 * PEOPLE);
    return { cold, warm };
  } finally {
    await fleet.stop();
  }
}

onServer("300 people tap within one second, each Telegram call takes 80 ms", async () => {
  bench.expectFailures();
  const crowd = await gather(bench, 2 * PEOPLE);
  bench.emulator.settings.latencyMs = 80;
  const stopFloor = startFloor();
  const floor = await waits(bench, await tapEvenly(bench, crowd, crowd.people.slice(0, PEOPLE), 1_000));
  stopFloor();
  bench.emulator.dropPending();
  const bot = await measureBot(crowd);
  process.stdout.write([
    row("answers only, nothing stored", floor), row("the bot, just started", bot.cold), row("the bot, running", bot.warm),
    `the running bot's median is ${(at(bot.warm, 0.5) / at(floor, 0.5)).toFixed(1)} times the floor's`, "",
  ].join("\n"));
  expect([...bot.cold, ...bot.warm].every((wait) => wait >= 0)).toBe(true);
  bench.emulator.markAllSeen();
}, 180_000);
