import { sql } from "drizzle-orm";
import { check, date, foreignKey, index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { accountId, id, instant, oneOf, ref, stationId } from "./columns.ts";
import { unit } from "./schema-register.ts";
import { account, station } from "./schema.ts";

/** What couriers meet at doors and streets, the themes of the supervision office, and whatever else there is. */
export const REQUEST_CATEGORIES = [
  "entry", "stairs", "parking", "charging", "licensing", "registration", "credit", "online", "advertising", "quality", "food",
  "special_equipment", "metrology", "standards", "certification", "other",
] as const;
export const SATISFACTIONS = ["satisfied", "fair", "unsatisfied"] as const;

/** A difficulty that somebody asked for help with. Its text goes when it has long been closed. */
export const helpRequest = pgTable("help_request", {
  stationId: stationId().references(() => station.id),
  id: id(),
  unitId: ref("unit_id"),
  requestedBy: accountId("requested_by").references(() => account.id, { onDelete: "set null" }),
  handledBy: accountId("handled_by").references(() => account.id, { onDelete: "set null" }),
  category: text("category", { enum: REQUEST_CATEGORIES }).notNull(),
  /** Both texts are sealed: what is asked for, and what whoever asked was told when it was closed; they go together. */
  summarySealed: text("summary_sealed"),
  answerSealed: text("answer_sealed"),
  openedOn: date("opened_on", { mode: "string" }).notNull(),
  dueOn: date("due_on", { mode: "string" }).notNull(),
  closedOn: date("closed_on", { mode: "string" }),
  satisfaction: text("satisfaction", { enum: SATISFACTIONS }),
  /** When who handles it, and a day later the leads, were told that it is overdue. */
  remindedAt: instant("reminded_at"),
  leadsRemindedAt: instant("leads_reminded_at"),
  createdAt: instant("created_at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  foreignKey({ name: "help_request_unit", columns: [t.stationId, t.unitId], foreignColumns: [unit.stationId, unit.id] }),
  index("help_request_open").on(t.stationId, t.dueOn).where(sql`closed_on is null`), index("help_request_opened").on(t.stationId, t.openedOn),
  check("help_request_category", oneOf("category", REQUEST_CATEGORIES)), check("help_request_satisfaction", oneOf("satisfaction", SATISFACTIONS)),
  check("help_request_in_order", sql`closed_on is null or closed_on >= opened_on`), check("help_request_due", sql`due_on >= opened_on`),
  check("help_request_rated", sql`satisfaction is null or closed_on is not null`),
]);
