import type { INSTRUCTOR_ROLES } from "../../db/schema-register.ts";
import { isPlainlyCode, readCode } from "../code/rules.ts";
import { oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { dayAfter } from "../date/rules.ts";
import { localDate } from "../time/rules.ts";
import { dayIn } from "../validity/rules.ts";

export type InstructorRole = (typeof INSTRUCTOR_ROLES)[number];

/** What is said of an instructor; no name, for the code is enough. */
export interface InstructorFields {
  readonly role: InstructorRole;
  readonly capacity: number;
  readonly areas: readonly string[];
  readonly industries: readonly string[];
  readonly languages: readonly string[];
  readonly visitEveryDays: number;
}

/** Five units each is what most stations count on; a quarter is the rhythm that the field keeps. */
export const USUAL: InstructorFields = { role: "instructor", capacity: 5, areas: [], industries: [], languages: [], visitEveryDays: 92 };

const MAX_WORDS = 20;
const MAX_WORD_LENGTH = 30;

export type InstructorCommand =
  | { readonly verb: "list" }
  | { readonly verb: "add"; readonly code: string | null; readonly fields: Partial<InstructorFields> }
  | { readonly verb: "show" | "link"; readonly code: string }
  | { readonly verb: "change"; readonly code: string; readonly fields: Partial<InstructorFields> }
  | { readonly verb: "away"; readonly code: string; readonly text: string }
  /** The last day on which they still serve. */
  | { readonly verb: "retire"; readonly code: string; readonly lastOn: string }
  | { readonly verb: "unclear"; readonly reason: "unclear" | "badPart" | "badCode" | "badDay" | "badCapacity" | "badCadence"; readonly part: string };

type Unclear = Extract<InstructorCommand, { verb: "unclear" }>;
const unclear = (reason: Unclear["reason"], part = ""): Unclear => ({ verb: "unclear", reason, part });

const VERBS: readonly (readonly [Exclude<InstructorCommand["verb"], "unclear">, RegExp])[] = [
  ["add", /^(?:add|new|新增|添加|增加|登记)(?![a-z])/iu],
  ["retire", /^(?:retire|卸任|离任|退出)(?![a-z])/iu],
  ["away", /^(?:away|请假|外出|不在)(?![a-z])/iu],
  ["link", /^(?:link|链接|邀请)(?![a-z])/iu],
  ["change", /^(?:change|set|edit|修改|设置)(?![a-z])/iu],
  ["show", /^(?:show|card|查看)(?![a-z])/iu],
  ["list", /^(?:list|列表)(?![a-z])/iu],
];

const CADENCES: readonly (readonly [RegExp, number])[] = [
  [/^(?:每周|weekly|every week)$/iu, 7], [/^(?:每半月|半月|fortnightly|every two weeks)$/iu, 15], [/^(?:每月|monthly|every month)$/iu, 31],
  [/^(?:每季度?|quarterly|every quarter)$/iu, 92], [/^(?:每半年|half-yearly|every half year)$/iu, 183], [/^(?:每年|yearly|every year)$/iu, 366],
];
const CADENCE_LABEL = /^(?:走访|频次|visits?|cadence)\s*[:：]?\s*/iu;
const EVERY = /^(?:每\s*(\d{1,3})\s*[天日]|every\s+(\d{1,3})\s+days?)$/iu;
const CAPACITY = /^(?:最多|上限|容量|capacity|max(?:imum)?|up to)\s*[:：]?\s*(\S+?)\s*(?:家|个|户|units?)?$/iu;
const LISTS: readonly (readonly ["areas" | "industries" | "languages", RegExp])[] = [
  ["areas", /^(?:片区|网格|区域|areas?)\s*[:：]?\s*/iu], ["industries", /^(?:行业|industry|industries|trades?)\s*[:：]?\s*/iu],
  ["languages", /^(?:语言|languages?)\s*[:：]?\s*/iu],
];
const ROLES: readonly (readonly [InstructorRole, RegExp])[] = [["liaison", /^(?:联络员|liaison)$/iu], ["instructor", /^(?:指导员|instructor)$/iu]];

/** The words of a list, each once, in the order in which they came. */
export function readWords(text: string): string[] {
  const words = text.split(/[、，,;；/]|\band\b|(?<=\p{Script=Han})和(?=\p{Script=Han})/u).map((word) => oneLine(word).slice(0, MAX_WORD_LENGTH)).filter(Boolean);
  return [...new Set(words)].slice(0, MAX_WORDS);
}

/** “every month”, “每季”, or a number of days. */
export function readCadenceDays(text: string): number | null {
  return readCadence(/^\d{1,3}$/.test(text) ? `every ${text} days` : text) ?? null;
}

export function readRole(text: string): InstructorRole | null {
  return ROLES.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

function readCadence(part: string): number | null | undefined {
  const said = part.replace(CADENCE_LABEL, "");
  const named = CADENCES.find(([pattern]) => pattern.test(said));
  if (named) return named[1];
  const every = EVERY.exec(said);
  if (!every) return CADENCE_LABEL.test(part) ? null : undefined;
  const days = Number(every[1] ?? every[2]);
  return days >= 1 && days <= 366 ? days : null;
}

function readField(part: string): Partial<InstructorFields> | Unclear {
  const capacity = CAPACITY.exec(part);
  if (capacity) {
    const number = /^\d{1,3}$/.test(capacity[1] ?? "") ? Number(capacity[1]) : 0;
    return number >= 1 ? { capacity: number } : unclear("badCapacity", part);
  }
  const role = readRole(part);
  if (role) return { role };
  const days = readCadence(part);
  if (days !== undefined) return days === null ? unclear("badCadence", part) : { visitEveryDays: days };
  const list = LISTS.find(([, pattern]) => pattern.test(part));
  return list ? { [list[0]]: readWords(part.replace(list[1], "")) } : unclear("badPart", part);
}

function readFields(parts: readonly string[]): Partial<InstructorFields> | Unclear {
  let fields: Partial<InstructorFields> = {};
  for (const part of parts) {
    const read = readField(part);
    if ("verb" in read) return read;
    fields = { ...fields, ...read };
  }
  return fields;
}

const partsOf = (text: string) => text.split(/[|｜\r\n]+/u).map((part) => oneLine(part.normalize("NFKC"))).filter(Boolean);

function readAdd(text: string): InstructorCommand {
  const parts = partsOf(text);
  const [first = ""] = parts;
  // “add I7 | …” names the code; “add 最多 5 | …” begins with a part.
  const named = isPlainlyCode(first) ? readCode(first) : null;
  const fields = readFields(named === null ? parts : parts.slice(1));
  return "verb" in fields ? fields : { verb: "add", code: named, fields };
}

function readRetire(code: string, text: string, clock: Clock): InstructorCommand {
  const [, through, said = ""] = /^(?:(through|until|till|至|到)\s*|(?:on|from|自|从|于)\s*)?([\s\S]*)$/iu.exec(text) ?? [];
  const day = said === "" ? localDate(clock.now, clock.zone) : dayIn(said, clock);
  if (day === null) return unclear("badDay", said);
  return { verb: "retire", code, lastOn: through === undefined ? dayAfter(day, -1) : day };
}

function readChange(code: string, text: string): InstructorCommand {
  const parts = partsOf(text);
  if (parts.length === 0) return { verb: "show", code };
  const fields = readFields(parts);
  return "verb" in fields ? fields : { verb: "change", code, fields };
}

/** Reads what follows /instructor. */
export function parseInstructorCommand(rest: string, clock: Clock): InstructorCommand {
  const line = rest.trim();
  if (line === "") return { verb: "list" };
  const found = VERBS.find(([, pattern]) => pattern.test(line));
  const text = found ? line.replace(found[1], "").trim() : line;
  if (found?.[0] === "list") return { verb: "list" };
  if (found?.[0] === "add") return readAdd(text);
  const [, word = "", more = ""] = /^([^\s|｜]+)\s*[|｜]?\s*([\s\S]*)$/u.exec(text) ?? [];
  const code = readCode(word);
  if (code === null || (!found && !isPlainlyCode(word))) return found ? unclear("badCode", word) : unclear("unclear", word);
  if (found?.[0] === "retire") return readRetire(code, more.trim(), clock);
  if (found?.[0] === "away") return { verb: "away", code, text: more.trim() };
  if (found?.[0] === "link") return { verb: "link", code };
  return found?.[0] === "show" ? { verb: "show", code } : readChange(code, more);
}
