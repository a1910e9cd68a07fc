import { and, asc, eq, gt, ne, sql } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import { assignment, instructor, unit } from "../../db/schema-register.ts";
import { enqueue } from "../../outbox/enqueue.ts";
import { endAssignment, readPeak, told, type AssignRefusal, type EndResult } from "../assignment/actions.ts";
import { recordAudit } from "../audit/actions.ts";
import { holdsDay } from "../coverage/actions.ts";
import { dayAfter } from "../date/rules.ts";
import { holdInstructor } from "../instructor/actions.ts";
import { readCandidates, type Known } from "../proposal/actions.ts";
import { ranked } from "../proposal/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { handOverUnit, swapUnits, type Swapped } from "../succession/actions.ts";
import { todayAt } from "../time/rules.ts";
import { holdUnit, readStatusNow } from "../unit/actions.ts";

/** What an instructor has of a unit today. */
export interface Holding {
  readonly id: number;
  readonly stationId: number;
  readonly instructorCode: string;
  readonly unitCode: string;
  readonly unitId: number;
  readonly area: string;
  readonly industry: string | null;
  readonly fromOn: string;
  readonly throughOn: string | null;
}

const COLUMNS = {
  id: assignment.id, stationId: assignment.stationId, instructorCode: instructor.code, unitCode: unit.code, unitId: unit.id, area: unit.area, industry: unit.industry,
  fromOn: assignment.fromOn, throughOn: assignment.throughOn,
};

const holdings = ({ db, stationId }: StationScope) => db.select(COLUMNS).from(assignment)
  .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
  .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId))).where(eq(assignment.stationId, stationId)).$dynamic();

export type HoldingRefusal = Extract<AssignRefusal, "notForYou" | "notTheirs">;
export type Shown = Result<HoldingRefusal, { holding: Holding; today: string }>;

/** What somebody has, for whoever assigns; what is over is not theirs any more. */
export async function readHolding(scope: StationScope, id: number): Promise<Shown> {
  if (!await isAllowed(scope.db, scope, "assign")) return { ok: false, reason: "notForYou" };
  const today = todayAt(scope);
  const [holding] = await holdings(scope).where(and(eq(assignment.stationId, scope.stationId), eq(assignment.id, id), holdsDay(assignment, today)));
  return holding ? { ok: true, holding, today } : { ok: false, reason: "notTheirs" };
}

/** Who could take it over: those with room who are here, the best first. */
export async function readTakers(scope: StationScope, id: number): Promise<Result<HoldingRefusal, { holding: Holding; takers: readonly Known[] }>> {
  const shown = await readHolding(scope, id);
  if (!shown.ok) return shown;
  const { holding, today } = shown;
  const status = await readStatusNow(scope.db, { stationId: scope.stationId, id: holding.unitId });
  const all = ranked(await readCandidates(scope.db, scope.stationId, holding.unitId, today), { ...holding, isInOperation: status === "active" }, today);
  return { ok: true, holding, takers: all.filter(({ isFull, awayThrough }) => !isFull && awayThrough === null).map(({ candidate }) => candidate) };
}

/** What others have that it could be swapped for: units of the same area first. */
export async function readOthers(scope: StationScope, id: number, limit: number): Promise<Result<HoldingRefusal, { holding: Holding; others: readonly Holding[] }>> {
  const shown = await readHolding(scope, id);
  if (!shown.ok) return shown;
  const { holding, today } = shown;
  const others = await holdings(scope).where(and(
    eq(assignment.stationId, scope.stationId), ne(instructor.code, holding.instructorCode), ne(unit.id, holding.unitId), holdsDay(assignment, today),
  )).orderBy(sql`${unit.area} <> ${holding.area}`, asc(unit.code), asc(instructor.code)).limit(limit);
  return { ok: true, holding, others };
}

/** Hands it over to the instructor of that code. */
export async function giveHolding(scope: StationScope, id: number, to: string, overlapDays: number): Promise<Awaited<ReturnType<typeof handOverUnit>>> {
  const shown = await readHolding(scope, id);
  if (!shown.ok) return shown;
  return handOverUnit(scope, { unit: shown.holding.unitCode, from: shown.holding.instructorCode, to, overlapDays, reason: null });
}

