import { serve } from "@hono/node-server";
import { and, eq, gte } from "drizzle-orm";
import { Hono } from "hono";
import { inbox } from "../../src/db/schema.ts";
import type { Bench } from "../telegram/bench.ts";
import { freePort } from "./fleet.ts";

/** Numbers that look thrown, the same in every run. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** How many updates since then were taken in and handled to the end. */
export async function readHandled(bench: Bench, since: Date): Promise<number> {
  const rows = await bench.database.db.select({ id: inbox.updateId }).from(inbox)
    .where(and(eq(inbox.state, "done"), gte(inbox.receivedAt, since)));
  return rows.length;
}

const after = (ms: number) => new Promise<void>((resolve) => {
  setTimeout(resolve, ms);
});

/** A front that hands every update to both processes, each copy late by its own whim, so that they come twice and in another order. */
export async function disorder(ports: readonly number[]): Promise<{ url: string; close(): void }> {
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
