import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Log } from "../operation/log.ts";

/** Short, so that a crash loses little; long enough that ten people tapping are one write. */
const REST_MS = 300;

const remembered = z.object({ version: z.literal(1), offsetMs: z.number(), snapshot: z.string() });
export type Remembered = z.infer<typeof remembered>;

/** What Telegram and the clock were, kept beside the database, so that a restart goes on where it was. */
export interface Memory {
  read(): Promise<Remembered | null>;
  /** Something changed: write soon. */
  touch(): void;
  /** Writes nothing more until `touch` or `keep`, and forgets what was written. */
  forget(): Promise<void>;
  keep(): Promise<void>;
}

function parse(text: string): Remembered | null {
  try {
    return remembered.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export function createMemory(dataDir: string, current: () => Omit<Remembered, "version">, log: Log): Memory {
  const file = join(dataDir, "playground.json");
  let timer: NodeJS.Timeout | null = null;
  let writing = Promise.resolve();

  function calm(): void {
    if (timer) clearTimeout(timer);
    timer = null;
  }

  async function write(): Promise<void> {
    await mkdir(dataDir, { recursive: true });
    const draft = `${file}.new`;
    await writeFile(draft, JSON.stringify({ version: 1, ...current() } satisfies Remembered));
    await rename(draft, file);
  }

  function queue(work: () => Promise<void>): Promise<void> {
    calm();
    writing = writing.then(work).catch((error: unknown) => log.warn("playground.not_kept", { error }));
    return writing;
  }

  return {
    read: async () => parse(await readFile(file, "utf8").catch(() => "")),
    touch() {
      timer ??= setTimeout(() => {
        timer = null;
        void queue(write);
      }, REST_MS);
    },
    forget: () => queue(() => rm(file, { force: true })),
    keep: () => queue(write),
  };
}
