import { sql } from "drizzle-orm";
import {
  bigint, boolean, check, date, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex,
} from "drizzle-orm/pg-core";
import { accountId, id, instant, oneOf, stationId, telegramId } from "./columns.ts";

export const LOCALES = ["zh-CN", "en"] as const;
export const CHAT_KINDS = ["organizer", "member"] as const;
export const CHAT_STATES = ["active", "unreachable", "left"] as const;
export const ROLES = ["station_lead", "organizer", "instructor", "unit_contact", "auditor"] as const;
export const PURPOSES = ["service", "attendance", "reminders", "affiliation"] as const;
/** Besides what members agree to, what a unit's contact does. */
const PROVEN_PURPOSES = [...PURPOSES, "unit_contact"] as const;
export const AFFILIATIONS = ["home", "floating", "guest"] as const;
export const INVITATION_PURPOSES = ["chat", "role", "door", "activity", "instructor", "contact"] as const;

/** Whose database this is: a real bot and a playground never share one. */
export const installation = pgTable("installation", {
  only: boolean("only").primaryKey().default(true),
  kind: text("kind").notNull(),
  botId: telegramId("bot_id").notNull(),
  keyCheck: text("key_check").notNull(),
}, (t) => [check("installation_only", sql`${t.only}`), check("installation_kind", oneOf("kind", ["playground", "telegram"]))]);

/** The tenant: one guidance station owns its chats, roles, members and roll calls. */
export const station = pgTable("station", {
  id: id().primaryKey(),
  name: text("name").notNull(),
  timeZone: text("time_zone").notNull(),
  locale: text("locale", { enum: LOCALES }).notNull(),
  joinCode: text("join_code").notNull().unique(),
  offersOnWay: boolean("offers_on_way").notNull().default(false),
  offersNotToday: boolean("offers_not_today").notNull().default(false),
  createdAt: instant("created_at").notNull(),
}, () => [check("station_locale", oneOf("locale", LOCALES))]);

/** A person known to the bot by their own act; the Telegram id is kept as a keyed hash (look-up) and sealed (sending). */
export const account = pgTable("account", {
  id: id().primaryKey(),
  userHash: text("user_hash").notNull().unique(),
  userSealed: text("user_sealed").notNull(),
  locale: text("locale", { enum: LOCALES }),
  currentStationId: bigint("current_station_id", { mode: "number" }).references(() => station.id, { onDelete: "set null" }),
  unreachableSince: instant("unreachable_since"),
  pingsPerWeek: integer("pings_per_week").notNull().default(5),
  ridesAtMeals: boolean("rides_at_meals").notNull().default(false),
  lastActiveAt: instant("last_active_at").notNull(),
  askedToStayAt: instant("asked_to_stay_at"),
  createdAt: instant("created_at").notNull(),
});

