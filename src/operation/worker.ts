import type { Log } from "./log.ts";

/** A busy worker asks for more only when this share of its places is free: each question costs the database. */
const SHARE_TO_ASK = 8;
/** How long an idle worker waits before it looks again; another process may have stored work. */
const IDLE_MS = 250;
const UPKEEP_MS = 3_000;
const OUTAGE_MS = 1_000;

export interface Worker {
  start(): void;
  /** There may be work: look now. */
  wake(): void;
  /** Runs everything that can be claimed now, then resolves with how many; for driving it by hand. */
  drain(): Promise<number>;
  /** Takes no new work and waits for what runs, at most so long. */
  stop(withinMs: number): Promise<void>;
}

interface WorkerDeps<Item> {
  readonly name: string;
  readonly concurrency: number;
  readonly log: Log;
  claim(free: number): Promise<Item[]>;
  run(item: Item): Promise<void>;
  /** Now and then; what is under way in this process is its to keep. */
  upkeep(underWay: readonly Item[]): Promise<void>;
}

/** A bell that somebody can wait for, at most so long; a ring before the wait counts. */
function createBell(): { ring(): void; heard(ms: number): Promise<void> } {
  let rung = false;
  let answer: (() => void) | null = null;
  return {
    ring() {
      rung = true;
      answer?.();
    },
    async heard(ms) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          answer = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      rung = false;
      answer = null;
    },
  };
}

/** Claims and runs items, many at once; the same loop serves inbox and outbox. A claim that fails is an outage: wait, try again. */
export function createWorker<Item>(deps: WorkerDeps<Item>): Worker {
  const running = new Map<Promise<void>, Item>();
  const bell = createBell();
  let stopping = false;
  let loop: Promise<void> | null = null;
  let upkeepAt = 0;

  function begin(item: Item): void {
    const work = deps.run(item)
      .catch((error: unknown) => deps.log.error(`${deps.name}.run_failed`, { error }))
      .finally(() => {
        running.delete(work);
        bell.ring();
      });
    running.set(work, item);
  }

  async function step(): Promise<boolean> {
    if (performance.now() >= upkeepAt) {
      await deps.upkeep([...running.values()]);
      upkeepAt = performance.now() + UPKEEP_MS;
    }
    const free = deps.concurrency - running.size;
    const items = free >= Math.ceil(deps.concurrency / SHARE_TO_ASK) ? await deps.claim(free) : [];
    for (const item of items) begin(item);
    return items.length > 0;
  }

  async function turn(): Promise<void> {
    while (!stopping) {
      try {
        if (!await step()) await bell.heard(IDLE_MS);
      } catch (error) {
        deps.log.warn(`${deps.name}.claim_failed`, { error });
        await bell.heard(OUTAGE_MS);
      }
    }
  }

  return {
    start() {
      loop = turn();
    },
    wake: () => bell.ring(),
    async drain() {
      let count = 0;
      for (;;) {
        await deps.upkeep([...running.values()]);
        const items = await deps.claim(deps.concurrency);
        if (items.length === 0) return count;
        count += items.length;
        await Promise.all(items.map((item) => deps.run(item)));
      }
    },
    async stop(withinMs) {
      stopping = true;
      bell.ring();
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, withinMs);
      });
      await Promise.race([(async () => {
        await loop;
        await Promise.all(running.keys());
      })(), limit]);
      clearTimeout(timer);
    },
  };
}
