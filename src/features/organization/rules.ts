import type { FORMATIONS, LEVELS, ORGANIZATION_STATUSES } from "../../db/schema-register.ts";
import { ofStation, type OfStation } from "../button/rules.ts";
import { readCode } from "../code/rules.ts";
import { oneLine } from "../line/rules.ts";

export type Formation = (typeof FORMATIONS)[number];
export type Level = (typeof LEVELS)[number];
export type OrganizationStatus = (typeof ORGANIZATION_STATUSES)[number];

/** The button that leads to an organization's card. */
export const cardData = (organization: OfStation): string => `organization:show:${ofStation(organization)}`;

export const FORMATION_ORDER = ["separate", "joint", "industry", "area", "floating", "functional"] as const satisfies readonly Formation[];
export const LEVEL_ORDER = ["committee", "general_branch", "branch", "group"] as const satisfies readonly Level[];

/** So many full members can have an organization of their own. */
export const SEPARATE_MIN_MEMBERS = 3;
/** More units than this in a joint organization are many to look after; local rules go to ten, so it warns and never blocks. */
export const JOINT_MAX_UNITS = 5;

/** A parent stands above its child; so there is never a ring. */
export function standsAbove(parent: Level, child: Level): boolean {
  return LEVEL_ORDER.indexOf(parent) < LEVEL_ORDER.indexOf(child);
}

/** A functional organization changes nobody's belonging, so it covers nobody unless the station says so. */
export function countsByDefault(formation: Formation): boolean {
  return formation !== "functional";
}

type Words<Name> = readonly (readonly [Name, readonly string[]])[];

const FORMATIONS_SAID: Words<Formation> = [
  ["separate", ["单独", "单独组建", "独立", "separate"]],
  ["joint", ["联合", "联合组建", "联建", "joint"]],
  ["industry", ["行业", "行业组建", "行业性", "industry", "by industry"]],
  ["area", ["区域", "区域组建", "区域性", "area", "by area"]],
  ["floating", ["流动", "流动党员", "流动党员党组织", "floating", "floating-member", "floating members"]],
  ["functional", ["功能型", "功能", "功能型党组织", "临时", "临时党组织", "functional", "temporary"]],
];

const LEVELS_SAID: Words<Level> = [
  ["committee", ["党委", "委员会", "党委会", "committee"]],
  ["general_branch", ["党总支", "总支", "总支部", "general branch", "general_branch"]],
  ["branch", ["党支部", "支部", "branch"]],
  ["group", ["党小组", "小组", "group"]],
];

const STATUSES_SAID: Words<OrganizationStatus> = [
  ["proposed", ["拟建", "筹建", "proposed", "planned"]],
  ["active", ["恢复运行", "恢复", "运行", "在运行", "activate", "active", "resumed", "resume"]],
  ["suspended", ["暂停", "suspended", "suspend", "paused", "pause"]],
  ["dissolved", ["撤销", "解散", "dissolved", "dissolve"]],
];

const plain = (text: string) => oneLine(text.normalize("NFKC")).toLowerCase();

function named<Name>(table: Words<Name>, text: string): Name | null {
  return table.find(([, words]) => words.includes(text))?.[0] ?? null;
}

export interface Kinds {
  readonly formation?: Formation;
  readonly level?: Level;
}

/** “联合”, “支部”, or both in one: “联合党支部”, “joint branch”; null for other words. */
export function readKinds(text: string): Kinds | null {
  const said = plain(text);
  const formation = named(FORMATIONS_SAID, said);
  if (formation !== null) return { formation };
  const level = named(LEVELS_SAID, said);
  if (level !== null) return { level };
  for (const [both, words] of FORMATIONS_SAID) {
    for (const word of words) {
      const rest = said.startsWith(word) ? named(LEVELS_SAID, said.slice(word.length).trim()) : null;
      if (rest !== null) return { formation: both, level: rest };
    }
  }
  return null;
}

export function readStatusWord(text: string): OrganizationStatus | null {
  return named(STATUSES_SAID, plain(text));
}

export type OrgCommand =
  | { readonly verb: "menu" }
  | { readonly verb: "show"; readonly code: string }
  | { readonly verb: "status"; readonly code: string; readonly status: OrganizationStatus; readonly day: string }
  | { readonly verb: "change"; readonly code: string; readonly text: string }
  | { readonly verb: "unclear" };

/** “suspend 2026-11-20”, “2026-11-20 起暂停”: the status and the words for the day. */
function readStatusLine(text: string): { status: OrganizationStatus; day: string } | null {
  const said = oneLine(text);
  const words = STATUSES_SAID.flatMap(([status, names]) => names.map((name) => ({ status, name }))).toSorted((a, b) => b.name.length - a.name.length);
  for (const { status, name } of words) {
    const lower = said.toLowerCase();
    if (lower.startsWith(name) && !/^[a-z]/i.test(lower.slice(name.length))) return { status, day: said.slice(name.length).trim() };
    if (lower.endsWith(name) && /^(?:自|从|20)/u.test(lower)) return { status, day: said.slice(0, -name.length).trim() };
  }
  return null;
}

/** Reads what follows /org, but for a new one. */
export function parseOrgCommand(rest: string): OrgCommand {
  if (rest.trim() === "") return { verb: "menu" };
  const [, word = "", text = ""] = /^([^\s|｜]+)[\s|｜]*([\s\S]*)$/u.exec(rest.trim()) ?? [];
  const code = readCode(word);
  if (code === null) return { verb: "unclear" };
  if (text.trim() === "") return { verb: "show", code };
  const status = readStatusLine(text);
  return status ? { verb: "status", code, ...status } : { verb: "change", code, text };
}

/** An address in the list of states that a button carries. */
export const SETTABLE = ["active", "suspended", "dissolved"] as const satisfies readonly OrganizationStatus[];

/** What can be said next of an organization in this state. */
export function nextStatuses(status: OrganizationStatus): readonly OrganizationStatus[] {
  if (status === "active") return ["suspended", "dissolved"];
  if (status === "suspended" || status === "proposed") return ["active", "dissolved"];
  return ["active"];
}
