import { z } from "zod";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { card, readHandoverCard } from "./actions.ts";
import { handoverCard } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: card, payload: z.object({ stationId: z.int(), unitId: z.int(), accountId: z.int() }), repeatable: true,
  async render(io, ref) {
    const found = await readHandoverCard(io.db, io.now, ref);
    if (!found) return null;
    return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(handoverCard(io.words(found.locale), found)) } };
  },
})];
