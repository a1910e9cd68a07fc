import { z } from "zod";
import { job, type Job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { greeting, isUnlinked } from "./actions.ts";
import { greetingMessage } from "./view.ts";

export const jobs: readonly Job[] = [
  job({
    what: greeting, repeatable: false,
    payload: z.object({ telegramChatId: z.number(), locale: z.enum(["zh-CN", "en"]) }),
    async render(io, { telegramChatId, locale }) {
      if (!await isUnlinked(io.db, telegramChatId)) return null;
      return { method: "sendMessage", payload: { chat_id: telegramChatId, ...messagePayload(greetingMessage(io.words(locale))) } };
    },
  }),
];
