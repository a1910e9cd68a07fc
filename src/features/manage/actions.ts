import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Place, Result, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { activity, activityGrant, activitySlot, post } from "../../db/schema-activity.ts";
import { rsvp } from "../../db/schema-reply.ts";
import { member } from "../../db/schema.ts";
import { atActivityStation, holdActivity, readActivity, type ActivityFacts } from "../activity/actions.ts";
import { mayHold, type HoldRight } from "../activity/rules.ts";
import { recordAudit } from "../audit/actions.ts";
import { readRoles } from "../role/actions.ts";
import { readTimetable } from "../timetable/actions.ts";

export interface Listed {
  readonly id: number;
  readonly title: string;
  readonly startsAt: Date;
  readonly announcedAt: Date;
}

/** What is coming up at this station and in the speaking person's hands, the next first. */
export async function readManageable(scope: StationScope, right: HoldRight): Promise<Listed[]> {
  const roles = await readRoles(scope.db, scope);
  const rows = await scope.db.select({
    id: activity.id, title: activity.title, announcedBy: activity.announcedBy, announcedAt: activity.announcedAt,
    startsAt: sql<Date>`min(${activitySlot.startsAt})`.mapWith(activitySlot.startsAt), granted: activityGrant.right,
  }).from(activity)
    .innerJoin(activitySlot, and(eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id)))
    .leftJoin(activityGrant, and(
      eq(activityGrant.stationId, activity.stationId), eq(activityGrant.activityId, activity.id), eq(activityGrant.accountId, scope.actor ?? 0),
    ))
    .where(and(eq(activity.stationId, scope.stationId), isNull(activity.heldAt), isNull(activity.cancelledAt)))
    .groupBy(activity.stationId, activity.id, activityGrant.right).orderBy(asc(sql`min(${activitySlot.startsAt})`), asc(activity.id));
  return rows.filter(({ announcedBy, granted }) => mayHold(right, { roles, isAnnouncer: scope.actor !== null && announcedBy === scope.actor, granted }))
    .map(({ id, title, startsAt, announcedAt }) => ({ id, title, startsAt, announcedAt }));
}

/** How many series of this station the speaking person may steer. */
export async function countSeries(scope: StationScope): Promise<number> {
  return (await readTimetable(scope)).length;
}

async function isOrganizer(tx: Tx, scope: StationScope): Promise<boolean> {
  const roles = await readRoles(tx, scope);
  return roles.includes("station_lead") || roles.includes("organizer");
}

export interface Card extends ActivityFacts {
  readonly mayManage: boolean;
  readonly mayHandOver: boolean;
  /** Aliases are for organizers; whoever was only handed the activity sees counts. */
  readonly maySeeAliases: boolean;
  readonly posted: number;
  readonly unposted: number;
  readonly handedTo: number;
}

/** All that an organizer steers an activity by: counts, never a person. */
export async function readCard(spoken: StationScope, place: Place, activityId: number): Promise<Result<"notForYou", { card: Card }>> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Result<"notForYou", { card: Card }>> => {
    const mayManage = await holdActivity(tx, scope, activityId, "manage") !== null;
    if (!mayManage && !await holdActivity(tx, scope, activityId, "attendance")) return { ok: false, reason: "notForYou" };
    const about = await readActivity(tx, { stationId: scope.stationId, activityId });
    if (!about) return { ok: false, reason: "notForYou" };
    const posts = await tx.select({ state: post.state }).from(post).where(and(eq(post.stationId, scope.stationId), eq(post.activityId, activityId)));
    const grants = await tx.select({ right: activityGrant.right }).from(activityGrant)
      .where(and(eq(activityGrant.stationId, scope.stationId), eq(activityGrant.activityId, activityId)));
    const posted = posts.filter(({ state }) => state === "posted").length;
    const may = { mayManage, mayHandOver: await holdActivity(tx, scope, activityId, "hand") !== null, maySeeAliases: await isOrganizer(tx, scope) };
    return { ok: true, card: { ...about, ...may, posted, unposted: posts.length - posted, handedTo: grants.length } };
  });
}

export interface Comers {
  readonly title: string;
  readonly going: number;
  readonly aliases: readonly string[];
}

/** How many are going, and the aliases of those among them who chose to be shown; the look goes into the trail. */
export async function readComers(spoken: StationScope, place: Place, activityId: number): Promise<Result<"notForYou", Comers>> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Result<"notForYou", Comers>> => {
    const held = await holdActivity(tx, scope, activityId, "attendance");
    if (!held || !await isOrganizer(tx, scope)) return { ok: false, reason: "notForYou" };
    await recordAudit(tx, scope, "activity.aliases_read", { kind: "activity", id: activityId });
    const going = await tx.select({ alias: member.alias, aliasShown: member.aliasShown }).from(rsvp)
      .innerJoin(member, and(eq(member.stationId, rsvp.stationId), eq(member.accountId, rsvp.accountId)))
      .where(and(eq(rsvp.stationId, scope.stationId), eq(rsvp.activityId, activityId), eq(rsvp.place, "held"))).orderBy(asc(member.alias));
    return { ok: true, title: held.title, going: going.length, aliases: going.filter(({ aliasShown }) => aliasShown).map(({ alias }) => alias) };
  });
}
