import { z } from "zod";
import { reachChat } from "../access.ts";
import { noteUnseen } from "../ledger.ts";
import { announce, noteBotDeed } from "../posting.ts";
import { allowedReactions } from "../reactions.ts";
import { badRequest } from "../refusal.ts";
import { lengthOf } from "../text.ts";
import { answerView } from "../views.ts";
import type { CallbackState } from "../state.ts";
import type { World } from "../world.ts";
import { chatId, ignored, integer, json, method, text, truth } from "./method.ts";
import type { Method } from "./method.ts";

const MAX_ANSWER = 200;
const tooOld = "query is too old and response timeout expired or query ID is invalid";

function openCallback(world: World, id: string | undefined): CallbackState {
  const callback = world.state.callbacks.get(id ?? "");
  const deadlineMs = world.settings.callbackDeadlineMs;
  if (!callback || callback.answer || world.now().getTime() - callback.madeAtMs > deadlineMs) throw badRequest(tooOld);
  return callback;
}

function isStartLink(world: World, url: string): boolean {
  const found = /^(?:https?:\/\/)?t(?:elegram)?\.me\/([\w]+)\?start=([\w-]{1,64})$/i.exec(url);
  return found?.[1]?.toLowerCase() === world.state.bot.username?.toLowerCase();
}

const answerCallbackQuery = method(
  { callback_query_id: text, text, show_alert: truth, url: text, cache_time: integer },
  ({ world, note }, params) => {
    const callback = openCallback(world, params.callback_query_id);
    note.chatId = callback.chatId;
    note.messageId = callback.messageId;
    const words = params.text ?? "";
    if (lengthOf(words) > MAX_ANSWER) throw badRequest("MESSAGE_TOO_LONG");
    if (params.url && !isStartLink(world, params.url)) throw badRequest("URL_INVALID");
    callback.answer = {
      text: words,
      showAlert: params.show_alert ?? false,
      atMs: world.now().getTime(),
      ...(params.url ? { url: params.url } : {}),
    };
    if (words !== "" || params.url) {
      noteUnseen(world.ledger, { kind: "answer", chatId: callback.chatId, callbackQueryId: callback.id, text: words });
    }
    const answer = answerView(callback);
    if (answer) world.emit({ type: "answered", personId: callback.personId, answer });
    return true;
  },
);

const reactionSchema = z.strictObject({ type: z.literal("emoji"), emoji: z.string() });

const setMessageReaction = method(
  { chat_id: chatId, message_id: integer, reaction: json(z.array(reactionSchema)), is_big: ignored },
  ({ world, note }, params) => {
    const chat = reachChat(world, params.chat_id, "write");
    note.chatId = chat.id;
    if (params.message_id !== undefined) note.messageId = params.message_id;
    const message = chat.messages.get(params.message_id ?? 0);
    if (!message || message.deleted) throw badRequest("message to react not found");
    const emoji = (params.reaction ?? []).map((reaction) => reaction.emoji.replaceAll("\uFE0F", ""));
    if (emoji.some((one) => !allowedReactions.has(one))) throw badRequest("REACTION_INVALID");
    if (emoji.length > 1) throw badRequest("REACTIONS_TOO_MANY");
    message.reactions.set(world.state.bot.id, emoji);
    noteBotDeed(world, "reaction", message, emoji.join(""));
    announce(world, "reacted", message);
    return true;
  },
);

export const answeringMethods: Record<string, Method> = { answerCallbackQuery, setMessageReaction };
