import { and, asc, eq, isNull, lte } from "drizzle-orm";
import type { Locale, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activitySlot } from "../../db/schema-activity.ts";
import { rsvp } from "../../db/schema-reply.ts";
import { account, station } from "../../db/schema.ts";
import { enqueue, enqueueAll, owed } from "../../outbox/enqueue.ts";
import { tellingAt } from "./rules.ts";

/** Those who replied are told, in private; one row, expanded into one for each of them. */
export interface Telling {
  readonly stationId: number;
  readonly activityId: number;
  readonly slotId: number;
  readonly kind: "time" | "place" | "cancel";
}

export const telling = owed<Telling>("news.all", "reminder");
export const told = owed<Telling & { accountId: number }>("news.one", "reminder");

/** Owes the news of a change to everybody who replied: at once, or at night in the morning, where that is soon enough. */
export async function oweNews(tx: Tx, { now, timeZone }: StationScope, about: Telling): Promise<void> {
  const { stationId, activityId, slotId, kind } = about;
  const slots = await tx.select({ startsAt: activitySlot.startsAt, previousStartsAt: activitySlot.previousStartsAt }).from(activitySlot)
    .where(and(eq(activitySlot.stationId, stationId), eq(activitySlot.activityId, activityId)));
  const starts = slots.flatMap(({ startsAt, previousStartsAt }) => previousStartsAt === null ? [startsAt] : [startsAt, previousStartsAt]);
  const afterMs = tellingAt(starts, timeZone, now).getTime() - now.getTime();
  await enqueue(tx, telling, { key: `${stationId}:${activityId}:${slotId}:${kind}`, payload: about, now, stationId, afterMs });
}

const CHANGED_AT = { time: activity.movedAt, place: activity.placeChangedAt, cancel: activity.cancelledAt };

/** Promises each of those who had replied before the change their own message; whoever replied later has seen it. */
export async function promiseTellings(tx: Tx, about: Telling, now: Date): Promise<void> {
  const { stationId, activityId, slotId, kind } = about;
  const rows = await tx.select({ accountId: rsvp.accountId }).from(rsvp).innerJoin(account, eq(account.id, rsvp.accountId))
    .innerJoin(activity, and(eq(activity.stationId, rsvp.stationId), eq(activity.id, rsvp.activityId)))
    .where(and(
      eq(rsvp.stationId, stationId), eq(rsvp.activityId, activityId), kind === "time" ? eq(rsvp.slotId, slotId) : undefined, isNull(account.unreachableSince),
      lte(rsvp.answeredAt, CHANGED_AT[kind]),
    )).orderBy(asc(rsvp.accountId));
  await enqueueAll(tx, told, rows.map(({ accountId }) => ({
    key: `${stationId}:${activityId}:${slotId}:${kind}:${accountId}`, payload: { ...about, accountId }, now, stationId,
  })));
}

export interface ToldFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly timeZone: string;
  readonly title: string;
  readonly place: string | null;
  readonly previousPlace: string | null;
  readonly cancelledAt: Date | null;
  readonly cancelReason: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly previousStartsAt: Date | null;
  readonly previousEndsAt: Date | null;
  /** Until when a place is kept for them, where one is being offered. */
  readonly offerEndsAt: Date | null;
}

/** What somebody who replied is told of a change; null once they have taken their reply back. */
export async function readTold(db: Database, { stationId, activityId, accountId }: Telling & { accountId: number }): Promise<ToldFacts | null> {
  const [found] = await db.select({
    userSealed: account.userSealed, ownLocale: account.locale, stationLocale: station.locale, timeZone: station.timeZone,
    title: activity.title, place: activity.place, previousPlace: activity.previousPlace,
    cancelledAt: activity.cancelledAt, cancelReason: activity.cancelReason,
    startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt,
    previousStartsAt: activitySlot.previousStartsAt, previousEndsAt: activitySlot.previousEndsAt, offerEndsAt: rsvp.offerEndsAt,
  }).from(rsvp)
    .innerJoin(activity, and(eq(activity.stationId, rsvp.stationId), eq(activity.id, rsvp.activityId)))
    .innerJoin(activitySlot, and(eq(activitySlot.stationId, rsvp.stationId), eq(activitySlot.id, rsvp.slotId)))
    .innerJoin(station, eq(station.id, rsvp.stationId))
    .innerJoin(account, eq(account.id, rsvp.accountId))
    .where(and(eq(rsvp.stationId, stationId), eq(rsvp.activityId, activityId), eq(rsvp.accountId, accountId)));
  if (!found) return null;
  const { ownLocale, stationLocale, ...facts } = found;
  return { ...facts, locale: ownLocale ?? stationLocale };
}
