import { and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import type { AccountId, Locale, Result, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activityLimit, activitySlot } from "../../db/schema-activity.ts";
import { rsvp } from "../../db/schema-reply.ts";
import { account, station } from "../../db/schema.ts";
import { enqueue, enqueueAll, owed } from "../../outbox/enqueue.ts";
import { oweBoards } from "../post/actions.ts";
import { afterQuiet } from "../quiet/rules.ts";
import { mayOffer, movedOfferEnd, offerEndsAt, whomToOffer, type Free, type Waiting } from "./rules.ts";

export interface OfferRef {
  readonly stationId: number;
  readonly activityId: number;
  readonly accountId: number;
}

export const offer = owed<OfferRef>("waitlist.offer", "answer");
export const lapsed = owed<OfferRef>("waitlist.lapsed", "reminder");
export const report = owed<{ stationId: number; activityId: number }>("waitlist.report", "reminder");

/** What happens around one free place is one message to the organizer. */
const GATHER_MS = 10 * 60_000;

interface Where {
  readonly stationId: number;
  readonly now: Date;
}

/** The slot, locked, with what decides about its places. */
async function holdSlot(tx: Tx, stationId: number, slotId: number) {
  const [slot] = await tx.select({
    id: activitySlot.id, activityId: activitySlot.activityId, startsAt: activitySlot.startsAt,
  }).from(activitySlot).where(and(eq(activitySlot.stationId, stationId), eq(activitySlot.id, slotId))).for("update");
  if (!slot) return null;
  const [about] = await tx.select({
    capacity: activity.capacity, announcedAt: activity.announcedAt, cancelledAt: activity.cancelledAt, heldAt: activity.heldAt, timeZone: station.timeZone,
  }).from(activity).innerJoin(station, eq(station.id, activity.stationId)).where(and(eq(activity.stationId, stationId), eq(activity.id, slot.activityId)));
  return about ? { ...slot, ...about } : null;
}

type HeldSlot = NonNullable<Awaited<ReturnType<typeof holdSlot>>>;

const inSlot = (stationId: number, slotId: number) => and(eq(rsvp.stationId, stationId), eq(rsvp.slotId, slotId));

/** What is free in a slot that the caller holds; offers count as taken. */
export async function readFree(
  tx: Tx,
  about: { readonly stationId: number; readonly activityId: number; readonly slotId: number; readonly capacity: number | null },
): Promise<Free> {
  const { stationId, activityId, slotId, capacity } = about;
  const rows = await tx.select({ limitedAs: rsvp.limitedAs, taken: sql<number>`sum(1 + ${rsvp.guests})::int` }).from(rsvp)
    .where(and(inSlot(stationId, slotId), inArray(rsvp.place, ["held", "offered"]))).groupBy(rsvp.limitedAs);
  const limits = await tx.select({ role: activityLimit.role, places: activityLimit.places }).from(activityLimit)
    .where(and(eq(activityLimit.stationId, stationId), eq(activityLimit.activityId, activityId)));
  const taken = rows.reduce((sum, row) => sum + row.taken, 0);
  const ofRole = (role: string) => rows.find(({ limitedAs }) => limitedAs === role)?.taken ?? 0;
  return {
    places: capacity === null ? null : Math.max(0, capacity - taken),
    forRole: new Map(limits.map(({ role, places }) => [role, Math.max(0, places - ofRole(role))])),
  };
}

/** Those who wait in a slot that the caller holds, in the order in which they came. */
export async function readWaiting(tx: Tx, stationId: number, slotId: number): Promise<Waiting[]> {
  return tx.select({
    accountId: rsvp.accountId, guests: rsvp.guests, limitedAs: rsvp.limitedAs, isReachable: sql<boolean>`${account.unreachableSince} is null`,
  }).from(rsvp).innerJoin(account, eq(account.id, rsvp.accountId))
    .where(and(inSlot(stationId, slotId), eq(rsvp.place, "waiting"))).orderBy(asc(rsvp.waitingSince), asc(rsvp.accountId));
}

/** Tells the organizer, gathered, what happened to those who wait; not at night. */
export async function oweReport(tx: Tx, { stationId, now }: Where, activityId: number): Promise<void> {
  const [at] = await tx.select({ zone: station.timeZone }).from(station).where(eq(station.id, stationId));
  if (!at) return;
  const told = afterQuiet(new Date(now.getTime() + GATHER_MS), at.zone, { ridesAtMeals: false });
  await enqueue(tx, report, { key: `${stationId}:${activityId}`, payload: { stationId, activityId }, now, stationId, afterMs: told.getTime() - now.getTime() });
}

async function makeOffers(tx: Tx, { stationId, now }: Where, slot: HeldSlot): Promise<number> {
  const free = await readFree(tx, { stationId, activityId: slot.activityId, slotId: slot.id, capacity: slot.capacity });
  const chosen = whomToOffer(await readWaiting(tx, stationId, slot.id), free);
  const offerEnd = offerEndsAt(slot.startsAt, slot.timeZone, now);
  for (const accountId of chosen) {
    await tx.update(rsvp).set({ place: "offered", offeredAt: now, offerEndsAt: offerEnd })
      .where(and(inSlot(stationId, slot.id), eq(rsvp.accountId, accountId), eq(rsvp.place, "waiting")));
    const payload = { stationId, activityId: slot.activityId, accountId };
    await enqueue(tx, offer, { key: `${stationId}:${slot.activityId}:${accountId}:${now.getTime()}`, payload, now, stationId });
  }
  if (chosen.length > 0) {
    await tx.update(activitySlot).set({ offersMade: sql`${activitySlot.offersMade} + ${chosen.length}` })
      .where(and(eq(activitySlot.stationId, stationId), eq(activitySlot.id, slot.id)));
    await oweReport(tx, { stationId, now }, slot.activityId);
  }
  return chosen.length;
}

/** Places of a slot may have become free: offers them in turn to those who wait, if this is an hour for it; else the clock will. */
export async function placesFreed(tx: Tx, where: Where, slotId: number): Promise<void> {
  const slot = await holdSlot(tx, where.stationId, slotId);
  if (!slot || slot.cancelledAt !== null || slot.heldAt !== null || slot.announcedAt > where.now) return;
  if (mayOffer(slot.startsAt, slot.timeZone, where.now)) await makeOffers(tx, where, slot);
}

/** The same for all slots of an activity, in their order. */
export async function activityFreed(tx: Tx, where: Where, activityId: number): Promise<void> {
  const slots = await tx.select({ id: activitySlot.id }).from(activitySlot)
    .where(and(eq(activitySlot.stationId, where.stationId), eq(activitySlot.activityId, activityId))).orderBy(asc(activitySlot.id));
  for (const { id } of slots) await placesFreed(tx, where, id);
}

/** A slot has moved: whoever is being offered a place of it has as long to answer as the new time leaves. */
export async function offersMoved(tx: Tx, { stationId, now }: Where, slotId: number): Promise<void> {
  const slot = await holdSlot(tx, stationId, slotId);
  if (!slot) return;
  const isOffered = and(inSlot(stationId, slotId), eq(rsvp.place, "offered"));
  for (const { accountId, end } of await tx.select({ accountId: rsvp.accountId, end: rsvp.offerEndsAt }).from(rsvp).where(isOffered)) {
    const offerEnd = movedOfferEnd(end ?? now, slot.startsAt, slot.timeZone, now);
    await tx.update(rsvp).set({ offerEndsAt: offerEnd }).where(and(isOffered, eq(rsvp.accountId, accountId)));
  }
}

export interface SlotRef {
  readonly stationId: number;
  readonly slotId: number;
}

/** Slots in which an offer has run out; at what was cancelled there is nothing to run out. */
export async function readLapsed({ db, now }: Scope): Promise<SlotRef[]> {
  return db.selectDistinct({ stationId: rsvp.stationId, slotId: rsvp.slotId }).from(rsvp)
    .innerJoin(activity, and(eq(activity.stationId, rsvp.stationId), eq(activity.id, rsvp.activityId)))
    .where(and(eq(rsvp.place, "offered"), lte(rsvp.offerEndsAt, now), isNull(activity.cancelledAt), isNull(activity.heldAt)))
    .orderBy(asc(rsvp.stationId), asc(rsvp.slotId));
}

/** Slots in which somebody waits and that have not begun. */
export async function readWaitingSlots({ db, now }: Scope): Promise<SlotRef[]> {
  return db.selectDistinct({ stationId: rsvp.stationId, slotId: rsvp.slotId }).from(rsvp)
    .innerJoin(activitySlot, and(eq(activitySlot.stationId, rsvp.stationId), eq(activitySlot.id, rsvp.slotId)))
    .innerJoin(activity, and(eq(activity.stationId, rsvp.stationId), eq(activity.id, rsvp.activityId)))
    .where(and(eq(rsvp.place, "waiting"), sql`${activitySlot.startsAt} > ${sql.param(now, activitySlot.startsAt)}`, isNull(activity.cancelledAt), isNull(activity.heldAt)))
    .orderBy(asc(rsvp.stationId), asc(rsvp.slotId));
}

/** Ends the offers of a slot that have run out: whoever did not answer leaves the line and is told once, and the next are asked. */
export async function endLapsed(scope: Scope, { stationId, slotId }: SlotRef): Promise<void> {
  const { now } = scope;
  await scope.act(async (tx) => {
    const slot = await holdSlot(tx, stationId, slotId);
    if (!slot || slot.cancelledAt !== null || slot.heldAt !== null) return;
    const gone = await tx.delete(rsvp).where(and(inSlot(stationId, slotId), eq(rsvp.place, "offered"), lte(rsvp.offerEndsAt, now)))
      .returning({ accountId: rsvp.accountId });
    if (gone.length === 0) return;
    await tx.update(activitySlot).set({ offersLapsed: sql`${activitySlot.offersLapsed} + ${gone.length}` })
      .where(and(eq(activitySlot.stationId, stationId), eq(activitySlot.id, slotId)));
    const { activityId } = slot;
    const told = afterQuiet(now, slot.timeZone, { ridesAtMeals: false });
    // After an outage: what has begun by then is no news.
    if (told < slot.startsAt) {
      await enqueueAll(tx, lapsed, gone.map(({ accountId }) => ({
        key: `${stationId}:${activityId}:${accountId}`, payload: { stationId, activityId, accountId }, now, stationId, afterMs: told.getTime() - now.getTime(),
      })));
    }
    await oweReport(tx, { stationId, now }, slot.activityId);
    await placesFreed(tx, { stationId, now }, slotId);
    await oweBoards(tx, { stationId, now }, slot.activityId);
  });
}

/** Makes the offers that could not be made when a place became free, as at night. */
export async function offerFree(scope: Scope, { stationId, slotId }: SlotRef): Promise<void> {
  await scope.act(async (tx) => {
    const slot = await holdSlot(tx, stationId, slotId);
    if (!slot || slot.cancelledAt !== null || slot.heldAt !== null || !mayOffer(slot.startsAt, slot.timeZone, scope.now)) return;
    if (await makeOffers(tx, { stationId, now: scope.now }, slot) > 0) await oweBoards(tx, { stationId, now: scope.now }, slot.activityId);
  });
}

/** Somebody could not be written to: they keep their turn, and the next are asked. */
export async function returnOffer(tx: Tx, { stationId, activityId, accountId }: OfferRef, now: Date): Promise<void> {
  const [found] = await tx.select({ slotId: rsvp.slotId }).from(rsvp)
    .where(and(eq(rsvp.stationId, stationId), eq(rsvp.activityId, activityId), eq(rsvp.accountId, accountId)));
  if (!found || !await holdSlot(tx, stationId, found.slotId)) return;
  await tx.update(account).set({ unreachableSince: now }).where(and(eq(account.id, accountId), isNull(account.unreachableSince)));
  await tx.update(rsvp).set({ place: "waiting", offeredAt: null, offerEndsAt: null })
    .where(and(inSlot(stationId, found.slotId), eq(rsvp.accountId, accountId), eq(rsvp.place, "offered")));
  await placesFreed(tx, { stationId, now }, found.slotId);
}

/** Counts an offer that was taken, whichever button took it. */
export async function noteAccepted(tx: Tx, where: Where, { activityId, slotId }: { activityId: number; slotId: number }): Promise<void> {
  await tx.update(activitySlot).set({ offersAccepted: sql`${activitySlot.offersAccepted} + 1` })
    .where(and(eq(activitySlot.stationId, where.stationId), eq(activitySlot.id, slotId)));
  await oweReport(tx, where, activityId);
}

const ownReply = (me: AccountId, activityId: number) => and(eq(rsvp.accountId, me), eq(rsvp.activityId, activityId));

export type OfferAnswer = Result<"offerGone", { readonly title: string; readonly startsAt: Date; readonly endsAt: Date; readonly timeZone: string }>;

async function findOffered(tx: Tx, me: AccountId, activityId: number, now: Date) {
  const [found] = await tx.select({ stationId: rsvp.stationId, slotId: rsvp.slotId }).from(rsvp).where(ownReply(me, activityId));
  const slot = found && await holdSlot(tx, found.stationId, found.slotId);
  if (!slot || slot.cancelledAt !== null || slot.heldAt !== null || slot.startsAt <= now) return null;
  const [row] = await tx.select({
    stationId: rsvp.stationId, slotId: rsvp.slotId, title: activity.title, startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt, timeZone: station.timeZone,
  }).from(rsvp)
    .innerJoin(activity, and(eq(activity.stationId, rsvp.stationId), eq(activity.id, rsvp.activityId)))
    .innerJoin(activitySlot, and(eq(activitySlot.stationId, rsvp.stationId), eq(activitySlot.id, rsvp.slotId)))
    .innerJoin(station, eq(station.id, rsvp.stationId))
    .where(and(ownReply(me, activityId), eq(rsvp.place, "offered"), sql`${rsvp.offerEndsAt} > ${sql.param(now, rsvp.offerEndsAt)}`));
  return row ?? null;
}

/** Takes the place that was offered; null reasons other than that it is gone do not exist. */
export async function acceptOffer(scope: Scope, me: AccountId, activityId: number): Promise<OfferAnswer> {
  return scope.act(async (tx): Promise<OfferAnswer> => {
    const found = await findOffered(tx, me, activityId, scope.now);
    if (!found) return { ok: false, reason: "offerGone" };
    await tx.update(rsvp).set({ place: "held", offerEndsAt: null, waitingSince: null, answeredAt: scope.now }).where(ownReply(me, activityId));
    const where = { stationId: found.stationId, now: scope.now };
    await noteAccepted(tx, where, { activityId, slotId: found.slotId });
    await oweBoards(tx, where, activityId);
    return { ok: true, ...found };
  });
}

/** Lets the place go to the next. */
export async function declineOffer(scope: Scope, me: AccountId, activityId: number): Promise<OfferAnswer> {
  return scope.act(async (tx): Promise<OfferAnswer> => {
    const found = await findOffered(tx, me, activityId, scope.now);
    if (!found) return { ok: false, reason: "offerGone" };
    const where = { stationId: found.stationId, now: scope.now };
    await tx.delete(rsvp).where(ownReply(me, activityId));
    await oweReport(tx, where, activityId);
    await placesFreed(tx, where, found.slotId);
    await oweBoards(tx, where, activityId);
    return { ok: true, ...found };
  });
}

export interface OfferFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly title: string;
  readonly startsAt: Date | null;
  readonly endsAt: Date | null;
  readonly offerEndsAt: Date | null;
  readonly isWaiting: boolean;
}

