import { dayBefore } from "../date/rules.ts";
import { readCadenceDays, readRole, readWords, USUAL, type InstructorRole } from "../instructor/rules.ts";
import { isCleared, RowReader, withSaid, type Column, type Judged, type Reason } from "../sheet/rules.ts";

/** What the register says of an instructor: nothing of the person, and not when they are away, for that is theirs to say. */
export interface InstructorFacts {
  readonly code: string;
  readonly role: InstructorRole;
  readonly capacity: number;
  readonly areas: readonly string[];
  readonly industries: readonly string[];
  readonly languages: readonly string[];
  readonly visitEvery: number;
  readonly from: string;
  readonly through: string | null;
}

export type InstructorSaid = Partial<{ [Key in keyof InstructorFacts]: InstructorFacts[Key] | undefined }>;

/** What hangs on an instructor who is there already. */
export interface InstructorHeld {
  readonly facts: InstructorFacts;
  readonly isTakenUp: boolean;
  /** The last day of all that they look after; later than every day where that is open. */
  readonly busyThrough: string | null;
}

const readCapacity = (text: string) => (/^[1-9]\d{0,2}$/.test(text.normalize("NFKC")) ? Number(text.normalize("NFKC")) : null);

/** What the cells of a row say of an instructor. */
export function readInstructorRow(cells: ReadonlyMap<Column, string>): { said: InstructorSaid; faults: readonly Reason[] } {
  const reader = new RowReader(cells);
  const words = (column: "areas" | "industries" | "languages") =>
    isCleared(reader.text(column)) ? [] : reader.take(column, (text) => readWords(text.normalize("NFKC")), "unreadable");
  const said: InstructorSaid = {
    code: reader.code("code"), role: reader.take("role", readRole, "notInList"), capacity: reader.take("capacity", readCapacity, "badNumber"),
    areas: words("areas"), industries: words("industries"), languages: words("languages"),
    visitEvery: reader.take("visitEvery", readCadenceDays, "badNumber"), from: reader.day("from"), through: reader.day("through"),
  };
  return { said, faults: reader.reasons };
}

const wrong = (why: Reason["why"], column: Column, text: string): Judged<InstructorFacts> => ({ verdict: "wrong", after: null, reasons: [{ why, column, text }] });

function judgeNew(said: InstructorSaid, code: string, today: string): Judged<InstructorFacts> {
  const { role, capacity, areas, industries, languages, visitEveryDays } = USUAL;
  const after = withSaid({ code, role, capacity, areas, industries, languages, visitEvery: visitEveryDays, from: today, through: null as string | null }, { ...said, code });
  if (after.through !== null && after.through < dayBefore(after.from)) return wrong("backwards", "through", after.through);
  return { verdict: "new", after, reasons: [] };
}

function judgeHeld(said: InstructorSaid, { facts, isTakenUp, busyThrough }: InstructorHeld): Judged<InstructorFacts> {
  const after = withSaid(facts, said);
  if (after.from !== facts.from) return wrong("firstDayStays", "from", facts.from);
  const isEnd = after.through !== facts.through && after.through !== null;
  if (isEnd && facts.through !== null) return wrong("otherHistory", "through", facts.through);
  if (isEnd && after.through < dayBefore(after.from)) return wrong("backwards", "through", after.through);
  // Whoever retires ends more than a row: what they look after, and what they may do.
  if (isEnd && (isTakenUp || (busyThrough !== null && busyThrough > after.through))) return wrong("stillServes", "through", facts.code);
  return { verdict: JSON.stringify(after) === JSON.stringify(facts) ? "unchanged" : "changed", after, reasons: [] };
}

/** What a row would do. `code` is the one that it names, or the next free one. */
export function judgeInstructor(said: InstructorSaid, code: string, held: InstructorHeld | null, today: string): Judged<InstructorFacts> {
  return held ? judgeHeld(said, held) : judgeNew(said, code, today);
}

/** The cells that say all of an instructor, so that reading them again changes nothing. */
export function instructorCells(facts: InstructorFacts, roles: Readonly<Record<InstructorRole, string>>): Partial<Record<Column, string>> {
  const { code, role, capacity, areas, industries, languages, visitEvery, from, through } = facts;
  return {
    code, role: roles[role], capacity: String(capacity), areas: areas.join(", "), industries: industries.join(", "), languages: languages.join(", "),
    visitEvery: String(visitEvery), from, through: through ?? "",
  };
}
