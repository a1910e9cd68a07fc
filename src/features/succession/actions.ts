import { and, desc, eq, gte, lte, sql } from "drizzle-orm";
import type { Locale, Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { assignment, coverageLink, instructor, organization, unit, visit } from "../../db/schema-register.ts";
import { account, station } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { endBeyond, endFor, findCurrent, findNewest, makeAssignment, readPeak, withdrawFor, type Assignment, type AssignRefusal, type AssignResult, type Held, type Instructor } from "../assignment/actions.ts";
import { holdAskings } from "../asking/actions.ts";
import type { Pair } from "../assignment/rules.ts";
import { recordAudit } from "../audit/actions.ts";
import { holdsDay } from "../coverage/actions.ts";
import { holdInstructor } from "../instructor/actions.ts";
import { isAllowed } from "../role/actions.ts";
import { dayAfter } from "../date/rules.ts";
import { localDate, todayAt } from "../time/rules.ts";
import { holdUnit, readStatusNow, type Unit } from "../unit/actions.ts";
import { readOpenNeeds, type Need } from "../visit/actions.ts";

interface CardRef {
  readonly stationId: number;
  readonly unitId: number;
  readonly accountId: number;
}

/** The hand-over card, to whoever takes a unit over. */
export const card = owed<CardRef>("succession.card", "reminder");

export type SuccessionRefusal = Exclude<AssignRefusal, "overCapacity"> | "sameInstructor";
export type Refused = Result<SuccessionRefusal> | Extract<AssignResult, { reason: "overCapacity" }>;

/** Several units and instructors, held in one order for all: units before instructors, each by code. */
async function hold(tx: Tx, scope: StationScope, unitCodes: readonly string[], instructorCodes: readonly string[]) {
  const units: Unit[] = [];
  const instructors: Instructor[] = [];
  for (const code of [...new Set(unitCodes)].toSorted()) {
    const found = await holdUnit(tx, scope, code);
    if (found) units.push(found);
  }
  for (const code of [...new Set(instructorCodes)].toSorted()) {
    const found = await holdInstructor(tx, scope, code);
    if (found) instructors.push(found);
  }
  return {
    unit: (code: string) => units.find((each) => each.code === code) ?? null,
    instructor: (code: string) => instructors.find((each) => each.code === code) ?? null,
  };
}

/** As long as the one before would have had it, renewals with it, if the other serves so long. */
function endAfter(newest: Assignment, to: Instructor, today: string): string | null {
  if (newest.throughOn === null) return to.activeThrough === null ? null : endFor(to, today);
  return to.activeThrough !== null && to.activeThrough < newest.throughOn ? to.activeThrough : newest.throughOn;
}

/** Until when the one before stays along: so many days, but not beyond what they have. */
async function lastAlong(tx: Tx, held: Held, along: string): Promise<string> {
  const last = await findNewest(tx, held, along);
  return last && last.throughOn !== null && last.throughOn < along ? last.throughOn : along;
}

async function oweCard(tx: Tx, scope: StationScope, to: Instructor, which: Unit): Promise<void> {
  if (to.accountId === null) return;
  const payload = { stationId: scope.stationId, unitId: which.id, accountId: to.accountId };
  await enqueue(tx, card, { key: `${scope.stationId}:${which.id}:${to.accountId}`, payload, now: scope.now, stationId: scope.stationId });
}

export interface HandedOver {
  readonly unitCode: string;
  readonly from: string;
  readonly to: string;
  readonly fromOn: string;
  /** Until when the one before stays along. */
  readonly lastOn: string;
  readonly throughOn: string | null;
}

/** Hands a unit over from today; the one before stays along for so many days. */
export async function handOverUnit(
  scope: StationScope,
  wish: { readonly unit: string; readonly from: string; readonly to: string; readonly overlapDays: number; readonly reason: string | null },
): Promise<({ readonly ok: true } & HandedOver) | Extract<Refused, { ok: false }>> {
  return scope.act(async (tx): Promise<({ readonly ok: true } & HandedOver) | Extract<Refused, { ok: false }>> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    if (wish.from === wish.to) return { ok: false, reason: "sameInstructor" };
    const askings = await holdAskings(tx, scope, [wish.unit]);
    const held = await hold(tx, scope, [wish.unit], [wish.from, wish.to]);
    const [which, from, to] = [held.unit(wish.unit), held.instructor(wish.from), held.instructor(wish.to)];
    if (!which || !from || !to) return { ok: false, reason: "notFound" };
    const today = todayAt(scope);
    const before = { instructor: from, unit: which };
    const newest = await findCurrent(tx, before, today) && await findNewest(tx, before);
    if (!newest) return { ok: false, reason: "notTheirs" };
    const made = await makeAssignment(tx, scope, { instructor: to, unit: which }, { fromOn: today, throughOn: endAfter(newest, to, today), overCapacityReason: wish.reason });
    if (!made.ok) return made;
    const lastOn = await lastAlong(tx, before, dayAfter(today, wish.overlapDays - 1));
    await endBeyond(tx, scope, before, lastOn, "handed_over");
    await oweCard(tx, scope, to, which);
    await withdrawFor(tx, scope, askings, { instructor: to, unit: which });
    await recordAudit(tx, scope, "assignment.handed_over", { kind: "unit", id: which.id });
    return { ok: true, unitCode: which.code, from: from.code, to: to.code, fromOn: today, lastOn, throughOn: made.throughOn };
  });
}

