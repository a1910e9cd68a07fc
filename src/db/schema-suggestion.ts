import { sql } from "drizzle-orm";
import { check, date, index, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accountId, id, oneOf, stationId } from "./columns.ts";
import { account, station } from "./schema.ts";

export const SUGGESTION_STATUSES = ["open", "accepted", "declined", "expired"] as const;

/** That something could be formed, as it was suggested on a day; what it rests on is read anew whenever it is shown. */
export const suggestion = pgTable("suggestion", {
  stationId: stationId().references(() => station.id),
  id: id(),
  action: text("action").notNull(),
  /** The units' codes, in the order of the suggestion. */
  units: text("units").array().notNull(),
  organization: text("organization"),
  basis: text("basis"),
  /** A hash of all it rests on: the same again says nothing new. */
  facts: text("facts").notNull(),
  madeOn: date("made_on", { mode: "string" }).notNull(),
  status: text("status", { enum: SUGGESTION_STATUSES }).notNull(),
  endedOn: date("ended_on", { mode: "string" }),
  decidedBy: accountId("decided_by").references(() => account.id, { onDelete: "set null" }),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  uniqueIndex("suggestion_open").on(t.stationId, t.facts).where(sql`status = 'open'`),
  index("suggestion_of_status").on(t.stationId, t.status, t.endedOn),
  check("suggestion_status", oneOf("status", SUGGESTION_STATUSES)), check("suggestion_ended", sql`(status = 'open') = (ended_on is null)`),
]);
