import { and, asc, eq, isNull, lte } from "drizzle-orm";
import type { Locale, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { account, rollCall, station } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { CHAT_COUNT, HERE_COUNT, oweBoards, readBoardChats } from "../board/actions.ts";
import { endedAt } from "../rollcall/rules.ts";

export interface SummaryRef {
  readonly stationId: number;
  readonly rollCallId: number;
}

export const summary = owed<SummaryRef>("rollcall.summary", "answer");

/**
 * Closes a roll call and folds its head count; null if it was closed already. The row is locked before the
 * counting statement starts: taps hold a share of that lock, so none that was counted to its person is missed.
 */
export async function closeRollCall(tx: Tx, now: Date, ref: SummaryRef): Promise<{ headCount: number; endedAt: Date } | null> {
  const isIt = and(eq(rollCall.stationId, ref.stationId), eq(rollCall.id, ref.rollCallId), isNull(rollCall.closedAt));
  const [open] = await tx.select({ closesAt: rollCall.closesAt, closedAt: rollCall.closedAt }).from(rollCall).where(isIt).for("update");
  if (!open) return null;
  const closedAt = endedAt({ closesAt: open.closesAt, closedAt: now });
  const [closed] = await tx.update(rollCall).set({ closedAt, headCount: HERE_COUNT }).where(isIt)
    .returning({ headCount: rollCall.headCount });
  if (!closed) return null;
  await oweBoards(tx, { now, stationId: ref.stationId }, ref.rollCallId, await readBoardChats(tx, ref.stationId, ref.rollCallId), 0);
  await enqueue(tx, summary, { key: `${ref.stationId}:${ref.rollCallId}`, payload: ref, now, stationId: ref.stationId });
  return { headCount: closed.headCount ?? 0, endedAt: closedAt };
}

/** Closes every roll call whose time has come; several processes may do so at once. */
export async function closeDue(scope: Scope): Promise<void> {
  const due = await scope.db.select({ stationId: rollCall.stationId, rollCallId: rollCall.id }).from(rollCall)
    .where(and(isNull(rollCall.closedAt), lte(rollCall.closesAt, scope.now))).orderBy(asc(rollCall.closesAt));
  for (const ref of due) await scope.act((tx) => closeRollCall(tx, scope.now, ref));
}

export interface SummaryFacts {
  readonly title: string;
  readonly openedAt: Date;
  readonly closesAt: Date;
  readonly closedAt: Date | null;
  readonly headCount: number | null;
  readonly chats: number;
  readonly timeZone: string;
  readonly stationLocale: Locale;
  readonly openerLocale: Locale | null;
  readonly openerSealed: string;
}

/** What whoever opened a roll call is told when it is over: counts; null where they are gone. */
export async function readSummary(db: Database, ref: SummaryRef): Promise<SummaryFacts | null> {
  const [found] = await db.select({
    title: rollCall.title, openedAt: rollCall.openedAt, closesAt: rollCall.closesAt, closedAt: rollCall.closedAt,
    headCount: rollCall.headCount, timeZone: station.timeZone, stationLocale: station.locale,
    chats: CHAT_COUNT,
    openerLocale: account.locale, openerSealed: account.userSealed,
  }).from(rollCall)
    .innerJoin(station, eq(station.id, rollCall.stationId))
    .innerJoin(account, eq(account.id, rollCall.openedBy))
    .where(and(eq(rollCall.stationId, ref.stationId), eq(rollCall.id, ref.rollCallId)));
  return found ?? null;
}
