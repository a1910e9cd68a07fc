import { z } from "zod";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { promiseTellings, readTold, telling, told, type Telling } from "./actions.ts";
import { toldMessage } from "./view.ts";

const about = z.object({ stationId: z.int(), activityId: z.int(), slotId: z.int(), kind: z.enum(["time", "place", "cancel"]) });

async function render(io: JobIo, payload: Telling & { accountId: number }): Promise<Call | null> {
  const found = await readTold(io.db, payload);
  const message = found && toldMessage(io.words(found.locale), found, payload, { locale: found.locale, now: io.now });
  if (!message) return null;
  return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(message) } };
}

export const jobs: readonly Job[] = [
  job({ what: telling, payload: about, expand: (tx, payload, io) => promiseTellings(tx, payload, io.now) }),
  job({ what: told, payload: about.extend({ accountId: z.int() }), repeatable: true, render }),
];
