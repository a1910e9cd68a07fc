import { Worker } from "node:worker_threads";
import { UnreadableFile } from "./decode.ts";
import type { FromThread, Task, ToThread } from "./thread.ts";

/** A table that takes longer for one step is made to take long. */
const STEP_MS = 15_000;
/** What the thread may hold; beyond it the thread dies, not the bot. A table is read piece by piece, but written whole. */
const THREAD_MB = { read: 96, write: 160 };

interface Thread {
  next(): Promise<FromThread>;
  say(message: ToThread | "next"): void;
  end(): Promise<unknown>;
}

function nextMessage(worker: Worker): Promise<FromThread> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new UnreadableFile("tooSlow"))), STEP_MS);
    const said = (message: FromThread) => settle(() => resolve(message));
    const broken = (error: Error & { code?: string }) =>
      settle(() => reject(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? new UnreadableFile("tooLarge") : error));
    function settle(then: () => void): void {
      clearTimeout(timer);
      worker.off("message", said);
      worker.off("error", broken);
      then();
    }
    worker.on("message", said);
    worker.on("error", broken);
  });
}

/** A thread for one table, with bounded memory and time, and with nothing of the environment. */
export function startThread(task: Task): Thread {
  const worker = new Worker(new URL("./start.mjs", import.meta.url), {
    workerData: task, env: {}, execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MB[task.kind], maxYoungGenerationSizeMb: 6, stackSizeMb: 4 },
  });
  return { next: () => nextMessage(worker), say: (message) => worker.postMessage(message, []), end: () => worker.terminate() };
}
