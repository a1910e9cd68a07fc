import { sql } from "drizzle-orm";
import { boolean, check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accountId, id, instant, oneOf, ref, stationId } from "./columns.ts";
import { account, member, rollCall } from "./schema.ts";
import { activity, activitySeries, activitySlot, LIMITED_ROLES } from "./schema-activity.ts";

const REPLIES = ["going", "maybe"] as const;
const PLACES = ["held", "waiting", "offered"] as const;
const MARKS = ["answered", "nudged", "rated"] as const;
const REMINDER_KINDS = ["decide", "day_before", "same_day", "half_hour"] as const;
const ANSWERS = ["here", "on_way"] as const;
const METHODS = ["button", "command", "door"] as const;

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