export interface Taken {
  readonly instructorCode: string;
  readonly unitCode: string;
  readonly throughOn: string | null;
}

interface Move {
  readonly unit: Unit;
  readonly from: Instructor;
  readonly to: Instructor;
  /** The unit that they give for it. */
  readonly for: Unit;
}

/** Each of a pair may be written in either order. */
async function holdMoves(tx: Tx, scope: StationScope, one: Pair, other: Pair): Promise<[Move, Move] | null> {
  const codes = [...one, ...other];
  const held = await hold(tx, scope, codes, codes);
  const sides = [one, other].map(([a, b]) => {
    const direct = { instructor: held.instructor(a), unit: held.unit(b) };
    return direct.instructor && direct.unit ? direct : { instructor: held.instructor(b), unit: held.unit(a) };
  });
  const [first, second] = sides;
  if (!first?.instructor || !first.unit || !second?.instructor || !second.unit) return null;
  return [{ unit: second.unit, from: second.instructor, to: first.instructor, for: first.unit }, { unit: first.unit, from: first.instructor, to: second.instructor, for: second.unit }];
}

/** What stands against one side of a swap, before anything is written. */
async function objection(tx: Tx, { unit: which, from, to }: Move, today: string): Promise<SuccessionRefusal | null> {
  if (from.id === to.id) return "sameInstructor";
  if (!await findCurrent(tx, { instructor: from, unit: which }, today)) return "notTheirs";
  const theirs = await findNewest(tx, { instructor: to, unit: which });
  if (theirs && (theirs.throughOn === null || theirs.throughOn >= today)) return "overlaps";
  return to.activeFrom > today || (to.activeThrough !== null && to.activeThrough < today) ? "notServing" : null;
}

/** Whoever gives one unit in operation for another stays as full as they were; who gives a dormant one for it may come to have too many. */
async function excess(tx: Tx, move: Move, today: string): Promise<Extract<Refused, { reason: "overCapacity" }> | null> {
  const { unit: which, from, to } = move;
  const newest = await findNewest(tx, { instructor: from, unit: which });
  if (!newest || await readStatusNow(tx, which) !== "active") return null;
  const span = { fromOn: today, throughOn: endAfter(newest, to, today) };
  const load = await readPeak(tx, to, [which.id], span);
  const after = 1 + await readPeak(tx, to, [which.id, move.for.id], span);
  return after <= to.capacity || after <= load ? null : { ok: false, reason: "overCapacity", instructorCode: to.code, unitCode: which.code, load, capacity: to.capacity };
}

async function move(tx: Tx, scope: StationScope, { unit: which, from, to }: Move, reason: string | null): Promise<Taken> {
  const today = todayAt(scope);
  const newest = await findNewest(tx, { instructor: from, unit: which });
  if (!newest) throw new Error("what was to be swapped is not theirs any more");
  await endBeyond(tx, scope, { instructor: from, unit: which }, dayAfter(today, -1), "handed_over");
  const made = await makeAssignment(tx, scope, { instructor: to, unit: which }, { fromOn: today, throughOn: endAfter(newest, to, today), overCapacityReason: reason, isExchange: true });
  if (!made.ok) throw new Error(`a swap that nothing stood against failed: ${made.reason}`);
  await oweCard(tx, scope, to, which);
  await recordAudit(tx, scope, "assignment.handed_over", { kind: "unit", id: which.id });
  return { instructorCode: to.code, unitCode: which.code, throughOn: made.throughOn };
}

