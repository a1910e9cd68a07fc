import { sql } from "drizzle-orm";
import {
  bigint, boolean, check, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex,
} from "drizzle-orm/pg-core";
import type { Figures } from "../features/figures/rules.ts";
import { accountId, id, instant, oneOf, ref, stationId } from "./columns.ts";
import { assignment, organization, unit } from "./schema-register.ts";
import { suggestion } from "./schema-suggestion.ts";
import { account, chat, LOCALES, station } from "./schema.ts";

export const DIGEST_STATES = ["sending", "sent", "uncertain", "refused", "missed"] as const;
export const DIGEST_LINE_ACTIONS = ["assign", "survey", "renew", "announce", "suggestion"] as const;

const day = (name: string) => date(name, { mode: "string" });
const mondays = (column: string) => sql.raw(`extract(isodow from ${column}) = 1`);

/** What a station's figures were at the end of a day by one version of the formulas; never changed: a correction is a revision beside it. */
export const coverageSnapshot = pgTable("coverage_snapshot", {
  stationId: stationId().references(() => station.id),
  asOf: day("as_of").notNull(),
  formulaVersion: text("formula_version").notNull(),
  revision: integer("revision").notNull(),
  figures: jsonb("figures").$type<Figures>().notNull(),
  takenAt: instant("taken_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.asOf, t.formulaVersion, t.revision] }),
  check("coverage_snapshot_revision", sql`revision >= 0`),
]);

/** When a group gets its digest; one without a row gets it on Monday at nine. */
export const digestSchedule = pgTable("digest_schedule", {
  stationId: stationId(),
  chatId: ref("chat_id").notNull(),
  /** 1 is Monday. */
  weekday: integer("weekday").notNull(),
  /** Minutes after midnight on the station's clock. */
  minute: integer("minute").notNull(),
  threadId: bigint("thread_id", { mode: "number" }),
  locale: text("locale", { enum: LOCALES }),
  isOff: boolean("is_off").notNull().default(false),
  /** Since when the bot may not post there; the digest rests until it may again. */
  pausedAt: instant("paused_at"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.chatId] }),
  foreignKey({ name: "digest_schedule_chat", columns: [t.stationId, t.chatId], foreignColumns: [chat.stationId, chat.id] }).onDelete("cascade"),
  check("digest_schedule_weekday", sql`weekday between 1 and 7`), check("digest_schedule_minute", sql`minute between 0 and 1439`),
  check("digest_schedule_locale", oneOf("locale", LOCALES)),
]);

/** The digest of a week for a group: the row is the claim, so that it goes out once. */
export const digestRun = pgTable("digest_run", {
  stationId: stationId(),
  chatId: ref("chat_id").notNull(),
  /** The Monday of the week that the digest tells of. */
  weekOn: day("week_on").notNull(),
  state: text("state", { enum: DIGEST_STATES }).notNull(),
  isLate: boolean("is_late").notNull(),
  /** The revision of the snapshot that it showed: a later one is a correction to be told of. */
  revision: integer("revision"),
  messageId: bigint("message_id", { mode: "number" }),
  owedAt: instant("owed_at").notNull(),
  endedAt: instant("ended_at"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.chatId, t.weekOn] }),
  foreignKey({ name: "digest_run_chat", columns: [t.stationId, t.chatId], foreignColumns: [chat.stationId, chat.id] }).onDelete("cascade"),
  index("digest_run_sending").on(t.owedAt).where(sql`state = 'sending'`),
  check("digest_run_state", oneOf("state", DIGEST_STATES)), check("digest_run_week", mondays("week_on")),
]);

/** Something that needs a hand in a week; whether it was done is seen in the register. */
export const digestLine = pgTable("digest_line", {
  stationId: stationId().references(() => station.id),
  id: id(),
  weekOn: day("week_on").notNull(),
  action: text("action", { enum: DIGEST_LINE_ACTIONS }).notNull(),
  unitId: ref("unit_id"),
  assignmentId: ref("assignment_id"),
  organizationId: ref("organization_id"),
  suggestionId: ref("suggestion_id"),
  takenBy: accountId("taken_by").references(() => account.id, { onDelete: "set null" }),
  takenAt: instant("taken_at"),
  doneAt: instant("done_at"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  uniqueIndex("digest_line_once").on(t.stationId, t.weekOn, t.action, sql`coalesce(unit_id, assignment_id, organization_id, suggestion_id)`),
  foreignKey({ name: "digest_line_unit", columns: [t.stationId, t.unitId], foreignColumns: [unit.stationId, unit.id] }).onDelete("cascade"),
  foreignKey({ name: "digest_line_assignment", columns: [t.stationId, t.assignmentId], foreignColumns: [assignment.stationId, assignment.id] }).onDelete("cascade"),
  foreignKey({ name: "digest_line_organization", columns: [t.stationId, t.organizationId], foreignColumns: [organization.stationId, organization.id] }).onDelete("cascade"),
  foreignKey({ name: "digest_line_suggestion", columns: [t.stationId, t.suggestionId], foreignColumns: [suggestion.stationId, suggestion.id] }).onDelete("cascade"),
  check("digest_line_action", oneOf("action", DIGEST_LINE_ACTIONS)), check("digest_line_week", mondays("week_on")),
  check("digest_line_of_one", sql`num_nonnulls(unit_id, assignment_id, organization_id, suggestion_id) = 1`),
]);

/** A week's short list in somebody's private chat, by which it is kept up to date. */
export const digestList = pgTable("digest_list", {
  stationId: stationId().references(() => station.id),
  weekOn: day("week_on").notNull(),
  accountId: accountId().notNull().references(() => account.id, { onDelete: "cascade" }),
  messageId: bigint("message_id", { mode: "number" }),
}, (t) => [primaryKey({ columns: [t.stationId, t.weekOn, t.accountId] }), check("digest_list_week", mondays("week_on"))]);
