import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Call, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { closeDue, readSummary, summary, type SummaryRef } from "./actions.ts";
import { summaryMessage } from "./view.ts";

async function render(io: JobIo, ref: SummaryRef): Promise<Call | null> {
  const found = await readSummary(io.db, ref);
  if (!found || found.closedAt === null) return null;
  const locale = found.openerLocale ?? found.stationLocale;
  const outgoing = summaryMessage(io.words(locale), found, { now: io.now, locale });
  const chatId = io.seal.open(found.openerSealed, "account");
  return { method: "sendMessage", personal: true, payload: { chat_id: chatId, ...messagePayload(outgoing) } };
}

export const jobs = [job({
  what: summary,
  payload: z.object({ stationId: z.int(), rollCallId: z.int() }),
  repeatable: true,
  render,
})];

export async function due(scope: Scope): Promise<void> {
  await closeDue(scope);
}
