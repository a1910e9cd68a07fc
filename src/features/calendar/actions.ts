import { and, asc, eq, gt, isNotNull, isNull, lt, lte, or } from "drizzle-orm";
import type { AccountId, Locale, Result, Scope } from "../../context.ts";
import { hashOfCode, makeCode } from "../../db/code.ts";
import type { Database } from "../../db/client.ts";
import { activity, activitySlot } from "../../db/schema-activity.ts";
import { calendarFeed, rsvp } from "../../db/schema-reply.ts";
import { account } from "../../db/schema.ts";
import { readStationsOf } from "../station/actions.ts";
import { feedWindow, type EventFacts } from "./rules.ts";

/** Nobody goes to more; a feed stays small whatever happens. */
const MOST_EVENTS = 200;

const EVENT = {
  stationId: activity.stationId, activityId: activity.id, slotId: activitySlot.id, title: activity.title, label: activitySlot.label,
  place: activity.place, startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt, createdAt: activity.createdAt,
  movedAt: activity.movedAt, placeChangedAt: activity.placeChangedAt, cancelledAt: activity.cancelledAt, replyPlace: rsvp.place,
};

const isSlotOf = and(eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id));

const toEvent = ({ replyPlace, ...event }: Omit<EventFacts, "isWaiting"> & { replyPlace: string | null }): EventFacts =>
  ({ ...event, isWaiting: replyPlace === "waiting" || replyPlace === "offered" });

/** An announced activity of a station of theirs: the slot that they answered for, or all of them. */
export async function readEvents(scope: Scope, me: AccountId, activityId: number): Promise<Result<"gone", { title: string; events: readonly EventFacts[] }>> {
  const stations = await readStationsOf(scope.db, me);
  const rows = await scope.db.select({ ...EVENT, replySlotId: rsvp.slotId }).from(activity)
    .innerJoin(activitySlot, isSlotOf)
    .leftJoin(rsvp, and(eq(rsvp.stationId, activity.stationId), eq(rsvp.activityId, activity.id), eq(rsvp.accountId, me)))
    .where(and(eq(activity.id, activityId), lte(activity.announcedAt, scope.now))).orderBy(asc(activitySlot.startsAt), asc(activitySlot.id));
  const [first] = rows;
  if (!first || !stations.some(({ stationId }) => stationId === first.stationId)) return { ok: false, reason: "gone" };
  const own = rows.filter(({ replySlotId, slotId }) => replySlotId === slotId);
  return { ok: true, title: first.title, events: (own.length > 0 ? own : rows).map(toEvent) };
}

export async function hasFeed(scope: Scope, me: AccountId): Promise<boolean> {
  const rows = await scope.db.select({ createdAt: calendarFeed.createdAt }).from(calendarFeed).where(eq(calendarFeed.accountId, me));
  return rows.length > 0;
}

/** A new secret for the person's calendar; the one before is void. Returns the code, which is kept nowhere. */
export async function makeFeed(scope: Scope, me: AccountId): Promise<string> {
  const code = makeCode();
  const row = { codeHash: hashOfCode(code), createdAt: scope.now };
  await scope.act((tx) => tx.insert(calendarFeed).values({ accountId: me, ...row }).onConflictDoUpdate({ target: calendarFeed.accountId, set: row }));
  return code;
}

export async function endFeed(scope: Scope, me: AccountId): Promise<void> {
  await scope.act((tx) => tx.delete(calendarFeed).where(eq(calendarFeed.accountId, me)));
}

/** What the calendar behind this code shows: the activities, over all stations, that its owner goes to or waits for; null for an unknown code. */
export async function readFeed(db: Database, code: string, now: Date): Promise<{ locale: Locale | null; events: readonly EventFacts[] } | null> {
  const [owner] = await db.select({ id: account.id, locale: account.locale }).from(calendarFeed)
    .innerJoin(account, eq(account.id, calendarFeed.accountId)).where(eq(calendarFeed.codeHash, hashOfCode(code)));
  if (!owner) return null;
  const { from, until } = feedWindow(now);
  const rows = await db.select(EVENT).from(rsvp)
    .innerJoin(activity, and(eq(activity.stationId, rsvp.stationId), eq(activity.id, rsvp.activityId)))
    .innerJoin(activitySlot, and(isSlotOf, eq(activitySlot.id, rsvp.slotId)))
    .where(and(
      eq(rsvp.accountId, owner.id), isNotNull(rsvp.place), gt(activitySlot.endsAt, from), lt(activitySlot.startsAt, until),
      or(isNull(activity.cancelledAt), eq(rsvp.place, "held")),
    )).orderBy(asc(activitySlot.startsAt), asc(activitySlot.id)).limit(MOST_EVENTS);
  return { locale: owner.locale, events: rows.map(toEvent) };
}
