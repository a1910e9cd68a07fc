import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { stateOf } from "../activity/rules.ts";
import { note, oweNotes, readNoted } from "./actions.ts";
import { isTimeToNote } from "./rules.ts";
import { noteMessage } from "./view.ts";

async function render(io: JobIo, ref: { stationId: number; activityId: number; chatId: number }): Promise<Call | null> {
  const found = await readNoted(io.db, ref);
  const [first] = found?.slots ?? [];
  if (!found?.messageId || !first || !found.groupReminder || stateOf(found, io.now) !== "announced") return null;
  if (!isTimeToNote({ announcedAt: found.announcedAt, startsAt: first.startsAt, zone: found.timeZone }, io.now)) return null;
  const inTopic = found.threadId === null ? {} : { message_thread_id: found.threadId };
  // Whoever deleted the announcement does not want it called to mind: without it nothing is sent.
  const beneath = { reply_parameters: { message_id: found.messageId } };
  const outgoing = noteMessage(io.words(found.locale), found, io.now);
  return { method: "sendMessage", payload: { chat_id: found.telegramChatId, ...messagePayload(outgoing), ...inTopic, ...beneath } };
}

export const jobs: readonly Job[] = [job({
  what: note,
  payload: z.object({ stationId: z.int(), activityId: z.int(), chatId: z.int() }),
  // A group that hears it twice is annoyed; one that misses it has the announcement still.
  repeatable: false,
  render,
})];

export const due = (scope: Scope): Promise<void> => oweNotes(scope);
