import { readCode } from "../code/rules.ts";
import { continued, pastCell, readPast, type PastSaid, type Since } from "../past/rules.ts";
import { isCleared, RowReader, withSaid, type Column, type Judged, type Reason } from "../sheet/rules.ts";
import { readArea, readEmployees, readKind, readStatus, readWords, type Employees, type UnitKind, type UnitStatus } from "../unit/rules.ts";

/** How the person's language says what stands in the cells. */
export interface UnitWords {
  readonly kinds: Readonly<Record<UnitKind, string>>;
  readonly statuses: Readonly<Record<UnitStatus, string>>;
}

/** What the register says of a unit, with all that it ever was. */
export interface UnitFacts {
  readonly code: string;
  readonly name: string | null;
  readonly kind: UnitKind;
  readonly area: string;
  readonly market: string | null;
  readonly industry: string | null;
  readonly chain: string | null;
  readonly employees: Employees | null;
  readonly enteredOn: string;
  readonly status: readonly Since<UnitStatus>[];
}

/** What a row says: what it leaves out stays, null takes it away. */
export interface UnitSaid {
  readonly code?: string | undefined;
  readonly name?: string | null | undefined;
  readonly kind?: UnitKind | undefined;
  readonly area?: string | undefined;
  readonly market?: string | null | undefined;
  readonly industry?: string | null | undefined;
  readonly chain?: string | null | undefined;
  readonly employees?: Employees | null | undefined;
  readonly enteredOn?: string | undefined;
  readonly status?: PastSaid<UnitStatus> | undefined;
}

/** What hangs on a unit that is there already. */
export interface UnitHeld {
  readonly facts: UnitFacts;
  readonly hasStalls: boolean;
  /** The last day on which something covers it, or somebody is its contact; later than every day where that is open. */
  readonly coveredThrough: string | null;
}

const ENDED: readonly UnitStatus[] = ["closed", "moved_out", "not_found"];

/** What the cells of a row say of a unit. */
export function readUnitRow(cells: ReadonlyMap<Column, string>): { said: UnitSaid; faults: readonly Reason[] } {
  const reader = new RowReader(cells);
  const words = (field: "name" | "industry" | "chain") => reader.takeOrClear(field, (text) => readWords(field, text), "tooLong");
  const said: UnitSaid = {
    code: reader.code("code"), name: words("name"), kind: reader.take("kind", readKind, "notInList"), area: reader.take("area", readArea, "tooLong"),
    market: reader.takeOrClear("market", readCode, "badCode"), industry: words("industry"), chain: words("chain"),
    employees: reader.takeOrClear("employees", (text) => readEmployees(text)?.bucket ?? null, "notInList"), enteredOn: reader.day("entered"), status: readPast(reader, readStatus),
  };
  if (isCleared(reader.text("area"))) reader.refuse("missing", "area");
  return { said, faults: reader.reasons };
}

/** A unit that is not there yet, entered as the row says. */
function judgeNew(said: UnitSaid, code: string, today: string): Judged<UnitFacts> {
  const reasons: Reason[] = [];
  const { kind, area, status = [{ status: "active", fromOn: null }] } = said;
  const enteredOn = said.enteredOn ?? status[0]?.fromOn ?? today;
  if (kind === undefined) reasons.push({ why: "missing", column: "kind", text: "" });
  if (area === undefined) reasons.push({ why: "missing", column: "area", text: "" });
  if (enteredOn > today) reasons.push({ why: "future", column: "entered", text: enteredOn });
  const history = status.map((one, at): Since<UnitStatus> => ({ status: one.status, fromOn: at === 0 ? one.fromOn ?? enteredOn : one.fromOn ?? today }));
  const first = history[0]?.fromOn ?? enteredOn;
  if (first !== enteredOn) reasons.push({ why: "beforeFirstDay", column: "status", text: enteredOn });
  const last = history.at(-1)?.fromOn ?? enteredOn;
  if (last > today) reasons.push({ why: "future", column: "status", text: last });
  if (reasons.length > 0 || kind === undefined || area === undefined) return { verdict: "wrong", after: null, reasons };
  const { name = null, market = null, industry = null, chain = null, employees = null } = said;
  if (market === code) return { verdict: "wrong", after: null, reasons: [{ why: "itself", column: "market", text: code }] };
  return { verdict: "new", after: { code, name, kind, area, market, industry, chain, employees, enteredOn, status: history }, reasons };
}

function judgeHeld(said: UnitSaid, { facts, hasStalls, coveredThrough }: UnitHeld, today: string): Judged<UnitFacts> {
  const status = continued(facts.status, said.status, today);
  if (!Array.isArray(status)) return { verdict: "wrong", after: null, reasons: [status as Reason] };
  const after = { ...withSaid(facts, { ...said, status: undefined }), status: status as readonly Since<UnitStatus>[] };
  const reasons: Reason[] = [];
  if (after.enteredOn !== facts.enteredOn) reasons.push({ why: "firstDayStays", column: "entered", text: facts.enteredOn });
  if (hasStalls && after.kind !== "market") reasons.push({ why: "hasStalls", column: "kind", text: facts.code });
  if (after.market === facts.code) reasons.push({ why: "itself", column: "market", text: facts.code });
  const end = status.slice(facts.status.length).find((one) => ENDED.includes(one.status));
  if (end && coveredThrough !== null && coveredThrough >= end.fromOn) reasons.push({ why: "stillCovered", column: "status", text: facts.code });
  if (reasons.length > 0) return { verdict: "wrong", after: null, reasons };
  return { verdict: JSON.stringify(after) === JSON.stringify(facts) ? "unchanged" : "changed", after, reasons };
}

/** What a row would do. `code` is the one that it names, or the next free one. */
export function judgeUnit(said: UnitSaid, code: string, held: UnitHeld | null, today: string): Judged<UnitFacts> {
  return held ? judgeHeld(said, held, today) : judgeNew(said, code, today);
}

/** The cells that say all of a unit, so that reading them again changes nothing. */
export function unitCells(facts: UnitFacts, words: UnitWords): Partial<Record<Column, string>> {
  const { code, name, kind, area, market, industry, chain, employees, enteredOn, status } = facts;
  return {
    code, name: name ?? "", kind: words.kinds[kind], area, market: market ?? "", industry: industry ?? "", chain: chain ?? "", employees: employees ?? "",
    entered: enteredOn, status: pastCell(status, words.statuses),
  };
}