/** A group that a station works in; at most one station per group. */
export const chat = pgTable("chat", {
  stationId: stationId().references(() => station.id),
  id: id(),
  telegramChatId: telegramId("telegram_chat_id").notNull().unique(),
  migratedFrom: telegramId("migrated_from").unique(),
  kind: text("kind", { enum: CHAT_KINDS }).notNull(),
  title: text("title").notNull(),
  threadId: bigint("thread_id", { mode: "number" }),
  state: text("state", { enum: CHAT_STATES }).notNull().default("active"),
  isPublic: boolean("is_public").notNull().default(false),
  linkedBy: accountId("linked_by").references(() => account.id, { onDelete: "set null" }),
  linkedAt: instant("linked_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  check("chat_kind", oneOf("kind", CHAT_KINDS)),
  check("chat_state", oneOf("state", CHAT_STATES)),
]);

/** A group without a station that has had its one polite message. */
export const greetedChat = pgTable("greeted_chat", {
  telegramChatId: telegramId("telegram_chat_id").primaryKey(),
  greetedAt: instant("greeted_at").notNull(),
});

/** What somebody may do at a station, with both end dates inclusive. */
export const roleGrant = pgTable("role_grant", {
  stationId: stationId().references(() => station.id),
  id: id(),
  accountId: accountId().notNull().references(() => account.id),
  role: text("role", { enum: ROLES }).notNull(),
  fromOn: date("from_on", { mode: "string" }).notNull(),
  throughOn: date("through_on", { mode: "string" }),
  revokedAt: instant("revoked_at"),
  grantedBy: accountId("granted_by").references(() => account.id, { onDelete: "set null" }),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  uniqueIndex("role_grant_open").on(t.stationId, t.accountId, t.role).where(sql`revoked_at is null`),
  index("role_grant_account").on(t.accountId),
  check("role_grant_role", oneOf("role", ROLES)),
]);

/** Somebody who joined a station; the alias is all that others may ever see. */
export const member = pgTable("member", {
  stationId: stationId().references(() => station.id),
  accountId: accountId().notNull().references(() => account.id),
  alias: text("alias").notNull(),
  aliasShown: boolean("alias_shown").notNull().default(false),
  joinedAt: instant("joined_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.accountId] }),
  uniqueIndex("member_alias").on(t.stationId, sql`lower(alias)`),
  index("member_account").on(t.accountId),
]);

/** A consent in force, one row a purpose; a withdrawn one becomes a consent_proof. */
export const consent = pgTable("consent", {
  stationId: stationId(),
  accountId: accountId().notNull(),
  purpose: text("purpose", { enum: PURPOSES }).notNull(),
  textVersion: text("text_version").notNull(),
  givenAt: instant("given_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.accountId, t.purpose] }),
  foreignKey({ name: "consent_member", columns: [t.stationId, t.accountId], foreignColumns: [member.stationId, member.accountId] }),
  check("consent_purpose", oneOf("purpose", PURPOSES)),
]);

/** Proof that a consent was given and withdrawn: a keyed hash, no person; kept three years. */
export const consentProof = pgTable("consent_proof", {
  stationId: stationId().references(() => station.id),
  id: id(),
  proofHash: text("proof_hash").notNull(),
  purpose: text("purpose", { enum: PROVEN_PURPOSES }).notNull(),
  textVersion: text("text_version").notNull(),
  givenAt: instant("given_at").notNull(),
  withdrawnAt: instant("withdrawn_at").notNull(),
}, (t) => [primaryKey({ columns: [t.stationId, t.id] })]);

/** What a member declared about where they belong; optional and separate. */
export const affiliation = pgTable("affiliation", {
  stationId: stationId(),
  accountId: accountId().notNull(),
  kind: text("kind", { enum: AFFILIATIONS }).notNull(),
  fromOn: date("from_on", { mode: "string" }).notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.accountId] }),
  foreignKey({ name: "affiliation_member", columns: [t.stationId, t.accountId], foreignColumns: [member.stationId, member.accountId] }),
  check("affiliation_kind", oneOf("kind", AFFILIATIONS)),
]);

/** A one-time or expiring reference handed out as a link; only the hash of its code is kept. */
export const invitation = pgTable("invitation", {
  stationId: stationId().references(() => station.id),
  codeHash: text("code_hash").notNull(),
  purpose: text("purpose", { enum: INVITATION_PURPOSES }).notNull(),
  terms: jsonb("terms").notNull(),
  createdBy: accountId("created_by").references(() => account.id, { onDelete: "set null" }),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
}, (t) => [primaryKey({ columns: [t.stationId, t.codeHash] }), check("invitation_purpose", oneOf("purpose", INVITATION_PURPOSES))]);

/** A command that waits until a real person presses "confirm as yourself". */
export const pendingCommand = pgTable("pending_command", {
  codeHash: text("code_hash").primaryKey(),
  telegramChatId: telegramId("telegram_chat_id").notNull(),
  threadId: bigint("thread_id", { mode: "number" }),
  text: text("text").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

/** One open call for presence; the head count is folded in when it closes. */
export const rollCall = pgTable("roll_call", {
  stationId: stationId().references(() => station.id),
  id: id(),
  title: text("title").notNull(),
  openedBy: accountId("opened_by").references(() => account.id, { onDelete: "set null" }),
  openedAt: instant("opened_at").notNull(),
  closesAt: instant("closes_at").notNull(),
  closedAt: instant("closed_at"),
  headCount: integer("head_count"),
  foldedCount: integer("folded_count").notNull().default(0),
  offersOnWay: boolean("offers_on_way").notNull(),
  offersNotToday: boolean("offers_not_today").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  index("roll_call_open").on(t.closesAt).where(sql`closed_at is null`),
  check("roll_call_closed", sql`(closed_at is null) = (head_count is null)`),
]);

/** The copy of a roll call's board in one chat. */
export const rollCallBoard = pgTable("roll_call_board", {
  stationId: stationId(),
  rollCallId: bigint("roll_call_id", { mode: "number" }).notNull(),
  chatId: bigint("chat_id", { mode: "number" }).notNull(),
  messageId: bigint("message_id", { mode: "number" }),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.rollCallId, t.chatId] }),
  foreignKey({ name: "roll_call_board_roll_call", columns: [t.stationId, t.rollCallId], foreignColumns: [rollCall.stationId, rollCall.id] }),
  foreignKey({ name: "roll_call_board_chat", columns: [t.stationId, t.chatId], foreignColumns: [chat.stationId, chat.id] }).onDelete("cascade"),
]);

