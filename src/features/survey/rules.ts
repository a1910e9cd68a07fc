import type { NOT_FORMED_REASONS, SURVEY_SOURCES, UNIT_STATUSES, WILLING } from "../../db/schema-register.ts";
import { readCode } from "../code/rules.ts";
import { dayAfter, isCalendarDay } from "../date/rules.ts";
import { oneLine } from "../line/rules.ts";

export type FoundStatus = (typeof UNIT_STATUSES)[number];
export type Willing = (typeof WILLING)[number];
export type Reason = (typeof NOT_FORMED_REASONS)[number];
export type Source = (typeof SURVEY_SOURCES)[number];

/** A survey of the ninetieth day before still counts as fresh. */
const FRESH_DAYS = 90;
/** Longer than any roll of one unit; a typing error has more digits. */
const MAX_MEMBERS = 99_999;

/** What somebody found out; null was not said. */
export interface Answers {
  readonly foundStatus: FoundStatus | null;
  readonly fullMembers: number | null;
  readonly willing: Willing | null;
  readonly hasSecretaryCandidate: boolean | null;
  readonly notFormedReason: Reason | null;
}

export const NO_ANSWERS: Answers = { foundStatus: null, fullMembers: null, willing: null, hasSecretaryCandidate: null, notFormedReason: null };

/** Whether a unit that was found so is not there any more. */
export function isGone(status: FoundStatus | null): boolean {
  return status === "closed" || status === "moved_out" || status === "not_found";
}

/** The first day whose survey is still fresh on this one. */
export const freshSince = (today: string): string => dayAfter(today, -FRESH_DAYS);

export interface SurveyLine extends Answers {
  readonly text: string;
  readonly code: string;
  readonly on: string;
  readonly source: Source;
}

export type LineDoubt = "noCode" | "unreadable" | "twice" | "nothing" | "future";
export type ReadLine = { readonly ok: true; readonly line: SurveyLine } | { readonly ok: false; readonly text: string; readonly reason: LineDoubt; readonly word: string };

type Said = Partial<Answers> & { on?: string; source?: Source };

const en = (words: string) => `(?:${words})(?![a-z])`;
const phrase = (zh: string, english: string, said: Said): readonly [RegExp, Said] => [new RegExp(`^(?:${zh}|${en(english)})`, "u"), said];

/** Longer wordings before those that they begin with. */
const PHRASES: readonly (readonly [RegExp, Said])[] = [
  phrase("缺书记|缺少书记", "lacks? (?:a )?secretary", { hasSecretaryCandidate: false, notFormedReason: "no_secretary" }),
  phrase("(?:没有|没|无)(?:书记)?(?:书记|人选)", "no (?:secretary|candidate)(?: candidate)?|without (?:a )?(?:secretary|candidate)", { hasSecretaryCandidate: false }),
  phrase("有?书记(?:人选)?|有人选", "(?:has )?(?:a )?(?:secretary(?: candidate)?|candidate)", { hasSecretaryCandidate: true }),
  phrase("查无(?:此户)?|找不到|不在了", "not[ _]found|gone", { foundStatus: "not_found" }),
  phrase("注销|关门|关闭|倒闭", "closed", { foundStatus: "closed" }),
  phrase("迁出|搬走|迁走|搬离", "moved(?:[ _](?:out|away))?", { foundStatus: "moved_out" }),
  phrase("歇业|停业", "dormant", { foundStatus: "dormant" }),
  phrase("在营|营业", "in operation|open|active", { foundStatus: "active" }),
  phrase("(?:人数|党员)(?:不足|太少|少)|人太?少", "too few(?: members)?", { notFormedReason: "too_few_members" }),
  phrase("新设立?|新开", "new", { notFormedReason: "new" }),
  phrase("其他原因", "other(?: reason)?", { notFormedReason: "other" }),
  phrase("不愿意?|不同意", "not willing|unwilling|declines?|no", { willing: "no" }),
  phrase("愿意?|同意", "willing|yes", { willing: "yes" }),
  phrase("未定|待定|不确定|没想好|[?]", "undecided|not decided|unsure|maybe", { willing: "undecided" }),
  phrase("自报|自行申报", "self[- _]report(?:ed)?", { source: "self_report" }),
  phrase("年报", "annual[ _]report", { source: "annual_report" }),
  phrase("登记", "registration|register", { source: "registration" }),
  phrase("走访", "visit(?:ed)?", { source: "visit" }),
];
const MEMBERS = /^(?:(?:正式)?党员|members?:?)?\s*(\d{1,6})\s*(?:名(?:正式党员|党员)?|人|个|(?:full )?members?(?![a-z]))?(?![\d-])/u;
const DATE = /^(20\d\d-\d\d-\d\d)(?!\d)/;
const BETWEEN = /^[\s,、;|/·]+/u;

