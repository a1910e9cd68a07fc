import { readCode } from "../code/rules.ts";
import { graphemesOf, oneLine } from "../line/rules.ts";
import { countsByDefault, readKinds, readStatusWord, type Formation, type Level, type OrganizationStatus } from "../organization/rules.ts";
import { continued, pastCell, readPast, type PastSaid, type Since } from "../past/rules.ts";
import { isCleared, partsOf, readDay, RowReader, withSaid, type Column, type Judged, type Reason } from "../sheet/rules.ts";
import { latestExtension, MAX_YEARS, termEnd, usualYears } from "../term/rules.ts";

export interface TermKept {
  readonly startedOn: string;
  readonly years: number;
  readonly extendedThrough: string | null;
}

/** What the register says of an organization, with all that it ever was. */
export interface OrgFacts {
  readonly code: string;
  readonly name: string;
  readonly level: Level;
  readonly formation: Formation;
  readonly status: readonly Since<OrganizationStatus>[];
  readonly counts: boolean;
  readonly area: string | null;
  readonly market: string | null;
  readonly industry: string | null;
  readonly parent: string | null;
  readonly terms: readonly TermKept[];
  readonly approvedBy: string | null;
}

interface TermSaid {
  readonly startedOn: string;
  readonly years: number | null;
  readonly extendedThrough: string | null;
}

/** What a row says: what it leaves out stays, null takes it away. */
export type OrgSaid = Partial<{ [Key in Exclude<keyof OrgFacts, "status" | "terms">]: OrgFacts[Key] | undefined }> & {
  readonly status?: PastSaid<OrganizationStatus> | undefined;
  readonly terms?: readonly TermSaid[] | undefined;
};

/** What hangs on an organization that is there already. */
export interface OrgHeld {
  readonly facts: OrgFacts;
  /** The last day on which it covers a unit; later than every day where that is open. */
  readonly coversThrough: string | null;
}

const MAX_NAME = 60;
const MAX_WORD = 30;
const TERM = /^(\d{4}.*?)\s*起?(?:[\s,，]+(\d{1,2})\s*(?:年|years?|y)?)?(?:[\s,，]*(?:延期?[至到]|extended(?:\s+(?:through|to|until))?)\s*(\d{4}.*))?$/iu;
const COUNTS: readonly (readonly [boolean, RegExp])[] = [[true, /^(?:计入|是|counts|yes)$/iu], [false, /^(?:不计入|否|does not count|no)$/iu]];

const readCounts = (text: string): boolean | null => COUNTS.find(([, pattern]) => pattern.test(text.normalize("NFKC")))?.[0] ?? null;

function readWords(max: number) {
  return (text: string): string | null => (graphemesOf(oneLine(text)).length > max ? null : oneLine(text));
}

function readTerms(reader: RowReader): readonly TermSaid[] | undefined {
  const parts = partsOf(reader.text("terms"));
  const read = parts.map((part): TermSaid | undefined => {
    const [, from = "", years, through] = TERM.exec(part.normalize("NFKC")) ?? [];
    const [startedOn, extendedThrough] = [readDay(from), through === undefined ? null : readDay(through)];
    if (startedOn === null || (through !== undefined && extendedThrough === null)) return reader.refuse("badDate", "terms", part);
    const count = years === undefined ? null : Number(years);
    return count !== null && (count < 1 || count > MAX_YEARS) ? reader.refuse("badNumber", "terms", part) : { startedOn, years: count, extendedThrough };
  });
  const known = read.filter((one) => one !== undefined);
  if (known.length < parts.length || parts.length === 0) return undefined;
  const isOrdered = known.every((one, at) => at === 0 || one.startedOn > (known[at - 1]?.startedOn ?? ""));
  return isOrdered ? known : reader.refuse("backwards", "terms");
}

/** What the cells of a row say of an organization. */
export function readOrgRow(cells: ReadonlyMap<Column, string>): { said: OrgSaid; faults: readonly Reason[] } {
  const reader = new RowReader(cells);
  const words = (column: "area" | "industry" | "approvedBy") => reader.takeOrClear(column, readWords(column === "approvedBy" ? MAX_NAME : MAX_WORD), "tooLong");
  const said: OrgSaid = {
    code: reader.code("code"), name: reader.take("name", readWords(MAX_NAME), "tooLong"),
    level: reader.take("level", (text) => readKinds(text)?.level ?? null, "notInList"),
    formation: reader.take("formation", (text) => readKinds(text)?.formation ?? null, "notInList"), status: readPast(reader, readStatusWord),
    counts: reader.take("counts", readCounts, "notInList"), area: words("area"), market: reader.takeOrClear("market", readCode, "badCode"),
    industry: words("industry"), parent: reader.takeOrClear("parent", readCode, "badCode"), terms: readTerms(reader), approvedBy: words("approvedBy"),
  };
  if (isCleared(reader.text("name"))) reader.refuse("missing", "name");
  return { said, faults: reader.reasons };
}

