import { and, asc, eq, gte, inArray, isNull, or, sql, type SQL } from "drizzle-orm";
import type { Database, Tx } from "../../db/client.ts";
import { assignment, instructor, instructorAway, unitStatus } from "../../db/schema-register.ts";
import type { Absence } from "../absence/rules.ts";
import { holdsDay } from "../coverage/actions.ts";

/** How many units in operation each of these instructors looks after on a day; each unit counts once. */
async function readLoads(db: Database | Tx, stationId: number, ids: readonly number[], day: string): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db.select({ instructorId: assignment.instructorId, load: sql<number>`count(distinct ${assignment.unitId})::int` })
    .from(assignment).innerJoin(unitStatus, and(
      eq(unitStatus.stationId, assignment.stationId), eq(unitStatus.unitId, assignment.unitId), eq(unitStatus.status, "active"), holdsDay(unitStatus, day),
    )).where(and(eq(assignment.stationId, stationId), inArray(assignment.instructorId, [...ids]), holdsDay(assignment, day))).groupBy(assignment.instructorId);
  return new Map(rows.map(({ instructorId, load }) => [instructorId, load]));
}

/** An instructor with what decides whether they can take one more unit. */
export interface Loaded {
  readonly id: number;
  readonly stationId: number;
  readonly code: string;
  readonly role: typeof instructor.$inferSelect["role"];
  readonly accountId: number | null;
  readonly capacity: number;
  readonly load: number;
  readonly areas: readonly string[];
  readonly industries: readonly string[];
  readonly languages: readonly string[];
  readonly visitEveryDays: number;
  readonly activeFrom: string;
  readonly activeThrough: string | null;
  readonly hasSaidAway: boolean;
  readonly absences: readonly Absence[];
}

/** All instructors of a station who serve on a day or later, by code, with their load on that day; `only` narrows them. */
export async function readLoaded(db: Database | Tx, stationId: number, day: string, only?: SQL): Promise<Loaded[]> {
  const rows = await db.select().from(instructor).where(and(
    eq(instructor.stationId, stationId), only ?? or(isNull(instructor.activeThrough), gte(instructor.activeThrough, day)),
  )).orderBy(asc(sql`length(${instructor.code})`), asc(instructor.code));
  const ids = rows.map(({ id }) => id);
  const loads = await readLoads(db, stationId, ids, day);
  const absences = await db.select({ instructorId: instructorAway.instructorId, fromOn: instructorAway.fromOn, throughOn: instructorAway.throughOn })
    .from(instructorAway).where(and(eq(instructorAway.stationId, stationId), gte(instructorAway.throughOn, day))).orderBy(asc(instructorAway.fromOn));
  return rows.map((row) => ({
    ...row, load: loads.get(row.id) ?? 0, hasSaidAway: row.awaySaidAt !== null,
    absences: absences.filter(({ instructorId }) => instructorId === row.id).map(({ fromOn, throughOn }) => ({ fromOn, throughOn })),
  }));
}
