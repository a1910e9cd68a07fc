import { Worker } from "node:worker_threads";
import { UnreadableFile } from "./decode.ts";
import type { Chunk, FromThread } from "./thread.ts";

/** A table that takes longer for one step is made to take long. */
const STEP_MS = 15_000;
/** What the thread may hold; beyond it the thread dies, not the bot. */
const THREAD_MB = 160;

function startThread(bytes: Uint8Array): Worker {
  return new Worker(new URL("./start.mjs", import.meta.url), {
    workerData: bytes, env: {}, execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MB, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
  });
}

function nextMessage(thread: Worker): Promise<FromThread> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(new UnreadableFile("tooSlow"))), STEP_MS);
    const said = (message: FromThread) => settle(() => resolve(message));
    const broken = (error: Error & { code?: string }) =>
      settle(() => reject(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? new UnreadableFile("tooLarge") : error));
    function settle(then: () => void): void {
      clearTimeout(timer);
      thread.off("message", said);
      thread.off("error", broken);
      then();
    }
    thread.on("message", said);
    thread.on("error", broken);
  });
}

/** The rows of a file, read in a thread of its own, a chunk at a time; throws UnreadableFile with the reason. */
export async function* readTable(bytes: Uint8Array): AsyncGenerator<Chunk> {
  const thread = startThread(bytes);
  try {
    for (;;) {
      const said = await nextMessage(thread);
      if (said.kind === "end") return;
      if (said.kind === "unreadable") throw new UnreadableFile(said.reason);
      yield said.chunk;
      thread.postMessage("next", []);
    }
  } finally {
    await thread.terminate();
  }
}
