import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { nodeDigest, noteCopy, oweDigest, readCopy, readWaiting } from "./actions.ts";
import { digestMessage } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: nodeDigest,
  payload: z.object({ nodeId: z.int(), weekOn: z.string(), accountId: z.int() }),
  // Once a week: whose answer was lost is noted so, and /scope shows it still.
  repeatable: false,
  ownsLosses: true,
  async render(io, of) {
    const copy = await readCopy(io.db, io.seal, of);
    if (!copy) return null;
    return { method: "sendMessage", personal: true, payload: { chat_id: copy.userId, ...messagePayload(digestMessage(io.words(copy.locale), copy.locale, copy)) } };
  },
  sent: (tx, of) => noteCopy(tx, of, "sent"),
  lost: (tx, of, lost) => noteCopy(tx, of, lost === "uncertain" ? "uncertain" : "refused"),
})];

/** Sums the week of each body whose time has come. */
export async function due(scope: Scope): Promise<void> {
  for (const waiting of await readWaiting(scope)) await oweDigest(scope, waiting);
}
