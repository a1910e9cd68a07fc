import { and, asc, eq, gt, inArray, isNull, lte, notExists, or, sql } from "drizzle-orm";
import type { AccountId, Scope, StationId, StationScope } from "../../context.ts";
import { activity, activityLimit, activitySeries, activitySlot } from "../../db/schema-activity.ts";
import { rsvp, standingReply } from "../../db/schema-reply.ts";
import { station } from "../../db/schema.ts";
import { SLOT_FACTS, type SlotFacts } from "../activity/actions.ts";
import { repliesCloseAt } from "../activity/rules.ts";
import { limitedRole } from "../reply/rules.ts";
import { readRoles } from "../role/actions.ts";
import { readStanding } from "../standing/actions.ts";
import { readStationsOf, STATION_FACTS } from "../station/actions.ts";
import { byActivity } from "./rules.ts";

/** Twenty-five pages; nobody turns more. */
const MOST = 100;

export interface About {
  readonly activityId: number;
  readonly title: string;
  readonly place: string | null;
  readonly stationName: string;
  readonly timeZone: string;
}

/** A slot, and what is left of it for people of one's own role; null where that has no limit of its own. */
export interface OpenSlot extends SlotFacts {
  readonly leftForRole: number | null;
}

/** An activity that somebody can still join, with the slots that are open. */
export interface OpenActivity extends About {
  readonly capacity: number | null;
  readonly repliesCloseAt: Date | null;
  readonly slots: readonly OpenSlot[];
  readonly isOnlySlot: boolean;
  readonly stationId: number;
  readonly joinCode: string;
}

const ABOUT = {
  activityId: activity.id, title: activity.title, place: activity.place, stationName: station.name, timeZone: station.timeZone,
};

const SLOT_COUNT = sql<number>`(select count(*) from activity_slot other
  where other.station_id = activity.station_id and other.activity_id = activity.id)::int`;

const isSlotOf = and(eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id));

/** The stations whose activities concern this person: their own, and that of the group in which they ask. */
async function readPlaces(scope: Scope, me: AccountId | null, here: StationScope | null): Promise<number[]> {
  const own = me === null ? [] : await readStationsOf(scope.db, me);
  return [...new Set([...own.map(({ stationId }) => stationId), ...(here ? [here.stationId] : [])])];
}

const TAKEN_AS = sql<number>`(select coalesce(sum(1 + rsvp.guests), 0) from rsvp where rsvp.station_id = activity_slot.station_id
  and rsvp.slot_id = activity_slot.id and rsvp.place in ('held', 'offered') and rsvp.limited_as = activity_limit.role)::int`;

/** By slot, what is left for people of this person's role, where an activity limits it. */
async function readLeftForRole(scope: Scope, me: AccountId | null, found: readonly { stationId: StationId; activityId: number; timeZone: string }[]): Promise<Map<number, number>> {
  const limits = await scope.db.select({ stationId: activityLimit.stationId, slotId: activitySlot.id, role: activityLimit.role, places: activityLimit.places, taken: TAKEN_AS })
    .from(activityLimit).innerJoin(activitySlot, and(eq(activitySlot.stationId, activityLimit.stationId), eq(activitySlot.activityId, activityLimit.activityId)))
    .where(inArray(activityLimit.activityId, found.map(({ activityId }) => activityId)));
  const roles = new Map<number, string>();
  for (const { stationId, timeZone } of found) {
    if (limits.length > 0 && !roles.has(stationId)) roles.set(stationId, limitedRole(await readRoles(scope.db, { stationId, timeZone, actor: me, now: scope.now })));
  }
  return new Map(limits.filter(({ stationId, role }) => roles.get(stationId) === role).map(({ slotId, places, taken }) => [slotId, Math.max(0, places - taken)]));
}

