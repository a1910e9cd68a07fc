import { z } from "zod";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { over, readOver } from "./actions.ts";
import { overMessage } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: over, payload: z.object({ stationId: z.int(), unitId: z.int(), accountId: z.int(), why: z.enum(["closed", "ended"]) }), repeatable: true,
  async render(io, ref) {
    const found = await readOver(io.db, io.seal, ref);
    return found && { method: "sendMessage", personal: true, payload: { chat_id: found.userId, ...messagePayload(overMessage(io.words(found.locale), found, ref.why)) } };
  },
})];
