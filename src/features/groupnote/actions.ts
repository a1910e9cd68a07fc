import { and, asc, eq, isNotNull, isNull, lte, min, ne, sql } from "drizzle-orm";
import type { Scope } from "../../context.ts";
import { activity, activitySlot, post } from "../../db/schema-activity.ts";
import { station } from "../../db/schema.ts";
import { enqueueAll, owed } from "../../outbox/enqueue.ts";
import { readPost, type PostRef } from "../post/actions.ts";
import { isTimeToNote } from "./rules.ts";

/** The one reminder of an activity that a group has. */
export const note = owed<PostRef>("groupnote.message", "announcement");

const isOpen = (now: Date) => and(
  eq(activity.groupReminder, true), ne(activity.mode, "async"), lte(activity.announcedAt, now), isNull(activity.cancelledAt), isNull(activity.heldAt),
);
const isUnsaid = and(eq(post.state, "posted"), isNull(post.remindedAt));

/** The activities of which some group is now to be reminded. */
async function readDue({ db, now }: Scope): Promise<{ stationId: number; activityId: number }[]> {
  const rows = await db.select({
    stationId: activity.stationId, activityId: activity.id, announcedAt: activity.announcedAt, zone: station.timeZone, startsAt: min(activitySlot.startsAt),
  }).from(post)
    .innerJoin(activity, and(eq(activity.stationId, post.stationId), eq(activity.id, post.activityId)))
    .innerJoin(activitySlot, and(eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id)))
    .innerJoin(station, eq(station.id, activity.stationId))
    .where(and(isUnsaid, isOpen(now)))
    .groupBy(activity.stationId, activity.id, station.timeZone)
    .having(sql`${min(activitySlot.startsAt)} > ${now.toISOString()}`).orderBy(asc(min(activitySlot.startsAt)), asc(activity.id));
  return rows.filter(({ startsAt, ...about }) => startsAt !== null && isTimeToNote({ ...about, startsAt }, now));
}

/** Owes each group that has the announcement its one reminder; several processes may try, a copy is taken once. */
export async function oweNotes(scope: Scope): Promise<void> {
  const { now } = scope;
  for (const { stationId, activityId } of await readDue(scope)) {
    await scope.act(async (tx) => {
      const taken = await tx.update(post).set({ remindedAt: now })
        .where(and(eq(post.stationId, stationId), eq(post.activityId, activityId), isUnsaid, isNotNull(post.messageId))).returning({ chatId: post.chatId });
      await enqueueAll(tx, note, taken.map(({ chatId }) => {
        const payload = { stationId, activityId, chatId };
        return { key: `${stationId}:${activityId}:${chatId}`, payload, now, stationId };
      }));
    });
  }
}

export const readNoted = readPost;
