import { z } from "zod";
import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { over, readTold, told, type ToldFacts } from "./actions.ts";
import { overMessage, toldMessage } from "./view.ts";

const payload = z.object({ stationId: z.int(), assignmentId: z.int(), accountId: z.int() });

const saying = (words: (t: Messages, facts: ToldFacts) => Outgoing | null) =>
  async (io: JobIo, ref: z.infer<typeof payload>): Promise<Call | null> => {
    const found = await readTold(io.db, ref);
    const message = found && words(io.words(found.locale), found);
    return message && { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(message) } };
  };

export const jobs: readonly Job[] = [
  job({ what: told, payload, repeatable: true, render: saying(toldMessage) }),
  job({ what: over, payload, repeatable: true, render: saying(overMessage) }),
];
