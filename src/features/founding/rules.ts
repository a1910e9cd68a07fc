import { isPlainlyCode, readCode } from "../code/rules.ts";
import { graphemesOf, oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { readKinds, readStatusWord, type Formation, type Level } from "../organization/rules.ts";
import { readTermWords } from "../term/rules.ts";
import { readDay } from "../validity/rules.ts";

const MAX_NAME = 60;
const MAX_WORD = 30;
const MAX_UNITS = 50;

/** What is known so far of an organization that somebody registers; `words` are those of which it is not clear what they say. */
export interface Sketch {
  readonly code: string | null;
  readonly name: string | null;
  readonly formation: Formation | null;
  readonly level: Level | null;
  readonly area: string | null;
  readonly industry: string | null;
  readonly market: string | null;
  readonly parent: string | null;
  readonly approvedBy: string | null;
  readonly counts: boolean | null;
  readonly status: "proposed" | "active" | null;
  readonly since: string | null;
  readonly term: { readonly startedOn: string; readonly years: number | null } | null;
  readonly units: readonly string[];
  readonly words: readonly string[];
}

export const EMPTY_SKETCH: Sketch = {
  code: null, name: null, formation: null, level: null, area: null, industry: null, market: null, parent: null, approvedBy: null,
  counts: null, status: null, since: null, term: null, units: [], words: [],
};

type Patch = { -readonly [Key in keyof Sketch]?: Sketch[Key] };

export type PartDoubt = "badCode" | "tooLong" | "unreadableDay" | "ambiguousDay" | "impossibleDay" | "badTerm" | "twice" | "tooManyUnits" | "badStatus";
export interface Doubt {
  readonly reason: PartDoubt;
  readonly text: string;
}

type Read = { readonly patch: Patch } | { readonly doubt: PartDoubt };
const doubt = (reason: PartDoubt): Read => ({ doubt: reason });

function readWord(field: "area" | "industry" | "approvedBy" | "name", text: string): Read {
  const said = oneLine(text);
  return graphemesOf(said).length > (field === "name" || field === "approvedBy" ? MAX_NAME : MAX_WORD) ? doubt("tooLong") : { patch: { [field]: said } };
}

function readOneCode(field: "code" | "market" | "parent", text: string): Read {
  const code = readCode(text);
  return code === null ? doubt("badCode") : { patch: { [field]: code } };
}

function readUnits(text: string): Read {
  const codes = text.split(/[\s,，、;；]+/u).filter((word) => word !== "").map(readCode);
  if (codes.length > MAX_UNITS) return doubt("tooManyUnits");
  return codes.some((code) => code === null) ? doubt("badCode") : { patch: { units: [...new Set(codes.flatMap((code) => code ?? []))] } };
}

function readSince(text: string, clock: Clock): Read {
  const day = readDay(text, clock);
  return day.ok ? { patch: { since: day.date } } : doubt(day.reason);
}

function readTerm(text: string, clock: Clock): Read {
  const term = readTermWords(text, clock);
  return term === null ? doubt("badTerm") : { patch: { term } };
}

/** A label before its words; a colon between them is welcome and not needed. */
const LABELS: readonly (readonly [RegExp, (text: string, clock: Clock) => Read])[] = [
  [/^(?:编号|代码|code)\s*[:：]?\s*/iu, (text) => readOneCode("code", text)],
  [/^(?:名称|全称|name)\s*[:：]?\s*/iu, (text) => readWord("name", text)],
  [/^(?:上级(?:党组织)?|隶属|parent|under)\s*[:：]?\s*/iu, (text) => readOneCode("parent", text)],
  [/^(?:届期|任期|换届|本届|term)\s*[:：]?\s*/iu, readTerm],
  [/^(?:片区|网格|area)\s*[:：]?\s*(?=\S)/iu, (text) => readWord("area", text)],
  [/^(?:行业|industry)\s*[:：]?\s*(?=\S)/iu, (text) => readWord("industry", text)],
  [/^(?:所在市场|市场|market)\s*[:：]?\s*(?=[A-Za-z-]*\d[\w-]*$)/iu, (text) => readOneCode("market", text)],
  [/^(?:覆盖单位|单位|覆盖|units?|covers)\s*[:：]?\s*(?=[A-Za-z-]*\d)/iu, readUnits],
  [/^(?:批准单位|批准机关|批准|批复|approved by)\s*[:：]?\s*(?=\S)/iu, (text) => readWord("approvedBy", text)],
  [/^(?:成立于|成立日期|成立|自|从|since|founded(?: on)?|from)\s*[:：]?\s*(?=\d|[一-龥]{1,3}[月天]|[a-z]{3})/iu, readSince],
];

const COUNTS = /^(?:计入(?:组织)?覆盖|计入|counts(?: for coverage)?)$/iu;
const NO_PARENT = /^(?:无上级|no parent)$/iu;
const CLEARABLE = [
  ["area", "片区|网格|area"], ["industry", "行业|industry"], ["market", "所在市场|市场|market"], ["approvedBy", "批准单位|批准机关|批准|批复|approved by"],
  ["parent", "上级(?:党组织)?|隶属|parent|under"],
] as const;

/** The field of which a part says that there is none. */
function clearedBy(text: string): (typeof CLEARABLE)[number][0] | null {
  if (NO_PARENT.test(text)) return "parent";
  return CLEARABLE.find(([, label]) => new RegExp(`^(?:${label})\\s*[:：]?\\s*(?:无|没有|none)$`, "iu").test(text))?.[0] ?? null;
}

const NOT_COUNTED = /^(?:不计入(?:组织)?覆盖|不计入|does not count|not counted|doesn't count)$/iu;

/** Words that stand for themselves, wherever they stand. */
const isPlainWord = (text: string): boolean => readKinds(text) !== null || readStatusWord(text) !== null || COUNTS.test(text) || NOT_COUNTED.test(text);

/** What a part says by itself; null where it is just words. */
function readPart(text: string, clock: Clock): Read | null {
  const cleared = clearedBy(text);
  if (cleared) return { patch: { [cleared]: null } };
  const kinds = readKinds(text);
  if (kinds) return { patch: kinds };
  if (COUNTS.test(text) || NOT_COUNTED.test(text)) return { patch: { counts: COUNTS.test(text) } };
  const status = readStatusWord(text);
  if (status !== null) return status === "proposed" || status === "active" ? { patch: { status } } : doubt("badStatus");
  for (const [pattern, read] of LABELS) {
    const rest = pattern.test(text) ? text.replace(pattern, "").trim() : "";
    if (rest !== "") return read(rest, clock);
  }
  const day = /^20\d\d\D/.test(text) ? readDay(text, clock) : null;
  return day?.ok ? { patch: { since: day.date } } : null;
}

const ADD = /^(?:add|new|register|新增|添加|新建|登记)(?![a-z])[\s|｜:：]*/iu;

/** What follows /org add; null where that is not what was written. */
export function readAddLine(rest: string): string | null {
  return ADD.test(rest.trim()) ? rest.trim().replace(ADD, "") : null;
}

const partsOf = (line: string): string[] => line.split(/[|｜\r\n]+/u).map(oneLine).filter((part) => part !== "");

interface Added {
  readonly sketch: Sketch;
  readonly doubts: readonly Doubt[];
}

/** Adds what the parts say; what was known before gives way, what is said twice in one line is asked. */
function addParts(sketch: Sketch, parts: readonly string[], clock: Clock): Added {
  const said: Patch = {};
  const words = [...sketch.words];
  const doubts: Doubt[] = [];
  for (const part of parts) {
    const read = readPart(part, clock);
    if (read === null) words.push(part);
    else if ("doubt" in read) doubts.push({ reason: read.doubt, text: part });
    else if (Object.keys(read.patch).some((key) => key in said)) doubts.push({ reason: "twice", text: part });
    else Object.assign(said, read.patch);
  }
  return { sketch: { ...sketch, ...said, words }, doubts };
}

/** Reads `G2 | name | joint | branch | …`: code and name first, both may be missing, the rest in any order. */
export function readFoundingLine(line: string, clock: Clock): Added {
  const parts = partsOf(line);
  const first: Patch = {};
  const [, leading = "", rest = ""] = /^(\S+)(?:\s+(.+))?$/u.exec(parts[0] ?? "") ?? [];
  const hasCode = isPlainlyCode(leading) && readPart(parts[0] ?? "", clock) === null;
  if (hasCode) {
    first.code = readCode(leading);
    parts.splice(0, 1, ...(rest === "" ? [] : [rest]));
  }
  const [name] = parts;
  // What follows the code is the name, even one that begins like a label: “Market branch”.
  if (name !== undefined && (hasCode ? !isPlainWord(name) : readPart(name, clock) === null)) {
    parts.shift();
    const read = readWord("name", name);
    if ("doubt" in read) return { ...addParts({ ...EMPTY_SKETCH, ...first }, parts, clock), doubts: [{ reason: read.doubt, text: name }] };
    Object.assign(first, read.patch);
  }
  return addParts({ ...EMPTY_SKETCH, ...first }, parts, clock);
}

/** What somebody writes while an organization is being put together: the name where that is asked, else parts. */
export function readFoundingAnswer(sketch: Sketch, text: string, clock: Clock): Added {
  if (sketch.name === null && !/[|｜]/u.test(text) && !isPlainWord(oneLine(text))) {
    const read = readWord("name", text);
    return "doubt" in read ? { sketch, doubts: [{ reason: read.doubt, text: oneLine(text) }] } : { sketch: { ...sketch, ...read.patch }, doubts: [] };
  }
  return addParts(sketch, partsOf(text), clock);
}

/** Gives words their place where the station knows them, and the only one left over the area, where nothing else is open. */
export function settleWords(sketch: Sketch, known: { readonly areas: readonly string[]; readonly industries: readonly string[] }): Sketch {
  const patch: Patch = {};
  const open: string[] = [];
  for (const word of sketch.words) {
    if (sketch.area === null && patch.area === undefined && known.areas.includes(word)) patch.area = word;
    else if (sketch.industry === null && patch.industry === undefined && known.industries.includes(word)) patch.industry = word;
    else open.push(word);
  }
  const [only] = open;
  const isPlain = open.length === 1 && only !== undefined && graphemesOf(only).length <= 12;
  if (isPlain && sketch.area === null && patch.area === undefined && sketch.formation !== null && sketch.level !== null) return { ...sketch, ...patch, area: only, words: [] };
  return { ...sketch, ...patch, words: open };
}

export type Question = "name" | "formation" | "level" | "word";

/** What must be known before it can be registered, in the order in which it is asked; null where nothing is missing. */
export function questionOf(sketch: Sketch): Question | null {
  if (sketch.name === null) return "name";
  if (sketch.formation === null) return "formation";
  if (sketch.level === null) return "level";
  return sketch.words.length > 0 ? "word" : null;
}

/** The word in question becomes what the button says, or is left out. */
export function placedWord(sketch: Sketch, as: "area" | "industry" | "approvedBy" | "none"): Sketch {
  const [word, ...words] = sketch.words;
  return { ...sketch, words, ...(as === "none" || word === undefined ? {} : { [as]: word }) };
}

/** The change that a line asks for in a registered organization: parts with a label only. */
export interface Change {
  readonly code?: string;
  readonly name?: string;
  readonly formation?: Formation;
  readonly level?: Level;
  readonly area?: string | null;
  readonly industry?: string | null;
  readonly market?: string | null;
  readonly approvedBy?: string | null;
  readonly counts?: boolean;
  readonly parent?: string | null;
}

const CHANGEABLE: readonly string[] = ["code", "name", "formation", "level", "area", "industry", "market", "approvedBy", "counts", "parent"];

/** Reads what is to be changed; null where a part is not understood, is said twice, or is not changed this way. */
export function readChange(line: string, clock: Clock): Change | null {
  const change: Record<string, unknown> = {};
  for (const part of partsOf(line)) {
    const read = readPart(part, clock);
    if (read === null || "doubt" in read || Object.keys(read.patch).some((key) => !CHANGEABLE.includes(key) || key in change)) return null;
    Object.assign(change, read.patch);
  }
  return Object.keys(change).length > 0 ? change : null;
}
