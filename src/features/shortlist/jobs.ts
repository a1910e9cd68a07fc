import { z } from "zod";
import type { Scope } from "../../context.ts";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { attachCopy, dropCopy, listCopy, makeLists, markDone, readCopy } from "./actions.ts";
import { listMessage } from "./view.ts";

export const jobs: readonly Job[] = [job({
  what: listCopy,
  payload: z.object({ stationId: z.int(), weekOn: z.string(), accountId: z.int() }),
  // Who gets it twice does not know which of them is looked after.
  repeatable: false,
  async render(io, ref) {
    const copy = await readCopy(io.db, io.now, ref);
    if (!copy) return null;
    const payload = { chat_id: io.seal.open(copy.userSealed, "account"), ...messagePayload(listMessage(io.words(copy.locale), copy)) };
    if (copy.messageId !== null) return { method: "editMessageText", personal: true, payload: { ...payload, message_id: copy.messageId } };
    return { method: "sendMessage", personal: true, payload };
  },
  async sent(tx, ref, { messageId }) {
    if (messageId !== null) await attachCopy(tx, ref, messageId);
  },
  lost: dropCopy,
})];

/** Makes the lists whose hour has come, and marks in them what is done. */
export async function due(scope: Scope): Promise<void> {
  await makeLists(scope);
  await markDone(scope);
}
