import { sql } from "drizzle-orm";
import { boolean, check, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core";
import { accountId, id, instant, oneOf, ref, stationId } from "./columns.ts";
import { account, chat, member, rollCall, station } from "./schema.ts";

export const ACTIVITY_TYPES = [
  "general_meeting", "committee_meeting", "group_meeting", "lecture", "theme_day", "training", "volunteer", "care", "joint_activity", "other",
] as const;
export const MODES = ["onsite", "online", "hybrid", "async"] as const;
export const POST_STATES = ["waiting", "posted", "uncertain", "unreachable", "refused"] as const;
const REPLIES = ["going", "maybe"] as const;
const PLACES = ["held", "waiting", "offered"] as const;
const GRANTS = ["manage", "attendance"] as const;
const LIMITED_ROLES = ["organizer", "instructor", "unit_contact", "member"] as const;
const MARKS = ["answered", "nudged", "rated"] as const;
const REMINDER_KINDS = ["decide", "day_before", "same_day", "half_hour"] as const;
const ANSWERS = ["here", "on_way"] as const;
const METHODS = ["button", "command", "door"] as const;

/** An organization that hosts; an activity counts once however many of them there are. */
export const organization = pgTable("organization", {
  stationId: stationId().references(() => station.id),
  id: id(),
  name: text("name").notNull(),
}, (t) => [primaryKey({ columns: [t.stationId, t.id] }), uniqueIndex("organization_name").on(t.stationId, sql`lower(name)`)]);

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
 * after its last slot it is held, unless it was cancelled. `folded_count` are check-ins whose rows are gone.
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
  cancelledAt: instant("cancelled_at"),
  cancelReason: text("cancel_reason"),
  heldAt: instant("held_at"),
  nudgedAt: instant("nudged_at"),
  headCount: integer("head_count").notNull().default(0),
  headCountBy: accountId("head_count_by").references(() => account.id, { onDelete: "set null" }),
  foldedCount: integer("folded_count").notNull().default(0),
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

/** A member's answer, one for each activity. Whoever does not come has no row. */
export const rsvp = pgTable("rsvp", {
  stationId: stationId(),
  activityId: ref("activity_id").notNull(),
  accountId: accountId().notNull(),
  slotId: ref("slot_id").notNull(),
  answer: text("answer", { enum: REPLIES }).notNull(),
  guests: integer("guests").notNull().default(0),
  place: text("place", { enum: PLACES }),
  limitedAs: text("limited_as", { enum: LIMITED_ROLES }),
  waitingSince: instant("waiting_since"),
  offeredAt: instant("offered_at"),
  offerEndsAt: instant("offer_ends_at"),
  isStanding: boolean("is_standing").notNull().default(false),
  confirmedAt: instant("confirmed_at"),
  answeredAt: instant("answered_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.activityId, t.accountId] }),
  index("rsvp_slot").on(t.stationId, t.slotId, t.place),
  index("rsvp_account").on(t.accountId),
  index("rsvp_offer").on(t.offerEndsAt).where(sql`place = 'offered'`),
  foreignKey({ name: "rsvp_slot", columns: [t.stationId, t.activityId, t.slotId], foreignColumns: [activitySlot.stationId, activitySlot.activityId, activitySlot.id] }).onDelete("cascade"),
  foreignKey({ name: "rsvp_member", columns: [t.stationId, t.accountId], foreignColumns: [member.stationId, member.accountId] }),
  check("rsvp_answer", oneOf("answer", REPLIES)),
  check("rsvp_place", oneOf("place", PLACES)),
  check("rsvp_maybe", sql`(answer = 'maybe') = (place is null)`),
  check("rsvp_waiting", sql`(place in ('waiting', 'offered')) is not true or waiting_since is not null`),
  check("rsvp_offered", sql`(place is not distinct from 'offered') = (offer_ends_at is not null)`),
  check("rsvp_guests", sql`guests between 0 and 5`),
]);

/** That somebody did a thing once (answered, was reminded to answer, rated), by a keyed hash that names nobody; gone when the activity closes. */
export const activityMark = pgTable("activity_mark", {
  stationId: stationId(),
  activityId: ref("activity_id").notNull(),
  kind: text("kind", { enum: MARKS }).notNull(),
  mark: text("mark").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.activityId, t.kind, t.mark] }),
  foreignKey({ name: "activity_mark_activity", columns: [t.stationId, t.activityId], foreignColumns: [activity.stationId, activity.id] }).onDelete("cascade"),
  check("activity_mark_kind", oneOf("kind", MARKS)),
]);

