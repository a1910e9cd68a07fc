import type { Api } from "grammy";
import type { Update } from "grammy/types";

/** Tells a person, where that needs no new group message, that their update was given up. */
export async function apologize(api: Api, update: Update, text: string): Promise<void> {
  if (update.callback_query) {
    await api.answerCallbackQuery(update.callback_query.id, { text, show_alert: true });
  } else if (update.message?.chat.type === "private") {
    await api.sendMessage(update.message.chat.id, text);
  }
}
