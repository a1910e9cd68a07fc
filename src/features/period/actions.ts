import { and, eq } from "drizzle-orm";
import type { Database, Tx } from "../../db/client.ts";
import { periodRun } from "../../db/schema.ts";

/** Takes what is done once a period; false where it is taken. Commits with the work, so that a crash leaves it to do. */
export async function takePeriod(tx: Tx, name: string, period: string, now: Date): Promise<boolean> {
  const taken = await tx.insert(periodRun).values({ name, period, at: now }).onConflictDoNothing().returning({ at: periodRun.at });
  return taken.length > 0;
}

export async function isPeriodTaken(db: Database | Tx, name: string, period: string): Promise<boolean> {
  const rows = await db.select({ at: periodRun.at }).from(periodRun).where(and(eq(periodRun.name, name), eq(periodRun.period, period)));
  return rows.length > 0;
}