/** Who looked at or changed what, append-only; no free text. An erased actor leaves a tombstone. */
export const auditEvent = pgTable("audit_event", {
  stationId: stationId().references(() => station.id),
  id: id(),
  at: instant("at").notNull(),
  actorId: accountId("actor_id"),
  actorErased: boolean("actor_erased").notNull().default(false),
  action: text("action").notNull(),
  objectKind: text("object_kind"),
  objectId: bigint("object_id", { mode: "number" }),
  amount: integer("amount"),
}, (t) => [primaryKey({ columns: [t.stationId, t.id] }), index("audit_event_actor").on(t.actorId)]);

/**
 * What somebody is filling in with the bot in private; one of each kind, kept over restarts until it expires. `asked_no` numbers
 * the questions put to them: what they write answers the highest; null where only buttons answer.
 */
export const draft = pgTable("draft", {
  accountId: accountId().notNull().references(() => account.id),
  stationId: bigint("station_id", { mode: "number" }).references(() => station.id),
  kind: text("kind").notNull(),
  content: jsonb("content").notNull(),
  askedNo: integer("asked_no"),
  expiresAt: instant("expires_at").notNull(),
}, (t) => [primaryKey({ columns: [t.accountId, t.kind] })]);

/** Every update that Telegram handed over, once. The body goes when it is settled; the id stays 48 h against repeats. */
export const inbox = pgTable("inbox", {
  seq: bigint("seq", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  updateId: bigint("update_id", { mode: "number" }).notNull().unique(),
  state: text("state", { enum: ["waiting", "running", "done", "ignored", "parked"] }).notNull(),
  chatLane: text("chat_lane"),
  personLane: text("person_lane"),
  body: jsonb("body"),
  attempts: integer("attempts").notNull().default(0),
  owner: text("owner"),
  leaseUntil: instant("lease_until"),
  readyAt: instant("ready_at").notNull(),
  failure: text("failure"),
  receivedAt: instant("received_at").notNull(),
  settledAt: instant("settled_at"),
}, (t) => [
  index("inbox_open").on(t.seq).where(sql`state in ('waiting', 'running')`),
  index("inbox_chat_lane").on(t.chatLane, t.seq).where(sql`state in ('waiting', 'running')`),
  index("inbox_person_lane").on(t.personLane, t.seq).where(sql`state in ('waiting', 'running')`),
  index("inbox_received").on(t.receivedAt),
]);

/**
 * What the bot owes somebody: ids only, rendered when it runs. Every promise is a row of its own, so that many people
 * can promise the same board at once without waiting for each other; whoever delivers a key takes all its rows as one.
 */
export const outbox = pgTable("outbox", {
  id: id().primaryKey(),
  kind: text("kind").notNull(),
  key: text("key").notNull(),
  stationId: bigint("station_id", { mode: "number" }),
  payload: jsonb("payload").notNull(),
  lane: integer("lane").notNull(),
  state: text("state", { enum: ["waiting", "sending", "blocked", "dead"] }).notNull().default("waiting"),
  attempts: integer("attempts").notNull().default(0),
  uncertain: boolean("uncertain").notNull().default(false),
  method: text("method"),
  telegramChatId: telegramId("telegram_chat_id"),
  owner: text("owner"),
  leaseUntil: instant("lease_until"),
  runAt: instant("run_at").notNull(),
  failure: text("failure"),
  createdAt: instant("created_at").notNull(),
}, (t) => [
  index("outbox_key").on(t.kind, t.key, t.id).where(sql`state <> 'dead'`),
  index("outbox_due").on(t.lane, t.runAt).where(sql`state <> 'dead'`),
  index("outbox_dead").on(t.stationId).where(sql`state = 'dead'`),
]);

/** The shared pace of all processes, a row for the whole bot and one for each busy chat. */
export const pace = pgTable("pace", {
  scope: text("scope").primaryKey(),
  recent: jsonb("recent").$type<number[]>().notNull(),
  pausedUntil: instant("paused_until"),
  factor: integer("factor").notNull().default(100),
  updatedAt: instant("updated_at").notNull(),
});

/** Who of several processes does a thing that only one may do. */
export const lease = pgTable("lease", {
  name: text("name").primaryKey(),
  owner: text("owner").notNull(),
  until: instant("until").notNull(),
});

/** What is done once a period, by whichever process comes first. */
export const periodRun = pgTable("period_run", {
  name: text("name").notNull(),
  period: text("period").notNull(),
  at: instant("at").notNull(),
}, (t) => [primaryKey({ columns: [t.name, t.period] })]);

/** How far the numbering of updates was checked for gaps. */
export const intakeCheck = pgTable("intake_check", {
  only: boolean("only").primaryKey().default(true),
  throughUpdateId: bigint("through_update_id", { mode: "number" }).notNull(),
  throughAt: instant("through_at").notNull(),
}, (t) => [check("intake_check_only", sql`${t.only}`)]);
