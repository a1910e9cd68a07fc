import { and, eq, sql } from "drizzle-orm";
import type { Database } from "../db/client.ts";
import { lease } from "../db/schema.ts";

/** A poller that has died is replaced after this; a living one renews at least every third of it. */
export const TERM_MS = 15_000;

/** Takes or renews the one place; false while another process holds it. */
export async function hold(db: Database, name: string, owner: string, now: Date): Promise<boolean> {
  const until = new Date(now.getTime() + TERM_MS);
  const rows = await db.insert(lease).values({ name, owner, until }).onConflictDoUpdate({
    target: lease.name, set: { owner, until }, setWhere: sql`${lease.owner} = ${owner} or ${lease.until} <= ${now.toISOString()}::timestamptz`,
  }).returning({ owner: lease.owner });
  return rows.length > 0;
}

export async function release(db: Database, name: string, owner: string): Promise<void> {
  await db.delete(lease).where(and(eq(lease.name, name), eq(lease.owner, owner)));
}
