import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { expect } from "vitest";
import { onServer } from "../setup/needs.ts";
import { useBench } from "../telegram/bench.ts";
import { boardSays, gather, readCounted, tapEvenly } from "./crowd.ts";
import { freePort, openFleet } from "./fleet.ts";

const bench = useBench({ start: new Date(Date.now() - 60_000), emulator: { limits: "off", autoWebhooks: true } });
const PEOPLE = 40;

/** One public address in front of several processes, each request to the next of them. */
async function balance(ports: readonly number[]): Promise<{ url: string; close(): void }> {
  const port = await freePort();
  let turn = 0;
  const app = new Hono().all("*", async (c) => {
    turn += 1;
    const target = new URL(c.req.url);
    target.port = String(ports[turn % ports.length]);
    return fetch(target, { method: c.req.method, headers: c.req.raw.headers, body: await c.req.arrayBuffer() });
  });
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port });
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function tapsAreCounted(mode: "polling" | "webhook", processes: number): Promise<void> {
  bench.expectFailures();
  const crowd = await gather(bench, PEOPLE);
  const fleet = await openFleet(bench);
  const ports = await Promise.all(Array.from({ length: processes }, freePort));
  const front = await balance(ports);
  const webhook: Record<string, string> = mode === "webhook" ? { WEBHOOK_URL: `${front.url}/telegram`, WEBHOOK_SECRET: "s3cret-of-the-test" } : {};
  try {
    await Promise.all(ports.map((port) => fleet.start({ PORT: String(port), ...webhook })));
    const taps = await tapEvenly(bench, crowd, crowd.people, 500);
    await bench.emulator.until(() => taps.every((tap) => bench.emulator.answerOf(tap.callbackQueryId) !== null) || null, { withinMs: 30_000, what: "answers" });
    await boardSays(bench, crowd, PEOPLE);
    const counted = await readCounted(bench);
    expect({ rows: counted.length, people: new Set(counted).size }).toEqual({ rows: PEOPLE, people: PEOPLE });
    for (const port of ports) expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  } finally {
    await fleet.stop();
    front.close();
    bench.emulator.markAllSeen();
  }
}

for (const mode of ["polling", "webhook"] as const) {
  for (const processes of [1, 3]) {
    onServer(`${processes} process(es), by ${mode}: over real HTTP every tap is answered and counted once`, () => tapsAreCounted(mode, processes), 120_000);
  }
}

onServer("a second copy that polls while a webhook is set is refused with a sentence, and takes over only when told to", async () => {
  bench.expectFailures();
  const crowd = await gather(bench, 1);
  const fleet = await openFleet(bench);
  const port = await freePort();
  try {
    await fleet.start({ PORT: String(port), WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`, WEBHOOK_SECRET: "s3cret-of-the-test" });
    await expect(fleet.start()).rejects.toThrow("--take-over");
    expect(crowd.people).toHaveLength(1);
  } finally {
    await fleet.stop();
    bench.emulator.markAllSeen();
  }
}, 60_000);

onServer("a poller that freezes is replaced by another process, and wakes without counting anybody twice", async () => {
  bench.expectFailures();
  const crowd = await gather(bench, PEOPLE);
  bench.emulator.configure({ callbackDeadlineMs: 60_000 });
  const fleet = await openFleet(bench);
  try {
    const leader = await fleet.start();
    await fleet.start();
    await leader.kill("SIGSTOP");
    const taps = await tapEvenly(bench, crowd, crowd.people, 500);
    await bench.emulator.until(() => taps.every((tap) => bench.emulator.answerOf(tap.callbackQueryId) !== null) || null, { withinMs: 50_000, what: "answers" });
    await leader.kill("SIGCONT");
    await boardSays(bench, crowd, PEOPLE);
    const counted = await readCounted(bench);
    expect({ rows: counted.length, people: new Set(counted).size }).toEqual({ rows: PEOPLE, people: PEOPLE });
  } finally {
    await fleet.stop();
    bench.emulator.markAllSeen();
  }
}, 120_000);
