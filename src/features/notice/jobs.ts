import { z } from "zod";
import type { Messages } from "../../i18n/messages.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import type { Outgoing } from "../../context.ts";
import { messagePayload } from "../../telegram/message.ts";
import { chatTrouble, dead, gap, readAddressee, readDead, readTrouble, type Addressee } from "./actions.ts";
import { deadMessage, gapMessage, troubleMessage } from "./view.ts";

const addressed = { stationId: z.number(), accountId: z.number() };

/** A private message to a lead, in their language; null where the lead leads no more or there is nothing left to say. */
async function toLead(
  io: JobIo,
  to: { stationId: number; accountId: number },
  say: (t: Messages, lead: Addressee) => Promise<Outgoing | null>,
): Promise<Call | null> {
  const lead = await readAddressee(io.db, io.seal, to, io.now);
  const message = lead && await say(io.words(lead.locale), lead);
  if (!message) return null;
  return { method: "sendMessage", personal: true, payload: { chat_id: lead.userId, ...messagePayload(message) } };
}

export const jobs: readonly Job[] = [
  job({
    what: chatTrouble, repeatable: true,
    payload: z.object({ ...addressed, chatIds: z.array(z.int()).min(1), trouble: z.enum(["public", "unreachable", "left"]) }),
    render: (io, payload) => toLead(io, payload, async (t, lead) => {
      const titles = await readTrouble(io.db, payload);
      return titles.length === 0 ? null : troubleMessage(t, { trouble: payload.trouble, titles, stationName: lead.stationName });
    }),
  }),
  job({
    what: gap, repeatable: true,
    payload: z.object({ ...addressed, count: z.number(), fromAt: z.string(), toAt: z.string() }),
    render: (io, payload) => toLead(io, payload, async (t, lead) => gapMessage(t, {
      count: payload.count, fromAt: new Date(payload.fromAt), toAt: new Date(payload.toAt),
      timeZone: lead.timeZone, locale: lead.locale, now: io.now,
    })),
  }),
  job({
    what: dead, repeatable: true, payload: z.object(addressed),
    render: (io, payload) => toLead(io, payload, async (t, lead) => {
      const messages = await readDead(io.db, payload.stationId, io.now);
      return messages.length === 0 ? null : deadMessage(t, lead.stationName, messages);
    }),
  }),
];
