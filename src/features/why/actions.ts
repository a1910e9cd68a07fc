import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { AccountId, Scope } from "../../context.ts";
import { activity, activitySlot } from "../../db/schema-activity.ts";
import { rsvp } from "../../db/schema-reply.ts";
import { station } from "../../db/schema.ts";

/** Where somebody stands in a line. */
export interface Turn {
  readonly title: string;
  readonly startsAt: Date;
  readonly timeZone: string;
  readonly position: number;
  readonly offerEndsAt: Date | null;
}

/** All lines that this person stands in, the next activity first. */
export async function readTurns(scope: Scope, me: AccountId): Promise<Turn[]> {
  return scope.db.select({
    title: activity.title, startsAt: activitySlot.startsAt, timeZone: station.timeZone, offerEndsAt: rsvp.offerEndsAt,
    position: sql<number>`(select count(*) from rsvp o where o.station_id = ${rsvp.stationId} and o.slot_id = ${rsvp.slotId}
      and o.place in ('waiting', 'offered') and (o.waiting_since, o.account_id) <= (${rsvp.waitingSince}, ${rsvp.accountId}))::int`,
  }).from(rsvp)
    .innerJoin(activity, and(eq(activity.stationId, rsvp.stationId), eq(activity.id, rsvp.activityId)))
    .innerJoin(activitySlot, and(eq(activitySlot.stationId, rsvp.stationId), eq(activitySlot.id, rsvp.slotId)))
    .innerJoin(station, eq(station.id, rsvp.stationId))
    .where(and(eq(rsvp.accountId, me), inArray(rsvp.place, ["waiting", "offered"]), isNull(activity.cancelledAt), isNull(activity.heldAt)))
    .orderBy(asc(activitySlot.startsAt));
}
