import type { Message } from "grammy/types";
import type { Role } from "../command/rules.ts";
import { isCalendarDay } from "../date/rules.ts";

/** The order in which roles are listed. */
export const ROLE_ORDER: readonly Role[] = ["station_lead", "organizer", "instructor", "unit_contact", "auditor"];

const ROLE_WORDS = new Map<string, Role>(Object.entries({
  station_lead: "station_lead", "station lead": "station_lead", lead: "station_lead", 站长: "station_lead",
  organizer: "organizer", organiser: "organizer", 组织员: "organizer",
  instructor: "instructor", 指导员: "instructor",
  unit_contact: "unit_contact", "unit contact": "unit_contact", 单位联系人: "unit_contact",
  auditor: "auditor", 审计员: "auditor",
}));
const VERBS = new Map<string, "list" | "grant" | "revoke">(Object.entries({
  list: "list", 列表: "list", 查看: "list", grant: "grant", 授予: "grant", 邀请: "grant", revoke: "revoke", 撤销: "revoke",
}));

/** Whoever looks after a station's work, and is told of what needs them. */
export const ORGANIZERS: readonly Role[] = ["station_lead", "organizer"];

export interface RoleTerms {
  readonly role: Role;
  /** The last day; null is open. */
  readonly throughOn: string | null;
}

export type RoleCommand =
  | { readonly verb: "list" }
  | ({ readonly verb: "grant" } & RoleTerms)
  | { readonly verb: "revoke"; readonly role: Role }
  | { readonly verb: "unclear"; readonly reason: "unclear" | "noSuchRole" | "noSuchDate" | "pastDate" };

const THROUGH = /\s*(?:\b(?:through|until|till)\b|至|到)\s*(\S+)\s*$/i;

/** Reads what follows /role; `today` is the date at the station. */
export function parseRoleCommand(rest: string, today: string): RoleCommand {
  if (rest === "") return { verb: "list" };
  const [, word = "", object = ""] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? [];
  const verb = VERBS.get(word.toLowerCase());
  if (verb === undefined) return { verb: "unclear", reason: "unclear" };
  if (verb === "list") return { verb };
  const through = verb === "grant" ? THROUGH.exec(object) : null;
  const role = ROLE_WORDS.get(object.slice(0, through?.index).trim().toLowerCase());
  if (role === undefined) return { verb: "unclear", reason: "noSuchRole" };
  if (verb === "revoke") return { verb, role };
  return grantThrough(role, through?.[1] ?? null, today);
}

function grantThrough(role: Role, date: string | null, today: string): RoleCommand {
  if (date === null) return { verb: "grant", role, throughOn: null };
  if (!isCalendarDay(date)) return { verb: "unclear", reason: "noSuchDate" };
  return date < today ? { verb: "unclear", reason: "pastDate" } : { verb: "grant", role, throughOn: date };
}

/** Both end dates belong to it. */
export function isInForce(grant: { fromOn: string; throughOn: string | null }, today: string): boolean {
  return grant.fromOn <= today && (grant.throughOn === null || today <= grant.throughOn);
}

/** A new grant never shortens the one that is held; open is latest. */
export function laterEnd(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return null;
  return one > other ? one : other;
}

/** What an invitation to a role carries, as it came from the database; null if it is something else. */
export function readTerms(terms: unknown): RoleTerms | null {
  if (typeof terms !== "object" || terms === null || !("role" in terms)) return null;
  const role = ROLE_ORDER.find((each) => each === terms.role);
  const throughOn = "throughOn" in terms && typeof terms.throughOn === "string" ? terms.throughOn : null;
  return role === undefined ? null : { role, throughOn };
}

/** The button of /role list that makes an invitation link. */
export const INVITE_DATA = /^offer:organizer:(\d{1,15})$/;
export const inviteData = (stationId: number): string => `offer:organizer:${stationId}`;

/** The real person who wrote the message that is replied to; null where it was a bot, a channel or the group itself. */
export function writerOf(message: Message): number | null {
  const { from, sender_chat: inTheNameOf } = message;
  return from && !from.is_bot && inTheNameOf === undefined ? from.id : null;
}

/** The message that somebody answered on purpose; in a topic every message "replies" to the one that opened it. */
export function repliedMessage(message: Message | undefined): Message | null {
  const replied = message?.reply_to_message;
  return replied === undefined || replied.forum_topic_created !== undefined ? null : replied;
}
