import { and, asc, eq, exists, gt, isNull, lte, sql } from "drizzle-orm";
import type { AccountId, Place, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activitySlot, post } from "../../db/schema-activity.ts";
import { checkIn } from "../../db/schema-reply.ts";
import { consent, member, station } from "../../db/schema.ts";
import { CHECK_IN_GRACE_MS, CHECK_IN_OPENS_MS, stateOf } from "../activity/rules.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { takePeriod } from "../period/actions.ts";
import { attachPost, oweBoards, readPost, type PostRef } from "../post/actions.ts";
import { joinForActivity } from "../reply/rules.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { attendanceAt } from "./rules.ts";

/** How a person says that they are at an activity: by a button (of which copy), by a command, or at the door. */
export interface Attending {
  readonly activityId: number;
  readonly method: "button" | "command" | "door";
  /** The group and message that were tapped; null in private. */
  readonly copy: { readonly chatId: number; readonly messageId: number | null } | null;
}

export type Attended =
  | { readonly ok: true; readonly title: string; readonly answer: "here"; readonly changed: boolean }
  | { readonly ok: false; readonly reason: "gone" | "cancelled" }
  | { readonly ok: false; readonly reason: "early"; readonly opensAt: Date }
  | { readonly ok: false; readonly reason: "late"; readonly endedAt: Date }
  /** Nothing is stored of somebody who has not joined, or has not agreed; `join` is the way in. */
  | { readonly ok: false; readonly reason: "notJoined" | "noConsent"; readonly join: string };

/** All that a tap needs to know; the share of the lock keeps a closing from counting without it. */
async function findTapped(tx: Tx, scope: StationScope, said: Attending) {
  const [found] = await tx.select({
    title: activity.title, announcedAt: activity.announcedAt, cancelledAt: activity.cancelledAt, heldAt: activity.heldAt,
    joinCode: station.joinCode, tappedChatId: post.chatId, messageId: post.messageId,
    isMember: sql<boolean>`exists (select 1 from ${member} where ${member.stationId} = activity.station_id and ${member.accountId} = ${scope.actor ?? 0})`,
    hasAgreed: sql<boolean>`exists (select 1 from ${consent} where ${consent.stationId} = activity.station_id
      and ${consent.accountId} = ${scope.actor ?? 0} and ${consent.purpose} = 'attendance')`,
  }).from(activity)
    .innerJoin(station, eq(station.id, activity.stationId))
    .leftJoin(post, and(
      eq(post.stationId, activity.stationId), eq(post.activityId, activity.id), eq(post.chatId, said.copy?.chatId ?? 0),
    ))
    .where(and(eq(activity.stationId, scope.stationId), eq(activity.id, said.activityId)))
    .for("share", { of: activity });
  return found ?? null;
}

async function readSlots(db: Database | Tx, stationId: number, activityId: number) {
  return db.select({ id: activitySlot.id, startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt }).from(activitySlot)
    .where(and(eq(activitySlot.stationId, stationId), eq(activitySlot.activityId, activityId))).orderBy(asc(activitySlot.id));
}

/** The slot at which one can check in now, or why not. */
async function findOpenSlot(
  tx: Tx,
  scope: StationScope,
  activityId: number,
  found: Parameters<typeof stateOf>[0],
): Promise<{ ok: true; slotId: number } | Extract<Attended, { reason: "gone" | "cancelled" | "early" | "late" }>> {
  const state = stateOf(found, scope.now);
  if (state === "planned") return { ok: false, reason: "gone" };
  if (state === "cancelled") return { ok: false, reason: "cancelled" };
  const standing = attendanceAt(await readSlots(tx, scope.stationId, activityId), scope.now);
  if (standing.kind === "early") return { ok: false, reason: "early", opensAt: standing.opensAt };
  if (standing.kind === "late") return { ok: false, reason: "late", endedAt: standing.endedAt };
  return found.heldAt === null ? { ok: true, slotId: standing.slotId } : { ok: false, reason: "late", endedAt: found.heldAt };
}

