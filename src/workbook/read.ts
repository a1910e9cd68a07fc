import { UnreadableFile } from "./decode.ts";
import { startThread } from "./run.ts";
import type { Chunk } from "./thread.ts";

/** The rows of a file, read in a thread of its own, a chunk at a time; throws UnreadableFile with the reason. */
export async function* readTable(bytes: Uint8Array): AsyncGenerator<Chunk> {
  const thread = startThread({ kind: "read", bytes });
  try {
    for (;;) {
      const said = await thread.next();
      if (said.kind === "unreadable") throw new UnreadableFile(said.reason);
      if (said.kind !== "rows") return;
      yield said.chunk;
      thread.say("next");
    }
  } finally {
    await thread.end();
  }
}
