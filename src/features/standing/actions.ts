import { and, asc, eq, gt, gte, isNull, lte, sql } from "drizzle-orm";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { activity, activitySeries, activitySlot } from "../../db/schema-activity.ts";
import { rsvp, standingReply } from "../../db/schema-reply.ts";
import { consent, member, station } from "../../db/schema.ts";
import { REPLY_VERSION } from "../consent/rules.ts";
import { oweBoards } from "../post/actions.ts";
import { replyFor } from "../reply/actions.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";

/** A series to which somebody comes every time. */
export interface Standing {
  readonly seriesId: number;
  readonly title: string;
}

const TITLE = sql<string>`${activitySeries.content}->>'title'`;

/** What a person comes to every time, over all their stations, the oldest word first. */
export async function readStanding(scope: Scope, me: AccountId): Promise<Standing[]> {
  return scope.db.select({ seriesId: standingReply.seriesId, title: TITLE }).from(standingReply)
    .innerJoin(activitySeries, and(eq(activitySeries.stationId, standingReply.stationId), eq(activitySeries.id, standingReply.seriesId)))
    .where(and(eq(standingReply.accountId, me), isNull(activitySeries.endedAt))).orderBy(asc(standingReply.since), asc(standingReply.seriesId));
}

/** Says "going" for all who come every time, those first who said so first; it is not announced yet, so nobody was before them. */
export async function placeStanding(tx: Tx, scope: StationScope, series: { readonly id: number }, activityId: number): Promise<void> {
  const rows = await tx.select({ accountId: standingReply.accountId, guests: standingReply.guests }).from(standingReply)
    .where(and(eq(standingReply.stationId, scope.stationId), eq(standingReply.seriesId, series.id)))
    .orderBy(asc(standingReply.since), asc(standingReply.accountId));
  for (const { accountId, guests } of rows) await replyFor(tx, { ...scope, actor: accountId as AccountId }, activityId, guests);
}

/** Those of the series that are out, still to come, and take replies. */
async function readOut(tx: Tx, scope: StationScope, seriesId: number): Promise<number[]> {
  const rows = await tx.select({ id: activity.id }).from(activity)
    .innerJoin(activitySlot, and(eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id)))
    .where(and(
      eq(activity.stationId, scope.stationId), eq(activity.seriesId, seriesId), lte(activity.announcedAt, scope.now),
      isNull(activity.cancelledAt), isNull(activity.heldAt), gt(activitySlot.startsAt, scope.now),
    )).orderBy(asc(activity.id));
  return rows.map(({ id }) => id);
}

async function findSeries(scope: Scope, me: AccountId, seriesId: number): Promise<{ at: StationScope; title: string } | null> {
  const [found] = await scope.db.select({ ...STATION_FACTS, title: TITLE }).from(activitySeries)
    .innerJoin(station, eq(station.id, activitySeries.stationId))
    .where(and(eq(activitySeries.id, seriesId), isNull(activitySeries.endedAt)));
  return found ? { at: stationScope(scope, found, me), title: found.title } : null;
}

/** Guests that somebody brings to the next of them are brought every time. */
async function readGuests(tx: Tx, at: StationScope, me: AccountId, seriesId: number): Promise<number> {
  const [own] = await tx.select({ guests: rsvp.guests }).from(rsvp)
    .innerJoin(activity, and(eq(activity.stationId, rsvp.stationId), eq(activity.id, rsvp.activityId)))
    .innerJoin(activitySlot, and(eq(activitySlot.stationId, rsvp.stationId), eq(activitySlot.id, rsvp.slotId)))
    .where(and(eq(rsvp.stationId, at.stationId), eq(rsvp.accountId, me), eq(activity.seriesId, seriesId), gt(activitySlot.endsAt, at.now)))
    .orderBy(asc(activitySlot.startsAt)).limit(1);
  return own?.guests ?? 0;
}

/** The membership is held first, so that a withdrawal on its way is seen. */
async function hasAgreed(tx: Tx, at: StationScope, me: AccountId): Promise<boolean> {
  await tx.select({ joinedAt: member.joinedAt }).from(member).where(and(eq(member.stationId, at.stationId), eq(member.accountId, me))).for("share");
  const rows = await tx.select({ purpose: consent.purpose }).from(consent).where(and(
    eq(consent.stationId, at.stationId), eq(consent.accountId, me), eq(consent.purpose, "attendance"), gte(consent.textVersion, REPLY_VERSION),
  ));
  return rows.length > 0;
}

/** Takes somebody's word that they come every time: they have a place in what is out and they have not answered, and in all that come. */
export async function stand(scope: Scope, me: AccountId, seriesId: number): Promise<Result<"gone" | "noConsent", { title: string }>> {
  const found = await findSeries(scope, me, seriesId);
  if (!found) return { ok: false, reason: "gone" };
  const { at, title } = found;
  return scope.act(async (tx): Promise<Result<"gone" | "noConsent", { title: string }>> => {
    // The clock holds it too while it announces, so that nobody is left out between the two.
    const [open] = await tx.select({ id: activitySeries.id }).from(activitySeries)
      .where(and(eq(activitySeries.stationId, at.stationId), eq(activitySeries.id, seriesId), isNull(activitySeries.endedAt))).for("update");
    if (!open) return { ok: false, reason: "gone" };
    if (!await hasAgreed(tx, at, me)) return { ok: false, reason: "noConsent" };
    const guests = await readGuests(tx, at, me, seriesId);
    await tx.insert(standingReply).values({ stationId: at.stationId, seriesId, accountId: me, guests, since: at.now }).onConflictDoNothing();
    for (const activityId of await readOut(tx, at, seriesId)) {
      if (await replyFor(tx, at, activityId, guests)) await oweBoards(tx, at, activityId);
    }
    return { ok: true, title };
  });
}

/** Takes the word back; what they are going to already stays, each to be taken back by itself. */
export async function standNoMore(scope: Scope, me: AccountId, seriesId: number): Promise<void> {
  await scope.act((tx) => tx.delete(standingReply).where(and(eq(standingReply.seriesId, seriesId), eq(standingReply.accountId, me))));
}
