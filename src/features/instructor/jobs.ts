import { z } from "zod";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { over, readOver } from "./actions.ts";
import { overMessage } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: over, payload: z.object({ stationId: z.int(), instructorId: z.int(), accountId: z.int() }), repeatable: true,
  async render(io, ref) {
    const found = await readOver(io.db, ref);
    if (!found) return null;
    return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(overMessage(io.words(found.locale), found)) } };
  },
})];
