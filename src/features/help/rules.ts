import { COMMAND_NAMES, COMMANDS, isPlacedAt, mayUse, type CommandName, type Role, type Where } from "../command/rules.ts";

/** What a phone shows of a group message without covering the talk. */
const MAX_GROUP_LINES = 6;

/** Of no use to somebody of whom nothing is kept. */
const ABOUT_OWN_DATA: readonly CommandName[] = ["checkin", "why", "activities", "reminders", "mydata", "leave", "forgetme", "lang", "cancel"];
/** Of no use to a unit's contact who is nothing else: it is about one's own presence, or about several stations. */
const ABOUT_OWN_PRESENCE: readonly CommandName[] = ["checkin", "why", "activities", "reminders", "station"];
/** Self-evident where help is being read. */
const NOT_LISTED: readonly CommandName[] = ["start", "help"];
/** What a group asks for first. */
const GROUP_ORDER: readonly CommandName[] = ["announce", "rollcall", "checkin", "join", "chat", "privacy", "role", "activities"];

export interface Reader {
  readonly roles: readonly Role[];
  readonly isMember: boolean;
  readonly hasAccount: boolean;
  /** Whether they keep or read a body above the stations. */
  readonly holdsBody?: boolean;
}

/** The commands that this person may use here, in the order in which they are shown. */
export function usableCommands(where: Where, reader: Reader): CommandName[] {
  const may = (name: CommandName) => mayUse(name, reader) || (name === "scope" && reader.holdsBody === true);
  const usable = COMMAND_NAMES.filter((name) => !NOT_LISTED.includes(name) && isPlacedAt(name, where) && may(name));
  if (where === "unlinked") return usable;
  if (where !== "private") return GROUP_ORDER.filter((name) => usable.includes(name)).slice(0, MAX_GROUP_LINES);
  if (!reader.hasAccount) return usable.filter((name) => !ABOUT_OWN_DATA.includes(name));
  const isOnlyContact = !reader.isMember && reader.roles.length > 0 && reader.roles.every((role) => role === "unit_contact");
  return isOnlyContact ? usable.filter((name) => !ABOUT_OWN_PRESENCE.includes(name)) : usable;
}

export type MenuScope = "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators";
export const MENU_SCOPES: readonly MenuScope[] = ["default", "all_private_chats", "all_group_chats", "all_chat_administrators"];

/** What Telegram's menu offers: to everybody what everybody may use, to a group's admins also what organizers use there. */
export function menuCommands(scope: MenuScope): CommandName[] {
  const open = COMMAND_NAMES.filter((name) => COMMANDS[name].who === "anyone");
  if (scope === "default") return open.filter((name) => isPlacedAt(name, "private") && isPlacedAt(name, "unlinked"));
  if (scope === "all_private_chats") return open.filter((name) => isPlacedAt(name, "private"));
  if (scope === "all_group_chats") return open.filter((name) => isPlacedAt(name, "member") && name !== "setup");
  return COMMAND_NAMES.filter((name) => isPlacedAt(name, "member") || isPlacedAt(name, "unlinked"));
}
