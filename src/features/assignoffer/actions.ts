import { and, asc, eq, isNull, lte } from "drizzle-orm";
import type { AccountId, Locale, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { assignmentOffer, assignmentOfferStep, type OFFER_ANSWERS } from "../../db/schema-instructor.ts";
import { assignment, instructor, unit } from "../../db/schema-register.ts";
import { account, station } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { makeAssignment } from "../assignment/actions.ts";
import { usualEnd } from "../assignment/rules.ts";
import { endAsking, holdAskings, ofOffer, oweReport, stepsOf, withdraw, type Offer, type Where } from "../asking/actions.ts";
import { recordAudit } from "../audit/actions.ts";
import { holdsDay } from "../coverage/actions.ts";
import { holdInstructor } from "../instructor/actions.ts";
import { readCandidates, type Known } from "../proposal/actions.ts";
import { ranked } from "../proposal/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { STATION_FACTS, stationScope, type StationFacts } from "../station/actions.ts";
import { localDate } from "../time/rules.ts";
import { findUnit, holdUnit, readStatusNow, type Unit } from "../unit/actions.ts";
import type { UnitStatus } from "../unit/rules.ts";
import { afterWaking, ANSWER_MS, awakeFrom } from "./rules.ts";

export interface AskedRef {
  readonly stationId: number;
  readonly offerId: number;
  readonly instructorId: number;
  readonly accountId: number;
}

/** The question to one instructor. */
export const asked = owed<AskedRef>("assignoffer.asked", "answer");
type Answer = (typeof OFFER_ANSWERS)[number];

export type OfferRefusal = "notForYou" | "notFound" | "unitGone" | "alreadyAsking" | "nobody" | "notAsking";

/** Whom to ask, the best first: with room, here, and behind a code that the person took up; not those asked already. */
async function readAskable(tx: Tx, where: Where, which: Unit, status: UnitStatus, besides: readonly number[]): Promise<Known[]> {
  const today = localDate(where.now, where.timeZone);
  const candidates = await readCandidates(tx, where.stationId, which.id, today);
  const reachable = await tx.select({ id: account.id }).from(account).innerJoin(instructor, eq(instructor.accountId, account.id))
    .where(and(eq(instructor.stationId, where.stationId), isNull(account.unreachableSince)));
  return ranked(candidates, { ...which, isInOperation: status === "active" }, today)
    .filter(({ isFull, awayThrough, candidate }) => !isFull && awayThrough === null && !besides.includes(candidate.id) && reachable.some(({ id }) => id === candidate.accountId))
    .map(({ candidate }) => candidate);
}

async function askThem(tx: Tx, where: Where, offer: Offer, { id, accountId }: Known): Promise<void> {
  if (accountId === null) return;
  const askedAt = awakeFrom(where.now, where.timeZone);
  await tx.insert(assignmentOfferStep).values({
    stationId: where.stationId, offerId: offer.id, instructorId: id, askedAt, expiresAt: afterWaking(askedAt, ANSWER_MS, where.timeZone),
  });
  const payload = { stationId: where.stationId, offerId: offer.id, instructorId: id, accountId };
  await enqueue(tx, asked, { key: `${where.stationId}:${offer.id}:${id}`, payload, now: where.now, stationId: where.stationId, afterMs: askedAt.getTime() - where.now.getTime() });
}

/** The next one is asked, or the offer ends; the caller holds it, and nobody is being asked. */
async function askNext(tx: Tx, where: Where, offer: Offer): Promise<void> {
  const before = await tx.select({ instructorId: assignmentOfferStep.instructorId }).from(assignmentOfferStep).where(stepsOf(where, offer.id));
  const [row] = await tx.select({ code: unit.code }).from(unit).where(and(eq(unit.stationId, where.stationId), eq(unit.id, offer.unitId)));
  const which = row && await findUnit(tx, where.stationId, row.code);
  const status = which ? await readStatusNow(tx, which) : "closed";
  if (!which || (status !== "active" && status !== "dormant")) return endAsking(tx, where, offer, "stopped");
  const [next] = await readAskable(tx, where, which, status, before.map(({ instructorId }) => instructorId));
  if (!next) return endAsking(tx, where, offer, "nobody_left");
  await askThem(tx, where, offer, next);
  await oweReport(tx, where, offer);
}

/** Begins to offer a unit to one instructor after the other. */
export async function startOffer(scope: StationScope, unitCode: string): Promise<Result<OfferRefusal, { unitCode: string }>> {
  return scope.act(async (tx): Promise<Result<OfferRefusal, { unitCode: string }>> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    const which = await holdUnit(tx, scope, unitCode);
    if (!which) return { ok: false, reason: "notFound" };
    const status = await readStatusNow(tx, which);
    if (status !== "active" && status !== "dormant") return { ok: false, reason: "unitGone" };
    const [first] = await readAskable(tx, scope, which, status, []);
    if (!first) return { ok: false, reason: "nobody" };
    const [offer] = await tx.insert(assignmentOffer).values({
      stationId: scope.stationId, unitId: which.id, requestedBy: scope.actor, throughOn: usualEnd(localDate(scope.now, scope.timeZone)), createdAt: scope.now,
    }).onConflictDoNothing().returning();
    if (!offer) return { ok: false, reason: "alreadyAsking" };
    await askThem(tx, scope, offer, first);
    await recordAudit(tx, scope, "assignment.offered", { kind: "unit", id: which.id });
    return { ok: true, unitCode: which.code };
  });
}

