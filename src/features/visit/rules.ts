import type { VISIT_MODES, VISIT_OUTCOMES } from "../../db/schema-register.ts";
import { readCode } from "../code/rules.ts";
import { oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { dayAfter, daysBetween } from "../date/rules.ts";
import { localDate } from "../time/rules.ts";
import { dayIn } from "../validity/rules.ts";

export type VisitMode = (typeof VISIT_MODES)[number];
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number];

const MAX_NOTE_LENGTH = 200;

/** How an instructor stands with a unit: since when it is theirs, and when they were in touch last. */
export interface Contact {
  readonly fromOn: string;
  readonly throughOn: string | null;
  readonly newestOn: string | null;
  readonly visitEveryDays: number;
}

/** The last day on which the next visit is in time. */
export function dueOn({ fromOn, newestOn, visitEveryDays }: Contact): string {
  return dayAfter(newestOn ?? fromOn, visitEveryDays);
}

/** By how many days a visit is late; negative while there is time. */
export function overdueDays(contact: Contact, day: string): number {
  return daysBetween(dueOn(contact), day);
}

/** An assignment works while it holds and its newest visit lies inside the rhythm; its last day still counts. */
export function isWorking(contact: Contact, day: string): boolean {
  const { fromOn, throughOn, newestOn } = contact;
  const holds = fromOn <= day && (throughOn === null || day <= throughOn);
  return holds && newestOn !== null && newestOn <= day && overdueDays(contact, day) <= 0;
}

/** A note as it is kept; null where it is longer than there is room for. */
export function readNote(text: string): string | null {
  const note = oneLine(text);
  return Array.from(note).length > MAX_NOTE_LENGTH ? null : note;
}

export type VisitLine =
  | { readonly verb: "units" | "needs" }
  | { readonly verb: "ask" | "settle"; readonly unit: string }
  | { readonly verb: "record"; readonly unit: string; readonly instructor: string | null; readonly outcome: VisitOutcome; readonly mode: VisitMode; readonly on: string; readonly note: string | null }
  | { readonly verb: "unclear"; readonly reason: "unclear" | "noteTooLong" };

const OUTCOMES: readonly (readonly [VisitOutcome, RegExp])[] = [
  ["unit_gone", /^(?:unit gone|gone|closed|不在了|单位不在了|已关门|关门了|搬走了)(?![a-z])/iu],
  ["need_raised", /^(?:needs? raised|needs?|有需要|需要|有诉求|诉求|有困难)(?![a-z])/iu],
  ["no_answer", /^(?:no[ _]answer|nobody|没人|无人|没联系上|未联系上)(?![a-z])/iu],
  ["ok", /^(?:ok(?:ay)?|fine|well|all well|正常|一切正常|好)(?![a-z])/iu],
];
const MODES: readonly (readonly [VisitMode, RegExp])[] = [
  ["on_site", /^(?:on[ _-]?site|in person|there|上门|现场|实地)(?![a-z])/iu],
  ["phone", /^(?:by phone|phone|call(?:ed)?|电话)(?![a-z])/iu], ["online", /^(?:online|线上|微信)(?![a-z])/iu],
];
const NEEDS = /^(?:needs|open|待办|需要|诉求)$/iu;
const SETTLE = /^(?:settle|settled|done|办结|已办)\s+(\S+)$/iu;
const DAY = /(?:^|\s)(?:on\s+|于)?(20\d\d-\d\d-\d\d)(?=\s|$)/u;

function cut<Value>(text: string, table: readonly (readonly [Value, RegExp])[]): [Value | null, string] {
  const found = table.find(([, pattern]) => pattern.test(text));
  return found ? [found[0], text.replace(found[1], "").replace(/^[\s,，:：|｜]+/u, "")] : [null, text];
}

function readRecord(words: string, codes: { unit: string; instructor: string | null }, clock: Clock): VisitLine {
  const said = DAY.exec(words)?.[1];
  const on = said === undefined ? localDate(clock.now, clock.zone) : dayIn(said, clock);
  const text = oneLine(said === undefined ? words : words.replace(DAY, " "));
  const [before, afterMode] = cut(text, MODES);
  const [outcome, afterOutcome] = cut(afterMode, OUTCOMES);
  if (outcome === null || on === null) return { verb: "unclear", reason: "unclear" };
  const [after, rest] = before === null ? cut(afterOutcome, MODES) : [null, afterOutcome];
  const note = readNote(rest);
  if (note === null) return { verb: "unclear", reason: "noteTooLong" };
  return { verb: "record", ...codes, outcome, mode: before ?? after ?? "on_site", on, note: note === "" ? null : note };
}

/** Reads what follows /visit: “U06 ok”, “U06 phone need a ramp”, “I1 U06 ok 2026-11-20” for somebody else, “needs”, “settle U06”. */
export function parseVisitLine(rest: string, clock: Clock): VisitLine {
  const line = rest.normalize("NFKC").trim();
  if (line === "") return { verb: "units" };
  if (NEEDS.test(line)) return { verb: "needs" };
  const settled = readCode(SETTLE.exec(line)?.[1] ?? "");
  if (settled) return { verb: "settle", unit: settled };
  const [first = "", second = ""] = line.split(/\s+/u);
  const unit = readCode(first);
  if (!unit) return { verb: "unclear", reason: "unclear" };
  const more = line.slice(first.length).trim();
  if (more === "") return { verb: "ask", unit };
  const other = /\d/.test(second) && !DAY.test(` ${second}`) ? readCode(second) : null;
  if (other) return readRecord(more.slice(second.length).trim(), { unit: other, instructor: unit }, clock);
  return readRecord(more, { unit, instructor: null }, clock);
}
