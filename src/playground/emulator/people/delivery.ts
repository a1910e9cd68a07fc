import { botIsAdmin, botMembership, isPresent } from "../access.ts";
import { announce, storeMessage } from "../posting.ts";
import type { NewMessage } from "../posting.ts";
import { pushUpdate } from "../queue.ts";
import { wireMessage } from "../render.ts";
import type { ChatState, StoredMessage } from "../state.ts";
import { isCommandFor } from "../text.ts";
import { messageView } from "../views.ts";
import type { ChatMessage } from "../views.ts";
import type { World } from "../world.ts";

// With privacy mode on, a bot that is no admin is shown only what is meant for it.
function isMeantForBot(world: World, chat: ChatState, message: StoredMessage): boolean {
  if (messageView(world, message).isService) return true;
  const answered = message.replyToId === undefined ? undefined : chat.messages.get(message.replyToId);
  if (answered?.fromBot) return true;
  return isCommandFor(message.body.text ?? "", world.state.bot.username ?? "");
}

function reachesBot(world: World, chat: ChatState, message: StoredMessage): boolean {
  if (chat.type === "private") return true;
  if (!isPresent(botMembership(world, chat)) && message.body.left_chat_member?.id !== world.state.bot.id) return false;
  return chat.type === "channel" || botIsAdmin(world, chat) || isMeantForBot(world, chat, message);
}

/** Tells the bot of a new or edited message, if Telegram would. */
export function tellBot(world: World, chat: ChatState, message: StoredMessage, edited = false): void {
  if (!reachesBot(world, chat, message)) return;
  const noun = chat.type === "channel" ? "channel_post" : "message";
  pushUpdate(world, edited ? `edited_${noun}` : noun, wireMessage(world, message), `message:${chat.id}`);
}

export type PeoplePost = Omit<NewMessage, "fromBot">;

/** A message that people (or Telegram itself) put into a chat: stored, shown, told to the bot. */
export function postAsPeople(world: World, chat: ChatState, post: PeoplePost): ChatMessage {
  const message = storeMessage(world, chat, { ...post, fromBot: false });
  announce(world, "message", message);
  tellBot(world, chat, message);
  return messageView(world, message);
}
