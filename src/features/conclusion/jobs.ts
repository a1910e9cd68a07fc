import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { concludeDue, readSummary, summary } from "./actions.ts";
import { summaryMessage } from "./view.ts";

async function render(io: JobIo, ref: { stationId: number; activityId: number }): Promise<Call | null> {
  const found = await readSummary(io.db, ref);
  if (!found) return null;
  const outgoing = summaryMessage(io.words(found.locale), found, io.now);
  return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(outgoing) } };
}

export const jobs: readonly Job[] = [job({
  what: summary, repeatable: true,
  payload: z.object({ stationId: z.int(), activityId: z.int() }),
  render,
})];

export async function due(scope: Scope): Promise<void> {
  await concludeDue(scope);
}