/** Stops asking; whoever is being asked need not answer any more. */
export async function stopOffer(scope: StationScope, unitCode: string): Promise<Result<OfferRefusal, { unitCode: string }>> {
  return scope.act(async (tx): Promise<Result<OfferRefusal, { unitCode: string }>> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    // Not held: whoever answers holds the offer before the unit.
    const which = await findUnit(tx, scope.stationId, unitCode);
    if (!which) return { ok: false, reason: "notFound" };
    const [offer] = await holdAskings(tx, scope, [which.code]);
    if (!offer) return { ok: false, reason: "notAsking" };
    await withdraw(tx, scope, offer, null);
    await recordAudit(tx, scope, "assignment.offer_stopped", { kind: "unit", id: which.id });
    return { ok: true, unitCode: which.code };
  });
}

interface Open {
  readonly offer: Offer;
  readonly station: StationFacts;
  readonly instructorId: number;
  readonly instructorCode: string;
  readonly unitCode: string;
}

/** The open question to this instructor, its offer held until the commit; null once it is over. */
async function holdOpen(tx: Tx, ref: { readonly stationId: number; readonly offerId: number }, me: AccountId | null, instructorId?: number): Promise<Open | null> {
  const [offer] = await tx.select().from(assignmentOffer).where(and(ofOffer(ref, ref.offerId), isNull(assignmentOffer.endedAt))).for("update");
  if (!offer) return null;
  const [found] = await tx.select({ ...STATION_FACTS, instructorId: instructor.id, instructorCode: instructor.code, unitCode: unit.code }).from(assignmentOfferStep)
    .innerJoin(instructor, and(eq(instructor.stationId, assignmentOfferStep.stationId), eq(instructor.id, assignmentOfferStep.instructorId)))
    .innerJoin(unit, and(eq(unit.stationId, assignmentOfferStep.stationId), eq(unit.id, offer.unitId))).innerJoin(station, eq(station.id, assignmentOfferStep.stationId))
    .where(and(
      stepsOf(ref, ref.offerId), isNull(assignmentOfferStep.answer), me === null ? undefined : eq(instructor.accountId, me),
      instructorId === undefined ? undefined : eq(instructor.id, instructorId),
    ));
  if (!found) return null;
  const { instructorId: whom, instructorCode, unitCode, ...facts } = found;
  return { offer, station: facts, instructorId: whom, instructorCode, unitCode };
}

async function pass(tx: Tx, where: Where, { offer, instructorId }: Open, answer: Answer): Promise<void> {
  await tx.update(assignmentOfferStep).set({ answer }).where(and(stepsOf(where, offer.id), eq(assignmentOfferStep.instructorId, instructorId)));
  await askNext(tx, where, offer);
}

export type OfferAnswered =
  | { readonly answer: "taken"; readonly unitCode: string; readonly throughOn: string | null }
  | { readonly answer: "declined"; readonly unitCode: string }
  | { readonly answer: "full" | "gone" };

/** What whoever presses again has answered before, while it still holds. */
async function readAnswered(tx: Tx, ref: { readonly stationId: number; readonly offerId: number }, me: AccountId, now: Date): Promise<OfferAnswered | null> {
  const [step] = await tx.select({ answer: assignmentOfferStep.answer, instructorId: instructor.id, unitId: unit.id, unitCode: unit.code, timeZone: station.timeZone })
    .from(assignmentOfferStep)
    .innerJoin(assignmentOffer, and(eq(assignmentOffer.stationId, assignmentOfferStep.stationId), eq(assignmentOffer.id, assignmentOfferStep.offerId)))
    .innerJoin(instructor, and(eq(instructor.stationId, assignmentOfferStep.stationId), eq(instructor.id, assignmentOfferStep.instructorId)))
    .innerJoin(unit, and(eq(unit.stationId, assignmentOffer.stationId), eq(unit.id, assignmentOffer.unitId))).innerJoin(station, eq(station.id, assignmentOfferStep.stationId))
    .where(and(stepsOf(ref, ref.offerId), eq(instructor.accountId, me)));
  if (!step) return null;
  if (step.answer === "declined") return { answer: "declined", unitCode: step.unitCode };
  const [held] = await tx.select({ throughOn: assignment.throughOn }).from(assignment).where(and(
    eq(assignment.stationId, ref.stationId), eq(assignment.instructorId, step.instructorId), eq(assignment.unitId, step.unitId), holdsDay(assignment, localDate(now, step.timeZone)),
  ));
  return held && step.answer === null ? { answer: "taken", unitCode: step.unitCode, ...held } : null;
}

