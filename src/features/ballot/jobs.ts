import { z } from "zod";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import {
  attachBallot, noteUnposted, opening, posting, promisePostings, readBallot, readReport, report, type BallotRef, type PollRef,
} from "./actions.ts";
import { isPollOpen } from "./rules.ts";
import { ballotParts, reportMessage } from "./view.ts";

const pollRef = z.object({ stationId: z.int(), pollId: z.int() });

async function renderPosting(io: JobIo, ref: BallotRef): Promise<Call | null> {
  const found = await readBallot(io.db, ref);
  // A group that was out of reach may come back when the poll is over.
  if (!found || found.postState === "posted" || !isPollOpen(found, io.now)) return null;
  const inTopic = found.threadId === null ? {} : { message_thread_id: found.threadId };
  return { method: "sendPoll", payload: { chat_id: found.telegramChatId, ...inTopic, ...ballotParts(io.words(found.locale), found, io.now) } };
}

async function renderReport(io: JobIo, ref: PollRef & { accountId: number }): Promise<Call | null> {
  const found = await readReport(io.db, ref);
  if (!found || found.closedAt !== null || found.posts.some(({ state }) => state === "waiting")) return null;
  // What comes again is told of only where something is wrong.
  if (found.roundId !== null && found.posts.every(({ state }) => state === "posted")) return null;
  const locale = found.askerLocale ?? found.locale;
  const outgoing = reportMessage(io.words(locale), found, { now: io.now, locale });
  return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.askerSealed, "account"), ...messagePayload(outgoing) } };
}

export const jobs: readonly Job[] = [
  job({ what: opening, payload: pollRef, expand: (tx, ref, io) => promisePostings(tx, ref, io.now) }),
  job({
    what: posting, payload: pollRef.extend({ chatId: z.int() }), ownsLosses: true,
    // The same poll twice in a group splits the votes: whoever asked is told and decides.
    repeatable: false,
    render: renderPosting,
    sent: (tx, ref, { messageId, poll }, io) => attachBallot(tx, ref, messageId, poll, io.now),
    lost: (tx, ref, lost, io) => noteUnposted(tx, ref, lost === "uncertain" ? "uncertain" : lost === "refused" ? "refused" : "unreachable", io.now),
  }),
  job({ what: report, payload: pollRef.extend({ accountId: z.int() }), repeatable: true, render: renderReport }),
];
