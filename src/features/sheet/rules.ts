import type { SHEETS } from "../../db/schema-import.ts";
import { readCode } from "../code/rules.ts";

export type SheetName = (typeof SHEETS)[number];

/** What a table of each sheet has, in the order of its columns. */
export const COLUMNS = {
  units: ["code", "name", "kind", "area", "market", "industry", "chain", "employees", "entered", "status"],
  organizations: ["code", "name", "level", "formation", "status", "counts", "area", "market", "industry", "parent", "terms", "approvedBy"],
  links: ["organization", "unit", "from", "through", "endReason"],
  instructors: ["code", "role", "capacity", "areas", "industries", "languages", "visitEvery", "from", "through"],
  assignments: ["instructor", "unit", "from", "through", "endReason", "overCapacity"],
  surveys: ["unit", "on", "source", "found", "members", "willing", "secretary", "notFormed"],
} as const satisfies Record<SheetName, readonly string[]>;

export type Column = (typeof COLUMNS)[SheetName][number];

export const SHEET_NAMES = Object.keys(COLUMNS) as SheetName[];

export const isSheet = (name: string): name is SheetName => (SHEET_NAMES as readonly string[]).includes(name);

/** A table without one of these is none of this sheet. */
const NEEDED: Record<SheetName, readonly Column[]> = {
  units: ["kind", "area"], organizations: ["level", "formation"], links: ["organization", "unit"], instructors: ["capacity", "role"],
  assignments: ["instructor", "unit"], surveys: ["unit", "on"],
};

/** Why a cell, or a row, cannot be taken over. `text` is what stood there, or what it clashes with. */
export type Why =
  | "missing" | "unreadable" | "notInList" | "badCode" | "badDate" | "badNumber" | "future" | "tooLong" | "twice" | "backwards"
  | "noSuchUnit" | "noSuchMarket" | "notAMarket" | "itself" | "noSuchOrganization" | "noSuchInstructor"
  | "firstDayStays" | "otherHistory" | "statusToday" | "beforeFirstDay" | "hasStalls" | "stillCovered" | "notInOperation" | "overlaps"
  | "parentBelow" | "oneUnitOnly" | "nameTaken" | "overCapacity" | "extendedTooFar" | "alreadyRecorded" | "needsBoth"
  | "staysAsItIs" | "stillServes" | "stillCovers" | "dissolved" | "notServing" | "renewInstead" | "beforeUnit";

export interface Reason {
  readonly why: Why;
  readonly column: Column | null;
  readonly text: string;
}

const plain = (text: string) => text.normalize("NFKC").trim().toLowerCase().replaceAll(/[\s*_]+/g, " ").trim();

type HeadingWords = readonly Record<SheetName, Readonly<Record<string, string>>>[];
interface Headed {
  readonly sheet: SheetName;
  readonly columns: (Column | null)[];
}

/** What the headings of a file mean as each of the sheets, those first of which the most is known; `words` says what each column is called. */
function readAs(cells: readonly string[], words: HeadingWords): Headed[] {
  const read = (sheet: SheetName): Headed => {
    const columns = cells.map((cell): Column | null =>
      (COLUMNS[sheet] as readonly Column[]).find((column) => words.some((language) => plain(language[sheet][column] ?? "") === plain(cell)) || plain(column) === plain(cell)) ?? null);
    return { sheet, columns: columns.map((column, at) => (column !== null && columns.indexOf(column) === at ? column : null)) };
  };
  const known = ({ columns }: Headed) => columns.filter((column) => column !== null).length;
  return SHEET_NAMES.map(read).filter((one) => known(one) > 0).toSorted((a, b) => known(b) - known(a));
}

const missing = ({ sheet, columns }: Headed) => NEEDED[sheet].filter((needed) => !columns.includes(needed));

/** What the headings of a file mean, for every language at once. */
export const readHeader = (cells: readonly string[], words: HeadingWords): Headed | null =>
  readAs(cells, words).find((one) => missing(one).length === 0) ?? null;

/** Which sheet a file of no sheet is most like, and what it lacks to be that one; null where nothing of it is known. */
export function nearestSheet(cells: readonly string[], words: HeadingWords): { sheet: SheetName; missing: readonly Column[] } | null {
  const [nearest] = readAs(cells, words);
  return nearest ? { sheet: nearest.sheet, missing: missing(nearest) } : null;
}

/** “-” in a cell takes away what stood there; an empty cell leaves it. */
export const isCleared = (text: string) => /^(?:[-–—]|无|none)$/iu.test(text.trim());

const DAY = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/;

/** A calendar day as people and spreadsheets write it; null where it is none. */
export function readDay(text: string): string | null {
  const found = DAY.exec(text.normalize("NFKC").trim());
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || year > 2199 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.toISOString().slice(0, 10);
}

/** The parts of a cell that holds several, “a 2024-01-01；b 2025-01-01”. */
export const partsOf = (text: string) => text.split(/[;；\n]/u).map((part) => part.trim()).filter((part) => part !== "");

/** Reads the cells of one row by their columns, and gathers what is wrong with them. */
export class RowReader {
  readonly reasons: Reason[] = [];
  private readonly cells: ReadonlyMap<Column, string>;

  constructor(cells: ReadonlyMap<Column, string>) {
    this.cells = cells;
  }

  text(column: Column): string {
    return this.cells.get(column)?.trim() ?? "";
  }

  refuse(why: Why, column: Column, text = this.text(column)): undefined {
    this.reasons.push({ why, column, text: text.slice(0, 60).toWellFormed() });
    return undefined;
  }

  /** What a cell says; undefined where it is empty or wrong. */
  take<Value>(column: Column, read: (text: string) => Value | null, why: Why): Value | undefined {
    const text = this.text(column);
    if (text === "") return undefined;
    const value = read(text);
    return value === null ? this.refuse(why, column) : value;
  }

  /** The same for what may be taken away again. */
  takeOrClear<Value>(column: Column, read: (text: string) => Value | null, why: Why): Value | null | undefined {
    return isCleared(this.text(column)) ? null : this.take(column, read, why);
  }

  code(column: Column): string | undefined {
    return this.take(column, readCode, "badCode");
  }

  day(column: Column): string | undefined {
    return this.take(column, readDay, "badDate");
  }

  dayOrClear(column: Column): string | null | undefined {
    return this.takeOrClear(column, readDay, "badDate");
  }
}

/** What a row would do to the register. */
export type Verdict = "new" | "changed" | "unchanged" | "wrong";

export interface Judged<Facts> {
  readonly verdict: Verdict;
  readonly after: Facts | null;
  readonly reasons: readonly Reason[];
}

/** The fields of `said` that were said at all; an undefined one leaves what is there. */
export function withSaid<Facts extends object>(before: Facts, said: Partial<{ [Key in keyof Facts]: Facts[Key] | undefined }>): Facts {
  return { ...before, ...Object.fromEntries(Object.entries(said).filter(([key, value]) => value !== undefined && key in before)) };
}
