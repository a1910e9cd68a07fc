import type { AccountId, Scope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { account } from "../../db/schema.ts";

/** The account of a person who has just agreed to have one; made if they had none. */
export async function ensureAccount(tx: Tx, scope: Scope, userId: number): Promise<AccountId> {
  const [row] = await tx.insert(account).values({
    userHash: scope.seal.fingerprint(userId), userSealed: scope.seal.seal(userId, "account"),
    lastActiveAt: scope.now, createdAt: scope.now,
  }).onConflictDoUpdate({ target: account.userHash, set: { lastActiveAt: scope.now } }).returning({ id: account.id });
  if (!row) throw new Error("an account was neither found nor made");
  return row.id as AccountId;
}
