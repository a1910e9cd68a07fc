import { and, asc, eq, isNull, lte, max, sql } from "drizzle-orm";
import type { Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activitySlot } from "../../db/schema-activity.ts";
import { activityMark, reminder } from "../../db/schema-reply.ts";
import { station } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { CAME, readActivity, type ActivityRef } from "../activity/actions.ts";
import { CHECK_IN_GRACE_MS } from "../activity/rules.ts";
import { oweBoards } from "../post/actions.ts";
import { afterQuiet } from "../quiet/rules.ts";
import { oweInvitations } from "../rating/actions.ts";
import { readUnitsCounted } from "../unitcount/actions.ts";
import { readReport } from "../waitlist/actions.ts";

export const summary = owed<ActivityRef>("conclusion.summary", "reminder");

const isIt = ({ stationId, activityId }: ActivityRef) => and(eq(activity.stationId, stationId), eq(activity.id, activityId));
const isGoingOn = (now: Date) => and(isNull(activity.heldAt), isNull(activity.cancelledAt), lte(activity.announcedAt, now));

const HELD = (what: "count(*)" | "coalesce(sum(rsvp.guests), 0)") => sql<number>`(select ${sql.raw(what)} from rsvp
  where rsvp.station_id = activity.station_id and rsvp.activity_id = activity.id and rsvp.place = 'held')::int`;

/** Until when a slot may have ended for its check-in to be closed. */
const closedBy = (now: Date) => new Date(now.getTime() - CHECK_IN_GRACE_MS);

async function isOver(tx: Tx, { stationId, activityId }: ActivityRef, now: Date): Promise<boolean> {
  const [last] = await tx.select({ endsAt: max(activitySlot.endsAt) }).from(activitySlot)
    .where(and(eq(activitySlot.stationId, stationId), eq(activitySlot.activityId, activityId)));
  return last?.endsAt != null && last.endsAt <= closedBy(now);
}

/**
 * Closes an activity whose last check-in has closed: its numbers are final, what was kept so as not to ask twice goes.
 * The row is locked before anything is counted: taps hold a share of that lock, so none that was counted is missed.
 */
export async function conclude(tx: Tx, ref: ActivityRef, now: Date): Promise<boolean> {
  const { stationId, activityId } = ref;
  const [open] = await tx.select({ announcedBy: activity.announcedBy, timeZone: station.timeZone }).from(activity)
    .innerJoin(station, eq(station.id, activity.stationId)).where(and(isIt(ref), isGoingOn(now))).for("update", { of: activity });
  if (!open || !await isOver(tx, ref, now)) return false;
  await tx.update(activity).set({ heldAt: now, finalGoing: HELD("count(*)"), finalGuests: HELD("coalesce(sum(rsvp.guests), 0)"), finalCame: CAME }).where(isIt(ref));
  await tx.delete(activityMark).where(and(eq(activityMark.stationId, stationId), eq(activityMark.activityId, activityId)));
  await tx.delete(reminder).where(and(eq(reminder.stationId, stationId), eq(reminder.activityId, activityId)));
  if (open.announcedBy !== null) {
    const at = afterQuiet(now, open.timeZone, { ridesAtMeals: false });
    await enqueue(tx, summary, { key: `${stationId}:${activityId}`, payload: ref, now, stationId, afterMs: at.getTime() - now.getTime() });
  }
  await oweInvitations(tx, ref, now);
  await oweBoards(tx, { now, stationId }, activityId);
  return true;
}

/** Closes everything whose time has come; several processes may do so at once. */
export async function concludeDue(scope: Scope): Promise<void> {
  const due = await scope.db.select({ stationId: activity.stationId, activityId: activity.id }).from(activity)
    .innerJoin(activitySlot, and(eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id)))
    .where(isGoingOn(scope.now)).groupBy(activity.stationId, activity.id).having(lte(max(activitySlot.endsAt), sql.param(closedBy(scope.now), activitySlot.endsAt)))
    .orderBy(asc(activity.stationId), asc(activity.id));
  for (const ref of due) await scope.act((tx) => conclude(tx, ref, scope.now));
}

export type Summary = NonNullable<Awaited<ReturnType<typeof readSummary>>>;

/** What whoever announced it is told when it is over: counts, and of the waiting line; null where they are gone. */
export async function readSummary(db: Database, ref: ActivityRef) {
  const line = await readReport(db, ref);
  const about = await readActivity(db, ref);
  return line && about && about.heldAt !== null ? { ...about, unitsCounted: await readUnitsCounted(db, ref), line, locale: line.locale, userSealed: line.userSealed } : null;
}
