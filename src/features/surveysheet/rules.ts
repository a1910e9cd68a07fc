import { readCode } from "../code/rules.ts";
import { RowReader, type Column, type Judged, type Reason } from "../sheet/rules.ts";
import type { FoundStatus, Reason as NotFormed, Source, Willing } from "../survey/rules.ts";
import { readStatus } from "../unit/rules.ts";

/** What a survey found, as the register keeps it. */
export interface SurveyFacts {
  readonly unit: string;
  readonly on: string;
  readonly source: Source;
  readonly found: FoundStatus | null;
  readonly members: number | null;
  readonly willing: Willing | null;
  readonly secretary: boolean | null;
  readonly notFormed: NotFormed | null;
}

type Words<Value> = readonly (readonly [Value, readonly string[]])[];

const SOURCES: Words<Source> = [
  ["registration", ["登记", "registration"]], ["annual_report", ["年报", "annual report", "annual_report"]], ["visit", ["走访", "visit"]],
  ["self_report", ["自报", "self-report", "self report", "self_report"]], ["other", ["其他", "other"]],
];
const WILLING: Words<Willing> = [
  ["yes", ["愿意", "willing", "yes", "是"]], ["undecided", ["未定", "undecided"]], ["no", ["不愿意", "not willing", "unwilling", "no", "否"]],
];
const SECRETARY: Words<boolean> = [
  [true, ["有书记人选", "有", "是", "somebody for secretary", "yes"]], [false, ["没有书记人选", "没有", "无", "否", "nobody for secretary", "no"]],
];
const NOT_FORMED: Words<NotFormed> = [
  ["too_few_members", ["党员太少", "人数不足", "too few members", "too_few_members"]], ["no_secretary", ["没有合适的书记", "缺书记", "no suitable secretary", "no_secretary"]],
  ["unwilling", ["不愿意", "not willing", "unwilling"]], ["new", ["刚开业", "新设", "just opened", "new"]], ["other", ["其他", "something else", "other"]],
];

const named = <Value>(words: Words<Value>) => (text: string): Value | null =>
  words.find(([, names]) => names.includes(text.normalize("NFKC").trim().toLowerCase()))?.[0] ?? null;

const readMembers = (text: string) => (/^\d{1,5}$/.test(text.normalize("NFKC")) ? Number(text.normalize("NFKC")) : null);

/** What the cells of a row say of a survey; the number of members may be left out. */
export function readSurveyRow(cells: ReadonlyMap<Column, string>): { said: Partial<SurveyFacts>; faults: readonly Reason[] } {
  const reader = new RowReader(cells);
  for (const column of ["unit", "on"] as const) if (reader.text(column) === "") reader.refuse("missing", column);
  const secretary = named(SECRETARY)(reader.text("secretary"));
  if (secretary === null && reader.text("secretary") !== "") reader.refuse("notInList", "secretary");
  const said = {
    unit: reader.take("unit", readCode, "badCode") ?? "", on: reader.day("on") ?? "", source: reader.take("source", named(SOURCES), "notInList") ?? "other" as const,
    found: reader.take("found", readStatus, "notInList") ?? null, members: reader.take("members", readMembers, "badNumber") ?? null,
    willing: reader.take("willing", named(WILLING), "notInList") ?? null, secretary, notFormed: reader.take("notFormed", named(NOT_FORMED), "notInList") ?? null,
  };
  return { said, faults: reader.reasons };
}

/** Two rows that say the same of one day are one. */
export const surveyKey = (said: Partial<SurveyFacts>): string =>
  [said.unit, said.on, said.source, said.found, said.members, said.willing, said.secretary, said.notFormed].join("|");

/** Nothing of a survey changes: it is there already, or it is one more. */
export function judgeSurvey(said: SurveyFacts, held: SurveyFacts | null, today: string): Judged<SurveyFacts> {
  if (held) return { verdict: "unchanged", after: held, reasons: [] };
  if (said.on > today) return { verdict: "wrong", after: null, reasons: [{ why: "future", column: "on", text: said.on }] };
  return { verdict: "new", after: said, reasons: [] };
}

export interface SurveyWords {
  readonly statuses: Readonly<Record<FoundStatus, string>>;
  readonly sources: Readonly<Record<Source, string>>;
  readonly willing: Readonly<Record<Willing, string>>;
  readonly secretary: Readonly<Record<"yes" | "no", string>>;
  readonly reason: Readonly<Record<NotFormed, string>>;
}

/** The cells of a survey. How many members a unit has is never given out: an empty cell leaves the number that is kept. */
export function surveyCells(facts: SurveyFacts, words: SurveyWords): Partial<Record<Column, string>> {
  const { unit, on, source, found, willing, secretary, notFormed } = facts;
  return {
    unit, on, source: words.sources[source], found: found === null ? "" : words.statuses[found], members: "",
    willing: willing === null ? "" : words.willing[willing], secretary: secretary === null ? "" : words.secretary[secretary ? "yes" : "no"],
    notFormed: notFormed === null ? "" : words.reason[notFormed],
  };
}
