import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { readDue, readReminder, remind, reminding, type ReminderRef } from "./actions.ts";
import { isStillDue } from "./rules.ts";
import { reminderMessage } from "./view.ts";

async function render(io: JobIo, ref: ReminderRef): Promise<Call | null> {
  const message = await readReminder(io.db, ref);
  const items = message?.isReachable ? message.items.filter((item) => isStillDue(item, message, io.now)) : [];
  if (!message || items.length === 0) return null;
  const locale = message.locale ?? message.stationLocale;
  const outgoing = reminderMessage(io.words(locale), items, { locale, now: io.now });
  return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(message.userSealed, "account"), ...messagePayload(outgoing) } };
}

export const jobs: readonly Job[] = [job({
  what: reminding,
  payload: z.object({ accountId: z.int(), owedAt: z.string() }),
  // While Telegram is down it answers with errors that leave open whether it sent: better twice to one than to nobody at all.
  repeatable: true,
  render,
})];

/** Owes everybody what is due to them and was not said. */
export async function due(scope: Scope): Promise<void> {
  for (const accountId of await readDue(scope)) await remind(scope, accountId);
}
