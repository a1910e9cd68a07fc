import { eq } from "drizzle-orm";
import type { AccountId, Locale, Person, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { account } from "../../db/schema.ts";

/** The account of somebody who acted by themselves: made at their first consent, found again ever after. */
export async function createAccount(tx: Tx, scope: Scope, userId: number): Promise<AccountId> {
  const [row] = await tx.insert(account).values({
    userHash: scope.seal.fingerprint(userId), userSealed: scope.seal.seal(userId, "account"),
    lastActiveAt: scope.now, createdAt: scope.now,
  }).onConflictDoUpdate({
    target: account.userHash, set: { lastActiveAt: scope.now, askedToStayAt: null },
  }).returning({ id: account.id });
  if (row === undefined) throw new Error("an account was neither made nor found");
  return row.id as AccountId;
}

export async function findAccount(db: Database | Tx, scope: Scope, userId: number): Promise<Person["account"]> {
  const [row] = await db.select({ id: account.id, locale: account.locale, currentStationId: account.currentStationId })
    .from(account).where(eq(account.userHash, scope.seal.fingerprint(userId)));
  return row === undefined ? null : { ...row, id: row.id as AccountId };
}

/** The language that somebody chose; null where they never did or are gone. */
export async function readLocaleOf(db: Database | Tx, accountId: number): Promise<Locale | null> {
  const [row] = await db.select({ locale: account.locale }).from(account).where(eq(account.id, accountId));
  return row?.locale ?? null;
}
