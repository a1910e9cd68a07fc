import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { oweTermReminders, readTermReminder, termReminding } from "./actions.ts";
import { reminderMessage } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: termReminding,
  payload: z.object({ stationId: z.int(), accountId: z.int(), organizationIds: z.array(z.int()).readonly() }),
  // A lead who reads it twice loses a glance; one who never does may miss an election.
  repeatable: true,
  render: async (io, ref) => {
    const found = await readTermReminder(io.db, io.seal, ref, io.now);
    if (!found) return null;
    return { method: "sendMessage", personal: true, payload: { chat_id: found.userId, ...messagePayload(reminderMessage(io.words(found.locale), found)) } };
  },
})];

export const due = (scope: Scope): Promise<void> => oweTermReminders(scope);
