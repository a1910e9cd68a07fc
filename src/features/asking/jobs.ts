import { z } from "zod";
import type { Outgoing } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { readReport, readWithdrawn, report, withdrawn } from "./actions.ts";
import { reportMessage, withdrawnMessage } from "./view.ts";

const payload = z.object({ stationId: z.int(), offerId: z.int(), accountId: z.int() });

const toPerson = (io: JobIo, sealed: string, message: Outgoing): Call =>
  ({ method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(sealed, "account"), ...messagePayload(message) } });

export const jobs: readonly Job[] = [
  job({
    what: report, payload, repeatable: true,
    async render(io, ref) {
      const found = await readReport(io.db, ref);
      return found && toPerson(io, found.userSealed, reportMessage(io.words(found.locale), found, io.now));
    },
  }),
  job({
    what: withdrawn, payload, repeatable: true,
    async render(io, ref) {
      const found = await readWithdrawn(io.db, ref);
      return found && toPerson(io, found.userSealed, withdrawnMessage(io.words(found.locale), found));
    },
  }),
];
