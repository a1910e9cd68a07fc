import type { ROLES } from "../../db/schema.ts";

export type Role = (typeof ROLES)[number];

/** `anyone` needs nothing, `member` needs to have joined, `ours` either that or any role; else one of the roles, read in the acting transaction. */
export type Who = "anyone" | "member" | "ours" | readonly Role[];
export type Where = "private" | "organizer" | "member" | "unlinked";

interface CommandRule {
  readonly who: Who;
  readonly where: readonly Where[];
}

const GROUPS = ["organizer", "member"] as const;
const EVERYWHERE = ["private", "organizer", "member", "unlinked"] as const;

/** The one register: the menu, /help and every permission check read it. */
export const COMMANDS = {
  start: { who: "anyone", where: ["private"] },
  help: { who: "anyone", where: EVERYWHERE },
  join: { who: "anyone", where: ["private", ...GROUPS] },
  checkin: { who: "anyone", where: ["private", ...GROUPS] },
  poll: { who: ["station_lead", "organizer"], where: ["private", ...GROUPS] },
  activities: { who: "anyone", where: ["private", ...GROUPS] },
  rollcall: { who: ["station_lead", "organizer"], where: ["private", ...GROUPS] },
  reminders: { who: "anyone", where: ["private"] },
  why: { who: "anyone", where: ["private"] },
  request: { who: "ours", where: ["private"] },
  announce: { who: ["station_lead", "organizer"], where: ["private", ...GROUPS] },
  coverage: { who: ["station_lead", "organizer"], where: ["private", ...GROUPS] },
  units: { who: ["station_lead", "organizer"], where: ["private", "organizer"] },
  unit: { who: ["station_lead", "organizer"], where: ["private", "organizer"] },
  org: { who: ["station_lead", "organizer"], where: ["private", "organizer"] },
  link: { who: ["station_lead", "organizer"], where: ["private", "organizer"] },
  orgs: { who: ["station_lead", "organizer"], where: ["private", "organizer"] },
  massorg: { who: ["station_lead", "organizer"], where: ["private", "organizer"] },
  term: { who: ["station_lead", "organizer"], where: ["private", "organizer"] },
  mydata: { who: "anyone", where: ["private"] },
  privacy: { who: "anyone", where: EVERYWHERE },
  leave: { who: "anyone", where: ["private"] },
  forgetme: { who: "anyone", where: ["private"] },
  lang: { who: "anyone", where: ["private"] },
  setup: { who: "anyone", where: ["unlinked", ...GROUPS] },
  station: { who: "anyone", where: ["private"] },
  chat: { who: ["station_lead"], where: ["private", ...GROUPS] },
  role: { who: ["station_lead"], where: ["private", ...GROUPS] },
  survey: { who: ["station_lead", "organizer", "instructor"], where: ["private"] },
  requests: { who: ["station_lead", "organizer"], where: ["private"] },
  suggest: { who: ["station_lead", "organizer"], where: ["private"] },
  digest: { who: ["station_lead", "organizer"], where: ["private", ...GROUPS] },
  reach: { who: ["station_lead"], where: ["private", "organizer"] },
  instructor: { who: ["station_lead", "organizer"], where: ["private", "organizer"] },
  instructors: { who: ["station_lead", "organizer"], where: ["private", "organizer"] },
  export: { who: ["station_lead", "organizer"], where: ["private"] },
  import: { who: ["station_lead", "organizer"], where: ["private"] },
  assign: { who: ["station_lead", "organizer"], where: ["private", "organizer"] },
  headcount: { who: ["unit_contact"], where: ["private"] },
  myunits: { who: ["station_lead", "organizer", "instructor", "unit_contact"], where: ["private"] },
  visit: { who: ["station_lead", "organizer", "instructor"], where: ["private"] },
  audit: { who: ["station_lead", "auditor"], where: ["private"] },
  scope: { who: ["station_lead"], where: ["private"] },
  cancel: { who: "anyone", where: ["private"] },
} as const satisfies Record<string, CommandRule>;

export type CommandName = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

export function isPlacedAt(name: CommandName, where: Where): boolean {
  return (COMMANDS[name].where as readonly Where[]).includes(where);
}

export function mayUse(name: CommandName, holder: { roles: readonly Role[]; isMember: boolean }): boolean {
  const who: Who = COMMANDS[name].who;
  if (who === "ours") return holder.isMember || holder.roles.length > 0;
  if (typeof who === "string") return who === "anyone" || holder.isMember;
  return who.some((role) => holder.roles.includes(role));
}

export interface ParsedCommand {
  readonly name: string;
  readonly addressee: string | null;
  readonly rest: string;
}

/** Reads `/name@bot rest` as Telegram writes it; case of the name does not matter. */
export function parseCommand(text: string): ParsedCommand | null {
  const match = /^\/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,32}))?(?:\s+|$)/.exec(text.slice(0, 4096));
  if (!match?.[1]) return null;
  return { name: match[1].toLowerCase(), addressee: match[2] ?? null, rest: text.slice(match[0].length).trim() };
}
