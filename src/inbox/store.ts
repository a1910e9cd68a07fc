import type { Message, Update } from "grammy/types";
import type { Database } from "../db/client.ts";
import { inbox } from "../db/schema.ts";
import { isCommandName, parseCommand } from "../features/command/rules.ts";

/** All that the bot asks Telegram for; what it does not ask for it never sees. */
export const ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member", "poll", "poll_answer"] as const;

function isServiceMessage(message: Message): boolean {
  return message.migrate_to_chat_id !== undefined
    || message.migrate_from_chat_id !== undefined
    || message.new_chat_title !== undefined;
}

function isCommandForUs(message: Message, botUsername: string): boolean {
  const command = message.text === undefined ? null : parseCommand(message.text);
  if (!command || !isCommandName(command.name)) return false;
  return command.addressee === null || command.addressee.toLowerCase() === botUsername.toLowerCase();
}

/** Whether an update is for the bot at all; a group's ordinary talk is dropped before it is stored. */
function isAddressed(update: Update, botUsername: string): boolean {
  // Of polls Telegram tells only about those that the bot has posted.
  if (update.callback_query || update.my_chat_member || update.poll || update.poll_answer) return true;
  const message = update.message;
  if (!message) return false;
  if (message.chat.type === "private") return message.text !== undefined || message.document !== undefined;
  return isServiceMessage(message) || isCommandForUs(message, botUsername);
}

/** What must stay in order: a group's messages by group, a poll's totals and answers by poll, and everything a person does by person. */
function lanesOf(update: Update): { chatLane: string | null; personLane: string | null } {
  const message = update.message ?? update.my_chat_member;
  const from = update.callback_query?.from ?? update.poll_answer?.user ?? message?.from;
  const pollId = update.poll?.id ?? update.poll_answer?.poll_id;
  const chat = message?.chat;
  return {
    chatLane: pollId !== undefined ? `q${pollId}` : chat && chat.type !== "private" ? `c${chat.id}` : null,
    personLane: from && !from.is_bot ? `p${from.id}` : null,
  };
}

/** Inserts each update once and returns how many were new and wait to be handled; confirm to Telegram only afterwards. */
export async function storeUpdates(db: Database, updates: readonly Update[], botUsername: string, now: Date): Promise<number> {
  if (updates.length === 0) return 0;
  const rows = updates.map((update) => isAddressed(update, botUsername)
    ? { updateId: update.update_id, state: "waiting" as const, body: update, ...lanesOf(update), readyAt: now, receivedAt: now }
    : { updateId: update.update_id, state: "ignored" as const, readyAt: now, receivedAt: now, settledAt: now });
  const stored = await db.insert(inbox).values(rows).onConflictDoNothing().returning({ state: inbox.state });
  return stored.filter((row) => row.state === "waiting").length;
}
