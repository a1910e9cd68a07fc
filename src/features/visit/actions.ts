import { and, asc, desc, eq, isNull, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Locale, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { assignment, instructor, unit, visit } from "../../db/schema-register.ts";
import { account, draft, station } from "../../db/schema.ts";
import { enqueueAll, owed } from "../../outbox/enqueue.ts";
import { recordAudit } from "../audit/actions.ts";
import { holdsDay } from "../coverage/actions.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { findOwnInstructor } from "../instructor/actions.ts";
import { isAllowed, readHolders, readRoles } from "../role/actions.ts";
import { ORGANIZERS } from "../role/rules.ts";
import { todayAt } from "../time/rules.ts";
import { readNote, type VisitMode, type VisitOutcome } from "./rules.ts";

interface RaisedRef {
  readonly stationId: number;
  readonly visitId: number;
  readonly accountId: number;
}

/** To an organizer: an instructor found a need, or that a unit is gone. */
export const raised = owed<RaisedRef>("visit.raised", "reminder");

/** Long enough to type a line. */
const NOTE_VALID_MS = 30 * 60_000;
const NOTE_FORM = "visit-note";

export type VisitRefusal = "notForYou" | "notFound" | "whose" | "future" | "settled" | "noteTooLong";

async function isOrganizer(db: Database | Tx, scope: StationScope): Promise<boolean> {
  const roles = await readRoles(db, scope);
  return ORGANIZERS.some((role) => roles.includes(role));
}

export interface Visited {
  readonly stationId: number;
  readonly visitId: number;
  readonly unitId: number;
  readonly unitCode: string;
  readonly outcome: VisitOutcome;
  readonly mode: VisitMode;
  readonly on: string;
  readonly note: string | null;
  /** Whether whoever noted it may change what the unit is. */
  readonly mayChange: boolean;
}

interface Found {
  readonly id: number;
  readonly unitId: number;
  readonly unitCode: string;
  readonly instructorId: number;
}

/** Whose unit it is: one's own, or else for an organizer anybody's. */
async function findAssignments(tx: Tx, scope: StationScope, on: string, which: SQL | undefined): Promise<Found[]> {
  const own = await findOwnInstructor(tx, scope);
  const mine = own ? await findOf(tx, scope, on, and(which, eq(instructor.id, own.id))) : [];
  return mine.length > 0 || !await isOrganizer(tx, scope) ? mine : findOf(tx, scope, on, which);
}

async function findOf(tx: Tx, scope: StationScope, on: string, which: SQL | undefined): Promise<Found[]> {
  return tx.select({ id: assignment.id, unitId: unit.id, unitCode: unit.code, instructorId: assignment.instructorId }).from(assignment)
    .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)))
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .where(and(eq(assignment.stationId, scope.stationId), holdsDay(assignment, on), which)).orderBy(desc(assignment.id));
}

async function tellOrganizers(tx: Tx, scope: StationScope, visitId: number): Promise<void> {
  const holders = await readHolders(tx, scope, ORGANIZERS);
  await enqueueAll(tx, raised, holders.filter((accountId) => accountId !== scope.actor).map((accountId) => ({
    key: `${scope.stationId}:${visitId}:${accountId}`, payload: { stationId: scope.stationId, visitId, accountId }, now: scope.now, stationId: scope.stationId,
  })));
}

export interface NewVisit {
  readonly outcome: VisitOutcome;
  readonly mode: VisitMode;
  readonly on: string;
  readonly note: string | null;
}

async function record(tx: Tx, scope: StationScope, found: Found, made: NewVisit): Promise<Visited> {
  const shown = { stationId: scope.stationId, unitId: found.unitId, unitCode: found.unitCode, ...made, mayChange: await isOrganizer(tx, scope) };
  // The same button pressed twice is one visit.
  await tx.select({ id: assignment.id }).from(assignment).where(and(eq(assignment.stationId, scope.stationId), eq(assignment.id, found.id))).for("no key update");
  const [same] = await tx.select({ id: visit.id, note: visit.note }).from(visit).where(and(
    eq(visit.stationId, scope.stationId), eq(visit.assignmentId, found.id), eq(visit.on, made.on), eq(visit.mode, made.mode), eq(visit.outcome, made.outcome),
    // What was settled is over: the same again is raised anew.
    isNull(visit.followedUpAt), made.note === null ? undefined : eq(visit.note, made.note),
  ));
  if (same) return { ...shown, visitId: same.id, note: same.note };
  const [row] = await tx.insert(visit).values({ stationId: scope.stationId, assignmentId: found.id, ...made, createdAt: scope.now }).returning({ id: visit.id });
  if (!row) throw new Error("a visit was not stored");
  await recordAudit(tx, scope, "visit.recorded", { kind: "visit", id: row.id });
  if (made.outcome === "need_raised" || made.outcome === "unit_gone") await tellOrganizers(tx, scope, row.id);
  return { ...shown, visitId: row.id };
}