/** Swaps it for another. */
export async function swapHoldings(scope: StationScope, id: number, otherId: number): Promise<Swapped> {
  const [one, other] = [await readHolding(scope, id), await readHolding(scope, otherId)];
  if (!one.ok) return one;
  if (!other.ok) return other;
  return swapUnits(scope, { one: [one.holding.instructorCode, one.holding.unitCode], other: [other.holding.instructorCode, other.holding.unitCode], reason: null });
}

/** Ends it; `before` is what it had until then, null where a renewal was called off with it, which nothing brings back. */
export async function endHolding(scope: StationScope, id: number, lastOn: string): Promise<{ readonly result: EndResult; readonly before: Holding | null }> {
  const shown = await readHolding(scope, id);
  if (!shown.ok) return { result: shown, before: null };
  const { holding } = shown;
  const later = await holdings(scope).where(and(
    eq(assignment.stationId, scope.stationId), eq(instructor.code, holding.instructorCode), eq(unit.id, holding.unitId), gt(assignment.fromOn, holding.fromOn),
  )).limit(1);
  const result = await endAssignment(scope, [holding.instructorCode, holding.unitCode], lastOn);
  return { result, before: later.length > 0 ? null : holding };
}

export type Undone = Result<Extract<AssignRefusal, "notForYou" | "notFound" | "alreadyRenewed" | "overCapacity" | "notServing">, { instructorCode: string; unitCode: string; throughOn: string | null }>;

/** Takes an end back while it is fresh and nothing has come of it: the assignment has its earlier last day again. */
export async function undoEnd(scope: StationScope, id: number, throughOn: string | null): Promise<Undone> {
  const [of] = await holdings(scope).where(and(eq(assignment.stationId, scope.stationId), eq(assignment.id, id)));
  return scope.act(async (tx): Promise<Undone> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    const which = of && await holdUnit(tx, scope, of.unitCode);
    const whom = of && await holdInstructor(tx, scope, of.instructorCode);
    if (!of || !which || !whom) return { ok: false, reason: "notFound" };
    const today = todayAt(scope);
    const status = await readStatusNow(tx, which);
    const ofPair = and(eq(assignment.stationId, scope.stationId), eq(assignment.instructorId, whom.id), eq(assignment.unitId, which.id));
    const [own] = await tx.select().from(assignment).where(and(ofPair, eq(assignment.id, id)));
    const later = await tx.$count(assignment, and(ofPair, gt(assignment.fromOn, of.fromOn)));
    const isFresh = own?.endReason === "ended" && own.throughOn !== null && own.throughOn >= dayAfter(today, -1);
    const isLonger = throughOn === null || throughOn > (own?.throughOn ?? "");
    if (!isFresh || !isLonger || later > 0 || (status !== "active" && status !== "dormant")) return { ok: false, reason: "alreadyRenewed" };
    if (whom.activeThrough !== null && (throughOn === null || throughOn > whom.activeThrough)) return { ok: false, reason: "notServing" };
    const load = status === "active" ? 1 + await readPeak(tx, whom, [which.id], { fromOn: today, throughOn }) : 0;
    if (load > whom.capacity && own.overCapacityReason === null) return { ok: false, reason: "overCapacity" };
    await tx.update(assignment).set({ throughOn, endReason: null }).where(and(ofPair, eq(assignment.id, id)));
    await recordAudit(tx, scope, "assignment.renewed", { kind: "assignment", id });
    if (whom.accountId !== null && whom.accountId !== scope.actor) {
      const payload = { stationId: scope.stationId, assignmentId: id, accountId: whom.accountId };
      await enqueue(tx, told, { key: `${scope.stationId}:${id}`, payload, now: scope.now, stationId: scope.stationId });
    }
    return { ok: true, instructorCode: whom.code, unitCode: which.code, throughOn };
  });
}
