import { readCode } from "../code/rules.ts";
import { oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { dayAfter } from "../date/rules.ts";
import { lastOfMonths } from "../tenure/rules.ts";
import { localDate } from "../time/rules.ts";
import { dayIn } from "../validity/rules.ts";

/** A year is what the field agrees on; it can be renewed. */
const USUAL_MONTHS = 12;
/** Whoever takes over is best introduced: a week is enough for one visit together. */
const USUAL_OVERLAP_DAYS = 7;
const MAX_OVERLAP_DAYS = 90;
const MAX_REASON_LENGTH = 100;

/** Two codes as they were written; which is the unit's and which the instructor's is looked up. */
export type Pair = readonly [string, string];

export type AssignCommand =
  | { readonly verb: "overview" }
  | { readonly verb: "propose" | "ask" | "stop"; readonly unit: string }
  | { readonly verb: "assign"; readonly pair: Pair; readonly fromOn: string | null; readonly throughOn: string | null; readonly isOpen: boolean; readonly reason: string | null }
  /** The last day. */
  | { readonly verb: "end"; readonly pair: Pair; readonly lastOn: string }
  | { readonly verb: "renew"; readonly pair: Pair; readonly throughOn: string | null; readonly reason: string | null }
  | { readonly verb: "handover"; readonly unit: string; readonly from: string; readonly to: string; readonly overlapDays: number; readonly reason: string | null }
  | { readonly verb: "swap"; readonly one: Pair; readonly other: Pair; readonly reason: string | null }
  | { readonly verb: "plan"; readonly area: string }
  | { readonly verb: "unclear"; readonly reason: "unclear" | "badDay" | "badOverlap"; readonly part: string };

const VERBS: readonly (readonly ["end" | "renew" | "handover" | "swap" | "plan" | "ask" | "stop", RegExp])[] = [
  ["end", /^(?:end|结束)(?![a-z])/iu], ["renew", /^(?:renew|续派|续)(?![a-z])/iu], ["handover", /^(?:hand ?over|交接)(?![a-z])/iu],
  ["swap", /^(?:swap|对调|互换)(?![a-z])/iu], ["plan", /^(?:plan|area|片区|网格|批量)(?![a-z])/iu], ["ask", /^(?:ask|offer|征询|询问)(?![a-z])/iu],
  ["stop", /^(?:stop|停止)(?![a-z])/iu],
];
const REASON = /\s*(?:\bbecause\b|\breason\b|因为|理由|原因)\s*[:：]?\s*([\s\S]+)$/iu;
const THROUGH = /\s*(?:\bthrough\b|\buntil\b|\btill\b|至|到)\s*(\S+)/iu;
const FROM = /\s*(?:\bfrom\b|自|从)\s*(\S+)/iu;
const ON = /\s*(?:\bon\b|于|自|从)\s*(\S+)/iu;
const OPEN = /^(?:open|不限|长期)$/iu;
const OVERLAP = /(\d{1,3})\s*(?:天|days?)/iu;
const JOINTS = /(?<![\p{L}\p{N}])(?:to|from|by|and|for|给|由|和|与)(?![\p{L}\p{N}])|[、,，→↔]/giu;

/** The first day that is in nobody's past: what is assigned without a last day is for a year. */
export function usualEnd(fromOn: string): string {
  return lastOfMonths(fromOn, USUAL_MONTHS);
}

interface Parts {
  readonly codes: string[];
  readonly from: string | null;
  readonly through: string | null;
  readonly reason: string | null;
}

function taken(text: string, pattern: RegExp): [string | null, string] {
  const found = pattern.exec(text);
  return found ? [found[1] ?? "", text.replace(found[0], " ")] : [null, text];
}

const reasonOf = (said: string | null) => (said === null ? null : oneLine(said).slice(0, MAX_REASON_LENGTH) || null);

function partsOf(text: string): Parts {
  const [reason, withoutReason] = taken(text, REASON);
  const [through, withoutEnd] = taken(withoutReason, THROUGH);
  const [from, rest] = taken(withoutEnd, FROM);
  const codes = rest.replaceAll(JOINTS, " ").split(/\s+/u).filter(Boolean);
  return { codes, from, through, reason: reasonOf(reason) };
}

const unclear = (reason: "unclear" | "badDay" | "badOverlap", part = ""): AssignCommand => ({ verb: "unclear", reason, part });

function readPair(codes: readonly string[]): Pair | null {
  const [one, other, ...more] = codes.map(readCode);
  return one && other && more.length === 0 ? [one, other] : null;
}

function readAssign(text: string, clock: Clock): AssignCommand {
  const { codes, from, through, reason } = partsOf(text);
  const pair = readPair(codes);
  const alone = codes.length === 1 && from === null && through === null ? readCode(codes[0] ?? "") : null;
  if (alone) return { verb: "propose", unit: alone };
  if (!pair) return unclear("unclear", oneLine(text).slice(0, 60));
  const isOpen = through !== null && OPEN.test(through);
  const fromOn = from === null ? null : dayIn(from, clock);
  const throughOn = through === null || isOpen ? null : dayIn(through, clock);
  if (from !== null && fromOn === null) return unclear("badDay", from);
  if (through !== null && !isOpen && throughOn === null) return unclear("badDay", through);
  return { verb: "assign", pair, fromOn, throughOn, isOpen, reason };
}

function readEnd(text: string, clock: Clock): AssignCommand {
  const [through, withoutEnd] = taken(text, THROUGH);
  const [on, rest] = taken(withoutEnd, ON);
  const pair = readPair(rest.replaceAll(JOINTS, " ").split(/\s+/u).filter(Boolean));
  if (!pair) return unclear("unclear", oneLine(text).slice(0, 60));
  const said = through ?? on;
  const day = said === null ? localDate(clock.now, clock.zone) : dayIn(said, clock);
  if (day === null) return unclear("badDay", said ?? "");
  return { verb: "end", pair, lastOn: through === null ? dayAfter(day, -1) : day };
}

function readRenew(text: string, clock: Clock): AssignCommand {
  const { codes, through, reason } = partsOf(text);
  const pair = readPair(codes);
  if (!pair) return unclear("unclear", oneLine(text).slice(0, 60));
  const throughOn = through === null ? null : dayIn(through, clock);
  return through !== null && throughOn === null ? unclear("badDay", through) : { verb: "renew", pair, throughOn, reason };
}

function readHandover(text: string): AssignCommand {
  const [why, line] = taken(text, REASON);
  const [said, rest] = taken(line, OVERLAP);
  const [unit, from, to, ...more] = rest.replaceAll(JOINTS, " ").split(/\s+/u).filter(Boolean).map(readCode);
  if (!unit || !from || !to || more.length > 0) return unclear("unclear", oneLine(text).slice(0, 60));
  const overlapDays = said === null ? USUAL_OVERLAP_DAYS : Number(said);
  return overlapDays > MAX_OVERLAP_DAYS ? unclear("badOverlap", said ?? "") : { verb: "handover", unit, from, to, overlapDays, reason: reasonOf(why) };
}

function readSwap(text: string): AssignCommand {
  const [why, line] = taken(text, REASON);
  const [a, b, c, d, ...more] = line.replaceAll(JOINTS, " ").split(/\s+/u).filter(Boolean).map(readCode);
  return a && b && c && d && more.length === 0 ? { verb: "swap", one: [a, b], other: [c, d], reason: reasonOf(why) } : unclear("unclear", oneLine(text).slice(0, 60));
}

/** Reads what follows /assign. */
export function parseAssignCommand(rest: string, clock: Clock): AssignCommand {
  const line = rest.normalize("NFKC").trim();
  if (line === "") return { verb: "overview" };
  const found = VERBS.find(([, pattern]) => pattern.test(line));
  if (!found) return readAssign(line, clock);
  const [verb, pattern] = found;
  const text = line.replace(pattern, "").trim();
  if (verb === "end") return readEnd(text, clock);
  if (verb === "renew") return readRenew(text, clock);
  if (verb === "handover") return readHandover(text);
  if (verb === "swap") return readSwap(text);
  if (verb === "plan") return text === "" ? unclear("unclear", line) : { verb, area: oneLine(text) };
  const unit = readCode(text);
  return unit ? { verb, unit } : unclear("unclear", text);
}
