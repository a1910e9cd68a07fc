import { and, asc, desc, eq, lte, sql } from "drizzle-orm";
import type { Database, Tx } from "../../db/client.ts";
import { assignment, coverageLink, instructor, massOrganization, organization, survey, unitStatus } from "../../db/schema-register.ts";
import { readContactsOf, type Contact as UnitContact } from "../contact/actions.ts";
import { holdsDay, isCountingLink, newestVisitOn } from "../coverage/actions.ts";
import type { UnitStatus } from "../unit/rules.ts";
import type { Contact } from "../visit/rules.ts";

export interface Period {
  readonly status: UnitStatus;
  readonly fromOn: string;
  readonly throughOn: string | null;
}

export interface Coverer {
  readonly code: string;
  readonly formation: NonNullable<typeof organization.$inferSelect.formation> | null;
  /** Whether it is active and counts today. */
  readonly counts: boolean;
}

/** Who looks after it, and how that goes on. */
export interface CardInstructor extends Contact {
  readonly code: string;
  /** Whether they serve on that day; one who does not covers nothing, even where nobody ended what they had. */
  readonly serves: boolean;
}

export interface CardFacts {
  /** The oldest first; the last one has no end. */
  readonly periods: readonly Period[];
  readonly organizations: readonly Coverer[];
  readonly massOrganizations: readonly (typeof massOrganization.$inferSelect.kind)[];
  readonly instructors: readonly CardInstructor[];
  /** Since when somebody of the unit is its contact, with the alias of those who show theirs; empty where the reader is not to know. */
  readonly contacts: readonly UnitContact[];
  /** When it was surveyed last and how many full members were found; null where it never was. */
  readonly survey: { readonly on: string; readonly fullMembers: number | null } | null;
}

interface OfUnit {
  readonly stationId: number;
  readonly unitId: number;
}

async function readOrganizations(db: Database | Tx, { stationId, unitId }: OfUnit, day: string): Promise<Coverer[]> {
  const rows = await db.select({ code: organization.code, name: organization.name, formation: organization.formation, counts: sql<boolean>`${isCountingLink(day)}` })
    .from(coverageLink).innerJoin(organization, and(eq(organization.stationId, coverageLink.stationId), eq(organization.id, coverageLink.organizationId)))
    .where(and(eq(coverageLink.stationId, stationId), eq(coverageLink.unitId, unitId), holdsDay(coverageLink, day))).orderBy(asc(organization.code));
  return rows.map(({ code, name, formation, counts }) => ({ code: code ?? name, formation, counts }));
}

async function readInstructors(db: Database | Tx, { stationId, unitId }: OfUnit, day: string): Promise<CardFacts["instructors"]> {
  return db.select({
    code: instructor.code, fromOn: assignment.fromOn, throughOn: assignment.throughOn, visitEveryDays: instructor.visitEveryDays, newestOn: newestVisitOn(day),
    serves: sql<boolean>`${holdsDay({ fromOn: instructor.activeFrom, throughOn: instructor.activeThrough }, day)}`,
  })
    .from(assignment).innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .where(and(eq(assignment.stationId, stationId), eq(assignment.unitId, unitId), holdsDay(assignment, day))).orderBy(asc(instructor.code));
}

/** What is known of a unit at the end of a day, beyond its own row; whether the reader may is theirs to ask who call it. */
export async function readCardFacts(db: Database | Tx, of: OfUnit, day: string): Promise<CardFacts> {
  const { stationId, unitId } = of;
  const periods = await db.select({ status: unitStatus.status, fromOn: unitStatus.fromOn, throughOn: unitStatus.throughOn }).from(unitStatus)
    .where(and(eq(unitStatus.stationId, stationId), eq(unitStatus.unitId, unitId))).orderBy(asc(unitStatus.fromOn));
  const mass = await db.select({ kind: massOrganization.kind }).from(massOrganization)
    .where(and(eq(massOrganization.stationId, stationId), eq(massOrganization.unitId, unitId), holdsDay(massOrganization, day))).orderBy(asc(massOrganization.kind));
  const [newest] = await db.select({ on: survey.on, fullMembers: survey.fullMembers }).from(survey)
    .where(and(eq(survey.stationId, stationId), eq(survey.unitId, unitId), lte(survey.on, day))).orderBy(desc(survey.on), desc(survey.createdAt), desc(survey.id)).limit(1);
  return {
    periods, massOrganizations: mass.map(({ kind }) => kind), survey: newest ?? null, contacts: await readContactsOf(db, of),
    organizations: await readOrganizations(db, of, day), instructors: await readInstructors(db, of, day),
  };
}
