import { and, asc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { Locale, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { assignmentOffer, assignmentOfferStep, type OFFER_ANSWERS, type OFFER_OUTCOMES } from "../../db/schema-instructor.ts";
import { instructor, unit } from "../../db/schema-register.ts";
import { account, station } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";

interface Ref {
  readonly stationId: number;
  readonly offerId: number;
  readonly accountId: number;
}

/** Where an asking stands, to whoever began it. */
export const report = owed<Ref>("asking.report", "reminder");
/** To whoever was being asked about a unit: no answer is needed any more. */
export const withdrawn = owed<Ref>("asking.withdrawn", "reminder");

export interface Where {
  readonly stationId: number;
  readonly timeZone: string;
  readonly now: Date;
}

export type Offer = typeof assignmentOffer.$inferSelect;
type Outcome = (typeof OFFER_OUTCOMES)[number];
type Answer = (typeof OFFER_ANSWERS)[number];

export const ofOffer = (where: { readonly stationId: number }, offerId: number) => and(eq(assignmentOffer.stationId, where.stationId), eq(assignmentOffer.id, offerId));
export const stepsOf = (where: { readonly stationId: number }, offerId: number) =>
  and(eq(assignmentOfferStep.stationId, where.stationId), eq(assignmentOfferStep.offerId, offerId));

export async function oweReport(tx: Tx, where: Where, offer: Offer): Promise<void> {
  if (offer.requestedBy === null) return;
  const payload = { stationId: where.stationId, offerId: offer.id, accountId: offer.requestedBy };
  await enqueue(tx, report, { key: `${where.stationId}:${offer.id}`, payload, now: where.now, stationId: where.stationId });
}

/** Ends an asking. Who did not take the unit is forgotten with it. */
export async function endAsking(tx: Tx, where: Where, offer: Offer, outcome: Outcome, takenBy: number | null = null): Promise<void> {
  await tx.update(assignmentOffer).set({ endedAt: where.now, outcome }).where(ofOffer(where, offer.id));
  await tx.delete(assignmentOfferStep).where(and(stepsOf(where, offer.id), takenBy === null ? undefined : sql`${assignmentOfferStep.instructorId} <> ${takenBy}`));
  await oweReport(tx, where, offer);
}

/** The open askings about these units, held until the commit. Whoever answers holds the asking before the unit, so it is held first here too. */
export async function holdAskings(tx: Tx, { stationId }: { readonly stationId: number }, unitCodes: readonly string[]): Promise<Offer[]> {
  const units = tx.select({ id: unit.id }).from(unit).where(and(eq(unit.stationId, stationId), inArray(unit.code, [...unitCodes])));
  return tx.select().from(assignmentOffer)
    .where(and(eq(assignmentOffer.stationId, stationId), inArray(assignmentOffer.unitId, units), isNull(assignmentOffer.endedAt))).orderBy(asc(assignmentOffer.id)).for("update");
}

/** Stops an asking that the caller holds: whoever is being asked is told, but for the one who got the unit, and who began it unless they stop it themselves. */
export async function withdraw(tx: Tx, scope: StationScope, offer: Offer, givenTo: number | null): Promise<void> {
  const [waiting] = await tx.select({ instructorId: instructor.id, accountId: instructor.accountId, askedAt: assignmentOfferStep.askedAt }).from(assignmentOfferStep)
    .innerJoin(instructor, and(eq(instructor.stationId, assignmentOfferStep.stationId), eq(instructor.id, assignmentOfferStep.instructorId)))
    .where(and(stepsOf(scope, offer.id), isNull(assignmentOfferStep.answer)));
  if (waiting && waiting.accountId !== null && waiting.instructorId !== givenTo && waiting.askedAt <= scope.now) {
    const payload = { stationId: scope.stationId, offerId: offer.id, accountId: waiting.accountId };
    await enqueue(tx, withdrawn, { key: `${scope.stationId}:${offer.id}`, payload, now: scope.now, stationId: scope.stationId });
  }
  await endAsking(tx, scope, offer.requestedBy === scope.actor ? { ...offer, requestedBy: null } : offer, "stopped");
}

export interface ReportFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly stationId: number;
  readonly unitCode: string;
  readonly outcome: Outcome | null;
  readonly throughOn: string;
  readonly steps: readonly { readonly code: string; readonly answer: Answer | null; readonly expiresAt: Date }[];
}

/** Where an offer stands, for whoever began it. */
export async function readReport(db: Database, ref: { stationId: number; offerId: number; accountId: number }): Promise<ReportFacts | null> {
  const [found] = await db.select({
    userSealed: account.userSealed, own: account.locale, locale: station.locale, timeZone: station.timeZone, unitCode: unit.code,
    outcome: assignmentOffer.outcome, throughOn: assignmentOffer.throughOn,
  }).from(assignmentOffer)
    .innerJoin(unit, and(eq(unit.stationId, assignmentOffer.stationId), eq(unit.id, assignmentOffer.unitId)))
    .innerJoin(station, eq(station.id, assignmentOffer.stationId)).innerJoin(account, eq(account.id, assignmentOffer.requestedBy))
    .where(and(ofOffer(ref, ref.offerId), isNotNull(assignmentOffer.requestedBy), eq(account.id, ref.accountId)));
  if (!found) return null;
  const steps = await db.select({ code: instructor.code, answer: assignmentOfferStep.answer, expiresAt: assignmentOfferStep.expiresAt }).from(assignmentOfferStep)
    .innerJoin(instructor, and(eq(instructor.stationId, assignmentOfferStep.stationId), eq(instructor.id, assignmentOfferStep.instructorId)))
    .where(stepsOf(ref, ref.offerId)).orderBy(asc(assignmentOfferStep.askedAt), asc(assignmentOfferStep.expiresAt));
  return { ...found, stationId: ref.stationId, locale: found.own ?? found.locale, steps };
}

export interface WithdrawnFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly stationName: string;
  readonly unitCode: string;
}

/** What whoever was being asked is told once nobody waits for their answer. */
export async function readWithdrawn(db: Database, ref: Ref): Promise<WithdrawnFacts | null> {
  const [found] = await db.select({ userSealed: account.userSealed, own: account.locale, locale: station.locale, stationName: station.name, unitCode: unit.code }).from(assignmentOffer)
    .innerJoin(unit, and(eq(unit.stationId, assignmentOffer.stationId), eq(unit.id, assignmentOffer.unitId)))
    .innerJoin(station, eq(station.id, assignmentOffer.stationId)).innerJoin(account, eq(account.id, ref.accountId)).where(ofOffer(ref, ref.offerId));
  return found ? { ...found, locale: found.own ?? found.locale } : null;
}
