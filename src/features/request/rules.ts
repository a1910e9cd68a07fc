import type { REQUEST_CATEGORIES, SATISFACTIONS } from "../../db/schema-request.ts";
import { isPlainlyCode, readCode } from "../code/rules.ts";
import { oneLine } from "../line/rules.ts";

export type Category = (typeof REQUEST_CATEGORIES)[number];
export type Satisfaction = (typeof SATISFACTIONS)[number];

/** As much as a phone shows without scrolling; what needs more is talked over. */
const MAX_TEXT_LENGTH = 500;
export const DUE_AFTER_DAYS = 7;
/** So long whoever asked may say that it is not settled. */
export const REOPEN_WITHIN_DAYS = 7;
/** So many open ones of one person are heard; more would hide those of others. */
export const MOST_OPEN = 10;
/** Fewer ratings could be told apart. */
const FEWEST_RATINGS = 5;

/** Longer words stand before those that they begin with. */
const CATEGORY_WORDS: readonly (readonly [Category, readonly string[]])[] = [
  ["entry", ["进门", "进小区", "entry", "entering"]], ["stairs", ["上楼", "stairs"]], ["parking", ["停车", "parking"]], ["charging", ["充电", "charging"]],
  ["licensing", ["证照", "许可", "办证", "licensing", "licence", "license"]], ["registration", ["登记注册", "注册登记", "登记", "registration"]],
  ["credit", ["信用", "credit"]], ["online", ["网络监管", "网络经营", "网络", "online"]], ["advertising", ["广告", "advertising"]], ["quality", ["质量", "quality"]],
  ["food", ["食品安全", "食品", "food"]], ["special_equipment", ["特种设备", "special equipment", "equipment"]], ["metrology", ["计量", "metrology"]],
  ["standards", ["标准", "standards"]], ["certification", ["认证认可", "认证", "certification"]], ["other", ["其他", "其它", "other"]],
];
export const CATEGORIES = CATEGORY_WORDS.map(([category]) => category);

/** A text as it is kept; null where it is empty or longer than there is room for. */
export function readText(text: string): { ok: true; text: string } | { ok: false; reason: "empty" | "tooLong" } {
  const line = oneLine(text);
  if (line === "") return { ok: false, reason: "empty" };
  return Array.from(line).length > MAX_TEXT_LENGTH ? { ok: false, reason: "tooLong" } : { ok: true, text: line };
}

/** Whether a text seems to hold a number of a phone or a document, or somebody's name on the net. */
export function looksPersonal(text: string): boolean {
  return /\d(?:[\s-]?\d){6,}/u.test(text) || /(?:^|[^\w])@\w{4,}/u.test(text);
}

export interface RequestLine {
  readonly category: Category;
  readonly unit: string | null;
  readonly text: string;
}

const SEPARATOR = /^[\s:：,，|｜]+/u;

/** Reads “charging U06 there is no socket”: what kind, the unit where one is named, and the text, which may be missing; null where no kind is. */
export function readRequestLine(rest: string): RequestLine | null {
  const line = rest.normalize("NFKC").trim();
  for (const [category, words] of CATEGORY_WORDS) {
    const word = words.find((each) => line.toLowerCase().startsWith(each) && !/^[\p{L}\p{N}]/u.test(line.slice(each.length)));
    if (word === undefined) continue;
    const after = rest.trim().slice(word.length).replace(SEPARATOR, "");
    const first = /^[^\s:：,，|｜]+/u.exec(after)?.[0] ?? "";
    const unit = isPlainlyCode(first) ? readCode(first) : null;
    return { category, unit, text: unit === null ? after : after.slice(first.length).replace(SEPARATOR, "") };
  }
  return null;
}

/** A request's state for whoever asked. */
export type State = "waiting" | "taken" | "overdue" | "closed";

export function stateOf({ dueOn, closedOn, isTaken }: { dueOn: string; closedOn: string | null; isTaken: boolean }, today: string): State {
  if (closedOn !== null) return "closed";
  if (dueOn < today) return "overdue";
  return isTaken ? "taken" : "waiting";
}

/** How many of the ratings were “satisfied”; null where they are too few to be told. */
export function satisfiedOf(ratings: Readonly<Record<Satisfaction, number>>): { of: number; all: number } | null {
  const all = ratings.satisfied + ratings.fair + ratings.unsatisfied;
  return all < FEWEST_RATINGS ? null : { of: ratings.satisfied, all };
}
