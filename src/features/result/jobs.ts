import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import {
  closeDue, noteNotStopped, noteResult, noteStopped, outcome, promiseResults, promiseStops, readAsker, readCopy, readOutcome, result, results, stop, stops,
  type Copy,
} from "./actions.ts";
import { isResultNews } from "./rules.ts";
import { outcomeMessage, resultMessage } from "./view.ts";

const pollRef = z.object({ stationId: z.int(), pollId: z.int() });
const ballotRef = pollRef.extend({ chatId: z.int() });

async function renderStop(io: JobIo, ref: Copy["ref"]): Promise<Call | null> {
  const copy = await readCopy(io.db, ref);
  if (!copy?.messageId || copy.stoppedAt !== null) return null;
  return { method: "stopPoll", payload: { chat_id: copy.telegramChatId, message_id: copy.messageId } };
}

async function renderResult(io: JobIo, ref: Copy["ref"]): Promise<Call | null> {
  const copy = await readCopy(io.db, ref);
  const shown = copy && await readOutcome(io.db, ref);
  if (!shown || copy.resultMessageId !== null || !isResultNews(shown.closedAt, io.now)) return null;
  const inTopic = copy.threadId === null ? {} : { message_thread_id: copy.threadId };
  const answered = copy.messageId ? { reply_parameters: { message_id: copy.messageId, allow_sending_without_reply: true } } : {};
  const outgoing = messagePayload(resultMessage(io.words(shown.locale), shown, io.now));
  return { method: "sendMessage", payload: { chat_id: copy.telegramChatId, ...inTopic, ...answered, ...outgoing } };
}

async function renderOutcome(io: JobIo, ref: { stationId: number; pollId: number; accountId: number }): Promise<Call | null> {
  const asker = await readAsker(io.db, ref.accountId);
  const shown = asker && await readOutcome(io.db, ref);
  if (!shown) return null;
  const locale = asker.locale ?? shown.locale;
  const outgoing = outcomeMessage(io.words(locale), shown, { now: io.now, locale });
  return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(asker.sealed, "account"), ...messagePayload(outgoing) } };
}

export const jobs: readonly Job[] = [
  job({ what: stops, payload: pollRef, expand: (tx, ref, io) => promiseStops(tx, ref, io.now) }),
  job({
    what: stop, payload: ballotRef, ownsLosses: true, repeatable: true, render: renderStop,
    sent: (tx, ref, { poll }, io) => noteStopped(tx, ref, poll, io.now),
    lost: (tx, ref, lost, io) => noteNotStopped(tx, ref, lost === "forbidden" || lost === "chatGone", io.now),
  }),
  job({ what: results, payload: pollRef, expand: (tx, ref, io) => promiseResults(tx, ref, io.now) }),
  job({
    what: result, payload: ballotRef, ownsLosses: true,
    // The poll above it shows the counts too: better none than two.
    repeatable: false,
    render: renderResult,
    sent: (tx, ref, { messageId }) => noteResult(tx, ref, messageId),
    async lost(tx, ref, lost) {
      if (lost !== "forbidden") await noteResult(tx, ref, null);
    },
  }),
  job({ what: outcome, payload: pollRef.extend({ accountId: z.int() }), repeatable: true, render: renderOutcome }),
];

export async function due(scope: Scope): Promise<void> {
  await closeDue(scope);
}
