import { sql } from "drizzle-orm";
import { bigint, check, date, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accountId, id, instant, oneOf, ref, stationId } from "./columns.ts";
import { account, LOCALES, station } from "./schema.ts";
import { DIGEST_STATES } from "./schema-coverage.ts";

export const NODE_KINDS = ["leading_group", "committee"] as const;
export const NODE_RIGHTS = ["keeper", "reader"] as const;
export const NODE_INVITATIONS = ["child", "keeper", "reader"] as const;

const day = (name: string) => date(name, { mode: "string" });
const validity = () => ({ fromOn: day("from_on").notNull(), throughOn: day("through_on") });
const nodeId = (name = "node_id") => bigint(name, { mode: "number" });

/** A body above the stations: it reads sums, never a station's rows. */
export const scopeNode = pgTable("scope_node", {
  id: id().primaryKey(),
  kind: text("kind", { enum: NODE_KINDS }).notNull(),
  name: text("name").notNull(),
  timeZone: text("time_zone").notNull(),
  locale: text("locale", { enum: LOCALES }).notNull(),
  /** How many stations there should be directly below. */
  expectedStations: integer("expected_stations"),
  createdAt: instant("created_at").notNull(),
  closedAt: instant("closed_at"),
}, () => [
  check("scope_node_kind", oneOf("kind", NODE_KINDS)), check("scope_node_locale", oneOf("locale", LOCALES)),
  check("scope_node_expected", sql`expected_stations between 0 and 99999`),
]);

/** Below which body another one stood, when; the migration keeps the periods from overlapping. */
export const scopeNodeParent = pgTable("scope_node_parent", {
  nodeId: nodeId().notNull().references(() => scopeNode.id),
  parentId: nodeId("parent_id").notNull().references(() => scopeNode.id),
  ...validity(),
}, (t) => [
  primaryKey({ columns: [t.nodeId, t.fromOn] }), index("scope_node_parent_of").on(t.parentId, t.fromOn),
  check("scope_node_parent_not_itself", sql`node_id <> parent_id`), check("scope_node_parent_in_order", sql`through_on is null or through_on >= from_on`),
]);

/** Below which body a station stood, when. */
export const scopeStation = pgTable("scope_station", {
  stationId: stationId().references(() => station.id),
  nodeId: nodeId().notNull().references(() => scopeNode.id),
  ...validity(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.fromOn] }), index("scope_station_of").on(t.nodeId, t.fromOn),
  check("scope_station_in_order", sql`through_on is null or through_on >= from_on`),
]);

/** Who keeps a body's tree, or reads its sums. */
export const scopeGrant = pgTable("scope_grant", {
  id: id().primaryKey(),
  nodeId: nodeId().notNull().references(() => scopeNode.id),
  accountId: accountId().notNull().references(() => account.id, { onDelete: "cascade" }),
  kind: text("kind", { enum: NODE_RIGHTS }).notNull(),
  grantedBy: accountId("granted_by").references(() => account.id, { onDelete: "set null" }),
  grantedAt: instant("granted_at").notNull(),
}, (t) => [
  uniqueIndex("scope_grant_once").on(t.nodeId, t.accountId, t.kind), index("scope_grant_account").on(t.accountId),
  check("scope_grant_kind", oneOf("kind", NODE_RIGHTS)),
]);

/** A one-time link of a body; only the hash of its code is kept. */
export const scopeInvitation = pgTable("scope_invitation", {
  codeHash: text("code_hash").primaryKey(),
  nodeId: nodeId().notNull().references(() => scopeNode.id),
  purpose: text("purpose", { enum: NODE_INVITATIONS }).notNull(),
  createdBy: accountId("created_by").references(() => account.id, { onDelete: "set null" }),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
}, () => [check("scope_invitation_purpose", oneOf("purpose", NODE_INVITATIONS))]);

/** The digest of a week for a body: what it said, once; its readers are owed copies. */
export const scopeRun = pgTable("scope_run", {
  nodeId: nodeId().notNull().references(() => scopeNode.id),
  weekOn: day("week_on").notNull(),
  /** The sums, and which stations were missing when the deadline had come. */
  sums: jsonb("sums").notNull(),
  owedAt: instant("owed_at").notNull(),
}, (t) => [primaryKey({ columns: [t.nodeId, t.weekOn] }), check("scope_run_week", sql`extract(isodow from week_on) = 1`)]);

/** The copy of a body's digest for one of its readers. */
export const scopeCopy = pgTable("scope_copy", {
  nodeId: nodeId().notNull().references(() => scopeNode.id),
  weekOn: day("week_on").notNull(),
  accountId: accountId().notNull().references(() => account.id, { onDelete: "cascade" }),
  state: text("state", { enum: DIGEST_STATES }).notNull(),
}, (t) => [primaryKey({ columns: [t.nodeId, t.weekOn, t.accountId] }), check("scope_copy_state", oneOf("state", DIGEST_STATES))]);

/** Who changed what in the tree, append-only. */
export const scopeEvent = pgTable("scope_event", {
  nodeId: nodeId().notNull().references(() => scopeNode.id),
  id: id(),
  at: instant("at").notNull(),
  actorId: accountId("actor_id").references(() => account.id, { onDelete: "set null" }),
  action: text("action").notNull(),
  objectId: ref("object_id"),
}, (t) => [primaryKey({ columns: [t.nodeId, t.id] })]);
