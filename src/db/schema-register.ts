import { sql } from "drizzle-orm";
import {
  boolean, check, date, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex, type AnyPgColumn,
} from "drizzle-orm/pg-core";
import { accountId, id, instant, oneOf, ref, stationId } from "./columns.ts";
import { account, station } from "./schema.ts";

export const UNIT_KINDS = ["micro_enterprise", "self_employed", "market", "platform_station"] as const;
export const UNIT_STATUSES = ["active", "dormant", "closed", "moved_out", "not_found"] as const;
export const EMPLOYEE_BUCKETS = ["0-2", "3-9", "10-49", "50+"] as const;
export const SURVEY_SOURCES = ["registration", "annual_report", "visit", "self_report", "other"] as const;
export const WILLING = ["yes", "no", "undecided"] as const;
export const NOT_FORMED_REASONS = ["too_few_members", "no_secretary", "unwilling", "new", "other"] as const;
export const LEVELS = ["committee", "general_branch", "branch", "group"] as const;
export const FORMATIONS = ["separate", "joint", "industry", "area", "floating", "functional"] as const;
export const ORGANIZATION_STATUSES = ["proposed", "active", "suspended", "dissolved"] as const;
export const MASS_ORGANIZATION_KINDS = ["trade_union", "youth_league", "womens_federation", "association"] as const;
export const INSTRUCTOR_ROLES = ["instructor", "liaison"] as const;
export const END_REASONS = ["unit_closed", "unit_moved_out", "unit_not_found", "instructor_retired", "organization_dissolved", "handed_over", "ended"] as const;
export const VISIT_OUTCOMES = ["ok", "need_raised", "no_answer", "unit_gone"] as const;
export const VISIT_MODES = ["on_site", "phone", "online"] as const;

const day = (name: string) => date(name, { mode: "string" });
/** Every validity is two days, both inside; an open one has no last day. */
const validity = () => ({ fromOn: day("from_on").notNull(), throughOn: day("through_on") });
/** A day before the first one: it ended on the day on which it began. */
const inOrder = (name: string) => check(name, sql`through_on is null or through_on >= from_on - 1`);
const rankOf = (column: string) => `array_position(array[${LEVELS.map((level) => `'${level}'`).join(", ")}], ${column})`;
const openOnes = sql`through_on is null`;

/** A shop, firm, market or delivery station, in one area; name and area are as they are now, and the audit trail says when they changed. */
export const unit = pgTable("unit", {
  stationId: stationId().references(() => station.id),
  id: id(),
  code: text("code").notNull(),
  name: text("name"),
  kind: text("kind", { enum: UNIT_KINDS }).notNull(),
  area: text("area").notNull(),
  marketId: ref("market_id"),
  // Only for the reference below: where a market is named, it is a unit of that kind.
  marketKind: text("market_kind").generatedAlwaysAs(sql`case when market_id is null then null else 'market' end`),
  industry: text("industry"),
  chain: text("chain"),
  employees: text("employees", { enum: EMPLOYEE_BUCKETS }),
  enteredOn: day("entered_on").notNull(),
  createdAt: instant("created_at").notNull(),
  // Every sign and every two neighbouring signs of code and name, by which a part of them is found.
  grams: text("grams").array().generatedAlwaysAs(sql`grams_of(code || coalesce(' ' || name, ''))`),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  index("unit_grams").using("gin", t.grams),
  uniqueIndex("unit_code").on(t.stationId, t.code),
  uniqueIndex("unit_kind").on(t.stationId, t.id, t.kind),
  foreignKey({ name: "unit_market", columns: [t.stationId, t.marketId, t.marketKind], foreignColumns: [t.stationId, t.id, t.kind] }),
  index("unit_area").on(t.stationId, t.area, t.code),
  index("unit_of_kind").on(t.stationId, t.kind, t.code),
  index("unit_industry").on(t.stationId, t.industry, t.code),
  index("unit_in_market").on(t.stationId, t.marketId, t.code),
  check("unit_kind_known", oneOf("kind", UNIT_KINDS)),
  check("unit_employees", oneOf("employees", EMPLOYEE_BUCKETS)),
  check("unit_code_plain", sql`code = upper(code) and code <> ''`),
  check("unit_not_its_own_market", sql`market_id is null or market_id <> id`),
]);

