import { answeringMethods } from "./answering.ts";
import { chatMethods } from "./chats.ts";
import { editingMethods } from "./editing.ts";
import type { Method } from "./method.ts";
import { pollMethods } from "./polls.ts";
import { profileMethods } from "./profile.ts";
import { receivingMethods } from "./receiving.ts";
import { sendingMethods } from "./sending.ts";

const all: Record<string, Method> = {
  ...receivingMethods,
  ...sendingMethods,
  ...editingMethods,
  ...answeringMethods,
  ...pollMethods,
  ...chatMethods,
  ...profileMethods,
};

const byLowerName = new Map(Object.entries(all).map(([name, method]) => [name.toLowerCase(), { name, method }]));

/** Telegram takes method names in any case. */
export function findMethod(name: string): { name: string; method: Method } | undefined {
  return byLowerName.get(name.toLowerCase());
}
