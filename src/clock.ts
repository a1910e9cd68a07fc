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

/** Wakes the bot once a minute; a tick that fails is logged and the others go on. */
export function createClock(ticks: readonly Tick[], log: Log): Clock {
  let task: ScheduledTask | null = null;
  let running = Promise.resolve();

  async function runAll(): Promise<void> {
    for (const tick of ticks) {
      await tick.run().catch((error: unknown) => log.error("clock.tick_failed", { task: tick.name, error }));
    }
  }

  return {
    start() {
      task = schedule("* * * * *", () => {
        running = runAll();
        return running;
      }, { noOverlap: true });
    },
    async stop() {
      await task?.destroy();
      await running;
    },
  };
}
