import { z } from "zod";
import { job, type Call, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { attachMessage, board, detachMessage, readBoard, type BoardRef } from "./actions.ts";
import { boardMessage } from "./view.ts";

async function render(io: JobIo, ref: BoardRef): Promise<Call | null> {
  const found = await readBoard(io.db, ref);
  if (!found) return null;
  const outgoing = boardMessage(io.words(found.locale), found, { now: io.now, botUsername: io.setting.botUsername });
  const payload = { chat_id: found.telegramChatId, ...messagePayload(outgoing) };
  // Telegram gives 0 for a message that cannot be addressed; posting anew at each tap would flood the group.
  if (found.messageId === 0) return null;
  if (found.messageId !== null) return { method: "editMessageText", payload: { ...payload, message_id: found.messageId } };
  if (found.closedAt !== null) return null;
  const inTopic = found.threadId === null ? {} : { message_thread_id: found.threadId };
  return { method: "sendMessage", payload: { ...payload, ...inTopic } };
}

export const jobs = [job({
  what: board,
  payload: z.object({ stationId: z.int(), rollCallId: z.int(), chatId: z.int() }),
  // A board posted twice confuses, and both copies count; a missing one is worse.
  repeatable: true,
  render,
  async sent(tx, ref, { messageId }) {
    if (messageId !== null) await attachMessage(tx, ref, messageId);
  },
  async lost(tx, ref, lost) {
    if (lost === "messageGone") await detachMessage(tx, ref);
  },
})];
