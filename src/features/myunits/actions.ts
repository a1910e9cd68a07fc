import { and, asc, eq, isNull } from "drizzle-orm";
import type { StationScope } from "../../context.ts";
import { assignment, unit, unitStatus } from "../../db/schema-register.ts";
import { holdsDay, newestVisitOn } from "../coverage/actions.ts";
import { findOwnInstructor } from "../instructor/actions.ts";
import { localDate } from "../time/rules.ts";
import { overdueDays, type Contact } from "../visit/rules.ts";

export interface MyUnit extends Contact {
  readonly assignmentId: number;
  readonly code: string;
  readonly area: string;
  readonly status: typeof unitStatus.$inferSelect["status"];
}

export interface MyUnits {
  readonly code: string;
  readonly hasSaidAway: boolean;
  /** What is most overdue comes first; units that are not in operation last. */
  readonly units: readonly MyUnit[];
  readonly today: string;
}

/** The units that the speaking person looks after today; null where they are no instructor here. */
export async function readMyUnits(scope: StationScope): Promise<MyUnits | null> {
  const own = await findOwnInstructor(scope.db, scope);
  if (!own) return null;
  const today = localDate(scope.now, scope.timeZone);
  const rows = await scope.db.select({
    assignmentId: assignment.id, fromOn: assignment.fromOn, throughOn: assignment.throughOn, code: unit.code, area: unit.area, status: unitStatus.status,
    newestOn: newestVisitOn(today),
  }).from(assignment)
    .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)))
    .innerJoin(unitStatus, and(eq(unitStatus.stationId, unit.stationId), eq(unitStatus.unitId, unit.id), isNull(unitStatus.throughOn)))
    .where(and(eq(assignment.stationId, scope.stationId), eq(assignment.instructorId, own.id), holdsDay(assignment, today))).orderBy(asc(unit.code));
  const units = rows.map((row) => ({ ...row, visitEveryDays: own.visitEveryDays }));
  const rest = (each: MyUnit) => (each.status === "active" ? 0 : 1);
  return {
    code: own.code, hasSaidAway: own.awaySaidAt !== null, today,
    units: units.toSorted((a, b) => rest(a) - rest(b) || overdueDays(b, today) - overdueDays(a, today)),
  };
}
