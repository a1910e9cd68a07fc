import { and, asc, eq, sql } from "drizzle-orm";
import type { Locale, Place, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activityGrant, activityHost, activityLimit, activitySlot } from "../../db/schema-activity.ts";
import { organization } from "../../db/schema-register.ts";
import { station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { ratingOf, type Rating } from "../rating/rules.ts";
import { readRoles } from "../role/actions.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { mayHold, usualReminders, type ActivityContent, type HoldRight, type RoleLimit } from "./rules.ts";

export interface ActivityRef {
  readonly stationId: number;
  readonly activityId: number;
}

const isIt = ({ stationId, activityId }: ActivityRef) => and(eq(activity.stationId, stationId), eq(activity.id, activityId));

/** The organization of this name, made where it is new. */
async function findOrMakeOrganization(tx: Tx, stationId: number, name: string): Promise<number> {
  await tx.insert(organization).values({ stationId, name }).onConflictDoNothing();
  const [found] = await tx.select({ id: organization.id }).from(organization)
    .where(and(eq(organization.stationId, stationId), sql`lower(${organization.name}) = lower(${name})`));
  if (!found) throw new Error("an organization was neither found nor made");
  return found.id;
}

async function setHosts(tx: Tx, { stationId, activityId }: ActivityRef, names: readonly string[]): Promise<void> {
  await tx.delete(activityHost).where(and(eq(activityHost.stationId, stationId), eq(activityHost.activityId, activityId)));
  for (const name of names) {
    const organizationId = await findOrMakeOrganization(tx, stationId, name);
    await tx.insert(activityHost).values({ stationId, activityId, organizationId }).onConflictDoNothing();
  }
}

async function addParts(tx: Tx, ref: ActivityRef, content: ActivityContent): Promise<void> {
  await tx.insert(activitySlot).values(content.slots.map(({ label, startsAt, endsAt }) => ({ ...ref, label, startsAt, endsAt })));
  if (content.limits.length > 0) await tx.insert(activityLimit).values(content.limits.map((limit) => ({ ...ref, ...limit })));
  await setHosts(tx, ref, content.hosts);
}

/** Makes an activity that goes out at `announcedAt`; its copies are promised by features/post. */
export async function createActivity(
  tx: Tx,
  scope: StationScope,
  content: ActivityContent,
  plan: { readonly announcedAt: Date; readonly announcedBy: number | null; readonly series?: { readonly id: number; readonly on: string } },
): Promise<number> {
  const { type, title, mode, place, details, capacity, guestsMax, contact, repliesCloseAt } = content;
  const [made] = await tx.insert(activity).values({
    stationId: scope.stationId, type, title, mode, place, details, capacity, guestsMax, contact, repliesCloseAt,
    reminders: usualReminders({ type, mode }), announcedBy: plan.announcedBy, createdAt: scope.now, announcedAt: plan.announcedAt,
    seriesId: plan.series?.id ?? null, seriesOn: plan.series?.on ?? null,
  }).returning({ id: activity.id });
  if (!made) throw new Error("an activity was not made");
  await addParts(tx, { stationId: scope.stationId, activityId: made.id }, content);
  await recordAudit(tx, scope, "activity.announced", { kind: "activity", id: made.id });
  return made.id;
}

export type Held = typeof activity.$inferSelect;

/** The activity, locked, if the speaking person may do this with it; roles are read in the same transaction. */
export async function holdActivity(tx: Tx, scope: StationScope, activityId: number, right: HoldRight): Promise<Held | null> {
  const [found] = await tx.select().from(activity).where(isIt({ stationId: scope.stationId, activityId })).for("no key update");
  if (!found || scope.actor === null) return null;
  const roles = await readRoles(tx, scope);
  const [granted] = await tx.select({ right: activityGrant.right }).from(activityGrant).where(and(
    eq(activityGrant.stationId, scope.stationId), eq(activityGrant.activityId, activityId), eq(activityGrant.accountId, scope.actor),
  ));
  const who = { roles, isAnnouncer: found.announcedBy === scope.actor, granted: granted?.right ?? null };
  return mayHold(right, who) ? found : null;
}

/** In private an activity may belong to another station of the person's than the one they speak of; rights are asked there. */
export async function atActivityStation(scope: StationScope, place: Place, activityId: number): Promise<StationScope> {
  if (place.kind !== "private") return scope;
  const [found] = await scope.db.select(STATION_FACTS).from(activity)
    .innerJoin(station, eq(station.id, activity.stationId)).where(eq(activity.id, activityId));
  return found ? stationScope(scope, found, scope.actor) : scope;
}

const sumOf = (what: string, which: string) => sql<number>`(select ${sql.raw(what)} from rsvp
  where rsvp.station_id = activity_slot.station_id and rsvp.slot_id = activity_slot.id and ${sql.raw(which)})::int`;

/** A slot and its counts, where activity_slot is read under its own name. */
export const SLOT_FACTS = {
  id: activitySlot.id, label: activitySlot.label, startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt,
  previousStartsAt: activitySlot.previousStartsAt, previousEndsAt: activitySlot.previousEndsAt,
  going: sumOf("count(*)", "rsvp.place = 'held'"),
  guests: sumOf("coalesce(sum(rsvp.guests), 0)", "rsvp.place = 'held'"),
  taken: sumOf("coalesce(sum(1 + rsvp.guests), 0)", "rsvp.place in ('held', 'offered')"),
  waiting: sumOf("count(*)", "rsvp.place in ('waiting', 'offered')"),
  maybe: sumOf("count(*)", "rsvp.answer = 'maybe'"),
};

/** A slot with its counts: people who hold a place, the guests they bring, the places taken (with guests and offers), people waiting, and maybes. */
export interface SlotFacts {
  readonly id: number;
  readonly label: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly previousStartsAt: Date | null;
  readonly previousEndsAt: Date | null;
  readonly going: number;
  readonly guests: number;
  readonly taken: number;
  readonly waiting: number;
  readonly maybe: number;
}

async function readSlots(db: Database | Tx, { stationId, activityId }: ActivityRef): Promise<SlotFacts[]> {
  return db.select(SLOT_FACTS).from(activitySlot)
    .where(and(eq(activitySlot.stationId, stationId), eq(activitySlot.activityId, activityId))).orderBy(asc(activitySlot.startsAt), asc(activitySlot.id));
}

/** How many have checked in: those who are kept, and those folded in when their data was erased. */
export const CAME = sql<number>`(activity.folded_count + (select count(*) from check_in
  where check_in.station_id = activity.station_id and check_in.activity_id = activity.id and check_in.answer = 'here'))::int`;

const ratedSum = (what: string) => sql<number>`(select coalesce(sum(${sql.raw(what)}), 0) from activity_rating r
  where r.station_id = activity.station_id and r.activity_id = activity.id and not exists (select 1 from activity_mark m
    where m.station_id = activity.station_id and m.activity_id = activity.id and m.kind = 'rated'))::int`;

/** What was published; while people can still rate, their marks are there and nothing is. */
const RATED = { raters: ratedSum("r.raters"), stars: ratedSum("r.stars * r.raters") };

/** All that is known of an activity without its persons; `came` are check-ins, those folded in included. */
export interface ActivityFacts extends Held {
  readonly timeZone: string;
  readonly locale: Locale;
  readonly joinCode: string;
  readonly came: number;
  /** Once it is published. */
  readonly rating: Rating | null;
  readonly hosts: readonly string[];
  readonly limits: readonly RoleLimit[];
  readonly slots: readonly SlotFacts[];
}

export async function readActivity(db: Database | Tx, ref: ActivityRef): Promise<ActivityFacts | null> {
  const [found] = await db.select({
    about: activity, timeZone: station.timeZone, locale: station.locale, joinCode: station.joinCode, came: CAME, ...RATED,
  }).from(activity).innerJoin(station, eq(station.id, activity.stationId)).where(isIt(ref));
  if (!found) return null;
  const hosts = await db.select({ name: organization.name }).from(activityHost)
    .innerJoin(organization, and(eq(organization.stationId, activityHost.stationId), eq(organization.id, activityHost.organizationId)))
    .where(and(eq(activityHost.stationId, ref.stationId), eq(activityHost.activityId, ref.activityId))).orderBy(asc(organization.id));
  const limits = await db.select({ role: activityLimit.role, places: activityLimit.places }).from(activityLimit)
    .where(and(eq(activityLimit.stationId, ref.stationId), eq(activityLimit.activityId, ref.activityId))).orderBy(asc(activityLimit.role));
  const { about, raters, stars, ...rest } = found;
  return { ...about, ...rest, rating: ratingOf({ raters, stars }), hosts: hosts.map(({ name }) => name), limits, slots: await readSlots(db, ref) };
}
