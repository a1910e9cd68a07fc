import { sql } from "drizzle-orm";
import { boolean, check, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { organization } from "./schema-register.ts";
import { accountId, id, instant, oneOf, ref, stationId } from "./columns.ts";
import { account, chat, station } from "./schema.ts";

export const ACTIVITY_TYPES = [
  "general_meeting", "committee_meeting", "group_meeting", "lecture", "theme_day", "training", "volunteer", "care", "joint_activity", "other",
] as const;
export const MODES = ["onsite", "online", "hybrid", "async"] as const;
export const POST_STATES = ["waiting", "posted", "uncertain", "unreachable", "refused"] as const;
const GRANTS = ["manage", "attendance"] as const;
export const LIMITED_ROLES = ["organizer", "instructor", "unit_contact", "member"] as const;

/** Activities that come again by a rhythm; `content` is what each of them is announced with. */
export const activitySeries = pgTable("activity_series", {
  stationId: stationId().references(() => station.id),
  id: id(),
  content: jsonb("content").notNull(),
  recurrence: jsonb("recurrence").notNull(),
  fromTime: text("from_time").notNull(),
  minutes: integer("minutes").notNull(),
  startsOn: date("starts_on", { mode: "string" }).notNull(),
  endsOn: date("ends_on", { mode: "string" }),
  exceptions: jsonb("exceptions").$type<string[]>().notNull(),
  announceDaysBefore: integer("announce_days_before").notNull(),
  announceAt: text("announce_at").notNull(),
  plannedThroughOn: date("planned_through_on", { mode: "string" }),
  createdBy: accountId("created_by").references(() => account.id, { onDelete: "set null" }),
  createdAt: instant("created_at").notNull(),
  endedAt: instant("ended_at"),
}, (t) => [primaryKey({ columns: [t.stationId, t.id] }), index("activity_series_open").on(t.stationId).where(sql`ended_at is null`)]);

/**
 * Something that organizers invite to. It goes out at `announced_at` and can be taken back until then;
 * after its last slot it is held, unless it was cancelled. `folded_count` are check-ins whose rows are gone, `folded_unit_people` what so many units had reported.
 */
export const activity = pgTable("activity", {
  stationId: stationId().references(() => station.id),
  id: id(),
  type: text("type", { enum: ACTIVITY_TYPES }).notNull(),
  title: text("title").notNull(),
  mode: text("mode", { enum: MODES }).notNull(),
  place: text("place"),
  previousPlace: text("previous_place"),
  details: text("details"),
  capacity: integer("capacity"),
  guestsMax: integer("guests_max").notNull().default(0),
  contact: text("contact"),
  repliesCloseAt: instant("replies_close_at"),
  reminders: text("reminders").array().notNull(),
  groupReminder: boolean("group_reminder").notNull().default(true),
  announcedBy: accountId("announced_by").references(() => account.id, { onDelete: "set null" }),
  createdAt: instant("created_at").notNull(),
  announcedAt: instant("announced_at").notNull(),
  movedAt: instant("moved_at"),
  placeChangedAt: instant("place_changed_at"),
  cancelledAt: instant("cancelled_at"),
  cancelReason: text("cancel_reason"),
  heldAt: instant("held_at"),
  nudgedAt: instant("nudged_at"),
  headCount: integer("head_count").notNull().default(0),
  headCountBy: accountId("head_count_by").references(() => account.id, { onDelete: "set null" }),
  foldedCount: integer("folded_count").notNull().default(0),
  foldedUnits: integer("folded_units").notNull().default(0),
  foldedUnitPeople: integer("folded_unit_people").notNull().default(0),
  finalGoing: integer("final_going"),
  finalGuests: integer("final_guests"),
  finalCame: integer("final_came"),
  seriesId: ref("series_id"),
  seriesOn: date("series_on", { mode: "string" }),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  foreignKey({ name: "activity_series", columns: [t.stationId, t.seriesId], foreignColumns: [activitySeries.stationId, activitySeries.id] }),
  uniqueIndex("activity_occurrence").on(t.stationId, t.seriesId, t.seriesOn),
  index("activity_open").on(t.stationId).where(sql`held_at is null and cancelled_at is null`),
  check("activity_type", oneOf("type", ACTIVITY_TYPES)),
  check("activity_mode", oneOf("mode", MODES)),
  check("activity_capacity", sql`capacity is null or capacity between 1 and 9999`),
  check("activity_guests", sql`guests_max between 0 and 5`),
  check("activity_ended", sql`held_at is null or cancelled_at is null`),
  check("activity_final", sql`(held_at is null) = (final_came is null)`),
  check("activity_of_series", sql`(series_id is null) = (series_on is null)`),
]);

/** When an activity takes place; the time before it was moved stays readable. */
export const activitySlot = pgTable("activity_slot", {
  stationId: stationId(),
  id: id(),
  activityId: ref("activity_id").notNull(),
  label: text("label"),
  startsAt: instant("starts_at").notNull(),
  endsAt: instant("ends_at").notNull(),
  previousStartsAt: instant("previous_starts_at"),
  previousEndsAt: instant("previous_ends_at"),
  offersMade: integer("offers_made").notNull().default(0),
  offersAccepted: integer("offers_accepted").notNull().default(0),
  offersLapsed: integer("offers_lapsed").notNull().default(0),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  unique("activity_slot_activity").on(t.stationId, t.activityId, t.id),
  index("activity_slot_starts").on(t.startsAt),
  foreignKey({ name: "activity_slot_of_activity", columns: [t.stationId, t.activityId], foreignColumns: [activity.stationId, activity.id] }).onDelete("cascade"),
  check("activity_slot_order", sql`ends_at > starts_at`),
]);

/** How many places of each slot people of one role may take; `member` is everybody without a role. */
export const activityLimit = pgTable("activity_limit", {
  stationId: stationId(),
  activityId: ref("activity_id").notNull(),
  role: text("role", { enum: LIMITED_ROLES }).notNull(),
  places: integer("places").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.activityId, t.role] }),
  foreignKey({ name: "activity_limit_activity", columns: [t.stationId, t.activityId], foreignColumns: [activity.stationId, activity.id] }).onDelete("cascade"),
  check("activity_limit_role", oneOf("role", LIMITED_ROLES)),
  check("activity_limit_places", sql`places between 0 and 9999`),
]);