/** What somebody who waits is told; the reply's part is null once it is gone. */
export async function readOffer(db: Database, { stationId, activityId, accountId }: OfferRef): Promise<OfferFacts | null> {
  const [found] = await db.select({
    userSealed: account.userSealed, own: account.locale, locale: station.locale, timeZone: station.timeZone, title: activity.title,
    place: rsvp.place, offerEndsAt: rsvp.offerEndsAt, startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt, cancelledAt: activity.cancelledAt,
  }).from(activity)
    .innerJoin(station, eq(station.id, activity.stationId))
    .innerJoin(account, eq(account.id, accountId))
    .leftJoin(rsvp, and(eq(rsvp.stationId, activity.stationId), eq(rsvp.activityId, activity.id), eq(rsvp.accountId, accountId)))
    .leftJoin(activitySlot, and(eq(activitySlot.stationId, rsvp.stationId), eq(activitySlot.id, rsvp.slotId)))
    .where(and(eq(activity.stationId, stationId), eq(activity.id, activityId), isNull(activity.cancelledAt)));
  if (!found) return null;
  const { own, place, ...facts } = found;
  return { ...facts, locale: own ?? found.locale, isWaiting: place !== null };
}

export interface ReportFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly title: string;
  readonly made: number;
  readonly accepted: number;
  readonly lapsed: number;
  readonly waiting: number;
}

/** What the organizer is told of the line: counts; null where whoever announced it is gone, or it was cancelled. */
export async function readReport(db: Database, { stationId, activityId }: { stationId: number; activityId: number }): Promise<ReportFacts | null> {
  const sum = (column: string) => sql<number>`(select coalesce(sum(${sql.raw(column)}), 0) from activity_slot s
    where s.station_id = activity.station_id and s.activity_id = activity.id)::int`;
  const [found] = await db.select({
    userSealed: account.userSealed, own: account.locale, locale: station.locale, title: activity.title,
    made: sum("s.offers_made"), accepted: sum("s.offers_accepted"), lapsed: sum("s.offers_lapsed"),
    waiting: sql<number>`(select count(*) from rsvp r where r.station_id = activity.station_id and r.activity_id = activity.id and r.place in ('waiting', 'offered'))::int`,
  }).from(activity).innerJoin(station, eq(station.id, activity.stationId)).innerJoin(account, eq(account.id, activity.announcedBy))
    .where(and(eq(activity.stationId, stationId), eq(activity.id, activityId), isNull(activity.cancelledAt)));
  if (!found) return null;
  const { own, ...facts } = found;
  return { ...facts, locale: own ?? found.locale };
}
