import { InputFile, type Api, type Context } from "grammy";
import type { Answering, Outgoing } from "../context.ts";
import { startLink } from "../features/link/rules.ts";
import type { Log } from "../operation/log.ts";
import { createFollowed } from "./follow.ts";
import { messagePayload } from "./message.ts";
import { attempt } from "./send.ts";

/** Telegram shows at most 200 characters in the answer to a tap. */
const TOAST_LIMIT = 200;

interface AnsweringDeps {
  readonly api: Api;
  readonly log: Log;
  readonly botUsername: string;
  readonly userId: number;
  /** Called when the person cannot be written to in private. */
  readonly unreachable: () => Promise<void>;
}

/** How the bot answers the person who acted: after the commit, directly, and never twice. */
export function createAnswering(ctx: Context, deps: AnsweringDeps): Answering {
  const failed = (state: string, error: unknown) => deps.log.info("answer.failed", { state, error });
  const tried = (call: () => Promise<unknown>) => attempt(call, failed);
  const thread = ctx.message?.message_thread_id ?? ctx.callbackQuery?.message?.message_thread_id;
  const inTopic = ctx.message?.is_topic_message === true && thread !== undefined ? { message_thread_id: thread } : {};

  async function toPerson(call: () => Promise<unknown>): Promise<boolean> {
    let isForbidden = false;
    const reached = await attempt(call, (state, error) => {
      isForbidden = state === "forbidden";
      failed(state, error);
    });
    if (isForbidden) await deps.unreachable();
    return reached;
  }

  async function reply(message: Outgoing): Promise<void> {
    const chatId = ctx.chat?.id;
    if (chatId === undefined) return;
    const to = ctx.message ? { reply_parameters: { message_id: ctx.message.message_id, allow_sending_without_reply: true } } : {};
    const { text, ...other } = messagePayload(message);
    await tried(() => deps.api.sendMessage(chatId, text, { ...other, ...inTopic, ...(ctx.chat?.type !== "private" && to) }));
  }

  return {
    reply,
    async toast(text, options) {
      const id = ctx.callbackQuery?.id;
      if (id === undefined) return;
      await tried(() => deps.api.answerCallbackQuery(id, { text: text.slice(0, TOAST_LIMIT), show_alert: options?.alert ?? false }));
    },
    async openPrivate(startParameter) {
      const id = ctx.callbackQuery?.id;
      if (id === undefined) return;
      await tried(() => deps.api.answerCallbackQuery(id, { url: startLink(deps.botUsername, startParameter) }));
    },
    async react(emoji) {
      const message = ctx.message;
      if (!message) return;
      await tried(() => deps.api.setMessageReaction(message.chat.id, message.message_id, [{ type: "emoji", emoji }]));
    },
    async tell(message) {
      const { text, ...other } = messagePayload(message);
      return toPerson(() => deps.api.sendMessage(deps.userId, text, other));
    },
    async rewrite(message) {
      const shown = ctx.callbackQuery?.message;
      if (!shown) return;
      const { text, ...other } = messagePayload(message);
      await tried(() => deps.api.editMessageText(shown.chat.id, shown.message_id, text, other));
    },
    async follow(message) {
      const chatId = ctx.chat?.id ?? deps.userId;
      const { text, ...other } = messagePayload(message);
      let shownId = ctx.callbackQuery?.message?.message_id;
      if (shownId === undefined) await tried(async () => (shownId = (await deps.api.sendMessage(chatId, text, other)).message_id));
      else await tried(() => deps.api.editMessageText(chatId, shownId ?? 0, text, other));
      return createFollowed(async (newer) => {
        const { text: words, ...rest } = messagePayload(newer);
        await tried(() => (shownId === undefined ? deps.api.sendMessage(chatId, words, rest) : deps.api.editMessageText(chatId, shownId, words, rest)));
      });
    },
    async photo(bytes, caption) {
      const { text, reply_markup: markup } = messagePayload(caption, "caption");
      const options = { caption: text, ...(markup && { reply_markup: markup }) };
      return toPerson(() => deps.api.sendPhoto(deps.userId, new InputFile(bytes, "muster.png"), options));
    },
    async document(bytes, fileName, caption) {
      await toPerson(() => deps.api.sendDocument(deps.userId, new InputFile(bytes, fileName), caption === undefined ? {} : { caption }));
    },
  };
}
