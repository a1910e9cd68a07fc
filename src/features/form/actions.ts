import { and, eq, gt, notInArray, sql, type SQL } from "drizzle-orm";
import type { AccountId } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { draft } from "../../db/schema.ts";

/** What somebody is filling in, as it is kept: one of each kind. */
export interface Form {
  readonly accountId: AccountId;
  readonly kind: string;
  /** Null where it is about no station. */
  readonly stationId: number | null;
  readonly content: unknown;
  readonly expiresAt: Date;
  /** Whether what they write next in private is meant for it; else only its buttons are. */
  readonly asksForText: boolean;
}

/** Keeps a form in place of an earlier one of its kind; where it asks for text it is the newest question, and others stay. */
export async function keepForm(tx: Tx, { asksForText, ...form }: Form): Promise<void> {
  const newest = sql<number>`(select coalesce(max(d.asked_no), 0) + 1 from draft d where d.account_id = ${form.accountId})`;
  const row = { ...form, askedNo: asksForText ? newest : null };
  await tx.insert(draft).values(row).onConflictDoUpdate({ target: [draft.accountId, draft.kind], set: row });
}

/** Whether a draft is what the next text answers: of those that ask for one and have not expired, the newest. */
export function isAwaited(accountId: AccountId, kind: string, now: Date): SQL | undefined {
  const newest = sql`(select max(d.asked_no) from draft d where d.account_id = ${accountId} and d.expires_at > ${sql.param(now, draft.expiresAt)})`;
  return and(eq(draft.accountId, accountId), eq(draft.kind, kind), gt(draft.expiresAt, now), sql`${draft.askedNo} = ${newest}`);
}

/** Kept only so that the buttons under a list know what it shows: nothing that anybody has begun. */
const LISTS = ["units"];

/** Forgets what was asked last, or where nothing asks for text, what waits for a button; how many others stay, null where there was nothing. */
export async function dropNewest(tx: Tx, accountId: AccountId, now: Date): Promise<number | null> {
  const open = await tx.select({ kind: draft.kind, askedNo: draft.askedNo }).from(draft)
    .where(and(eq(draft.accountId, accountId), gt(draft.expiresAt, now), notInArray(draft.kind, LISTS))).orderBy(sql`${draft.askedNo} desc nulls last`, draft.kind).for("update");
  const [newest] = open;
  if (!newest) return null;
  await tx.delete(draft).where(and(eq(draft.accountId, accountId), eq(draft.kind, newest.kind)));
  return open.length - 1;
}
