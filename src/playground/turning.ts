import { inArray } from "drizzle-orm";
import type { App } from "../app.ts";
import type { Database } from "../db/client.ts";
import { inbox, outbox } from "../db/schema.ts";
import type { Emulator } from "./emulator/emulator.ts";
import type { Turn, TurnableClock } from "./turnable-clock.ts";

/** What people are told falls due at quarters of an hour, a check-in that opens before its activity among them. */
const STEP_MS = 15 * 60_000;
/** Whoever passes over days does not look at the minutes, and each step asks every feature what is due. */
const LONG_STEP_MS = 30 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** How long to wait for what the bot's own workers have in hand before looking again. */
const LOOK_MS = 5;
/** A bot that has not come to rest after so long is broken, and the clock goes on without it. */
const PATIENCE_MS = 20_000;

interface Turned {
  readonly app: App;
  readonly db: Database;
  readonly emulator: Emulator;
  readonly clock: TurnableClock;
}

interface Work {
  /** The bot's own workers have something in hand, or are about to. */
  readonly isHeld: boolean;
  /** Something waits to be taken up now. */
  readonly isDue: boolean;
  /** When the next thing that waits for its moment may go. */
  readonly nextMs: number;
}

const rest = () => new Promise<void>((resolve) => {
  setTimeout(resolve, LOOK_MS);
});

async function readWork({ db, emulator, clock }: Turned): Promise<Work> {
  const received = await db.select({ state: inbox.state, at: inbox.readyAt }).from(inbox).where(inArray(inbox.state, ["waiting", "running"]));
  const owed = await db.select({ state: outbox.state, owner: outbox.owner, at: outbox.runAt, leaseUntil: outbox.leaseUntil })
    .from(outbox).where(inArray(outbox.state, ["waiting", "sending"]));
  const nowMs = clock.now().getTime();
  const opens = (at: Date, leaseUntil: Date | null) => Math.max(at.getTime(), leaseUntil?.getTime() ?? 0);
  const things = [
    ...received.map(({ state, at }) => ({ isHeld: state === "running", opensMs: at.getTime() })),
    ...owed.map(({ state, owner, at, leaseUntil }) => ({ isHeld: state === "sending" || owner !== null, opensMs: opens(at, leaseUntil) })),
  ];
  const waiting = things.filter(({ isHeld }) => !isHeld).map(({ opensMs }) => opensMs);
  return {
    isHeld: emulator.pendingUpdates() > 0 || waiting.length < things.length,
    isDue: waiting.some((opensMs) => opensMs <= nowMs),
    nextMs: Math.min(...waiting.filter((opensMs) => opensMs > nowMs)),
  };
}

/**
 * Works until nothing is left to do at this moment, and gives the next moment at which there is. The bot's own workers
 * run beside: what they hold must be done before the clock goes on, or it would be dated later than it fell due.
 */
async function settle(turned: Turned): Promise<number> {
  const { step } = turned.app;
  const until = performance.now() + PATIENCE_MS;
  let wasIdle = false;
  for (;;) {
    const work = await readWork(turned);
    if ((!work.isHeld && !work.isDue) || performance.now() > until) return work.nextMs;
    const done = await step.handle() + await step.deliver();
    const isIdle = done === 0 && !work.isHeld;
    // What is due and cannot be taken waits behind another of its kind; a second look tells it from what a worker just took.
    if (isIdle && wasIdle) return work.nextMs;
    wasIdle = isIdle;
    if (done === 0) await rest();
  }
}

/** Turns the clock in steps, so that whatever falls due on the way happens at its own time. */
export async function turnClock(turned: Turned, by: Turn): Promise<void> {
  const { app, clock } = turned;
  const end = clock.offsetAfter(by);
  const stepMs = end - clock.offsetMs() > DAY_MS ? LONG_STEP_MS : STEP_MS;
  let nextMs = await settle(turned);
  while (clock.offsetMs() < end) {
    const nowMs = clock.now().getTime();
    const tickMs = (Math.floor(nowMs / stepMs) + 1) * stepMs;
    clock.set(Math.min(end, clock.offsetMs() + Math.max(0, Math.min(tickMs, nextMs) - nowMs)));
    if (tickMs <= nextMs || clock.offsetMs() === end) await app.step.tick();
    nextMs = await settle(turned);
  }
}
