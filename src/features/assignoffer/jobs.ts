import { z } from "zod";
import type { Outgoing, Scope } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { asked, lapse, passUnreachable, readAsked, readLapsed } from "./actions.ts";
import { askedMessage } from "./view.ts";

const toPerson = (io: JobIo, sealed: string, message: Outgoing): Call =>
  ({ method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(sealed, "account"), ...messagePayload(message) } });

export const jobs: readonly Job[] = [
  job({
    what: asked, payload: z.object({ stationId: z.int(), offerId: z.int(), instructorId: z.int(), accountId: z.int() }), repeatable: true,
    async render(io, ref) {
      const found = await readAsked(io.db, ref);
      return found && toPerson(io, found.userSealed, askedMessage(io.words(found.locale), found, ref, io.now));
    },
    async lost(tx, ref, lost, io) {
      if (lost === "forbidden") await passUnreachable(tx, ref, io.now);
    },
  }),
];

export async function due(scope: Scope): Promise<void> {
  for (const step of await readLapsed(scope)) await lapse(scope, step);
}
