import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { dueList, oweLists, readDueList, readMonths } from "./actions.ts";
import { dueListMessage } from "./view.ts";

/** As many as are read; the round shows the rest. */
const SHOWN = 20;

export const jobs: readonly Job[] = [job({
  what: dueList,
  payload: z.object({ stationId: z.int(), accountId: z.int() }),
  // Once a month: who hears it twice is annoyed, who misses it has /survey still.
  repeatable: false,
  async render(io, of) {
    const list = await readDueList(io.db, io.seal, of, io.now, SHOWN);
    if (!list) return null;
    return { method: "sendMessage", personal: true, payload: { chat_id: list.userId, ...messagePayload(dueListMessage(io.words(list.locale), list)) } };
  },
})];

/** Sends the list of what is due on the first day of a month. */
export async function due(scope: Scope): Promise<void> {
  for (const at of await readMonths(scope)) await oweLists(scope, at);
}
