import { z } from "zod";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { passed, readPassed } from "./actions.ts";
import { passedMessage } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: passed, payload: z.object({ stationId: z.int(), requestId: z.int(), accountId: z.int() }), repeatable: true,
  async render(io, ref) {
    const found = await readPassed(io.db, io.now, ref);
    if (!found) return null;
    return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(passedMessage(io.words(found.locale), found)) } };
  },
})];