/** Takes a person's word that they are here, once for each activity however many slots it has. */
export async function attend(scope: StationScope, said: Attending): Promise<Attended> {
  return scope.act(async (tx): Promise<Attended> => {
    const { stationId, now, actor } = scope;
    const { activityId, method, copy } = said;
    const found = await findTapped(tx, scope, said);
    if (!found || (copy !== null && found.tappedChatId === null)) return { ok: false, reason: "gone" };
    const open = await findOpenSlot(tx, scope, activityId, found);
    if (!open.ok) return open;
    const join = joinForActivity(stationId, found.joinCode, activityId);
    if (actor === null || !found.isMember) return { ok: false, reason: "notJoined", join };
    if (!found.hasAgreed) return { ok: false, reason: "noConsent", join };
    if (copy?.messageId != null && found.messageId === null) await attachPost(tx, { stationId, activityId, chatId: copy.chatId }, copy.messageId);
    const written = await tx.insert(checkIn).values({ stationId, activityId, slotId: open.slotId, accountId: actor, answer: "here", method, at: now })
      .onConflictDoNothing().returning({ id: checkIn.id });
    if (written.length > 0) await oweBoards(tx, scope, activityId, copy?.chatId ?? null);
    return { ok: true, title: found.title, answer: "here", changed: written.length > 0 };
  });
}

/** The station of an activity at which this person may check in from the private chat, whichever of theirs they speak of now. */
export async function findOwnStation(scope: Scope, actor: AccountId | null, activityId: number): Promise<StationScope | null> {
  if (actor === null) return null;
  const [found] = await scope.db.select(STATION_FACTS).from(activity)
    .innerJoin(station, eq(station.id, activity.stationId))
    .innerJoin(member, and(eq(member.stationId, activity.stationId), eq(member.accountId, actor)))
    .where(eq(activity.id, activityId));
  return found ? stationScope(scope, found, actor) : null;
}

const shifted = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** Whoever comes later or earlier than this means something else. */
const NEAR_MS = 12 * 3_600_000;

function isAnnouncedHere(db: Database | Tx, scope: StationScope, place: Place) {
  const copyHere = db.select({ one: sql`1` }).from(post).where(and(
    eq(post.stationId, activity.stationId), eq(post.activityId, activity.id), eq(post.chatId, place.kind === "member" ? place.chatId : 0),
  ));
  return and(
    eq(activity.stationId, scope.stationId), isNull(activity.cancelledAt), lte(activity.announcedAt, scope.now),
    place.kind === "member" ? exists(copyHere) : undefined,
  );
}

/** The activities at which one can check in now: in a member group those announced there, elsewhere all of the station's. */
export async function readAttendable(db: Database | Tx, scope: StationScope, place: Place): Promise<{ id: number; title: string }[]> {
  const on = db.select({ one: sql`1` }).from(activitySlot).where(and(
    eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id),
    lte(activitySlot.startsAt, shifted(scope.now, CHECK_IN_OPENS_MS)), gt(activitySlot.endsAt, shifted(scope.now, -CHECK_IN_GRACE_MS)),
  ));
  return db.select({ id: activity.id, title: activity.title }).from(activity)
    .where(and(isAnnouncedHere(db, scope, place), isNull(activity.heldAt), exists(on))).orderBy(asc(activity.id)).limit(8);
}

/** The slots here that are over or to come, half a day around now. */
export async function readSlotsAround(db: Database | Tx, scope: StationScope, place: Place): Promise<{ startsAt: Date; endsAt: Date }[]> {
  return db.select({ startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt }).from(activitySlot)
    .innerJoin(activity, and(eq(activity.stationId, activitySlot.stationId), eq(activity.id, activitySlot.activityId)))
    .where(and(
      isAnnouncedHere(db, scope, place),
      lte(activitySlot.startsAt, shifted(scope.now, NEAR_MS)), gt(activitySlot.endsAt, shifted(scope.now, -NEAR_MS)),
    ));
}

export const hint = owed<PostRef>("attend.hint", "answer");

/** Owes the group one hint for all who cannot be told in private how to join: once for each activity, never one a person. */
export async function oweHint(scope: StationScope, activityId: number, chatId: number): Promise<void> {
  const { stationId, now } = scope;
  const key = `${stationId}:${activityId}:${chatId}`;
  await scope.act(async (tx) => {
    if (await takePeriod(tx, "attend.hint", key, now)) await enqueue(tx, hint, { key, payload: { stationId, activityId, chatId }, now, stationId });
  });
}

/** What the hint needs; null once the activity has ended or the group is gone. */
export async function readCopy(db: Database, ref: PostRef) {
  const found = await readPost(db, ref);
  if (!found || found.heldAt !== null || found.cancelledAt !== null) return null;
  return { ...found, join: joinForActivity(ref.stationId, found.joinCode, ref.activityId) };
}
