import { schedule, type ScheduledTask } from "node-cron";
import type { Log } from "./operation/log.ts";

/** One question of the form "what is due and not done?"; it does it, and a missed minute loses nothing. */
export interface Tick {
  readonly name: string;
  run(): Promise<void>;
}

export interface Clock {
  start(): void;
  stop(): Promise<void>;
}

/** One minute's ticks in their order. A tick that fails is logged and the others go on; one still busy since an earlier minute is passed over. */
export function createRound(ticks: readonly Tick[], log: Log): (isOver: () => boolean) => Promise<void> {
  const busy = new Set<Tick>();

  async function run(tick: Tick): Promise<void> {
    busy.add(tick);
    await tick.run().catch((error: unknown) => log.error("clock.tick_failed", { task: tick.name, error }));
    busy.delete(tick);
  }

  return async (isOver) => {
    for (const tick of ticks) {
      if (isOver()) return;
      if (!busy.has(tick)) await run(tick);
    }
  };
}

/** Wakes the bot once a minute, also while a night's long work of the minute before goes on. */
export function createClock(ticks: readonly Tick[], log: Log): Clock {
  const round = createRound(ticks, log);
  const rounds = new Set<Promise<void>>();
  let task: ScheduledTask | null = null;
  let stopped = false;

  function wake(): void {
    const mine = round(() => stopped).finally(() => rounds.delete(mine));
    rounds.add(mine);
  }

  return {
    start() {
      stopped = false;
      task = schedule("* * * * *", wake);
    },
    async stop() {
      stopped = true;
      await task?.destroy();
      await Promise.all(rounds);
    },
  };
}
