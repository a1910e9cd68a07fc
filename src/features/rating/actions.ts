import { and, asc, eq, exists, isNotNull, isNull, lte, sql } from "drizzle-orm";
import type { AccountId, Result, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity } from "../../db/schema-activity.ts";
import { activityMark, activityRating, checkIn } from "../../db/schema-reply.ts";
import { account, consent, station } from "../../db/schema.ts";
import { enqueue, enqueueAll, owed } from "../../outbox/enqueue.ts";
import { readActivity, type ActivityRef } from "../activity/actions.ts";
import { findOwnStation } from "../attend/actions.ts";
import { holdReachable, takePing } from "../budget/actions.ts";
import { oweBoards } from "../post/actions.ts";
import { afterQuiet, isQuietFor } from "../quiet/rules.ts";
import { FEWEST_RATERS, isRatingOpen, mayStillAsk, OPEN_MS, ratedStatement } from "./rules.ts";

export interface RaterRef extends ActivityRef {
  readonly accountId: number;
}

/** All who may be asked; one of them, at a time that suits; the question itself; and what came of it. */
export const invitations = owed<ActivityRef>("rating.invitations", "digest");
export const turn = owed<RaterRef>("rating.turn", "digest");
export const question = owed<RaterRef>("rating.question", "digest");
export const result = owed<ActivityRef>("rating.result", "digest");

const keyOf = ({ stationId, activityId }: ActivityRef) => `${stationId}:${activityId}`;
const isIt = ({ stationId, activityId }: ActivityRef) => and(eq(activity.stationId, stationId), eq(activity.id, activityId));
const untilMs = (at: Date, now: Date) => Math.max(0, at.getTime() - now.getTime());

/** Owes those who were there, when it is over, the question how it was. */
export async function oweInvitations(tx: Tx, { stationId, activityId }: ActivityRef, now: Date): Promise<void> {
  const payload = { stationId, activityId };
  await enqueue(tx, invitations, { key: keyOf(payload), payload, now, stationId });
}

/** Those who checked in themselves, agreed to be written to, and can be. */
function isRater(ref: ActivityRef) {
  return and(
    eq(checkIn.stationId, ref.stationId), eq(checkIn.activityId, ref.activityId), eq(checkIn.answer, "here"), isNull(account.unreachableSince),
    sql`exists (select 1 from ${consent} where ${consent.stationId} = ${checkIn.stationId}
      and ${consent.accountId} = ${checkIn.accountId} and ${consent.purpose} = 'reminders')`,
  );
}

/** Gives everybody who may be asked a turn outside their quiet hours; nobody, where so few could answer that nothing would be published. */
export async function promiseTurns(tx: Tx, ref: ActivityRef, now: Date): Promise<void> {
  const rows = await tx.select({ accountId: checkIn.accountId, ridesAtMeals: account.ridesAtMeals, timeZone: station.timeZone }).from(checkIn)
    .innerJoin(account, eq(account.id, checkIn.accountId)).innerJoin(station, eq(station.id, checkIn.stationId))
    .where(isRater(ref)).orderBy(asc(checkIn.accountId));
  if (rows.length < FEWEST_RATERS) return;
  await enqueueAll(tx, turn, rows.map(({ accountId, timeZone, ridesAtMeals }) => ({
    key: `${keyOf(ref)}:${accountId}`, payload: { ...ref, accountId }, now, stationId: ref.stationId,
    afterMs: untilMs(afterQuiet(now, timeZone, { ridesAtMeals }), now),
  })));
}

/** Counts the question against what somebody may be sent in a week, and owes it; later where it has become quiet, not at all where it is late. */
export async function takeTurn(tx: Tx, ref: RaterRef, now: Date): Promise<void> {
  const person = await holdReachable(tx, ref.accountId);
  const [about] = await tx.select({ heldAt: activity.heldAt, timeZone: station.timeZone }).from(checkIn)
    .innerJoin(account, eq(account.id, checkIn.accountId)).innerJoin(station, eq(station.id, checkIn.stationId))
    .innerJoin(activity, and(eq(activity.stationId, checkIn.stationId), eq(activity.id, checkIn.activityId)))
    .where(and(isRater(ref), eq(checkIn.accountId, ref.accountId)));
  if (!person || !about?.heldAt || !mayStillAsk(about.heldAt, now)) return;
  const due = { key: `${keyOf(ref)}:${ref.accountId}`, payload: ref, now, stationId: ref.stationId };
  if (isQuietFor(now, about.timeZone, person)) return enqueue(tx, turn, { ...due, afterMs: untilMs(afterQuiet(now, about.timeZone, person), now) });
  if (await takePing(tx, ref.accountId, person, now)) await enqueue(tx, question, due);
}

