import { z } from "zod";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { asking, nudging, promiseAskings, promiseMessage, readNudge, round } from "./actions.ts";
import { nudgeMessage } from "./view.ts";

const activityRef = z.object({ stationId: z.int(), activityId: z.int() });
const nudgeRef = activityRef.extend({ accountId: z.int() });

export const jobs: readonly Job[] = [
  job({ what: round, payload: activityRef, expand: (tx, ref, io) => promiseAskings(tx, io.seal, ref, io.now) }),
  job({ what: asking, payload: nudgeRef, expand: (tx, ref, io) => promiseMessage(tx, io.seal, ref, io.now) }),
  job({
    what: nudging, payload: nudgeRef, repeatable: true,
    async render(io, ref) {
      const found = await readNudge(io.db, io.seal, ref, io.now);
      if (!found) return null;
      const outgoing = nudgeMessage(io.words(found.locale), found.about, { locale: found.locale, now: io.now });
      return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(outgoing) } };
    },
  }),
];