const ofUnit = (t: { stationId: AnyPgColumn; unitId: AnyPgColumn }, name: string) =>
  foreignKey({ name, columns: [t.stationId, t.unitId], foreignColumns: [unit.stationId, unit.id] });

/** What a unit was when; the migration keeps the periods of one unit from overlapping. */
export const unitStatus = pgTable("unit_status", {
  stationId: stationId(),
  unitId: ref("unit_id").notNull(),
  status: text("status", { enum: UNIT_STATUSES }).notNull(),
  ...validity(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.unitId, t.fromOn] }), ofUnit(t, "unit_status_of"),
  index("unit_status_kind").on(t.stationId, t.status, t.unitId).where(openOnes), uniqueIndex("unit_status_now").on(t.stationId, t.unitId).where(openOnes),
  check("unit_status_known", oneOf("status", UNIT_STATUSES)), check("unit_status_in_order", sql`through_on is null or through_on >= from_on`),
]);

/** What somebody found out about a unit on a day: counts, never names. The newest up to a day decides for that day. */
export const survey = pgTable("survey", {
  stationId: stationId(),
  id: id(),
  unitId: ref("unit_id").notNull(),
  on: day("on_day").notNull(),
  source: text("source", { enum: SURVEY_SOURCES }).notNull(),
  foundStatus: text("found_status", { enum: UNIT_STATUSES }),
  fullMembers: integer("full_members"),
  willing: text("willing", { enum: WILLING }),
  hasSecretaryCandidate: boolean("has_secretary_candidate"),
  notFormedReason: text("not_formed_reason", { enum: NOT_FORMED_REASONS }),
  by: accountId("by").references(() => account.id, { onDelete: "set null" }),
  createdAt: instant("created_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }), ofUnit(t, "survey_of"),
  index("survey_newest").on(t.stationId, t.unitId, t.on, t.createdAt, t.id),
  check("survey_members", sql`full_members between 0 and 99999`), check("survey_willing", oneOf("willing", WILLING)),
]);

/** An organization that covers units; one that only hosted something is known by its name alone and has no code. */
export const organization = pgTable("organization", {
  stationId: stationId().references(() => station.id),
  id: id(),
  name: text("name").notNull(),
  code: text("code"),
  level: text("level", { enum: LEVELS }),
  formation: text("formation", { enum: FORMATIONS }),
  counts: boolean("counts_for_coverage").notNull().default(true),
  area: text("area"),
  marketId: ref("market_id"),
  industry: text("industry"),
  parentId: ref("parent_id"),
  // Kept so that the database can see that a parent stands above its child; then there is no cycle.
  parentLevel: text("parent_level", { enum: LEVELS }),
  approvedBy: text("approved_by"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  uniqueIndex("organization_name").on(t.stationId, sql`lower(name)`),
  uniqueIndex("organization_code").on(t.stationId, t.code),
  uniqueIndex("organization_at_level").on(t.stationId, t.id, t.level),
  uniqueIndex("organization_formed").on(t.stationId, t.id, t.formation),
  foreignKey({ name: "organization_parent", columns: [t.stationId, t.parentId, t.parentLevel], foreignColumns: [t.stationId, t.id, t.level] }).onUpdate("cascade"),
  check("organization_parent_level", sql.raw(`(parent_id is null) = (parent_level is null) and ${rankOf("parent_level")} < ${rankOf("level")}`)),
  foreignKey({ name: "organization_market", columns: [t.stationId, t.marketId], foreignColumns: [unit.stationId, unit.id] }),
  check("organization_registered", sql`(code is null) = (level is null) and (code is null) = (formation is null)`),
  check("organization_code_plain", sql`code = upper(code) and code <> ''`),
  check("organization_level", oneOf("level", LEVELS)), check("organization_formation", oneOf("formation", FORMATIONS)),
  check("organization_own_parent", sql`parent_id is null or parent_id <> id`),
]);

const ofOrganization = (t: { stationId: AnyPgColumn; organizationId: AnyPgColumn }, name: string) =>
  foreignKey({ name, columns: [t.stationId, t.organizationId], foreignColumns: [organization.stationId, organization.id] });

/** What an organization was when. */
export const organizationStatus = pgTable("organization_status", {
  stationId: stationId(),
  organizationId: ref("organization_id").notNull(),
  status: text("status", { enum: ORGANIZATION_STATUSES }).notNull(),
  ...validity(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.organizationId, t.fromOn] }), ofOrganization(t, "organization_status_of"),
  uniqueIndex("organization_status_now").on(t.stationId, t.organizationId).where(openOnes),
  check("organization_status_known", oneOf("status", ORGANIZATION_STATUSES)),
  check("organization_status_in_order", sql`through_on is null or through_on >= from_on`),
]);