/** What is asked, and of whom; null once it is too late or they have withdrawn. */
export async function readQuestion(db: Database, ref: RaterRef, now: Date) {
  const [found] = await db.select({
    title: activity.title, heldAt: activity.heldAt, userSealed: account.userSealed, own: account.locale, locale: station.locale,
  }).from(checkIn)
    .innerJoin(account, eq(account.id, checkIn.accountId)).innerJoin(station, eq(station.id, checkIn.stationId))
    .innerJoin(activity, and(eq(activity.stationId, checkIn.stationId), eq(activity.id, checkIn.activityId)))
    .where(and(isRater(ref), eq(checkIn.accountId, ref.accountId)));
  if (!found?.heldAt || !isRatingOpen(found.heldAt, now)) return null;
  return { title: found.title, userSealed: found.userSealed, locale: found.own ?? found.locale };
}

export type RateRefusal = "gone" | "tooLate" | "already";

/** Takes one rating of somebody who was there: a number among others, and a mark that they have rated. */
export async function rate(scope: Scope, me: AccountId, activityId: number, stars: number): Promise<Result<RateRefusal, { title: string }>> {
  const at = await findOwnStation(scope, me, activityId);
  if (!at) return { ok: false, reason: "gone" };
  const { stationId } = at;
  return at.act(async (tx): Promise<Result<RateRefusal, { title: string }>> => {
    const [about] = await tx.select({ title: activity.title, heldAt: activity.heldAt }).from(activity).where(isIt({ stationId, activityId })).for("share");
    const came = await tx.select({ at: checkIn.at }).from(checkIn)
      .where(and(eq(checkIn.stationId, stationId), eq(checkIn.activityId, activityId), eq(checkIn.accountId, me), eq(checkIn.answer, "here")));
    if (!about?.heldAt || came.length === 0) return { ok: false, reason: "gone" };
    if (!isRatingOpen(about.heldAt, scope.now)) return { ok: false, reason: "tooLate" };
    const mark = scope.seal.proof(ratedStatement({ stationId, activityId, accountId: me }));
    const first = await tx.insert(activityMark).values({ stationId, activityId, kind: "rated", mark }).onConflictDoNothing().returning({ kind: activityMark.kind });
    if (first.length === 0) return { ok: false, reason: "already" };
    await tx.insert(activityRating).values({ stationId, activityId, stars, raters: 1 }).onConflictDoUpdate({
      target: [activityRating.stationId, activityRating.activityId, activityRating.stars], set: { raters: sql`${activityRating.raters} + 1` },
    });
    return { ok: true, title: about.title };
  });
}

const isRatedMark = and(eq(activityMark.stationId, activity.stationId), eq(activityMark.activityId, activity.id), eq(activityMark.kind, "rated"));

async function publish(tx: Tx, ref: ActivityRef, now: Date): Promise<void> {
  const { stationId, activityId } = ref;
  const ofIt = and(eq(activityMark.stationId, stationId), eq(activityMark.activityId, activityId), eq(activityMark.kind, "rated"));
  await tx.select({ id: activity.id }).from(activity).where(isIt(ref)).for("update");
  const marks = await tx.delete(activityMark).where(ofIt).returning({ kind: activityMark.kind });
  if (marks.length === 0) return;
  if (marks.length < FEWEST_RATERS) {
    await tx.delete(activityRating).where(and(eq(activityRating.stationId, stationId), eq(activityRating.activityId, activityId)));
    return;
  }
  await enqueue(tx, result, { key: keyOf(ref), payload: ref, now, stationId });
  await oweBoards(tx, { now, stationId }, activityId);
}

/** Two days after the end: the average is published where enough have rated, else the counts go too; the marks go in any case. */
export async function publishDue(scope: Scope): Promise<void> {
  const rated = scope.db.select({ one: sql`1` }).from(activityMark).where(isRatedMark);
  const due = await scope.db.select({ stationId: activity.stationId, activityId: activity.id }).from(activity)
    .where(and(isNotNull(activity.heldAt), lte(activity.heldAt, new Date(scope.now.getTime() - OPEN_MS)), exists(rated)))
    .orderBy(asc(activity.stationId), asc(activity.id));
  for (const ref of due) await scope.act((tx) => publish(tx, ref, scope.now));
}

/** What came of it, for whoever announced the activity; null where they are gone. */
export async function readResult(db: Database, ref: ActivityRef) {
  const about = await readActivity(db, ref);
  if (!about?.rating || about.announcedBy === null) return null;
  const [announcer] = await db.select({ userSealed: account.userSealed, locale: account.locale }).from(account).where(eq(account.id, about.announcedBy));
  return announcer ? { title: about.title, rating: about.rating, userSealed: announcer.userSealed, locale: announcer.locale ?? about.locale } : null;
}
