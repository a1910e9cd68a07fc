import { afterAll, expect, inject } from "vitest";
import { onServer } from "../setup/needs.ts";
import { openTestDatabase } from "../setup/database.ts";
import { useBench } from "../telegram/bench.ts";
import { boardSays, gather, readCounted, tapEvenly } from "./crowd.ts";
import { openFleet } from "./fleet.ts";
import { openOwnDatabase, openOwnServer, type OwnServer } from "./own-server.ts";

const PEOPLE = 400;
const LOAD_MS = 36_000;
const OUTAGE_AFTER_MS = 6_000;
const OUTAGE_MS = 20_000;

let server: OwnServer | undefined;
const bench = useBench({
  start: new Date(Date.now() - 60_000),
  emulator: { limits: "off" },
  async database() {
    if (inject("engine").kind === "embedded") return openTestDatabase();
    server = await openOwnServer();
    return openOwnDatabase(server);
  },
});
afterAll(() => server?.remove());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

onServer("PostgreSQL is stopped for twenty seconds under load: the bot does not end, and afterwards every tap is counted once", async () => {
  bench.expectFailures();
  const crowd = await gather(bench, PEOPLE);
  const fleet = await openFleet(bench);
  let ended = false;
  try {
    const bot = await fleet.start();
    bot.exited.then(() => { ended = true; });
    const taps = tapEvenly(bench, crowd, crowd.people, LOAD_MS);
    await pause(OUTAGE_AFTER_MS);
    server?.stop();
    await pause(OUTAGE_MS);
    server?.start();
    await taps;
    await boardSays(bench, crowd, PEOPLE, 90_000);
    const counted = await readCounted(bench);
    expect({ ended, rows: counted.length, people: new Set(counted).size }).toEqual({ ended: false, rows: PEOPLE, people: PEOPLE });
  } finally {
    await fleet.stop();
    bench.emulator.markAllSeen();
  }
}, 240_000);
