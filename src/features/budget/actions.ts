import { and, asc, count, eq, gt, isNull, lte, sql } from "drizzle-orm";
import type { AccountId, Scope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { account, consent, member, station } from "../../db/schema.ts";
import { ping } from "../../db/schema-reply.ts";
import { countedSince, isWithinLimit, UNLIMITED, type Wish } from "./rules.ts";

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

export interface Settings {
  readonly limit: number;
  readonly quietAtMeals: boolean;
  /** How many messages counted in the last seven days. */
  readonly sent: number;
  readonly stations: readonly { readonly stationId: number; readonly stationName: string; readonly isOn: boolean }[];
}

/** How somebody is reminded, everywhere. */
export async function readSettings({ db, now }: Scope, me: AccountId): Promise<Settings | null> {
  const [own] = await db.select({ limit: account.pingsPerWeek, quietAtMeals: account.ridesAtMeals }).from(account).where(eq(account.id, me));
  if (!own) return null;
  const [sent] = await db.select({ number: count() }).from(ping).where(and(eq(ping.accountId, me), gt(ping.at, countedSince(now)), lte(ping.at, now)));
  const stations = await db.select({
    stationId: station.id, stationName: station.name, isOn: sql<boolean>`${consent.purpose} is not null`,
  }).from(member).innerJoin(station, eq(station.id, member.stationId))
    .leftJoin(consent, and(eq(consent.stationId, member.stationId), eq(consent.accountId, member.accountId), eq(consent.purpose, "reminders")))
    .where(eq(member.accountId, me)).orderBy(asc(station.id));
  return { ...own, sent: sent?.number ?? 0, stations };
}

/** Changes one of them. */
export async function changeSettings(scope: Scope, me: AccountId, wish: Wish): Promise<void> {
  await scope.act(async (tx) => {
    await tx.update(account).set("limit" in wish ? { pingsPerWeek: wish.limit } : { ridesAtMeals: wish.quietAtMeals }).where(eq(account.id, me));
  });
}
