import { and, asc, eq, exists, isNull, or, sql, type SQL } from "drizzle-orm";
import type { Tx } from "../../db/client.ts";
import {
  activity, activityGrant, activitySeries, activitySlot, activityTemplate,
} from "../../db/schema-activity.ts";
import { poll, pollRound, pollVote } from "../../db/schema-poll.ts";
import { checkIn, reminder, rsvp, standingReply } from "../../db/schema-reply.ts";
import { digestLine, digestList } from "../../db/schema-coverage.ts";
import { suggestion } from "../../db/schema-suggestion.ts";
import { assignmentOffer } from "../../db/schema-instructor.ts";
import { importBatch } from "../../db/schema-import.ts";
import { instructor, survey } from "../../db/schema-register.ts";
import { chat, invitation, roleGrant, rollCall } from "../../db/schema.ts";
import { oweBoards } from "../post/actions.ts";
import { placesFreed } from "../waitlist/actions.ts";

/** Somebody's traces at one station. */
export interface Own {
  readonly accountId: number;
  readonly stationId: number;
}

const isOngoing = and(isNull(activity.heldAt), isNull(activity.cancelledAt));

async function foldIntoRollCalls(tx: Tx, which: SQL): Promise<{ stationId: number; id: number }[]> {
  const own = tx.select({ one: sql`1` }).from(checkIn)
    .where(and(eq(checkIn.stationId, rollCall.stationId), eq(checkIn.rollCallId, rollCall.id), which));
  return tx.select({ stationId: rollCall.stationId, id: rollCall.id }).from(rollCall)
    .where(and(isNull(rollCall.closedAt), exists(own))).orderBy(asc(rollCall.stationId), asc(rollCall.id)).for("update");
}

async function foldIntoActivities(tx: Tx, which: SQL): Promise<{ stationId: number; id: number }[]> {
  const own = tx.select({ one: sql`1` }).from(checkIn)
    .where(and(eq(checkIn.stationId, activity.stationId), eq(checkIn.activityId, activity.id), which));
  return tx.select({ stationId: activity.stationId, id: activity.id }).from(activity)
    .where(and(isOngoing, exists(own))).orderBy(asc(activity.stationId), asc(activity.id)).for("update");
}

/**
 * Deletes check-ins; what an open roll call or a coming activity counted stays in its number, one that is over has
 * folded already. Returns how many went.
 */
export async function foldCheckIns(tx: Tx, which: SQL): Promise<number> {
  // Held before the rows go, so that a closing counts either the row or the folded number, never both.
  const rollCalls = await foldIntoRollCalls(tx, which);
  const activities = await foldIntoActivities(tx, which);
  const gone = await tx.delete(checkIn).where(which).returning({
    stationId: checkIn.stationId, rollCallId: checkIn.rollCallId, activityId: checkIn.activityId, answer: checkIn.answer,
  });
  const here = gone.filter(({ answer }) => answer === "here");
  for (const { stationId, id } of rollCalls) {
    const number = here.filter((row) => row.stationId === stationId && row.rollCallId === id).length;
    await tx.update(rollCall).set({ foldedCount: sql`${rollCall.foldedCount} + ${number}` })
      .where(and(eq(rollCall.stationId, stationId), eq(rollCall.id, id)));
  }
  for (const { stationId, id } of activities) {
    const number = here.filter((row) => row.stationId === stationId && row.activityId === id).length;
    await tx.update(activity).set({ foldedCount: sql`${activity.foldedCount} + ${number}` })
      .where(and(eq(activity.stationId, stationId), eq(activity.id, id)));
  }
  return gone.length;
}