/** The instructor takes the unit, or lets it go to the next. */
export async function answerOffer(scope: Scope, me: AccountId, ref: { readonly stationId: number; readonly offerId: number }, accepts: boolean): Promise<OfferAnswered> {
  return scope.act(async (tx): Promise<OfferAnswered> => {
    const open = await holdOpen(tx, ref, me);
    if (!open) return await readAnswered(tx, ref, me, scope.now) ?? { answer: "gone" };
    const own = stationScope(scope, open.station, me);
    if (!accepts) {
      await pass(tx, own, open, "declined");
      return { answer: "declined", unitCode: open.unitCode };
    }
    const which = await holdUnit(tx, own, open.unitCode);
    const whom = await holdInstructor(tx, own, open.instructorCode);
    if (!which || !whom) return { answer: "gone" };
    const throughOn = whom.activeThrough !== null && whom.activeThrough < open.offer.throughOn ? whom.activeThrough : open.offer.throughOn;
    const made = await makeAssignment(tx, own, { instructor: whom, unit: which }, { fromOn: localDate(scope.now, own.timeZone), throughOn, overCapacityReason: null });
    if (made.ok) await endAsking(tx, own, open.offer, "accepted", whom.id);
    else await pass(tx, own, open, "declined");
    return made.ok ? { answer: "taken", unitCode: which.code, throughOn: made.throughOn } : { answer: made.reason === "overCapacity" ? "full" : "gone" };
  });
}

export interface StepRef {
  readonly stationId: number;
  readonly offerId: number;
  readonly instructorId: number;
}

/** Questions whose time to answer has run out. */
export async function readLapsed({ db, now }: Scope): Promise<StepRef[]> {
  return db.select({ stationId: assignmentOfferStep.stationId, offerId: assignmentOfferStep.offerId, instructorId: assignmentOfferStep.instructorId })
    .from(assignmentOfferStep).innerJoin(assignmentOffer, and(eq(assignmentOffer.stationId, assignmentOfferStep.stationId), eq(assignmentOffer.id, assignmentOfferStep.offerId)))
    .where(and(isNull(assignmentOfferStep.answer), lte(assignmentOfferStep.expiresAt, now), isNull(assignmentOffer.endedAt)))
    .orderBy(asc(assignmentOfferStep.stationId), asc(assignmentOfferStep.offerId));
}

/** Lets a question lapse and asks the next. */
export async function lapse(scope: Scope, ref: StepRef): Promise<void> {
  await scope.act(async (tx) => {
    const open = await holdOpen(tx, ref, null, ref.instructorId);
    if (open) await pass(tx, { ...open.station, now: scope.now }, open, "lapsed");
  });
}

/** Somebody could not be written to: the next one is asked. */
export async function passUnreachable(tx: Tx, ref: AskedRef, now: Date): Promise<void> {
  await tx.update(account).set({ unreachableSince: now }).where(and(eq(account.id, ref.accountId), isNull(account.unreachableSince)));
  const open = await holdOpen(tx, ref, null, ref.instructorId);
  if (open) await pass(tx, { ...open.station, now }, open, "unreachable");
}

export interface AskedFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly stationName: string;
  readonly unit: Pick<Unit, "code" | "kind" | "area" | "industry">;
  readonly throughOn: string;
  readonly expiresAt: Date;
}

/** What an instructor is asked; null once it is over. */
export async function readAsked(db: Database, ref: AskedRef): Promise<AskedFacts | null> {
  const [found] = await db.select({
    userSealed: account.userSealed, own: account.locale, locale: station.locale, timeZone: station.timeZone, stationName: station.name,
    unit: { code: unit.code, kind: unit.kind, area: unit.area, industry: unit.industry }, throughOn: assignmentOffer.throughOn, expiresAt: assignmentOfferStep.expiresAt,
  }).from(assignmentOfferStep)
    .innerJoin(assignmentOffer, and(eq(assignmentOffer.stationId, assignmentOfferStep.stationId), eq(assignmentOffer.id, assignmentOfferStep.offerId), isNull(assignmentOffer.endedAt)))
    .innerJoin(unit, and(eq(unit.stationId, assignmentOffer.stationId), eq(unit.id, assignmentOffer.unitId)))
    .innerJoin(instructor, and(eq(instructor.stationId, assignmentOfferStep.stationId), eq(instructor.id, assignmentOfferStep.instructorId)))
    .innerJoin(station, eq(station.id, assignmentOfferStep.stationId)).innerJoin(account, eq(account.id, instructor.accountId))
    .where(and(stepsOf(ref, ref.offerId), eq(assignmentOfferStep.instructorId, ref.instructorId), isNull(assignmentOfferStep.answer), eq(account.id, ref.accountId)));
  return found ? { ...found, locale: found.own ?? found.locale } : null;
}