/** What somebody can join now and has not answered, the next first; the station of the group in which they ask is among theirs. */
async function readOpenActivities(scope: Scope, me: AccountId | null, here: StationScope | null): Promise<{ stations: number; open: readonly OpenActivity[] }> {
  const stationIds = await readPlaces(scope, me, here);
  const { db, now } = scope;
  const answered = db.select({ one: sql`1` }).from(rsvp)
    .where(and(eq(rsvp.stationId, activity.stationId), eq(rsvp.activityId, activity.id), eq(rsvp.accountId, me ?? 0)));
  const rows = await db.select({ ...ABOUT, capacity: activity.capacity, repliesCloseAt: activity.repliesCloseAt, slotCount: SLOT_COUNT, slot: SLOT_FACTS, stationId: STATION_FACTS.stationId, joinCode: station.joinCode })
    .from(activitySlot)
    .innerJoin(activity, isSlotOf).innerJoin(station, eq(station.id, activity.stationId))
    .where(and(
      inArray(activity.stationId, stationIds), lte(activity.announcedAt, now), isNull(activity.cancelledAt), isNull(activity.heldAt),
      gt(activitySlot.startsAt, now), or(isNull(activity.repliesCloseAt), gt(activity.repliesCloseAt, now)), notExists(answered),
    )).orderBy(asc(activitySlot.startsAt), asc(activitySlot.id)).limit(MOST);
  const left = await readLeftForRole(scope, me, rows);
  const open = byActivity(rows.filter((row) => now < repliesCloseAt(row, row.slot))).flatMap(([first, ...rest]): OpenActivity[] => {
    if (!first) return [];
    const { slot, slotCount, ...about } = first;
    const slots = [slot, ...rest.map((row) => row.slot)].map((each) => ({ ...each, leftForRole: left.get(each.id) ?? null }));
    return [{ ...about, slots, isOnlySlot: slotCount === 1 }];
  });
  return { stations: stationIds.length, open };
}

/** What somebody has answered, as far as it is still to come. */
export interface MyActivity extends About {
  readonly slotId: number;
  readonly label: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly repliesCloseAt: Date | null;
  readonly guests: number;
  readonly reply: "held" | "waiting" | "offered" | "maybe";
  readonly offerEndsAt: Date | null;
  /** Their turn among those who wait; 1 is next. */
  readonly position: number;
  /** The series it belongs to, where they could say that they come every time. */
  readonly seriesId: number | null;
}

const POSITION = sql<number>`(select count(*) from rsvp other where other.station_id = rsvp.station_id and other.slot_id = rsvp.slot_id
  and other.place in ('waiting', 'offered') and (other.waiting_since, other.account_id) <= (rsvp.waiting_since, rsvp.account_id))::int`;

/** What somebody goes to, waits for or thinks about, over all their stations, the next first. */
async function readMyActivities(scope: Scope, me: AccountId): Promise<MyActivity[]> {
  const rows = await scope.db.select({
    ...ABOUT, slotId: activitySlot.id, label: activitySlot.label, startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt,
    repliesCloseAt: activity.repliesCloseAt, guests: rsvp.guests, taken: rsvp.place, offerEndsAt: rsvp.offerEndsAt, position: POSITION,
    seriesId: sql<number | null>`case when ${standingReply.seriesId} is null and ${activitySeries.endedAt} is null then ${activitySeries.id} end`.mapWith(Number),
  }).from(rsvp)
    .innerJoin(activity, and(eq(activity.stationId, rsvp.stationId), eq(activity.id, rsvp.activityId)))
    .innerJoin(activitySlot, and(isSlotOf, eq(activitySlot.id, rsvp.slotId)))
    .innerJoin(station, eq(station.id, activity.stationId))
    .leftJoin(activitySeries, and(eq(activitySeries.stationId, activity.stationId), eq(activitySeries.id, activity.seriesId)))
    .leftJoin(standingReply, and(eq(standingReply.stationId, activity.stationId), eq(standingReply.seriesId, activity.seriesId), eq(standingReply.accountId, me)))
    .where(and(
      eq(rsvp.accountId, me), lte(activity.announcedAt, scope.now), isNull(activity.cancelledAt), isNull(activity.heldAt), gt(activitySlot.endsAt, scope.now),
    )).orderBy(asc(activitySlot.startsAt), asc(activitySlot.id)).limit(MOST);
  return rows.map(({ taken, ...row }) => ({ ...row, reply: taken ?? "maybe" }));
}

/** Both lists, and what they come to every time, for whoever asks. */
export async function readAgenda(scope: Scope, me: AccountId | null, here: StationScope | null) {
  const mine = me === null ? [] : await readMyActivities(scope, me);
  const standing = me === null ? [] : await readStanding(scope, me);
  return { ...await readOpenActivities(scope, me, here), mine, standing, isKnown: me !== null };
}

export type Agenda = Awaited<ReturnType<typeof readAgenda>>;