/** Notes that an instructor was in touch with a unit of theirs; an organizer may note it for them. */
export async function recordVisit(
  scope: StationScope,
  which: { readonly unit: string; readonly instructor: string | null } | { readonly assignmentId: number },
  made: NewVisit,
): Promise<Result<VisitRefusal, { visited: Visited }>> {
  return scope.act(async (tx): Promise<Result<VisitRefusal, { visited: Visited }>> => {
    if (!await isAllowed(tx, scope, "visit")) return { ok: false, reason: "notForYou" };
    if (made.on > todayAt(scope)) return { ok: false, reason: "future" };
    const is = "assignmentId" in which ? eq(assignment.id, which.assignmentId)
      : and(eq(unit.code, which.unit), which.instructor === null ? undefined : eq(instructor.code, which.instructor));
    const [found, ...others] = await findAssignments(tx, scope, made.on, is);
    if (!found) return { ok: false, reason: "notFound" };
    if (others.some(({ instructorId }) => instructorId !== found.instructorId)) return { ok: false, reason: "whose" };
    return { ok: true, visited: await record(tx, scope, found, made) };
  });
}

/** A unit that a visit can be noted for. */
export interface Visitable {
  readonly stationId: number;
  readonly assignmentId: number;
  readonly unitCode: string;
}

/** The unit that a visit is about to be noted for. */
export async function readVisitable(scope: StationScope, which: { readonly unit: string } | { readonly assignmentId: number }): Promise<Result<VisitRefusal, Visitable>> {
  return scope.act(async (tx): Promise<Result<VisitRefusal, Visitable>> => {
    if (!await isAllowed(tx, scope, "visit")) return { ok: false, reason: "notForYou" };
    const [found, ...others] = await findAssignments(tx, scope, todayAt(scope), "unit" in which ? eq(unit.code, which.unit) : eq(assignment.id, which.assignmentId));
    if (!found) return { ok: false, reason: "notFound" };
    return others.length > 0 ? { ok: false, reason: "whose" } : { ok: true, stationId: scope.stationId, assignmentId: found.id, unitCode: found.unitCode };
  });
}

const ofVisit = (scope: Pick<StationScope, "stationId">, visitId: number) => and(eq(visit.stationId, scope.stationId), eq(visit.id, visitId));

/** The unit of a visit that the speaking person may add to. */
async function findVisit(tx: Tx, scope: StationScope, visitId: number): Promise<{ unitCode: string } | null> {
  const [found] = await tx.select({ unitCode: unit.code, accountId: instructor.accountId }).from(visit)
    .innerJoin(assignment, and(eq(assignment.stationId, visit.stationId), eq(assignment.id, visit.assignmentId)))
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId))).where(ofVisit(scope, visitId));
  if (!found || scope.actor === null) return null;
  return found.accountId === scope.actor || await isOrganizer(tx, scope) ? { unitCode: found.unitCode } : null;
}

/** The next words in private are the note of this visit. */
export async function awaitNote(scope: StationScope, visitId: number): Promise<Result<VisitRefusal, { unitCode: string }>> {
  return scope.act(async (tx): Promise<Result<VisitRefusal, { unitCode: string }>> => {
    const found = await findVisit(tx, scope, visitId);
    if (!found || scope.actor === null) return { ok: false, reason: "notFound" };
    const expiresAt = new Date(scope.now.getTime() + NOTE_VALID_MS);
    await keepForm(tx, { accountId: scope.actor, stationId: scope.stationId, kind: NOTE_FORM, content: { visitId }, expiresAt, asksForText: true });
    return { ok: true, ...found };
  });
}

/** The visit whose note somebody is writing, if that was asked last. */
export async function findNoteDraft({ db, now }: Scope, me: AccountId): Promise<{ stationId: number; visitId: number } | null> {
  const [row] = await db.select({ stationId: draft.stationId, content: draft.content }).from(draft).where(isAwaited(me, NOTE_FORM, now));
  const kept = z.object({ visitId: z.int() }).safeParse(row?.content).data;
  return row?.stationId && kept ? { stationId: row.stationId, ...kept } : null;
}

