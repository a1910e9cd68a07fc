import { and, asc, eq, gt, inArray, isNull, lte } from "drizzle-orm";
import type { AccountId, Scope, StationId } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activityGrant, activitySlot } from "../../db/schema-activity.ts";
import { account, periodRun } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { readActivity, type ActivityRef } from "../activity/actions.ts";
import { CHECK_IN_OPENS_MS, isCheckInOpen, mayHold } from "../activity/rules.ts";
import { takePeriod } from "../period/actions.ts";
import { oweBoards } from "../post/actions.ts";
import { readRoles } from "../role/actions.ts";
import { turnOf } from "./rules.ts";

/** What closed longer ago is no news; the closing by the clock shows it anyway. */
const NEAR_MS = 12 * 3_600_000;

const shifted = (now: Date, ms: number) => new Date(now.getTime() + ms);

const TURN_NAME = "opening.turn";

/** A slot whose check-in has opened or closed lately, and when that was. */
interface Turn {
  readonly stationId: number;
  readonly activityId: number;
  readonly period: string;
  readonly isOpening: boolean;
}

async function readTurns(scope: Scope): Promise<Turn[]> {
  const rows = await scope.db.select({
    stationId: activitySlot.stationId, activityId: activitySlot.activityId, slotId: activitySlot.id,
    startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt,
  }).from(activitySlot)
    .innerJoin(activity, and(eq(activity.stationId, activitySlot.stationId), eq(activity.id, activitySlot.activityId)))
    .where(and(
      isNull(activity.heldAt), isNull(activity.cancelledAt), lte(activity.announcedAt, scope.now),
      lte(activitySlot.startsAt, shifted(scope.now, CHECK_IN_OPENS_MS)), gt(activitySlot.endsAt, shifted(scope.now, -NEAR_MS)),
    )).orderBy(asc(activitySlot.startsAt));
  return rows.map(({ stationId, activityId, slotId, ...slot }) => ({
    stationId, activityId, period: `${stationId}:${slotId}:${turnOf(slot, scope.now)}`, isOpening: isCheckInOpen(slot, scope.now),
  }));
}

export const opened = owed<ActivityRef & { accountId: number }>("opening.told", "reminder");

/** Tells whoever takes the attendance that check-in has opened, with what they need at the door. */
async function tellHolders(tx: Tx, { stationId, activityId }: ActivityRef, now: Date): Promise<void> {
  const [found] = await tx.select({ announcedBy: activity.announcedBy }).from(activity).where(and(eq(activity.stationId, stationId), eq(activity.id, activityId)));
  const grants = await tx.select({ accountId: activityGrant.accountId }).from(activityGrant)
    .where(and(eq(activityGrant.stationId, stationId), eq(activityGrant.activityId, activityId)));
  const holders = new Set([...(found?.announcedBy == null ? [] : [found.announcedBy]), ...grants.map(({ accountId }) => accountId)]);
  for (const accountId of holders) {
    await enqueue(tx, opened, { key: `${stationId}:${activityId}:${accountId}`, payload: { stationId, activityId, accountId }, now, stationId });
  }
}

/** What whoever takes the attendance is told while check-in is open; null where it is not theirs to take any more, or they cannot be written to. */
export async function readOpened(db: Database, ref: ActivityRef & { accountId: number }, now: Date) {
  const about = await readActivity(db, ref);
  const [person] = await db.select({ userSealed: account.userSealed, locale: account.locale, right: activityGrant.right }).from(account)
    .leftJoin(activityGrant, and(
      eq(activityGrant.stationId, ref.stationId), eq(activityGrant.activityId, ref.activityId), eq(activityGrant.accountId, account.id),
    )).where(and(eq(account.id, ref.accountId), isNull(account.unreachableSince)));
  if (!about || !person || about.heldAt !== null || about.cancelledAt !== null) return null;
  const roles = await readRoles(db, { stationId: ref.stationId as StationId, actor: ref.accountId as AccountId, now, timeZone: about.timeZone });
  const isTheirs = mayHold("attendance", { roles, isAnnouncer: about.announcedBy === ref.accountId, granted: person.right });
  return isTheirs ? { ...about, userSealed: person.userSealed, locale: person.locale ?? about.locale } : null;
}

/** Shows on the boards that check-in has opened or closed at a slot; each of these once, however many processes look. */
export async function turnWindows(scope: Scope): Promise<void> {
  const turns = await readTurns(scope);
  if (turns.length === 0) return;
  const known = await scope.db.select({ period: periodRun.period }).from(periodRun)
    .where(and(eq(periodRun.name, TURN_NAME), inArray(periodRun.period, turns.map(({ period }) => period))));
  for (const { stationId, activityId, period, isOpening } of turns) {
    if (known.some((row) => row.period === period)) continue;
    await scope.act(async (tx) => {
      if (!await takePeriod(tx, TURN_NAME, period, scope.now)) return;
      if (isOpening) await tellHolders(tx, { stationId, activityId }, scope.now);
      await oweBoards(tx, { now: scope.now, stationId }, activityId);
    });
  }
}