/** For how long those who lead an organization were elected; the one that began last is the one that runs. */
export const organizationTerm = pgTable("organization_term", {
  stationId: stationId(),
  organizationId: ref("organization_id").notNull(),
  startedOn: day("started_on").notNull(),
  years: integer("years").notNull(),
  endsOn: day("ends_on").notNull().generatedAlwaysAs(sql`(started_on + make_interval(years => years) - interval '1 day')::date`),
  extendedThrough: day("extended_through"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.organizationId, t.startedOn] }), ofOrganization(t, "organization_term_of"),
  check("organization_term_years", sql`years between 1 and 10`),
  check("organization_term_extended", sql`extended_through > started_on + make_interval(years => years) - interval '1 day'
    and extended_through <= started_on + make_interval(years => years) - interval '1 day' + interval '1 year'`),
]);

/** What the leads were told of the end of a term; an extension has another end, and is told anew. */
export const termReminder = pgTable("term_reminder", {
  stationId: stationId(),
  organizationId: ref("organization_id").notNull(),
  endOn: day("end_on").notNull(),
  step: text("step").notNull(),
  owedAt: instant("owed_at").notNull(),
}, (t) => [primaryKey({ columns: [t.stationId, t.organizationId, t.endOn, t.step] }), ofOrganization(t, "term_reminder_of")]);

/** Which organization covers which unit, when. */
export const coverageLink = pgTable("coverage_link", {
  stationId: stationId(),
  id: id(),
  organizationId: ref("organization_id").notNull(),
  // Kept so that the database can see that a separate organization covers one unit at a time.
  formation: text("formation", { enum: FORMATIONS }).notNull(),
  unitId: ref("unit_id").notNull(),
  ...validity(),
  endReason: text("end_reason", { enum: END_REASONS }),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }), ofUnit(t, "coverage_link_unit"),
  foreignKey({
    name: "coverage_link_organization", columns: [t.stationId, t.organizationId, t.formation],
    foreignColumns: [organization.stationId, organization.id, organization.formation],
  }).onUpdate("cascade"),
  index("coverage_link_by_unit").on(t.stationId, t.unitId, t.fromOn), index("coverage_link_by_organization").on(t.stationId, t.organizationId, t.fromOn),
  inOrder("coverage_link_in_order"),
]);

/** A mass organization in a unit. */
export const massOrganization = pgTable("mass_organization", {
  stationId: stationId(),
  id: id(),
  unitId: ref("unit_id").notNull(),
  kind: text("kind", { enum: MASS_ORGANIZATION_KINDS }).notNull(),
  ...validity(),
  endReason: text("end_reason", { enum: END_REASONS }),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }), ofUnit(t, "mass_organization_of"),
  index("mass_organization_by_unit").on(t.stationId, t.unitId, t.fromOn),
  check("mass_organization_kind", oneOf("kind", MASS_ORGANIZATION_KINDS)), inOrder("mass_organization_in_order"),
]);