/** Keeps the note; one that is too long leaves the question open. */
export async function noteVisit(scope: StationScope, visitId: number, text: string): Promise<Result<VisitRefusal, { unitCode: string }>> {
  const note = readNote(text);
  if (note === null) return { ok: false, reason: "noteTooLong" };
  return scope.act(async (tx): Promise<Result<VisitRefusal, { unitCode: string }>> => {
    const found = await findVisit(tx, scope, visitId);
    if (!found) return { ok: false, reason: "notFound" };
    await tx.update(visit).set({ note: note === "" ? null : note }).where(ofVisit(scope, visitId));
    await tx.delete(draft).where(and(eq(draft.accountId, scope.actor ?? 0), eq(draft.kind, NOTE_FORM)));
    return { ok: true, ...found };
  });
}

/** What waits for an organizer: a need that an instructor met with. */
export interface Need {
  readonly stationId: number;
  readonly visitId: number;
  readonly unitCode: string;
  readonly instructorCode: string;
  readonly on: string;
  readonly note: string | null;
}

const NEED = { stationId: visit.stationId, visitId: visit.id, unitCode: unit.code, instructorCode: instructor.code, on: visit.on, note: visit.note };

/** Needs that are open at a station, the oldest first; whether the reader may is theirs to ask who call it. */
export async function readOpenNeeds(db: Database | Tx, stationId: number, only?: SQL): Promise<Need[]> {
  return db.select(NEED).from(visit)
    .innerJoin(assignment, and(eq(assignment.stationId, visit.stationId), eq(assignment.id, visit.assignmentId)))
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)))
    .where(and(eq(visit.stationId, stationId), eq(visit.outcome, "need_raised"), isNull(visit.followedUpAt), only)).orderBy(asc(visit.on), asc(visit.id));
}

/** The open needs, for whoever organizes. */
export async function readNeeds(scope: StationScope): Promise<Result<VisitRefusal, { needs: Need[] }>> {
  if (!await isOrganizer(scope.db, scope)) return { ok: false, reason: "notForYou" };
  return { ok: true, needs: await readOpenNeeds(scope.db, scope.stationId) };
}

/** Closes the follow-up of one visit, or all that are open of a unit. */
export async function settleNeeds(scope: StationScope, which: { readonly visitId: number } | { readonly unit: string }): Promise<Result<VisitRefusal, { unitCode: string }>> {
  return scope.act(async (tx): Promise<Result<VisitRefusal, { unitCode: string }>> => {
    if (!await isOrganizer(tx, scope)) return { ok: false, reason: "notForYou" };
    const open = await readOpenNeeds(tx, scope.stationId, "visitId" in which ? eq(visit.id, which.visitId) : eq(unit.code, which.unit));
    const [first] = open;
    if (!first) return { ok: false, reason: "settled" };
    for (const { visitId } of open) {
      await tx.update(visit).set({ followedUpAt: scope.now }).where(and(ofVisit(scope, visitId), isNull(visit.followedUpAt)));
      await recordAudit(tx, scope, "visit.followed_up", { kind: "visit", id: visitId });
    }
    return { ok: true, unitCode: first.unitCode };
  });
}

export interface RaisedFacts extends Need {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly unitId: number;
  readonly outcome: VisitOutcome;
}

/** What an organizer is told of a visit; null once it is settled, or where they organize no more. */
export async function readRaised(db: Database, now: Date, ref: RaisedRef): Promise<RaisedFacts | null> {
  const [found] = await db.select({
    ...NEED, unitId: unit.id, outcome: visit.outcome, followedUpAt: visit.followedUpAt, userSealed: account.userSealed, own: account.locale, locale: station.locale, timeZone: station.timeZone,
  }).from(visit)
    .innerJoin(assignment, and(eq(assignment.stationId, visit.stationId), eq(assignment.id, visit.assignmentId)))
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)))
    .innerJoin(station, eq(station.id, visit.stationId)).innerJoin(account, eq(account.id, ref.accountId))
    .where(and(eq(visit.stationId, ref.stationId), eq(visit.id, ref.visitId)));
  if (!found || found.followedUpAt !== null) return null;
  const holders = await readHolders(db, { stationId: ref.stationId, timeZone: found.timeZone, now }, ORGANIZERS);
  if (!holders.includes(ref.accountId as AccountId)) return null;
  return { ...found, locale: found.own ?? found.locale };
}

/** Blanks the notes of visits that lie before a day; returns how many. */
export async function blankNotes(tx: Tx, stationId: number, before: string): Promise<number> {
  const gone = await tx.update(visit).set({ note: null })
    .where(and(eq(visit.stationId, stationId), sql`${visit.on} < ${before}::date`, sql`${visit.note} is not null`)).returning({ id: visit.id });
  return gone.length;
}
