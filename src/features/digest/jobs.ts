import { z } from "zod";
import type { Outgoing } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import {
  note, posting, readDigest, readNote, readWarning, settleNote, settleRefused, settleSent, settleUncertain, warning, type DigestRef, type GroupPlace,
} from "./actions.ts";
import { digestPicture } from "../chart/rules.ts";
import { digestMessage, noteMessage, organizersDigest, warningMessage } from "./view.ts";

const digestRef = z.object({ stationId: z.int(), chatId: z.int(), weekOn: z.iso.date() });

const addressOf = ({ telegramChatId, threadId }: GroupPlace) => ({ chat_id: telegramChatId, ...threadId !== null && { message_thread_id: threadId } });

function inGroup(place: GroupPlace, message: Outgoing): Call {
  return { method: "sendMessage", payload: { ...addressOf(place), ...messagePayload(message) } };
}

async function renderDigest(io: JobIo, ref: DigestRef): Promise<Call | null> {
  const found = await readDigest(io.db, ref, io.now);
  if (!found) return null;
  const t = io.words(found.locale);
  // Whoever cannot see the picture reads every number of it in its caption.
  const message = found.isForOrganizers ? organizersDigest(t, found.stationId, found.week, found) : digestMessage(t, found.week, found);
  const { text: caption, reply_markup: keyboard } = messagePayload(message, "caption");
  const photo = await io.picture(digestPicture(t, found.locale, found.week));
  return { method: "sendPhoto", payload: { ...addressOf(found), photo, caption, ...keyboard && { reply_markup: keyboard } } };
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
