import { z } from "zod";
import { job, type Call, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { hint, readHint } from "./actions.ts";
import { hintMessage } from "./view.ts";

async function render(io: JobIo, ref: { stationId: number; rollCallId: number; chatId: number }): Promise<Call | null> {
  const found = await readHint(io.db, ref, io.now);
  if (!found) return null;
  const inTopic = found.threadId === null ? {} : { message_thread_id: found.threadId };
  const outgoing = hintMessage(io.words(found.locale), found, io.setting.botUsername);
  return { method: "sendMessage", payload: { chat_id: found.telegramChatId, ...messagePayload(outgoing), ...inTopic } };
}

export const jobs = [job({
  what: hint,
  payload: z.object({ stationId: z.int(), rollCallId: z.int(), chatId: z.int() }),
  repeatable: true,
  render,
})];
