import { z } from "zod";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { hint, readCopy } from "./actions.ts";
import { attendanceAt } from "./rules.ts";
import { hintMessage } from "./view.ts";

async function renderHint(io: JobIo, ref: { stationId: number; activityId: number; chatId: number }): Promise<Call | null> {
  const found = await readCopy(io.db, ref);
  if (!found || attendanceAt(found.slots, io.now).kind !== "open") return null;
  const inTopic = found.threadId === null ? {} : { message_thread_id: found.threadId };
  const outgoing = hintMessage(io.words(found.locale), found, io.setting.botUsername);
  return { method: "sendMessage", payload: { chat_id: found.telegramChatId, ...messagePayload(outgoing), ...inTopic } };
}

export const jobs: readonly Job[] = [job({
  what: hint, repeatable: true,
  payload: z.object({ stationId: z.int(), activityId: z.int(), chatId: z.int() }),
  render: renderHint,
})];
