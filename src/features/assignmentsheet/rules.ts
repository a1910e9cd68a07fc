import { usualEnd } from "../assignment/rules.ts";
import { readCode } from "../code/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { endReasonNamed, type EndReason } from "../endreason/rules.ts";
import { graphemesOf, oneLine } from "../line/rules.ts";
import { readDay, RowReader, type Column, type Judged, type Reason } from "../sheet/rules.ts";

/** Which instructor looks after which unit, when. */
export interface AssignmentFacts {
  readonly instructor: string;
  readonly unit: string;
  readonly from: string;
  readonly through: string | null;
  readonly endReason: EndReason | null;
  readonly overCapacity: string | null;
}

export interface AssignmentSaid extends Omit<AssignmentFacts, "through"> {
  /** Null where nothing is said: the usual year, or as it is. */
  readonly through: string | "open" | null;
}

export interface AssignmentHeld {
  readonly facts: AssignmentFacts | null;
  readonly servesThrough: string | null;
}

const MAX_REASON = 100;
const OPEN = /^(?:open|不限|长期)$/iu;

/** What the cells of a row say of an assignment. */
export function readAssignmentRow(cells: ReadonlyMap<Column, string>): { said: AssignmentSaid; faults: readonly Reason[] } {
  const reader = new RowReader(cells);
  for (const column of ["instructor", "unit", "from"] as const) if (reader.text(column) === "") reader.refuse("missing", column);
  const said: AssignmentSaid = {
    instructor: reader.take("instructor", readCode, "badCode") ?? "", unit: reader.take("unit", readCode, "badCode") ?? "", from: reader.day("from") ?? "",
    through: reader.take("through", (text) => (OPEN.test(text) ? "open" : readDay(text)), "badDate") ?? null,
    endReason: reader.take("endReason", endReasonNamed, "notInList") ?? null,
    overCapacity: reader.take("overCapacity", (text) => (graphemesOf(oneLine(text)).length > MAX_REASON ? null : oneLine(text)), "tooLong") ?? null,
  };
  // One that ended on the day on which it began has its last day before its first.
  if (said.through !== null && said.through !== "open" && said.from !== "" && said.through < dayBefore(said.from)) reader.refuse("backwards", "through");
  if (said.endReason !== null && (said.through === null || said.through === "open")) reader.refuse("needsBoth", "through", "");
  return { said, faults: reader.reasons };
}

/** One that ended as it began, and one that then began anew on the same day, are two. */
export const assignmentKey = ({ instructor, unit, from, through }: AssignmentSaid): string =>
  `${instructor}|${unit}|${from}${through !== null && through !== "open" && through < from ? "|0" : ""}`;

function judgeNew(said: AssignmentSaid, servesThrough: string | null): Judged<AssignmentFacts> {
  const usual = usualEnd(said.from);
  const through = said.through === "open" ? null : said.through ?? (servesThrough !== null && servesThrough < usual && servesThrough >= said.from ? servesThrough : usual);
  return { verdict: "new", after: { ...said, through }, reasons: [] };
}

/** An assignment begins, or one that runs ends earlier; a longer time is a renewal, and begins on its own day. */
export function judgeAssignment(said: AssignmentSaid, { facts, servesThrough }: AssignmentHeld, today: string): Judged<AssignmentFacts> {
  const wrong = (why: Reason["why"], column: Column, text: string): Judged<AssignmentFacts> => ({ verdict: "wrong", after: null, reasons: [{ why, column, text }] });
  if (!facts) return judgeNew(said, servesThrough);
  const through = said.through === "open" ? null : said.through ?? facts.through;
  const endReason = said.endReason ?? facts.endReason;
  if (through === facts.through) return endReason === facts.endReason ? { verdict: "unchanged", after: facts, reasons: [] } : wrong("alreadyRecorded", "endReason", said.unit);
  if (facts.through !== null && (facts.through < today || through === null)) return wrong("otherHistory", "through", facts.through);
  if (through === null || (facts.through !== null && through > facts.through)) return wrong("renewInstead", "through", facts.through ?? "");
  return { verdict: "changed", after: { ...facts, through, endReason: said.endReason ?? "ended" }, reasons: [] };
}

export interface AssignmentWords {
  readonly open: string;
  readonly endReasons: Readonly<Record<EndReason, string>>;
}

/** The cells that say all of an assignment, so that reading them again changes nothing. */
export function assignmentCells(facts: AssignmentFacts, words: AssignmentWords): Partial<Record<Column, string>> {
  const { instructor, unit, from, through, endReason, overCapacity } = facts;
  return { instructor, unit, from, through: through ?? words.open, endReason: endReason === null ? "" : words.endReasons[endReason], overCapacity: overCapacity ?? "" };
}
