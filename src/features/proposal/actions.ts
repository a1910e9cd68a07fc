import { and, asc, eq, inArray, isNotNull, isNull, lt, max } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { assignmentOffer, assignmentOfferStep } from "../../db/schema-instructor.ts";
import { assignment, instructor } from "../../db/schema-register.ts";
import { holdsDay } from "../coverage/actions.ts";
import { readLoaded, type Loaded } from "../load/actions.ts";
import { isAllowed } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import { findUnit, readStatusNow, type Unit } from "../unit/actions.ts";
import { ranked, type Candidate, type Ranked } from "./rules.ts";

export type Known = Loaded & Candidate;

/** Who had these units before: unit, instructor and the last day of it. */
export async function readFormerTies(db: Database | Tx, stationId: number, unitIds: readonly number[], today: string) {
  if (unitIds.length === 0) return [];
  return db.select({ unitId: assignment.unitId, instructorId: assignment.instructorId, lastOn: max(assignment.throughOn) }).from(assignment)
    .where(and(eq(assignment.stationId, stationId), inArray(assignment.unitId, [...unitIds]), isNotNull(assignment.throughOn), lt(assignment.throughOn, today)))
    .groupBy(assignment.unitId, assignment.instructorId);
}

/** All who serve, with what ties them to a unit. */
export async function readCandidates(db: Database | Tx, stationId: number, unitId: number, today: string): Promise<Known[]> {
  const loaded = await readLoaded(db, stationId, today);
  const ties = await readFormerTies(db, stationId, [unitId], today);
  const current = await db.select({ instructorId: assignment.instructorId }).from(assignment)
    .where(and(eq(assignment.stationId, stationId), eq(assignment.unitId, unitId), holdsDay(assignment, today)));
  return loaded.map((each) => ({
    ...each, formerTie: ties.find(({ instructorId }) => instructorId === each.id)?.lastOn ?? null,
    hasItNow: current.some(({ instructorId }) => instructorId === each.id),
  }));
}

export interface Asked {
  readonly code: string;
  readonly isWaiting: boolean;
  readonly expiresAt: Date;
}

async function readAsked(db: Database | Tx, stationId: number, unitId: number): Promise<Asked[]> {
  const rows = await db.select({ code: instructor.code, answer: assignmentOfferStep.answer, expiresAt: assignmentOfferStep.expiresAt }).from(assignmentOfferStep)
    .innerJoin(assignmentOffer, and(eq(assignmentOffer.stationId, assignmentOfferStep.stationId), eq(assignmentOffer.id, assignmentOfferStep.offerId)))
    .innerJoin(instructor, and(eq(instructor.stationId, assignmentOfferStep.stationId), eq(instructor.id, assignmentOfferStep.instructorId)))
    .where(and(eq(assignmentOffer.stationId, stationId), eq(assignmentOffer.unitId, unitId), isNull(assignmentOffer.endedAt))).orderBy(asc(assignmentOfferStep.askedAt));
  return rows.map(({ answer, ...row }) => ({ ...row, isWaiting: answer === null }));
}

export interface Proposal {
  readonly unit: Unit;
  /** The best first; the view shows three. */
  readonly ranked: readonly Ranked<Known>[];
  /** Whom the bot is asking, in the order in which it did; empty where it asks nobody. */
  readonly asked: readonly Asked[];
  /** Who looks after it now, and by which assignment. */
  readonly current: readonly { readonly code: string; readonly assignmentId: number }[];
  readonly today: string;
}

export type ProposalRefusal = "notForYou" | "notFound" | "unitGone";

/** Who could look after a unit, with reasons; nothing is stored. */
export async function proposeFor(scope: StationScope, unitCode: string): Promise<Result<ProposalRefusal, { proposal: Proposal }>> {
  const { db, stationId } = scope;
  if (!await isAllowed(db, scope, "assign")) return { ok: false, reason: "notForYou" };
  const unit = await findUnit(db, stationId, unitCode);
  if (!unit) return { ok: false, reason: "notFound" };
  const status = await readStatusNow(db, unit);
  if (status !== "active" && status !== "dormant") return { ok: false, reason: "unitGone" };
  const today = localDate(scope.now, scope.timeZone);
  const candidates = await readCandidates(db, stationId, unit.id, today);
  const current = await db.select({ code: instructor.code, assignmentId: assignment.id }).from(assignment)
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .where(and(eq(assignment.stationId, stationId), eq(assignment.unitId, unit.id), holdsDay(assignment, today))).orderBy(asc(instructor.code));
  return { ok: true, proposal: { unit, today, ranked: ranked(candidates, { ...unit, isInOperation: status === "active" }, today), current, asked: await readAsked(db, stationId, unit.id) } };
}
