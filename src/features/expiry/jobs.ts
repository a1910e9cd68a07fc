import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { expiring, readDays, readExpiry, remindOfExpiry } from "./actions.ts";
import { expiryMessage } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: expiring, payload: z.object({ stationId: z.int(), accountId: z.int(), assignmentIds: z.array(z.int()) }), repeatable: true,
  async render(io, ref) {
    const found = await readExpiry(io.db, io.now, ref);
    if (!found) return null;
    return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(expiryMessage(io.words(found.locale), found)) } };
  },
})];

export async function due(scope: Scope): Promise<void> {
  for (const day of await readDays(scope)) await remindOfExpiry(scope, day);
}
