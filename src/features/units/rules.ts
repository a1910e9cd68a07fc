import { readCode } from "../code/rules.ts";
import { oneLine } from "../line/rules.ts";
import { readArea, readKind, readStatus, type UnitKind, type UnitStatus } from "../unit/rules.ts";

/** What a list is narrowed to; null and false narrow nothing. */
export interface Filter {
  readonly text: string | null;
  readonly area: string | null;
  readonly industry: string | null;
  readonly market: string | null;
  readonly kind: UnitKind | null;
  readonly status: UnitStatus | null;
  readonly uncovered: boolean;
  readonly due: boolean;
}

export const ALL: Filter = { text: null, area: null, industry: null, market: null, kind: null, status: null, uncovered: false, due: false };
/** Longer than any name; what is longer was not meant as a search. */
const MAX_TEXT = 60;

const FLAGS: readonly (readonly ["uncovered" | "due", RegExp])[] = [
  ["uncovered", /^(?:未覆盖|没覆盖|空白点?|uncovered|blank)$/iu],
  ["due", /^(?:待摸排|该摸排|摸排到期|未摸排|survey[- ]?due|due|stale)$/iu],
];
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\bsurvey due\b/giu, "survey-due"], [/\bself employed\b/giu, "self-employed"], [/\bsmall firm\b/giu, "firm"], [/\bdelivery station\b/giu, "delivery"],
  [/\bmoved out\b/giu, "moved_out"], [/\bnot found\b/giu, "not_found"], [/\bin operation\b/giu, "active"],
  [/\bin market\b/giu, "market"], [/(\S+)\s+(?:片区|网格)(?=\s|$)/gu, "片区 $1"],
];
const LABELS: readonly (readonly ["area" | "industry" | "market" | "kind" | "status", RegExp])[] = [
  ["area", /^(?:片区|网格|area)$/iu], ["industry", /^(?:行业|industry)$/iu], ["market", /^(?:市场|market)$/iu],
  ["kind", /^(?:类型|kind|type)$/iu], ["status", /^(?:状态|status)$/iu],
];

function labelled(label: (typeof LABELS)[number][0], word: string): Partial<Filter> | null {
  if (label === "area") return { area: readArea(word) };
  if (label === "industry") return { industry: word };
  if (label === "market") return /\d/.test(word) && readCode(word) !== null ? { market: readCode(word) } : null;
  if (label === "kind") return readKind(word) === null ? null : { kind: readKind(word) };
  return readStatus(word) === null ? null : { status: readStatus(word) };
}

/** One word that says itself what it narrows. */
function plainWord(word: string): Partial<Filter> | null {
  const flag = FLAGS.find(([, pattern]) => pattern.test(word))?.[0];
  if (flag) return { [flag]: true };
  const kind = readKind(word);
  if (kind) return { kind };
  const status = readStatus(word);
  if (status) return { status };
  const area = /^(.+)(?:片区|网格)$/u.exec(word)?.[1];
  return area === undefined ? null : { area: readArea(area) };
}

/** Reads what follows `/units`: words that narrow the list in any order; what is left is searched in codes and names. */
export function readFilter(rest: string): Filter {
  const words = PHRASES.reduce((text, [pattern, by]) => text.replaceAll(pattern, by), oneLine(rest)).split(/[\s|｜,，、;；]+/u).filter((word) => word !== "");
  let filter = ALL;
  const left: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const next = words[at + 1];
    const label = next === undefined ? undefined : LABELS.find(([, pattern]) => pattern.test(word))?.[0];
    const read = label === undefined || next === undefined ? null : labelled(label, next);
    if (read) at++;
    const part = read ?? plainWord(word);
    if (part) filter = { ...filter, ...part };
    else left.push(word);
  }
  // By whole signs: half of one cannot be kept.
  const text = Array.from(left.join(" ")).slice(0, MAX_TEXT).join("");
  return { ...filter, text: text === "" ? null : text };
}

/** The pieces of a search that the index knows: its neighbouring pairs, or its only sign. */
export function gramsOf(text: string): string[] {
  const signs = [...text.toLowerCase()];
  const pairs = signs.slice(1).map((sign, at) => `${signs[at]}${sign}`);
  return [...new Set(pairs.length > 0 ? pairs : signs)];
}

/** Where a page begins: after a code, or before one, or at the first. */
export type Cursor = { readonly after: string } | { readonly before: string } | null;
