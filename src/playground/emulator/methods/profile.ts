import { z } from "zod";
import { reachChat } from "../access.ts";
import { commandKey } from "../commands.ts";
import type { CommandScope } from "../commands.ts";
import { badRequest } from "../refusal.ts";
import { lengthOf } from "../text.ts";
import type { World } from "../world.ts";
import { chatId, json, method, text } from "./method.ts";
import type { Method } from "./method.ts";

const MAX_COMMANDS = 100;

const scopeSchema = z.strictObject({
  type: z.enum(["default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat", "chat_administrators", "chat_member"]),
  chat_id: chatId,
  user_id: z.int().optional(),
});

const commandSchema = z.strictObject({ command: z.string(), description: z.string() });
const scopeShape = { scope: json(scopeSchema), language_code: text };

function keyOf(world: World, scope: CommandScope | undefined, languageCode: string | undefined): string {
  const language = languageCode ?? "";
  if (!/^([a-z]{2})?$/.test(language)) throw badRequest("LANG_CODE_INVALID");
  const asked = scope ?? { type: "default" };
  if (!["chat", "chat_administrators", "chat_member"].includes(asked.type)) return commandKey(asked, language);
  const chat = reachChat(world, asked.chat_id, "write");
  return commandKey({ ...asked, chat_id: chat.id }, language);
}

function readCommand(given: z.infer<typeof commandSchema>): { command: string; description: string } {
  const command = given.command.replace(/^\//, "");
  const description = given.description.trim();
  if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest("BOT_COMMAND_INVALID");
  if (description === "" || lengthOf(description) > 256) throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
  return { command, description };
}

const setMyCommands = method({ commands: json(z.array(commandSchema)), ...scopeShape }, ({ world }, params) => {
  const commands = (params.commands ?? []).map(readCommand);
  if (commands.length > MAX_COMMANDS) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  const key = keyOf(world, params.scope, params.language_code);
  if (commands.length === 0) world.state.commands.delete(key);
  else world.state.commands.set(key, commands);
  world.emit({ type: "commands" });
  return true;
});

const getMyCommands = method(scopeShape, ({ world }, params) => {
  return world.state.commands.get(keyOf(world, params.scope, params.language_code)) ?? [];
});

const deleteMyCommands = method(scopeShape, ({ world }, params) => {
  world.state.commands.delete(keyOf(world, params.scope, params.language_code));
  world.emit({ type: "commands" });
  return true;
});

function setWords(words: Map<string, string>, value: string | undefined, language: string | undefined, max: number, refusal: string): true {
  if (lengthOf(value ?? "") > max) throw badRequest(refusal);
  words.set(language ?? "", value ?? "");
  return true;
}

const setMyDescription = method({ description: text, language_code: text }, ({ world }, params) =>
  setWords(world.state.descriptions, params.description, params.language_code, 512, "BOT_DESCRIPTION_TOO_LONG"));

const setMyShortDescription = method({ short_description: text, language_code: text }, ({ world }, params) =>
  setWords(world.state.shortDescriptions, params.short_description, params.language_code, 120, "BOT_SHORT_DESCRIPTION_TOO_LONG"));

const getMyDescription = method({ language_code: text }, ({ world }, params) => ({
  description: world.state.descriptions.get(params.language_code ?? "") ?? world.state.descriptions.get("") ?? "",
}));

const getMyShortDescription = method({ language_code: text }, ({ world }, params) => ({
  short_description: world.state.shortDescriptions.get(params.language_code ?? "") ?? world.state.shortDescriptions.get("") ?? "",
}));

export const profileMethods: Record<string, Method> = {
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyDescription,
  getMyDescription,
  setMyShortDescription,
  getMyShortDescription,
};