/** The front of what is left to read, and how much of it that was. */
function takeFront(text: string, today: string): { said: Said; length: number } | null {
  const date = DATE.exec(text)?.[1];
  if (date !== undefined) return isCalendarDay(date) ? { said: { on: date }, length: date.length } : null;
  const near = /^(?:昨天|yesterday(?![a-z]))/u.exec(text)?.[0] ?? /^(?:今天|today(?![a-z]))/u.exec(text)?.[0];
  if (near !== undefined) return { said: { on: dayAfter(today, /昨|yest/.test(near) ? -1 : 0) }, length: near.length };
  const members = MEMBERS.exec(text);
  if (members?.[1] !== undefined) return Number(members[1]) > MAX_MEMBERS ? null : { said: { fullMembers: Number(members[1]) }, length: members[0].length };
  for (const [pattern, said] of PHRASES) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { said, length: found.length };
  }
  return null;
}

function readRest(text: string, rest: string, today: string): { ok: true; said: Said } | Extract<ReadLine, { ok: false }> {
  const said: Said = {};
  let left = rest.replace(BETWEEN, "");
  while (left !== "") {
    const front = takeFront(left, today);
    const word = /^\S+/u.exec(left)?.[0] ?? left;
    if (!front) return { ok: false, text, reason: "unreadable", word };
    if (Object.keys(front.said).some((key) => key in said)) return { ok: false, text, reason: "twice", word };
    Object.assign(said, front.said);
    left = left.slice(front.length).replace(BETWEEN, "");
  }
  return { ok: true, said };
}

/** Reads `U05 0 undecided`: a code, then what was found, in any order; a line is understood entirely or not at all. */
function readLine(text: string, today: string): ReadLine {
  const plain = oneLine(text.normalize("NFKC"));
  const [, word = "", rest = ""] = /^([A-Za-z0-9-]+)[:,]?\s*(.*)$/u.exec(plain) ?? [];
  const code = /\d/.test(word) ? readCode(word) : null;
  if (code === null || /^\d+$/.test(word)) return { ok: false, text: plain, reason: "noCode", word: "" };
  const read = readRest(plain, rest.toLowerCase(), today);
  if (!read.ok) return read;
  const { on = today, source = "visit", ...answers } = read.said;
  if (Object.keys(answers).length === 0) return { ok: false, text: plain, reason: "nothing", word: "" };
  if (on > today) return { ok: false, text: plain, reason: "future", word: on };
  return { ok: true, line: { ...NO_ANSWERS, ...answers, text: plain, code, on, source } };
}

/** Every line of a message that says something. */
export function readSurveyLines(text: string, today: string): ReadLine[] {
  return text.split(/[\r\n]+/u).filter((line) => oneLine(line) !== "").map((line) => readLine(line, today));
}

/** Whether a text is lines about units, rather than one code, an area or an answer to what is asked. */
export function areLines(text: string, today: string): boolean {
  const read = readSurveyLines(text, today);
  return read.length > 1 ? read.some((line) => line.ok || line.reason !== "noCode") : read.some((line) => line.ok || (line.reason !== "noCode" && line.reason !== "nothing"));
}

/** The button that begins a survey of one unit. */
export const surveyData = (stationId: number, code: string): string => `walk:unit:${stationId}:${code}`;
