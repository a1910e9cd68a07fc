import { sql } from "drizzle-orm";
import { check, date, foreignKey, index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accountId, id, instant, oneOf, ref, stationId } from "./columns.ts";
import { account, station } from "./schema.ts";
import { instructor, unit } from "./schema-register.ts";

export const OFFER_OUTCOMES = ["accepted", "stopped", "nobody_left"] as const;
export const OFFER_ANSWERS = ["declined", "lapsed", "unreachable"] as const;

/** A unit that is offered to one instructor after another until one of them takes it. */
export const assignmentOffer = pgTable("assignment_offer", {
  stationId: stationId().references(() => station.id),
  id: id(),
  unitId: ref("unit_id").notNull(),
  requestedBy: accountId("requested_by").references(() => account.id, { onDelete: "set null" }),
  /** The last day of the assignment that is offered. */
  throughOn: date("through_on", { mode: "string" }).notNull(),
  createdAt: instant("created_at").notNull(),
  endedAt: instant("ended_at"),
  outcome: text("outcome", { enum: OFFER_OUTCOMES }),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  foreignKey({ name: "assignment_offer_unit", columns: [t.stationId, t.unitId], foreignColumns: [unit.stationId, unit.id] }),
  uniqueIndex("assignment_offer_open").on(t.stationId, t.unitId).where(sql`ended_at is null`),
  check("assignment_offer_ended", sql`(ended_at is null) = (outcome is null)`), check("assignment_offer_outcome", oneOf("outcome", OFFER_OUTCOMES)),
]);

/** Who was asked in turn; gone once the offer has ended, for who did not take it is nobody's business then. */
export const assignmentOfferStep = pgTable("assignment_offer_step", {
  stationId: stationId(),
  offerId: ref("offer_id").notNull(),
  instructorId: ref("instructor_id").notNull(),
  askedAt: instant("asked_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  answer: text("answer", { enum: OFFER_ANSWERS }),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.offerId, t.instructorId] }),
  foreignKey({ name: "assignment_offer_step_of", columns: [t.stationId, t.offerId], foreignColumns: [assignmentOffer.stationId, assignmentOffer.id] }).onDelete("cascade"),
  foreignKey({ name: "assignment_offer_step_instructor", columns: [t.stationId, t.instructorId], foreignColumns: [instructor.stationId, instructor.id] }),
  uniqueIndex("assignment_offer_step_waiting").on(t.stationId, t.offerId).where(sql`answer is null`),
  index("assignment_offer_step_expiring").on(t.expiresAt).where(sql`answer is null`),
  check("assignment_offer_step_answer", oneOf("answer", OFFER_ANSWERS)),
]);
