import { and, eq, gt, isNull, sql } from "drizzle-orm";
import type { Tx } from "../../db/client.ts";
import { account } from "../../db/schema.ts";
import { ping } from "../../db/schema-reply.ts";
import { countedSince, isWithinLimit, UNLIMITED } from "./rules.ts";

export interface Reachable {
  readonly ridesAtMeals: boolean;
  readonly pingsPerWeek: number;
}

/** Holds somebody's account, so that only one at a time counts what they were sent; null where they cannot be written to. */
export async function holdReachable(tx: Tx, accountId: number): Promise<Reachable | null> {
  const [held] = await tx.select({ ridesAtMeals: account.ridesAtMeals, pingsPerWeek: account.pingsPerWeek }).from(account)
    .where(and(eq(account.id, accountId), isNull(account.unreachableSince))).for("no key update");
  return held ?? null;
}

/** Counts one message that goes out at `at`; false where the limit is reached. The account is held by the caller. */
export async function takePing(tx: Tx, accountId: number, { pingsPerWeek }: Reachable, at: Date): Promise<boolean> {
  const sent = await tx.select({ at: ping.at }).from(ping).where(and(eq(ping.accountId, accountId), gt(ping.at, countedSince(at))));
  if (!isWithinLimit(sent.map((one) => one.at), pingsPerWeek, at)) return false;
  await tx.insert(ping).values({ accountId, at });
  return true;
}

/** Whether the account of a statement may be written to now: a first look, without a lock. */
export const mayBePinged = (now: Date) => and(isNull(account.unreachableSince), sql`(${account.pingsPerWeek} >= ${UNLIMITED} or
  (select count(*) from ping where ping.account_id = account.id and ping.at > ${sql.param(countedSince(now), ping.at)}) < ${account.pingsPerWeek})`);
