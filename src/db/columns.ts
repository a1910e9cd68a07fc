import { sql } from "drizzle-orm";
import { bigint, timestamp } from "drizzle-orm/pg-core";

export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
export const id = () => bigint("id", { mode: "number" }).generatedAlwaysAsIdentity();
export const stationId = () => bigint("station_id", { mode: "number" }).notNull();
export const accountId = (name = "account_id") => bigint(name, { mode: "number" });
export const telegramId = (name: string) => bigint(name, { mode: "number" });
/** A row's number inside its station; with the station it is the key. */
export const ref = (name: string) => bigint(name, { mode: "number" });
export const oneOf = (column: string, values: readonly string[]) =>
  sql.raw(`${column} in (${values.map((value) => `'${value}'`).join(", ")})`);
