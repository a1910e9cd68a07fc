import { and, eq, inArray, isNotNull, lt, max } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { assignment } from "../../db/schema-register.ts";
import { holdsDay, readLoaded, type Loaded } from "../load/actions.ts";
import { isAllowed } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import { findUnit, readStatusNow, type Unit } from "../unit/actions.ts";
import { ranked, type Candidate, type Ranked } from "./rules.ts";

export type Known = Loaded & Candidate;

/** Who had these units before: unit, instructor and the last day of it. */
async function readFormerTies(db: Database | Tx, stationId: number, unitIds: readonly number[], today: string) {
  if (unitIds.length === 0) return [];
  return db.select({ unitId: assignment.unitId, instructorId: assignment.instructorId, lastOn: max(assignment.throughOn) }).from(assignment)
    .where(and(eq(assignment.stationId, stationId), inArray(assignment.unitId, [...unitIds]), isNotNull(assignment.throughOn), lt(assignment.throughOn, today)))
    .groupBy(assignment.unitId, assignment.instructorId);
}

/** All who serve, with what ties them to a unit. */
async function readCandidates(db: Database | Tx, stationId: number, unitId: number, today: string): Promise<Known[]> {
  const loaded = await readLoaded(db, stationId, today);
  const ties = await readFormerTies(db, stationId, [unitId], today);
  const current = await db.select({ instructorId: assignment.instructorId }).from(assignment)
    .where(and(eq(assignment.stationId, stationId), eq(assignment.unitId, unitId), holdsDay(assignment, today)));
  return loaded.map((each) => ({
    ...each, formerTie: ties.find(({ instructorId }) => instructorId === each.id)?.lastOn ?? null,
    hasItNow: current.some(({ instructorId }) => instructorId === each.id),
  }));
}

export interface Proposal {
  readonly unit: Unit;
  /** The best first; the view shows three. */
  readonly ranked: readonly Ranked<Known>[];
  /** Who looks after it now. */
  readonly current: readonly string[];
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
  return { ok: true, proposal: { unit, today, ranked: ranked(candidates, unit, today), current: candidates.filter(({ hasItNow }) => hasItNow).map(({ code }) => code) } };
}
