import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accountId, id, instant, ref, stationId } from "./columns.ts";
import { account } from "./schema.ts";
import { activity } from "./schema-activity.ts";
import { unit } from "./schema-register.ts";

/** A unit's own person, by their own act and under the text of that version. Only those who are it now: who ends it leaves a proof, and no row. */
export const unitContact = pgTable("unit_contact", {
  stationId: stationId(),
  id: id(),
  unitId: ref("unit_id").notNull(),
  accountId: accountId().notNull().references(() => account.id),
  textVersion: text("text_version").notNull(),
  since: instant("since").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  foreignKey({ name: "unit_contact_unit", columns: [t.stationId, t.unitId], foreignColumns: [unit.stationId, unit.id] }),
  uniqueIndex("unit_contact_once").on(t.stationId, t.unitId, t.accountId),
  index("unit_contact_account").on(t.accountId),
]);

/** How many of a unit its contact said are at an activity; of the unit and of nobody. Never added to those who checked in themselves. */
export const unitHeadCount = pgTable("unit_head_count", {
  stationId: stationId(),
  activityId: ref("activity_id").notNull(),
  unitId: ref("unit_id").notNull(),
  count: integer("count").notNull(),
  at: instant("at").notNull(),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.activityId, t.unitId] }),
  foreignKey({ name: "unit_head_count_activity", columns: [t.stationId, t.activityId], foreignColumns: [activity.stationId, activity.id] }).onDelete("cascade"),
  foreignKey({ name: "unit_head_count_unit", columns: [t.stationId, t.unitId], foreignColumns: [unit.stationId, unit.id] }),
  check("unit_head_count_range", sql`"count" between 0 and 9999`),
]);