/** Locks what the answers count in, activities before their slots, as everybody does who changes places. */
async function holdAnswered(tx: Tx, { accountId, stationId }: Own): Promise<void> {
  const came = tx.select({ one: sql`1` }).from(checkIn)
    .where(and(eq(checkIn.stationId, activity.stationId), eq(checkIn.activityId, activity.id), eq(checkIn.accountId, accountId)));
  const replied = tx.select({ one: sql`1` }).from(rsvp)
    .where(and(eq(rsvp.stationId, activity.stationId), eq(rsvp.activityId, activity.id), eq(rsvp.accountId, accountId)));
  await tx.select({ id: activity.id }).from(activity)
    .where(and(eq(activity.stationId, stationId), isOngoing, or(exists(came), exists(replied)))).orderBy(asc(activity.id)).for("update");
  const taken = tx.select({ one: sql`1` }).from(rsvp)
    .where(and(eq(rsvp.stationId, activitySlot.stationId), eq(rsvp.slotId, activitySlot.id), eq(rsvp.accountId, accountId)));
  await tx.select({ id: activitySlot.id }).from(activitySlot)
    .where(and(eq(activitySlot.stationId, stationId), exists(taken))).orderBy(asc(activitySlot.id)).for("update");
}

/** Takes all replies of somebody back, and shows it on the boards of what is still to come. */
async function removeReplies(tx: Tx, now: Date, { accountId, stationId }: Own): Promise<number> {
  const gone = await tx.delete(rsvp).where(and(eq(rsvp.stationId, stationId), eq(rsvp.accountId, accountId)))
    .returning({ activityId: rsvp.activityId, slotId: rsvp.slotId });
  const coming = await tx.select({ id: activity.id }).from(activity).where(and(eq(activity.stationId, stationId), isOngoing));
  for (const { activityId, slotId } of gone) {
    if (!coming.some(({ id }) => id === activityId)) continue;
    await placesFreed(tx, { now, stationId }, slotId);
    await oweBoards(tx, { now, stationId }, activityId);
  }
  return gone.length;
}

export interface AnswersGone {
  readonly checkIns: number;
  readonly replies: number;
  readonly votes: number;
}

/**
 * Deletes all that somebody has answered at a station: check-ins (folded into the numbers), replies and standing replies
 * (their places are free again), votes in named polls, and what reminders they were owed.
 */
export async function removeAnswers(tx: Tx, now: Date, own: Own): Promise<AnswersGone> {
  const { accountId, stationId } = own;
  await holdAnswered(tx, own);
  const checkIns = await foldCheckIns(tx, and(eq(checkIn.accountId, accountId), eq(checkIn.stationId, stationId)) ?? sql`false`);
  await tx.delete(reminder).where(and(eq(reminder.stationId, stationId), eq(reminder.accountId, accountId)));
  const standing = await tx.delete(standingReply).where(and(eq(standingReply.stationId, stationId), eq(standingReply.accountId, accountId)))
    .returning({ seriesId: standingReply.seriesId });
  const votes = await tx.delete(pollVote).where(and(eq(pollVote.stationId, stationId), eq(pollVote.accountId, accountId)))
    .returning({ pollId: pollVote.pollId });
  const replies = await removeReplies(tx, now, own);
  return { checkIns, replies: replies + standing.length, votes: votes.length };
}

/** Who made what, at a station; what they made stays without them. */
const MAKERS = [
  activity.announcedBy, activity.headCountBy, activityGrant.grantedBy, activitySeries.createdBy, activityTemplate.createdBy, assignmentOffer.requestedBy,
  // An instructor stays as a code, so that what it did still counts.
  instructor.accountId, importBatch.importedBy,
  chat.linkedBy, invitation.createdBy, poll.askedBy, pollRound.createdBy, roleGrant.grantedBy, rollCall.openedBy,
  suggestion.decidedBy, survey.by, digestLine.takenBy,
] as const;

/** Nothing that a station keeps names somebody who has left it as its maker; nor may they go on with what was handed to them. */
export async function forgetMaker(tx: Tx, { accountId, stationId }: Own): Promise<void> {
  await tx.delete(activityGrant).where(and(eq(activityGrant.stationId, stationId), eq(activityGrant.accountId, accountId)));
  await tx.delete(digestList).where(and(eq(digestList.stationId, stationId), eq(digestList.accountId, accountId)));
  for (const column of MAKERS) {
    const name = sql.identifier(column.name);
    await tx.execute(sql`update ${column.table} set ${name} = null where station_id = ${stationId} and ${name} = ${accountId}`);
  }
}