/** Somebody who looks after units; the account is theirs once they have taken the role up, and goes when they erase it. */
export const instructor = pgTable("instructor", {
  stationId: stationId().references(() => station.id),
  id: id(),
  code: text("code").notNull(),
  accountId: accountId().references(() => account.id, { onDelete: "set null" }),
  role: text("role", { enum: INSTRUCTOR_ROLES }).notNull(),
  capacity: integer("capacity").notNull(),
  areas: text("areas").array().notNull(),
  industries: text("industries").array().notNull(),
  languages: text("languages").array().notNull(),
  visitEveryDays: integer("visit_every_days").notNull(),
  activeFrom: day("active_from").notNull(),
  activeThrough: day("active_through"),
  /** When they last said when they are away, even if never; null is silence. */
  awaySaidAt: instant("away_said_at"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }), uniqueIndex("instructor_code").on(t.stationId, t.code),
  uniqueIndex("instructor_account").on(t.stationId, t.accountId),
  check("instructor_code_plain", sql`code = upper(code) and code <> ''`),
  check("instructor_role", oneOf("role", INSTRUCTOR_ROLES)), check("instructor_capacity", sql`capacity between 1 and 999`),
  check("instructor_cadence", sql`visit_every_days between 1 and 366`), check("instructor_in_order", sql`active_through is null or active_through >= active_from - 1`),
]);

const ofInstructor = (t: { stationId: AnyPgColumn; instructorId: AnyPgColumn }, name: string) =>
  foreignKey({ name, columns: [t.stationId, t.instructorId], foreignColumns: [instructor.stationId, instructor.id] });

/** Days on which an instructor is away. */
export const instructorAway = pgTable("instructor_away", {
  stationId: stationId(),
  id: id(),
  instructorId: ref("instructor_id").notNull(),
  fromOn: day("from_on").notNull(),
  throughOn: day("through_on").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }), ofInstructor(t, "instructor_away_of"),
  index("instructor_away_by").on(t.stationId, t.instructorId), check("instructor_away_in_order", sql`through_on >= from_on`),
]);

/** Which instructor looks after which unit, when. A renewal is a row of its own. */
export const assignment = pgTable("instructor_assignment", {
  stationId: stationId(),
  id: id(),
  instructorId: ref("instructor_id").notNull(),
  unitId: ref("unit_id").notNull(),
  ...validity(),
  endReason: text("end_reason", { enum: END_REASONS }),
  renewedFrom: ref("renewed_from"),
  overCapacityReason: text("over_capacity_reason"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }), ofUnit(t, "assignment_unit"), ofInstructor(t, "assignment_instructor"),
  foreignKey({ name: "assignment_renewed_from", columns: [t.stationId, t.renewedFrom], foreignColumns: [t.stationId, t.id] }),
  index("assignment_by_unit").on(t.stationId, t.unitId, t.fromOn), index("assignment_by_instructor").on(t.stationId, t.instructorId, t.fromOn),
  index("assignment_expiring").on(t.stationId, t.throughOn), inOrder("assignment_in_order"),
]);

/** That an instructor was in touch with a unit of theirs. */
export const visit = pgTable("visit", {
  stationId: stationId(),
  id: id(),
  assignmentId: ref("assignment_id").notNull(),
  on: day("on_day").notNull(),
  mode: text("mode", { enum: VISIT_MODES }).notNull(),
  outcome: text("outcome", { enum: VISIT_OUTCOMES }).notNull(),
  note: text("note"),
  followedUpAt: instant("followed_up_at"),
  createdAt: instant("created_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  foreignKey({ name: "visit_of", columns: [t.stationId, t.assignmentId], foreignColumns: [assignment.stationId, assignment.id] }),
  index("visit_newest").on(t.stationId, t.assignmentId, t.on),
  check("visit_note", sql`char_length(note) <= 200`), check("visit_mode", oneOf("mode", VISIT_MODES)), check("visit_outcome", oneOf("outcome", VISIT_OUTCOMES)),
]);
