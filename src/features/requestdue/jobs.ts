import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { overdue, readDays, readOverdue, remindOfOverdue } from "./actions.ts";
import { overdueMessage } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: overdue, payload: z.object({ stationId: z.int(), accountId: z.int(), requestIds: z.array(z.int()), asLead: z.boolean() }), repeatable: true,
  async render(io, ref) {
    const found = await readOverdue(io.db, io.now, ref);
    if (!found) return null;
    return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(overdueMessage(io.words(found.locale), found)) } };
  },
})];

export async function due(scope: Scope): Promise<void> {
  for (const day of await readDays(scope)) await remindOfOverdue(scope, day);
}
