import { z } from "zod";
import { job } from "../../outbox/job.ts";
import { messagePayload } from "../../telegram/message.ts";
import { joinLink, readLinkPost } from "./actions.ts";
import { inviteMessage } from "./view.ts";

export const jobs = [job({
  what: joinLink,
  payload: z.object({ stationId: z.number(), chatId: z.number() }),
  repeatable: false,
  async render(io, payload) {
    const post = await readLinkPost(io.db, payload);
    if (!post) return null;
    const message = inviteMessage(io.words(post.locale), io.setting.botUsername, post);
    return {
      method: "sendMessage",
      payload: {
        chat_id: post.telegramChatId, ...messagePayload(message),
        ...(post.threadId !== null && { message_thread_id: post.threadId }),
      },
    };
  },
})];
