import { z } from "zod";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { stateOf } from "../activity/rules.ts";
import { boardMessage } from "../bulletin/rules.ts";
import {
  announcement, board, boards, detachPost, latecomer, posting, promiseBoards, promiseLate, promisePostings, readPost, readReport, report, settlePosting,
  type PostFacts, type PostRef,
} from "./actions.ts";
import { isWorthPosting } from "./rules.ts";
import { reportMessage } from "./view.ts";

const activityRef = z.object({ stationId: z.int(), activityId: z.int() });
const postRef = activityRef.extend({ chatId: z.int() });

function payloadOf(io: JobIo, found: PostFacts) {
  const outgoing = boardMessage(io.words(found.locale), found, { now: io.now, botUsername: io.setting.botUsername });
  return { chat_id: found.telegramChatId, ...messagePayload(outgoing) };
}

async function renderPosting(io: JobIo, ref: PostRef): Promise<Call | null> {
  const found = await readPost(io.db, ref);
  if (!found || found.messageId !== null || !isWorthPosting(found, io.now)) return null;
  const inTopic = found.threadId === null ? {} : { message_thread_id: found.threadId };
  return { method: "sendMessage", payload: { ...payloadOf(io, found), ...inTopic } };
}

async function renderBoard(io: JobIo, ref: PostRef): Promise<Call | null> {
  const found = await readPost(io.db, ref);
  // Telegram gives 0 for a message that cannot be addressed.
  if (!found?.messageId || stateOf(found, io.now) === "planned") return null;
  return { method: "editMessageText", payload: { ...payloadOf(io, found), message_id: found.messageId } };
}

export const jobs: readonly Job[] = [
  job({ what: announcement, payload: activityRef, expand: (tx, ref, io) => promisePostings(tx, ref, io.now) }),
  job({
    what: posting, payload: postRef, ownsLosses: true,
    // Twice in a group of forty is worse than once less: the announcer is told and decides.
    repeatable: false,
    render: renderPosting,
    async sent(tx, ref, { messageId }, io) {
      await settlePosting(tx, ref, io.now, messageId ?? "uncertain");
    },
    async lost(tx, ref, lost, io) {
      await settlePosting(tx, ref, io.now, lost === "uncertain" || lost === "refused" ? lost : "unreachable");
    },
  }),
  job({
    what: report, repeatable: true, payload: activityRef.extend({ accountId: z.int() }),
    async render(io, ref) {
      const found = await readReport(io.db, ref);
      if (!found) return null;
      const payload = { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(reportMessage(io.words(found.locale), found)) };
      return { method: "sendMessage", personal: true, payload };
    },
  }),
  job({ what: boards, payload: activityRef.extend({ tapped: z.int().nullable() }), expand: (tx, ref, io) => promiseBoards(tx, ref, io.now) }),
  job({ what: latecomer, payload: postRef, expand: (tx, ref, io) => promiseLate(tx, ref, io.now) }),
  job({
    what: board, payload: postRef, ownsLosses: true, repeatable: true, render: renderBoard,
    async lost(tx, ref, lost) {
      if (lost === "messageGone") await detachPost(tx, ref);
    },
  }),
];
