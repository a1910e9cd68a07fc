import type { ChatState } from "../state.ts";
import { chatView } from "../views.ts";
import type { World } from "../world.ts";
import { findChat } from "./refs.ts";
import type { Ref } from "./refs.ts";
import { ownerOf, postNotice } from "./chat-notice.ts";

/** Opens a topic and gives its thread id; the group becomes one with topics. */
export function addTopic(world: World, chatRef: Ref, name: string): number {
  const chat = findChat(world, chatRef);
  if (chat.type !== "supergroup") throw new Error("Only a supergroup can have topics.");
  chat.isForum = true;
  const opened = postNotice(world, chat, ownerOf(world, chat), { forum_topic_created: { name, icon_color: 7_322_096 } });
  const stored = chat.messages.get(opened.id);
  if (stored) stored.body = { ...stored.body, message_thread_id: opened.id, is_topic_message: true };
  chat.topics.set(opened.id, { id: opened.id, name, state: "open" });
  world.emit({ type: "chat", chat: chatView(chat) });
  return opened.id;
}

function setTopic(world: World, chatRef: Ref, threadId: number, state: "open" | "closed" | "deleted"): ChatState {
  const chat = findChat(world, chatRef);
  const topic = chat.topics.get(threadId);
  if (!topic) throw new Error(`There is no topic ${threadId} in ${chat.title}.`);
  topic.state = state;
  world.emit({ type: "chat", chat: chatView(chat) });
  return chat;
}

export function closeTopic(world: World, chatRef: Ref, threadId: number): void {
  const chat = setTopic(world, chatRef, threadId, "closed");
  postNotice(world, chat, ownerOf(world, chat), { forum_topic_closed: {}, message_thread_id: threadId, is_topic_message: true });
}

export function reopenTopic(world: World, chatRef: Ref, threadId: number): void {
  const chat = setTopic(world, chatRef, threadId, "open");
  postNotice(world, chat, ownerOf(world, chat), { forum_topic_reopened: {}, message_thread_id: threadId, is_topic_message: true });
}

export function deleteTopic(world: World, chatRef: Ref, threadId: number): void {
  const chat = setTopic(world, chatRef, threadId, "deleted");
  for (const message of chat.messages.values()) if (message.body.message_thread_id === threadId) message.deleted = true;
}

/** Turns the topics off: the group is a plain one again and thread ids mean nothing. */
export function removeTopics(world: World, chatRef: Ref): void {
  const chat = findChat(world, chatRef);
  chat.isForum = false;
  world.emit({ type: "chat", chat: chatView(chat) });
}
