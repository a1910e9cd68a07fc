import { sql } from "drizzle-orm";
import { readRows, type Database } from "../db/client.ts";

/** How far our clock is ahead of the database's, in ms; leases of several processes hold only while the clocks agree. */
export async function readClockSkewMs(db: Database, now: () => Date): Promise<number> {
  const before = now().getTime();
  const [row] = await readRows(db, sql`select clock_timestamp() as at`);
  const midway = (before + now().getTime()) / 2;
  return row?.["at"] instanceof Date ? Math.round(midway - row["at"].getTime()) : Number.NaN;
}
