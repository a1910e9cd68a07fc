import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { endLapsed, lapsed, offer, offerFree, readLapsed, readOffer, readReport, readWaitingSlots, report, returnOffer, type OfferRef } from "./actions.ts";
import { lapsedMessage, offerMessage, reportMessage } from "./view.ts";

const offerRef = z.object({ stationId: z.int(), activityId: z.int(), accountId: z.int() });

const toPerson = (io: JobIo, sealed: string, message: Parameters<typeof messagePayload>[0]): Call =>
  ({ method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(sealed, "account"), ...messagePayload(message) } });

async function renderOffer(io: JobIo, ref: OfferRef): Promise<Call | null> {
  const found = await readOffer(io.db, ref);
  const message = found && offerMessage(io.words(found.locale), found, ref.activityId, io.now);
  return message ? toPerson(io, found.userSealed, message) : null;
}

async function renderLapsed(io: JobIo, ref: OfferRef): Promise<Call | null> {
  const found = await readOffer(io.db, ref);
  // Whoever has put themselves on the list again meanwhile need not hear that they left it.
  if (!found || found.isWaiting) return null;
  return toPerson(io, found.userSealed, lapsedMessage(io.words(found.locale), found.title, ref.activityId));
}

async function renderReport(io: JobIo, ref: { stationId: number; activityId: number }): Promise<Call | null> {
  const found = await readReport(io.db, ref);
  return found && toPerson(io, found.userSealed, reportMessage(io.words(found.locale), found));
}

export const jobs: readonly Job[] = [
  job({
    what: offer, payload: offerRef, repeatable: true, render: renderOffer,
    async lost(tx, ref, lost, io) {
      if (lost === "forbidden") await returnOffer(tx, ref, io.now);
    },
  }),
  job({ what: lapsed, payload: offerRef, repeatable: true, render: renderLapsed }),
  job({ what: report, payload: offerRef.omit({ accountId: true }), repeatable: true, render: renderReport }),
];

/** Ends what has run out and offers what is free, in the hours for it. */
export async function due(scope: Scope): Promise<void> {
  for (const slot of await readLapsed(scope)) await endLapsed(scope, slot);
  for (const slot of await readWaitingSlots(scope)) await offerFree(scope, slot);
}
