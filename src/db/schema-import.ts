import { sql } from "drizzle-orm";
import { check, foreignKey, index, integer, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { accountId, id, instant, oneOf, ref, stationId } from "./columns.ts";
import { account, station } from "./schema.ts";

export const SHEETS = ["units", "organizations", "links", "instructors", "assignments", "surveys"] as const;
export const IMPORT_STATES = ["reading", "shown", "applied", "undone"] as const;
export const VERDICTS = ["new", "changed", "unchanged", "wrong"] as const;

/** A file that somebody sent to be taken over into the register. */
export const importBatch = pgTable("import_batch", {
  stationId: stationId().references(() => station.id),
  id: id(),
  sheet: text("sheet", { enum: SHEETS }).notNull(),
  state: text("state", { enum: IMPORT_STATES }).notNull().default("reading"),
  importedBy: accountId("imported_by").references(() => account.id, { onDelete: "set null" }),
  /** The heading of each column of the file, and what it was understood as. */
  header: jsonb("header").$type<string[]>().notNull(),
  columns: jsonb("columns").$type<(string | null)[]>().notNull(),
  startedAt: instant("started_at").notNull(),
  appliedAt: instant("applied_at"),
  undoneAt: instant("undone_at"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.id] }),
  index("import_batch_by").on(t.stationId, t.importedBy, t.id),
  check("import_batch_sheet", oneOf("sheet", SHEETS)), check("import_batch_state", oneOf("state", IMPORT_STATES)),
]);

/** A row of such a file: what it says, and what it would do. It goes a day after it was read or applied. */
export const importRow = pgTable("import_row", {
  stationId: stationId(),
  importId: ref("import_id").notNull(),
  line: integer("line").notNull(),
  cells: jsonb("cells").$type<string[]>().notNull(),
  said: jsonb("said").notNull(),
  /** What is wrong with its cells, and what is wrong with it beside the register. */
  faults: jsonb("faults").notNull(),
  reasons: jsonb("reasons").notNull().default([]),
  verdict: text("verdict", { enum: VERDICTS }),
  key: text("key"),
  targetId: ref("target_id"),
  /** What the register says of the thing, without and with this row. */
  before: jsonb("before"),
  after: jsonb("after"),
}, (t) => [
  primaryKey({ columns: [t.stationId, t.importId, t.line] }),
  foreignKey({ name: "import_row_of", columns: [t.stationId, t.importId], foreignColumns: [importBatch.stationId, importBatch.id] }).onDelete("cascade"),
  index("import_row_key").on(t.stationId, t.importId, t.key),
  check("import_row_verdict", oneOf("verdict", VERDICTS)), check("import_row_line", sql`line >= 1`),
]);
