import { and, eq, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { unit, unitStatus } from "../../db/schema-register.ts";
import { recordAudit } from "../audit/actions.ts";
import { freeCode } from "../code/actions.ts";
import { readCode } from "../code/rules.ts";
import { isAllowed, isLead } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import { readCardFacts, type CardFacts } from "../unitcard/actions.ts";
import { settleWords, type Doubt, type Known, type UnitLine } from "../unitline/rules.ts";
import type { UnitFields, UnitStatus } from "./rules.ts";

export interface Unit extends UnitFields {
  readonly stationId: number;
  readonly id: number;
  readonly code: string;
  readonly marketId: number | null;
  readonly enteredOn: string;
}

/** A unit as it is entered: without a code it gets the next free one, without a day it is entered today. */
export interface NewUnit extends Partial<Omit<UnitFields, "kind" | "area">>, Pick<UnitFields, "kind" | "area"> {
  readonly code?: string | null;
  readonly enteredOn?: string | null;
  /** What it is from its first day; in operation unless said otherwise. */
  readonly status?: UnitStatus;
}

export type UnitRefusal = "notForYou" | "noSuchUnit" | "codeTaken" | "badCode" | "noSuchMarket" | "notAMarket" | "ownMarket" | "future" | "needsKind" | "needsArea";

const market = alias(unit, "market");
const COLUMNS = {
  stationId: unit.stationId, id: unit.id, code: unit.code, name: unit.name, kind: unit.kind, area: unit.area, marketId: unit.marketId,
  market: market.code, industry: unit.industry, chain: unit.chain, employees: unit.employees, enteredOn: unit.enteredOn,
};

/** A unit by its code, typed in any case, or by the number that a button carries. */
export type Which = string | { readonly id: number };

const isIt = (stationId: number, which: Which) =>
  and(eq(unit.stationId, stationId), typeof which === "string" ? eq(unit.code, readCode(which) ?? "") : eq(unit.id, which.id));

/** The station's unit; null where it has none such. */
export async function findUnit(db: Database | Tx, stationId: number, which: Which): Promise<Unit | null> {
  const [found] = await db.select(COLUMNS).from(unit)
    .leftJoin(market, and(eq(market.stationId, unit.stationId), eq(market.id, unit.marketId))).where(isIt(stationId, which));
  return found ?? null;
}

/** The station's unit, locked until the commit: whoever changes what it is, or what hangs on it, holds it first. */
export async function holdUnit(tx: Tx, scope: StationScope, which: Which): Promise<Unit | null> {
  await tx.select({ id: unit.id }).from(unit).where(isIt(scope.stationId, which)).for("no key update");
  return findUnit(tx, scope.stationId, which);
}

/** What the unit is today; the day on which a status begins is its first. */
export async function readStatusNow(db: Database | Tx, of: { stationId: number; id: number }): Promise<UnitStatus> {
  const [now] = await db.select({ status: unitStatus.status }).from(unitStatus)
    .where(and(eq(unitStatus.stationId, of.stationId), eq(unitStatus.unitId, of.id), sql`${unitStatus.throughOn} is null`));
  return now?.status ?? "active";
}

/** Of these words, those that the station already uses for an area or an industry. */
export async function readKnown(db: Database | Tx, stationId: number, words: readonly string[]): Promise<Known> {
  if (words.length === 0) return { areas: [], industries: [] };
  const areas = await db.selectDistinct({ word: unit.area }).from(unit).where(and(eq(unit.stationId, stationId), inArray(unit.area, [...words])));
  const industries = await db.selectDistinct({ word: unit.industry }).from(unit).where(and(eq(unit.stationId, stationId), inArray(unit.industry, [...words])));
  return { areas: areas.map(({ word }) => word), industries: industries.flatMap(({ word }) => word ?? []) };
}

/** The market's row, if it may be one for a unit of this code. */
export async function findMarket(db: Database | Tx, stationId: number, code: string, own: string | null): Promise<Result<UnitRefusal, { id: number }>> {
  if (readCode(code) === own) return { ok: false, reason: "ownMarket" };
  const found = await findUnit(db, stationId, code);
  if (!found) return { ok: false, reason: "noSuchMarket" };
  return found.kind === "market" ? { ok: true, id: found.id } : { ok: false, reason: "notAMarket" };
}

/** How often a code that somebody else took meanwhile is chosen anew. */
const CODE_TRIES = 5;

async function insertUnit(tx: Tx, scope: StationScope, wish: NewUnit, row: Omit<typeof unit.$inferInsert, "code">): Promise<Result<UnitRefusal, { unit: Unit }>> {
  for (let left = wish.code ? 1 : CODE_TRIES; left > 0; left--) {
    const code = wish.code ? readCode(wish.code) : await freeCode(tx, scope.stationId, "U");
    if (code === null) return { ok: false, reason: "badCode" };
    const [made] = await tx.insert(unit).values({ ...row, code }).onConflictDoNothing({ target: [unit.stationId, unit.code] }).returning({ id: unit.id });
    const added = made && await findUnit(tx, scope.stationId, code);
    if (added) return { ok: true, unit: added };
  }
  return { ok: false, reason: "codeTaken" };
}

/** Enters a unit with its first period inside somebody's transaction; whether they may is theirs to ask. */
export async function enterUnit(tx: Tx, scope: StationScope, wish: NewUnit): Promise<Result<UnitRefusal, { unit: Unit }>> {
  const { stationId, now, timeZone } = scope;
  const today = localDate(now, timeZone);
  const enteredOn = wish.enteredOn ?? today;
  if (enteredOn > today) return { ok: false, reason: "future" };
  const inMarket = wish.market ? await findMarket(tx, stationId, wish.market, wish.code ? readCode(wish.code) : null) : null;
  if (inMarket && !inMarket.ok) return inMarket;
  const { name = null, industry = null, chain = null, employees = null, kind, area } = wish;
  const added = await insertUnit(tx, scope, wish, { stationId, name, kind, area, industry, chain, employees, marketId: inMarket?.id ?? null, enteredOn, createdAt: now });
  if (!added.ok) return added;
  await tx.insert(unitStatus).values({ stationId, unitId: added.unit.id, status: wish.status ?? "active", fromOn: enteredOn });
  await recordAudit(tx, scope, "unit.added", { kind: "unit", id: added.unit.id });
  return added;
}

/** Enters a unit: itself, its first period and the audit in one. */
export async function addUnit(scope: StationScope, wish: NewUnit): Promise<Result<UnitRefusal, { unit: Unit }>> {
  return scope.act(async (tx): Promise<Result<UnitRefusal, { unit: Unit }>> => {
    if (!await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    return enterUnit(tx, scope, wish);
  });
}

export type Added = Result<UnitRefusal, { card: Card }> | { readonly ok: false; readonly reason: "doubts"; readonly doubts: readonly Doubt[] };

/** Enters a unit as a line describes it, once nothing in it is doubtful. */
export async function addUnitByLine(scope: StationScope, line: UnitLine, isPrivate: boolean): Promise<Added> {
  return scope.act(async (tx): Promise<Added> => {
    if (!await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    const { code, enteredOn, fields, doubts } = settleWords(line, await readKnown(tx, scope.stationId, line.words));
    if (doubts.length > 0) return { ok: false, reason: "doubts", doubts };
    const { kind, area } = fields;
    if (kind === undefined) return { ok: false, reason: "needsKind" };
    if (area === undefined) return { ok: false, reason: "needsArea" };
    const entered = await enterUnit(tx, scope, { ...fields, kind, area, code, enteredOn });
    return entered.ok ? { ok: true, card: await cardOf(tx, scope, entered.unit, isPrivate) } : entered;
  });
}

/** A unit as its card shows it. */
export interface Card extends CardFacts {
  readonly unit: Unit;
}

async function cardOf(tx: Tx, scope: StationScope, of: Unit, isPrivate: boolean): Promise<Card> {
  const known = await readCardFacts(tx, { stationId: scope.stationId, unitId: of.id }, localDate(scope.now, scope.timeZone));
  const facts = isPrivate ? known : { ...known, contacts: [] };
  if (facts.contacts.length > 0) await recordAudit(tx, scope, "contact.read", { kind: "unit", id: of.id });
  const { survey } = facts;
  if (survey === null || survey.fullMembers === null) return { unit: of, ...facts };
  // A count of members in one shop can be one person: the lead sees it in private, and the look is recorded.
  const mayCount = isPrivate && await isLead(tx, scope);
  if (mayCount) await recordAudit(tx, scope, "unit.members_read", { kind: "unit", id: of.id });
  return { unit: of, ...facts, survey: { ...survey, fullMembers: mayCount ? survey.fullMembers : null } };
}

/** What its card says, for whoever may see it. */
export async function readCard(scope: StationScope, which: Which, isPrivate: boolean): Promise<Result<UnitRefusal, { card: Card }>> {
  return scope.act(async (tx): Promise<Result<UnitRefusal, { card: Card }>> => {
    if (!await isAllowed(tx, scope, "unit")) return { ok: false, reason: "notForYou" };
    const found = await findUnit(tx, scope.stationId, which);
    return found ? { ok: true, card: await cardOf(tx, scope, found, isPrivate) } : { ok: false, reason: "noSuchUnit" };
  });
}
