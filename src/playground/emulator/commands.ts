import type { ChatState, MenuCommand, Person } from "./state.ts";
import type { World } from "./world.ts";

export type CommandScope = { type: string; chat_id?: number | string | undefined; user_id?: number | undefined };

export function commandKey(scope: CommandScope, languageCode: string): string {
  return [scope.type, scope.chat_id ?? "", scope.user_id ?? "", languageCode].join("|");
}

function scopesFor(chat: ChatState, person: Person): CommandScope[] {
  const here = { chat_id: chat.id };
  if (chat.type === "private") return [{ type: "chat", ...here }, { type: "all_private_chats" }, { type: "default" }];
  const { status } = chat.members.get(person.id) ?? { status: "left" };
  const isAdmin = status === "creator" || status === "administrator";
  return [
    { type: "chat_member", ...here, user_id: person.id },
    ...(isAdmin ? [{ type: "chat_administrators", ...here }] : []),
    { type: "chat", ...here },
    ...(isAdmin ? [{ type: "all_chat_administrators" }] : []),
    { type: "all_group_chats" },
    { type: "default" },
  ];
}

/** The command menu that this person would be shown in this chat: the narrowest scope wins, their language first. */
export function commandMenu(world: World, chat: ChatState, person: Person): MenuCommand[] {
  const languages = [person.languageCode?.split("-")[0] ?? "", ""];
  for (const scope of scopesFor(chat, person)) {
    for (const language of languages) {
      const commands = world.state.commands.get(commandKey(scope, language));
      if (commands) return commands.map((command) => ({ ...command }));
    }
  }
  return [];
}
