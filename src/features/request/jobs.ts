import { z } from "zod";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { answered, opened, readAnswered, readOpened } from "./actions.ts";
import { answeredMessage, openedMessage } from "./view.ts";

const payload = z.object({ stationId: z.int(), requestId: z.int(), accountId: z.int() });

export const jobs: readonly Job[] = [
  job({
    what: opened, payload, repeatable: true,
    async render(io, ref) {
      const found = await readOpened(io.db, io.now, ref);
      if (!found) return null;
      return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(openedMessage(io.words(found.locale), found)) } };
    },
  }),
  job({
    what: answered, payload, repeatable: true,
    async render(io, ref) {
      const found = await readAnswered(io, ref);
      if (!found) return null;
      return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(answeredMessage(io.words(found.locale), found)) } };
    },
  }),
];
