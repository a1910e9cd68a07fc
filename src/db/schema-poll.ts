import { sql } from "drizzle-orm";
import { boolean, check, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { accountId, id, instant, oneOf, ref, stationId } from "./columns.ts";
import { account, chat, member, station } from "./schema.ts";
import { POST_STATES } from "./schema-activity.ts";

/** A poll that comes again by a rhythm; `content` is its question, options and groups. */
export const pollRound = pgTable("poll_round", {
  stationId: stationId().references(() => station.id),
  id: id(),
  content: jsonb("content").notNull(),
  recurrence: jsonb("recurrence").notNull(),
  opensAt: text("opens_at").notNull(),
  openMinutes: integer("open_minutes").notNull(),
  startsOn: date("starts_on", { mode: "string" }).notNull(),
  endsOn: date("ends_on", { mode: "string" }),
  plannedThroughOn: date("planned_through_on", { mode: "string" }),
  createdBy: accountId("created_by").references(() => account.id, { onDelete: "set null" }),
  createdAt: instant("created_at").notNull(),
  endedAt: instant("ended_at"),
}, (t) => [primaryKey({ columns: [t.stationId, t.id] })]);

/** A question to one or several groups; anonymous unless the organizer chose otherwise. */
export const poll = pgTable("poll", {
  stationId: stationId().references(() => station.id),
  id: id(),
  question: text("question").notNull(),
  isAnonymous: boolean("is_anonymous").notNull(),
  isMultiple: boolean("is_multiple").notNull(),
  isDated: boolean("is_dated").notNull(),
  askedBy: accountId("asked_by").references(() => account.id, { onDelete: "set null" }),
  createdAt: instant("created_at").notNull(),
  announcedAt: instant("announced_at").notNull(),
  closesAt: instant("closes_at").notNull(),
  closedAt: instant("closed_at"),
  roundId: ref("round_id"),
  roundOn: date("round_on", { mode: "string" }),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  index("poll_open").on(t.closesAt).where(sql`closed_at is null`),
  foreignKey({ name: "poll_round", columns: [t.stationId, t.roundId], foreignColumns: [pollRound.stationId, pollRound.id] }),
  check("poll_of_round", sql`(round_id is null) = (round_on is null)`),
]);

/** One answer that a poll offers, in its order from 0; of a date poll, the day or the stretch of time it stands for. */
export const pollOption = pgTable("poll_option", {
  stationId: stationId(),
  pollId: ref("poll_id").notNull(),
  position: integer("position").notNull(),
  text: text("text").notNull(),
  onDate: date("on_date", { mode: "string" }),
  startsAt: instant("starts_at"),
  endsAt: instant("ends_at"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.pollId, t.position] }),
  foreignKey({ name: "poll_option_poll", columns: [t.stationId, t.pollId], foreignColumns: [poll.stationId, poll.id] }).onDelete("cascade"),
]);

/** The copy of a poll in one group, with Telegram's totals in the order of the options. */
export const pollPost = pgTable("poll_post", {
  stationId: stationId(),
  pollId: ref("poll_id").notNull(),
  chatId: ref("chat_id").notNull(),
  messageId: ref("message_id"),
  telegramPollId: text("telegram_poll_id").unique(),
  optionIds: jsonb("option_ids").$type<string[]>(),
  totals: jsonb("totals").$type<number[]>(),
  voters: integer("voters").notNull().default(0),
  state: text("state", { enum: POST_STATES }).notNull().default("waiting"),
  stoppedAt: instant("stopped_at"),
  resultMessageId: ref("result_message_id"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.pollId, t.chatId] }),
  foreignKey({ name: "poll_post_poll", columns: [t.stationId, t.pollId], foreignColumns: [poll.stationId, poll.id] }).onDelete("cascade"),
  foreignKey({ name: "poll_post_chat", columns: [t.stationId, t.chatId], foreignColumns: [chat.stationId, chat.id] }).onDelete("cascade"),
  check("poll_post_state", oneOf("state", POST_STATES)),
]);

/** A member's vote in a named poll, by Telegram's own lasting ids of the options; of nobody else, and of no anonymous poll. */
export const pollVote = pgTable("poll_vote", {
  stationId: stationId(),
  pollId: ref("poll_id").notNull(),
  chatId: ref("chat_id").notNull(),
  accountId: accountId().notNull(),
  optionIds: jsonb("option_ids").$type<string[]>().notNull(),
  at: instant("at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.pollId, t.chatId, t.accountId] }),
  index("poll_vote_account").on(t.accountId),
  foreignKey({ name: "poll_vote_poll", columns: [t.stationId, t.pollId], foreignColumns: [poll.stationId, poll.id] }).onDelete("cascade"),
  foreignKey({ name: "poll_vote_chat", columns: [t.stationId, t.chatId], foreignColumns: [chat.stationId, chat.id] }).onDelete("cascade"),
  foreignKey({ name: "poll_vote_member", columns: [t.stationId, t.accountId], foreignColumns: [member.stationId, member.accountId] }),
]);
