import { z } from "zod";
import type { Outgoing } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import {
  note, posting, readDigest, readNote, readWarning, settleNote, settleRefused, settleSent, settleUncertain, warning, type DigestRef, type GroupPlace,
} from "./actions.ts";
import { digestMessage, noteMessage, warningMessage } from "./view.ts";

const digestRef = z.object({ stationId: z.int(), chatId: z.int(), weekOn: z.iso.date() });

function inGroup({ telegramChatId, threadId }: GroupPlace, message: Outgoing): Call {
  const inTopic = threadId === null ? {} : { message_thread_id: threadId };
  return { method: "sendMessage", payload: { chat_id: telegramChatId, ...messagePayload(message), ...inTopic } };
}

async function renderDigest(io: JobIo, ref: DigestRef): Promise<Call | null> {
  const found = await readDigest(io.db, ref, io.now);
  return found && inGroup(found, digestMessage(io.words(found.locale), found.week, found));
}

async function renderNote(io: JobIo, ref: DigestRef): Promise<Call | null> {
  const found = await readNote(io.db, ref);
  return found && inGroup(found, noteMessage(io.words(found.locale), found.missed));
}

export const jobs: readonly Job[] = [
  job({
    what: posting, payload: digestRef, ownsLosses: true,
    // Each week once: whoever leads is told where it may be missing, and can pass it on.
    repeatable: false,
    render: renderDigest,
    sent: (tx, ref, { messageId }, io) => settleSent(tx, ref, messageId, io.now),
    lost: (tx, ref, lost, io) => (lost === "uncertain" ? settleUncertain : settleRefused)(tx, ref, io.now),
  }),
  job({
    what: note, payload: digestRef, ownsLosses: true, repeatable: false, render: renderNote,
    sent: (tx, ref, _, io) => settleNote(tx, ref, io.now),
    lost: (tx, ref, _, io) => settleNote(tx, ref, io.now),
  }),
  job({
    what: warning, payload: digestRef.extend({ accountId: z.int(), trouble: z.enum(["paused", "uncertain"]) }), repeatable: true,
    async render(io, about) {
      const found = await readWarning(io.db, io.seal, about, io.now);
      if (!found) return null;
      return { method: "sendMessage", personal: true, payload: { chat_id: found.userId, ...messagePayload(warningMessage(io.words(found.locale), { ...found, ...about })) } };
    },
  }),
];
