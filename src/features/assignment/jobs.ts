import { z } from "zod";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { readTold, told } from "./actions.ts";
import { toldMessage } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: told, payload: z.object({ stationId: z.int(), assignmentId: z.int(), accountId: z.int() }), repeatable: true,
  async render(io, ref) {
    const found = await readTold(io.db, ref);
    if (!found) return null;
    return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(toldMessage(io.words(found.locale), found)) } };
  },
})];