/** What came after the terms that are known: a term follows the last one, and the last one may be extended; nothing else is said otherwise. */
function continuedTerms(held: readonly TermKept[], said: readonly TermSaid[], level: Level, today: string): readonly TermKept[] | Reason {
  const reason = (why: Reason["why"], text: string): Reason => ({ why, column: "terms", text });
  let terms = held;
  for (const one of said) {
    const years = one.years ?? usualYears(level);
    const known = terms.find(({ startedOn }) => startedOn === one.startedOn);
    const last = terms.at(-1);
    if (known && (known.years !== years || (one.extendedThrough !== null && known.extendedThrough !== null && known.extendedThrough !== one.extendedThrough))) return reason("otherHistory", one.startedOn);
    if (known && (one.extendedThrough === null || known.extendedThrough === one.extendedThrough)) continue;
    if (last && (known ? known !== last : one.startedOn < last.startedOn)) return reason("otherHistory", one.startedOn);
    if (one.startedOn > latestExtension(today)) return reason("future", one.startedOn);
    const end = termEnd(one.startedOn, years);
    if (one.extendedThrough !== null && (one.extendedThrough <= end || one.extendedThrough > latestExtension(end))) return reason("extendedTooFar", latestExtension(end));
    terms = [...terms.filter((term) => term !== known), { startedOn: one.startedOn, years, extendedThrough: one.extendedThrough }];
  }
  return terms;
}

type Judgement = Judged<OrgFacts>;
const wrong = (...reasons: readonly Reason[]): Judgement => ({ verdict: "wrong", after: null, reasons });

/** An organization that is not there yet, entered as the row says. */
function judgeNew(said: OrgSaid, code: string, today: string): Judgement {
  const { name, level, formation, status = [{ status: "active", fromOn: null }] } = said;
  const missing = (["name", "level", "formation"] as const).filter((column) => said[column] === undefined);
  if (name === undefined || level === undefined || formation === undefined) return wrong(...missing.map((column): Reason => ({ why: "missing", column, text: "" })));
  const history = status.map((one): Since<OrganizationStatus> => ({ status: one.status, fromOn: one.fromOn ?? today }));
  const last = history.at(-1)?.fromOn ?? today;
  if (last > today) return wrong({ why: "future", column: "status", text: last });
  const terms = continuedTerms([], said.terms ?? [], level, today);
  if ("why" in terms) return wrong(terms);
  if (said.parent === code) return wrong({ why: "itself", column: "parent", text: code });
  const { counts = countsByDefault(formation), area = null, market = null, industry = null, parent = null, approvedBy = null } = said;
  return { verdict: "new", after: { code, name, level, formation, status: history, counts, area, market, industry, parent, terms, approvedBy }, reasons: [] };
}

function judgeHeld(said: OrgSaid, { facts, coversThrough }: OrgHeld, today: string): Judgement {
  const status = continued(facts.status, said.status, today);
  if ("why" in status) return wrong(status);
  const terms = continuedTerms(facts.terms, said.terms ?? [], facts.level, today);
  if ("why" in terms) return wrong(terms);
  const after: OrgFacts = { ...withSaid<Omit<OrgFacts, "status" | "terms">>(facts, { ...said, status: undefined, terms: undefined } as Omit<OrgSaid, "status" | "terms">), status, terms };
  const reasons: Reason[] = [];
  for (const column of ["level", "formation"] as const) if (after[column] !== facts[column]) reasons.push({ why: "staysAsItIs", column, text: facts.code });
  if (after.parent === facts.code) reasons.push({ why: "itself", column: "parent", text: facts.code });
  const end = status.slice(facts.status.length).find((one) => one.status === "dissolved");
  if (end && coversThrough !== null && coversThrough >= end.fromOn) reasons.push({ why: "stillCovers", column: "status", text: facts.code });
  if (status.at(-1)?.status === "dissolved" && JSON.stringify(terms) !== JSON.stringify(facts.terms)) reasons.push({ why: "dissolved", column: "terms", text: facts.code });
  if (reasons.length > 0) return wrong(...reasons);
  return { verdict: JSON.stringify(after) === JSON.stringify(facts) ? "unchanged" : "changed", after, reasons };
}

/** What a row would do. `code` is the one that it names, or the next free one. */
export function judgeOrg(said: OrgSaid, code: string, held: OrgHeld | null, today: string): Judgement {
  return held ? judgeHeld(said, held, today) : judgeNew(said, code, today);
}

export interface OrgWords {
  readonly levels: Readonly<Record<Level, string>>;
  readonly formations: Readonly<Record<Formation, string>>;
  readonly statuses: Readonly<Record<OrganizationStatus, string>>;
  counts(counts: boolean): string;
  term(startedOn: string, years: number, extendedThrough: string | null): string;
}

/** The cells that say all of an organization, so that reading them again changes nothing. */
export function orgCells(facts: OrgFacts, words: OrgWords): Partial<Record<Column, string>> {
  const { code, name, level, formation, status, counts, area, market, industry, parent, terms, approvedBy } = facts;
  return {
    code, name, level: words.levels[level], formation: words.formations[formation], status: pastCell(status, words.statuses), counts: words.counts(counts),
    area: area ?? "", market: market ?? "", industry: industry ?? "", parent: parent ?? "", approvedBy: approvedBy ?? "",
    terms: terms.map((term) => words.term(term.startedOn, term.years, term.extendedThrough)).join("; "),
  };
}