/** How many gave so many stars; never who. */
export const activityRating = pgTable("activity_rating", {
  stationId: stationId(),
  activityId: ref("activity_id").notNull(),
  stars: integer("stars").notNull(),
  raters: integer("raters").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.activityId, t.stars] }),
  foreignKey({ name: "activity_rating_activity", columns: [t.stationId, t.activityId], foreignColumns: [activity.stationId, activity.id] }).onDelete("cascade"),
  check("activity_rating_stars", sql`stars between 1 and 5`),
]);

/** A reminder that was owed to somebody who is going, so that it is owed once. */
export const reminder = pgTable("reminder", {
  stationId: stationId(),
  activityId: ref("activity_id").notNull(),
  accountId: accountId().notNull(),
  kind: text("kind", { enum: REMINDER_KINDS }).notNull(),
  startsAt: instant("starts_at").notNull(),
  owedAt: instant("owed_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.activityId, t.accountId, t.kind, t.startsAt] }),
  index("reminder_account").on(t.accountId),
  foreignKey({ name: "reminder_activity", columns: [t.stationId, t.activityId], foreignColumns: [activity.stationId, activity.id] }).onDelete("cascade"),
  foreignKey({ name: "reminder_member", columns: [t.stationId, t.accountId], foreignColumns: [member.stationId, member.accountId] }),
  check("reminder_kind", oneOf("kind", REMINDER_KINDS)),
]);

/** That somebody was written to unasked, for the limit over all stations; kept a week. */
export const ping = pgTable("ping", {
  id: id().primaryKey(),
  accountId: accountId().notNull().references(() => account.id),
  at: instant("at").notNull(),
}, (t) => [index("ping_account").on(t.accountId, t.at)]);

/** What an organizer announces again and again, under a name. */
export const activityTemplate = pgTable("activity_template", {
  stationId: stationId().references(() => station.id),
  id: id(),
  name: text("name").notNull(),
  content: jsonb("content").notNull(),
  createdBy: accountId("created_by").references(() => account.id, { onDelete: "set null" }),
  createdAt: instant("created_at").notNull(),
}, (t) => [primaryKey({ columns: [t.stationId, t.id] }), uniqueIndex("activity_template_name").on(t.stationId, sql`lower(name)`)]);

/** A member's word that they come to every activity of a series. */
export const standingReply = pgTable("standing_reply", {
  stationId: stationId(),
  seriesId: ref("series_id").notNull(),
  accountId: accountId().notNull(),
  guests: integer("guests").notNull().default(0),
  since: instant("since").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.seriesId, t.accountId] }),
  index("standing_reply_account").on(t.accountId),
  foreignKey({ name: "standing_reply_series", columns: [t.stationId, t.seriesId], foreignColumns: [activitySeries.stationId, activitySeries.id] }).onDelete("cascade"),
  foreignKey({ name: "standing_reply_member", columns: [t.stationId, t.accountId], foreignColumns: [member.stationId, member.accountId] }),
]);

/** The secret address under which somebody's calendar reads their own activities; only its hash is kept. */
export const calendarFeed = pgTable("calendar_feed", {
  accountId: accountId().primaryKey().references(() => account.id),
  codeHash: text("code_hash").notNull().unique(),
  createdAt: instant("created_at").notNull(),
});

/** A member's own word that they are here (or on the way), at a roll call or an activity. There is no row for anything else. */
export const checkIn = pgTable("check_in", {
  stationId: stationId(),
  id: id(),
  rollCallId: ref("roll_call_id"),
  activityId: ref("activity_id"),
  slotId: ref("slot_id"),
  accountId: accountId().notNull(),
  answer: text("answer", { enum: ANSWERS }).notNull(),
  method: text("method", { enum: METHODS }).notNull(),
  at: instant("at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  uniqueIndex("check_in_once_roll_call").on(t.stationId, t.rollCallId, t.accountId),
  uniqueIndex("check_in_once_activity").on(t.stationId, t.activityId, t.accountId),
  index("check_in_account").on(t.accountId),
  foreignKey({ name: "check_in_roll_call", columns: [t.stationId, t.rollCallId], foreignColumns: [rollCall.stationId, rollCall.id] }),
  foreignKey({ name: "check_in_slot", columns: [t.stationId, t.activityId, t.slotId], foreignColumns: [activitySlot.stationId, activitySlot.activityId, activitySlot.id] }),
  foreignKey({ name: "check_in_member", columns: [t.stationId, t.accountId], foreignColumns: [member.stationId, member.accountId] }),
  check("check_in_one", sql`num_nonnulls(roll_call_id, activity_id) = 1 and (activity_id is null) = (slot_id is null)`),
  check("check_in_answer", oneOf("answer", ANSWERS)),
  check("check_in_method", oneOf("method", METHODS)),
]);
