import type { Message, Update, User } from "grammy/types";
import type { Principal } from "../context.ts";

/** Telegram's own accounts that speak for others: the anonymous admin, channel posts in groups, and service notices. */
const STAND_INS = new Set([1087968824, 136817688, 777000]);

const NOBODY: Principal = { kind: "nobody" };

function human(user: User | undefined): Principal {
  if (!user || user.is_bot || STAND_INS.has(user.id)) return NOBODY;
  return { kind: "human", userId: user.id, languageCode: user.language_code ?? null };
}

function speaksForItself(message: Message): boolean {
  return message.chat.type !== "channel"
    && message.forward_origin === undefined
    && message.via_bot === undefined
    && message.is_automatic_forward === undefined
    && message.is_from_offline === undefined
    && message.business_connection_id === undefined
    && message.guest_query_id === undefined;
}

function writer(message: Message): Principal {
  if (!speaksForItself(message)) return NOBODY;
  if (message.sender_chat === undefined) return human(message.from);
  return message.sender_chat.id === message.chat.id ? { kind: "anonymousAdmin" } : NOBODY;
}

/** Who is really speaking: a human, an anonymous admin who must still confirm, or nobody. Edits never speak. */
export function principal(update: Update): Principal {
  if (update.message) return writer(update.message);
  if (update.callback_query) return human(update.callback_query.from);
  if (update.my_chat_member) return human(update.my_chat_member.from);
  // An answer in the name of a group or a channel has no person behind it.
  if (update.poll_answer) return human(update.poll_answer.user);
  return NOBODY;
}
