import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Call, type Job, type JobIo } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { attendanceAt } from "../attend/rules.ts";
import { opened, readOpened, turnWindows } from "./actions.ts";
import { openedMessage } from "./view.ts";

/** Nothing is said of what has closed meanwhile. */
async function render(io: JobIo, ref: { stationId: number; activityId: number; accountId: number }): Promise<Call | null> {
  const found = await readOpened(io.db, ref, io.now);
  const attendance = found ? attendanceAt(found.slots, io.now) : null;
  if (!found || attendance?.kind !== "open") return null;
  const { userSealed, locale, timeZone } = found;
  const outgoing = openedMessage(io.words(locale), found, attendance.closesAt, { locale, timeZone, now: io.now });
  return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(userSealed, "account"), ...messagePayload(outgoing) } };
}

export const jobs: readonly Job[] = [job({
  what: opened, repeatable: true,
  payload: z.object({ stationId: z.int(), activityId: z.int(), accountId: z.int() }),
  render,
})];

export async function due(scope: Scope): Promise<void> {
  await turnWindows(scope);
}
