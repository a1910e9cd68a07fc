import { z } from "zod";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { raised, readRaised } from "./actions.ts";
import { raisedMessage } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: raised, payload: z.object({ stationId: z.int(), visitId: z.int(), accountId: z.int() }), repeatable: true,
  async render(io, ref) {
    const found = await readRaised(io.db, io.now, ref);
    if (!found) return null;
    return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(raisedMessage(io.words(found.locale), found)) } };
  },
})];
