import { z } from "zod";
import { job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { draftReady, readReadyDraft } from "./actions.ts";
import { draftMessage } from "./view.ts";

export const jobs = [job({
  what: draftReady, repeatable: true,
  payload: z.object({ stationId: z.int(), accountId: z.int() }),
  async render(io, { accountId }) {
    const found = await readReadyDraft(io, accountId);
    if (!found) return null;
    const locale = found.locale ?? found.shown.stationLocale;
    const message = draftMessage(io.words(locale), found.shown, { locale, now: io.now, botUsername: io.setting.botUsername });
    return { method: "sendMessage", personal: true, payload: { chat_id: io.seal.open(found.userSealed, "account"), ...messagePayload(message) } };
  },
})];