export interface SwapWish {
  readonly one: Pair;
  readonly other: Pair;
  readonly reason: string | null;
}

export type Swapped = { readonly ok: true; readonly taken: readonly [Taken, Taken] } | Extract<Refused, { ok: false }>;

/** Two instructors change a unit each, from today. */
export async function swapUnits(scope: StationScope, { one, other, reason }: SwapWish): Promise<Swapped> {
  return scope.act(async (tx): Promise<Swapped> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    const moves = await holdMoves(tx, scope, one, other);
    if (!moves) return { ok: false, reason: "notFound" };
    const today = todayAt(scope);
    const against = await objection(tx, moves[0], today) ?? await objection(tx, moves[1], today);
    if (against) return { ok: false, reason: against };
    const tooMuch = reason === null ? await excess(tx, moves[0], today) ?? await excess(tx, moves[1], today) : null;
    return tooMuch ?? { ok: true, taken: [await move(tx, scope, moves[0], reason), await move(tx, scope, moves[1], reason)] };
  });
}

export interface CardFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly unit: { readonly code: string; readonly kind: typeof unit.$inferSelect["kind"]; readonly area: string };
  readonly before: { readonly code: string; readonly lastOn: string } | null;
  readonly throughOn: string | null;
  readonly needs: readonly Need[];
  readonly contacts: readonly { readonly on: string; readonly mode: typeof visit.$inferSelect["mode"]; readonly outcome: typeof visit.$inferSelect["outcome"] }[];
  readonly organizations: readonly { readonly code: string; readonly endsOn: string | null }[];
}

const LAST_CONTACTS = 3;

/** What the card says today, for whoever has the unit now; null where they have it not. */
export async function readHandoverCard(db: Database, now: Date, { stationId, unitId, accountId }: CardRef): Promise<CardFacts | null> {
  const [at] = await db.select({ timeZone: station.timeZone }).from(station).where(eq(station.id, stationId));
  const today = localDate(now, at?.timeZone ?? "UTC");
  const ofUnit = and(eq(assignment.stationId, stationId), eq(assignment.unitId, unitId));
  const withInstructor = and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId));
  const [own] = await db.select({
    userSealed: account.userSealed, own: account.locale, locale: station.locale, unit: { code: unit.code, kind: unit.kind, area: unit.area }, throughOn: assignment.throughOn,
  }).from(assignment).innerJoin(instructor, withInstructor).innerJoin(account, eq(account.id, instructor.accountId)).innerJoin(station, eq(station.id, assignment.stationId))
    .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)))
    .where(and(ofUnit, eq(account.id, accountId), holdsDay(assignment, today)));
  if (!own) return null;
  const [before] = await db.select({ code: instructor.code, lastOn: sql<string>`${assignment.throughOn}::text` }).from(assignment).innerJoin(instructor, withInstructor)
    .where(and(ofUnit, eq(assignment.endReason, "handed_over"), gte(assignment.throughOn, assignment.fromOn))).orderBy(desc(assignment.throughOn), desc(assignment.id)).limit(1);
  const contacts = await db.select({ on: visit.on, mode: visit.mode, outcome: visit.outcome }).from(visit)
    .innerJoin(assignment, and(eq(assignment.stationId, visit.stationId), eq(assignment.id, visit.assignmentId)))
    .where(and(ofUnit, lte(visit.on, today))).orderBy(desc(visit.on), desc(visit.id)).limit(LAST_CONTACTS);
  const endsOn = sql<string | null>`(select max(coalesce(ot.extended_through, ot.ends_on))::text from organization_term ot
    where ot.station_id = ${organization.stationId} and ot.organization_id = ${organization.id})`;
  const organizations = await db.select({ code: sql<string>`coalesce(${organization.code}, ${organization.name})`, endsOn })
    .from(coverageLink).innerJoin(organization, and(eq(organization.stationId, coverageLink.stationId), eq(organization.id, coverageLink.organizationId)))
    .where(and(eq(coverageLink.stationId, stationId), eq(coverageLink.unitId, unitId), holdsDay(coverageLink, today))).orderBy(organization.code);
  const needs = await readOpenNeeds(db, stationId, eq(unit.id, unitId));
  return { ...own, locale: own.own ?? own.locale, before: before ?? null, needs, contacts, organizations };
}
