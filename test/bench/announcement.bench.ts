import { Api } from "grammy";
import { expect } from "vitest";
import { publishedLimits } from "../../src/playground/emulator/limits.ts";
import type { JournalEntry } from "../../src/playground/emulator/ledger.ts";
import { gather, waits } from "../processes/crowd.ts";
import { openFleet, type Fleet } from "../processes/fleet.ts";
import { allSent, announceToAll, copiesIn, copiesOut, copiesSent, replyEvenly, spreadOut, type Spread } from "../processes/spread.ts";
import { onServer } from "../setup/needs.ts";
import { useBench } from "../telegram/bench.ts";
import { row } from "./figures.ts";

const bench = useBench({ start: new Date(Date.now() - 60_000), emulator: { limits: "off" } });
/** With the one that the station began with, 500 groups, of which 15 are gone. */
const GROUPS = 499;
const GONE_EVERY = 33;
const PEOPLE = 100;
const REPLIES_MS = 14_000;
const { perSecond } = publishedLimits;

const after = (ms: number) => new Promise<void>((resolve) => {
  setTimeout(resolve, Math.max(0, ms));
});

/** How many of these a second, from the first to the last, as a share of what Telegram publishes. */
function pace(name: string, calls: readonly JournalEntry[]): string {
  const [first = Number.NaN, last = Number.NaN] = [calls[0], calls.at(-1)].map((call) => call?.at.getTime() ?? Number.NaN);
  const each = ((calls.length - 1) * 1_000) / (last - first);
  return `${name.padEnd(28)} ${each.toFixed(1)} a second, ${((100 * each) / perSecond).toFixed(1)} % of what is allowed`;
}

/** The floor: a loop that knows all in advance, stores nothing, and calls at the published pace. */
async function measureFloor(fleet: Fleet, { reached }: Spread): Promise<string> {
  const api = new Api(bench.emulator.token, { apiRoot: fleet.apiRoot });
  const start = Date.now();
  const before = bench.emulator.journal({ method: "sendMessage" }).length;
  let refused = 0;
  await Promise.all(reached.map(async (group, index) => {
    await after(start + (index * 1_000) / perSecond - Date.now());
    await api.sendMessage(group.id, "floor").catch(() => {
      refused += 1;
    });
  }));
  const calls = bench.emulator.journal({ method: "sendMessage" }).slice(before);
  return `${pace("a bare loop", calls)}, ${refused} of ${reached.length} calls refused`;
}

/** What Telegram took while copies went out; with those it refused because the group is gone, for each of them took a turn too. */
function callsMeanwhile(): { taken: JournalEntry[]; made: JournalEntry[] } {
  const copies = copiesSent(bench);
  const [from = 0, to = 0] = [copies[0], copies.at(-1)].map((call) => call?.at.getTime() ?? 0);
  const meanwhile = (calls: readonly JournalEntry[]) => calls.filter(({ at }) => at.getTime() >= from && at.getTime() <= to)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const taken = ["sendMessage", "editMessageText"].flatMap((method) => bench.emulator.journal({ method }));
  const gone = bench.emulator.refusals().filter(({ refused }) => refused?.code === 403);
  return { taken: meanwhile(taken), made: meanwhile([...taken, ...gone]) };
}

for (const processes of [1, 2]) {
  onServer(`an announcement to 500 groups, 15 of them gone, two 429s, ${processes} at work, each Telegram call takes 80 ms`, async () => {
    bench.expectFailures();
    const crowd = await gather(bench, PEOPLE);
    const spread = await spreadOut(bench, crowd, { groups: GROUPS, goneEvery: GONE_EVERY });
    bench.emulator.setLimits("published");
    bench.emulator.settings.latencyMs = 80;
    const fleet = await openFleet(bench);
    try {
      const floor = await measureFloor(fleet, spread);
      const tooMany = () => bench.emulator.refusals().filter((call) => call.refused?.code === 429).length;
      const before = tooMany();
      await Promise.all(Array.from({ length: processes }, () => fleet.start()));
      await announceToAll(bench, crowd);
      await copiesOut(bench, 30);
      const replying = replyEvenly(bench, crowd.people, REPLIES_MS);
      await copiesOut(bench, 100);
      bench.emulator.fault({ kind: "tooMany", method: "sendMessage", retryAfter: 3, times: 2 });
      const taps = await replying;
      await allSent(bench);
      const { taken, made } = callsMeanwhile();
      process.stdout.write([
        `${processes} at work`, floor, pace("copies", copiesSent(bench)), pace("copies and edits", taken), pace("with those to gone groups", made),
        row("replies meanwhile", await waits(bench, taps)), `${tooMany() - before} calls of the bot were refused as too many, two of them on purpose`, "",
      ].join("\n"));
      expect([crowd.station.memberGroup, ...spread.reached].filter((group) => copiesIn(bench, group) !== 1)).toEqual([]);
    } finally {
      await fleet.stop();
      bench.emulator.markAllSeen();
    }
  }, 240_000);
}