export const activityHost = pgTable("activity_host", {
  stationId: stationId(),
  activityId: ref("activity_id").notNull(),
  organizationId: ref("organization_id").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.activityId, t.organizationId] }),
  foreignKey({ name: "activity_host_activity", columns: [t.stationId, t.activityId], foreignColumns: [activity.stationId, activity.id] }).onDelete("cascade"),
  foreignKey({ name: "activity_host_organization", columns: [t.stationId, t.organizationId], foreignColumns: [organization.stationId, organization.id] }),
]);

/** One activity, or only its attendance, in the hands of one person who needs no other right. */
export const activityGrant = pgTable("activity_grant", {
  stationId: stationId(),
  activityId: ref("activity_id").notNull(),
  accountId: accountId().notNull().references(() => account.id),
  right: text("right", { enum: GRANTS }).notNull(),
  grantedBy: accountId("granted_by").references(() => account.id, { onDelete: "set null" }),
  grantedAt: instant("granted_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.activityId, t.accountId] }),
  index("activity_grant_account").on(t.accountId),
  foreignKey({ name: "activity_grant_activity", columns: [t.stationId, t.activityId], foreignColumns: [activity.stationId, activity.id] }).onDelete("cascade"),
  check("activity_grant_right", oneOf('"right"', GRANTS)),
]);

/** The copy of an announcement in one group. An uncertain one may have been posted: Telegram's answer was lost. */
export const post = pgTable("post", {
  stationId: stationId(),
  activityId: ref("activity_id").notNull(),
  chatId: ref("chat_id").notNull(),
  messageId: ref("message_id"),
  state: text("state", { enum: POST_STATES }).notNull().default("waiting"),
  remindedAt: instant("reminded_at"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.activityId, t.chatId] }),
  foreignKey({ name: "post_activity", columns: [t.stationId, t.activityId], foreignColumns: [activity.stationId, activity.id] }).onDelete("cascade"),
  foreignKey({ name: "post_chat", columns: [t.stationId, t.chatId], foreignColumns: [chat.stationId, chat.id] }).onDelete("cascade"),
  check("post_state", oneOf("state", POST_STATES)),
  check("post_posted", sql`(state = 'posted') = (message_id is not null)`),
]);

/** What an organizer announces again and again, under a name. */
export const activityTemplate = pgTable("activity_template", {
  stationId: stationId().references(() => station.id),
  id: id(),
  name: text("name").notNull(),
  content: jsonb("content").notNull(),
  createdBy: accountId("created_by").references(() => account.id, { onDelete: "set null" }),
  createdAt: instant("created_at").notNull(),
}, (t) => [primaryKey({ columns: [t.stationId, t.id] }), uniqueIndex("activity_template_name").on(t.stationId, sql`lower(name)`)]);
