import { and, asc, eq, gte, isNotNull, isNull, lte, or, sql, type SQL } from "drizzle-orm";
import type { AccountId, Locale, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import type { Seal } from "../../db/seal.ts";
import { unit } from "../../db/schema-register.ts";
import { helpRequest } from "../../db/schema-request.ts";
import { account, station } from "../../db/schema.ts";
import { enqueueAll, owed } from "../../outbox/enqueue.ts";
import { dayAfter } from "../date/rules.ts";
import { afterQuiet } from "../quiet/rules.ts";
import { readHolders } from "../role/actions.ts";
import { ORGANIZERS } from "../role/rules.ts";
import { todayAt } from "../time/rules.ts";
import { DUE_AFTER_DAYS, MOST_OPEN, REOPEN_WITHIN_DAYS, type Category, type Satisfaction } from "./rules.ts";

export type RequestRefusal = "gone" | "tooLate";

export interface RequestRef {
  readonly stationId: number;
  readonly requestId: number;
  readonly accountId: number;
}

/** To whoever organizes: somebody asked for help, or says that it is not settled. */
export const opened = owed<RequestRef>("request.opened", "reminder");
/** To whoever asked: what came of it. */
export const answered = owed<RequestRef>("request.answered", "reminder");

/** F12 at the end of a day: open, and overdue. The one definition of them. */
export function isOpenOn(day: string, request = "help_request"): SQL {
  const of = sql.identifier(request);
  return sql`(${of}.opened_on <= ${day}::date and (${of}.closed_on is null or ${of}.closed_on > ${day}::date))`;
}
export const isOverdueOn = (day: string, request = "help_request"): SQL => sql`(${isOpenOn(day, request)} and ${sql.identifier(request)}.due_on < ${day}::date)`;
/** The same for the days of a week. */
export const isOpenedIn = (from: string, through: string): SQL | undefined => and(gte(helpRequest.openedOn, from), lte(helpRequest.openedOn, through));
export const isClosedIn = (from: string, through: string): SQL | undefined => and(gte(helpRequest.closedOn, from), lte(helpRequest.closedOn, through));

/** The texts of a request are kept sealed: nobody reads in the database what somebody asked for help with. */
export const sealed = (seal: Seal, which: "summary" | "answer", words: string): string => seal.sealText(words, `help_request.${which}`);
export const unsealed = (seal: Seal, which: "summary" | "answer", kept: string | null): string | null => (kept === null ? null : seal.openText(kept, `help_request.${which}`));

export const isRequest = ({ stationId }: { readonly stationId: number }, requestId: number): SQL | undefined =>
  and(eq(helpRequest.stationId, stationId), eq(helpRequest.id, requestId));

interface AtStation {
  readonly stationId: number;
  readonly timeZone: string;
  readonly now: Date;
}

/** Owes the same note to several people, in none of the hours in which nobody is written to unasked. */
export async function tellOf(tx: Tx, scope: AtStation, what: typeof opened, requestId: number, readers: readonly number[]): Promise<void> {
  const { stationId, now, timeZone } = scope;
  const afterMs = afterQuiet(now, timeZone, { ridesAtMeals: false }).getTime() - now.getTime();
  await enqueueAll(tx, what, readers.map((accountId) => ({
    key: `${stationId}:${requestId}:${accountId}`, payload: { stationId, requestId, accountId }, now, stationId, afterMs,
  })));
}

/** Who is told that a request waits: whoever has it in hand and still organizes, else all who organize. */
export async function readResponsible(tx: Tx, scope: AtStation, handledBy: number | null): Promise<number[]> {
  const holders = await readHolders(tx, scope, ORGANIZERS);
  return handledBy !== null && holders.includes(handledBy as AccountId) ? [handledBy] : holders;
}

export interface OpenedRequest {
  readonly requestId: number;
  readonly dueOn: string;
  readonly today: string;
}

/** Opens a request inside somebody's transaction and tells whoever organizes; null where the person has too many open. */
export async function addRequest(tx: Tx, scope: StationScope, by: AccountId, made: { readonly category: Category; readonly unitId: number | null; readonly text: string }): Promise<OpenedRequest | null> {
  // Held, so that two at the same moment do not both find room.
  await tx.select({ id: account.id }).from(account).where(eq(account.id, by)).for("update");
  const open = and(eq(helpRequest.stationId, scope.stationId), eq(helpRequest.requestedBy, by), isNull(helpRequest.closedOn));
  if (await tx.$count(helpRequest, open) >= MOST_OPEN) return null;
  const today = todayAt(scope);
  const dueOn = dayAfter(today, DUE_AFTER_DAYS);
  const [row] = await tx.insert(helpRequest).values({
    stationId: scope.stationId, unitId: made.unitId, requestedBy: by, category: made.category, summarySealed: sealed(scope.seal, "summary", made.text), openedOn: today, dueOn, createdAt: scope.now,
  }).returning({ id: helpRequest.id });
  const requestId = row?.id ?? 0;
  await tellOf(tx, scope, opened, requestId, (await readResponsible(tx, scope, null)).filter((id) => id !== by));
  return { requestId, dueOn, today };
}

export interface OwnRequest {
  readonly id: number;
  readonly category: Category;
  readonly unitCode: string | null;
  readonly dueOn: string;
  readonly closedOn: string | null;
  readonly isTaken: boolean;
}

/** Somebody's own requests that are open, oldest first. */
export async function readOpenOwn(db: Database, stationId: number, accountId: AccountId): Promise<OwnRequest[]> {
  return db.select({
    id: helpRequest.id, category: helpRequest.category, unitCode: unit.code, dueOn: helpRequest.dueOn, closedOn: helpRequest.closedOn, isTaken: sql<boolean>`${helpRequest.handledBy} is not null`,
  }).from(helpRequest).leftJoin(unit, and(eq(unit.stationId, helpRequest.stationId), eq(unit.id, helpRequest.unitId)))
    .where(and(eq(helpRequest.stationId, stationId), eq(helpRequest.requestedBy, accountId), isNull(helpRequest.closedOn))).orderBy(asc(helpRequest.id));
}

const isMine = (scope: StationScope, requestId: number) => and(isRequest(scope, requestId), eq(helpRequest.requestedBy, scope.actor ?? 0));

/** Rates the answer; it may be rated anew while the request is closed. */
export async function rateRequest(scope: StationScope, requestId: number, satisfaction: Satisfaction): Promise<Result<RequestRefusal>> {
  return scope.act(async (tx): Promise<Result<RequestRefusal>> => {
    const rated = await tx.update(helpRequest).set({ satisfaction }).where(and(isMine(scope, requestId), isNotNull(helpRequest.closedOn))).returning({ id: helpRequest.id });
    return rated.length > 0 ? { ok: true } : { ok: false, reason: "gone" };
  });
}

/** Whoever asked says that it is not settled: it is open again, with a new day by which it is due. */
export async function reopenRequest(scope: StationScope, requestId: number): Promise<Result<RequestRefusal, { dueOn: string; today: string }>> {
  return scope.act(async (tx): Promise<Result<RequestRefusal, { dueOn: string; today: string }>> => {
    const today = todayAt(scope);
    const dueOn = dayAfter(today, DUE_AFTER_DAYS);
    const closed = and(isMine(scope, requestId), isNotNull(helpRequest.closedOn));
    const [again] = await tx.update(helpRequest).set({ closedOn: null, satisfaction: null, dueOn, remindedAt: null, leadsRemindedAt: null })
      .where(and(closed, gte(helpRequest.closedOn, dayAfter(today, -REOPEN_WITHIN_DAYS)))).returning({ handledBy: helpRequest.handledBy });
    if (!again) return { ok: false, reason: await tx.$count(helpRequest, closed) > 0 ? "tooLate" : "gone" };
    await tellOf(tx, scope, opened, requestId, (await readResponsible(tx, scope, again.handledBy)).filter((id) => id !== scope.actor));
    return { ok: true, dueOn, today };
  });
}

interface Told {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly stationId: number;
  readonly stationName: string;
  readonly id: number;
  readonly category: Category;
  readonly unitCode: string | null;
  readonly dueOn: string;
  readonly today: string;
}

/** What a message about a request is made of, for its reader. */
export async function readTold(db: Database, now: Date, { stationId, requestId, accountId }: RequestRef) {
  const [found] = await db.select({
    stationId: helpRequest.stationId, id: helpRequest.id, category: helpRequest.category, dueOn: helpRequest.dueOn, closedOn: helpRequest.closedOn, answerSealed: helpRequest.answerSealed, satisfaction: helpRequest.satisfaction,
    requestedBy: helpRequest.requestedBy, handledBy: helpRequest.handledBy, unitCode: unit.code, stationName: station.name, timeZone: station.timeZone,
    userSealed: account.userSealed, own: account.locale, stationLocale: station.locale,
  }).from(helpRequest).innerJoin(station, eq(station.id, helpRequest.stationId)).innerJoin(account, eq(account.id, accountId))
    .leftJoin(unit, and(eq(unit.stationId, helpRequest.stationId), eq(unit.id, helpRequest.unitId))).where(isRequest({ stationId }, requestId));
  return found ? { ...found, locale: found.own ?? found.stationLocale, today: todayAt({ now, timeZone: found.timeZone }) } : null;
}

/** What an organizer is told of a new request, without its text; null once it is closed or in somebody else's hands, or where they organize no more. */
export async function readOpened(db: Database, now: Date, ref: RequestRef): Promise<(Told & { isAgain: boolean }) | null> {
  const found = await readTold(db, now, ref);
  if (!found || found.closedOn !== null || (found.handledBy !== null && found.handledBy !== ref.accountId)) return null;
  const holders = await readHolders(db, { stationId: ref.stationId, timeZone: found.timeZone, now }, ORGANIZERS);
  return holders.includes(ref.accountId as AccountId) ? { ...found, isAgain: found.answerSealed !== null } : null;
}

/** What whoever asked is told of the end, and how they rated it; null where it is open again, or theirs no more. */
export async function readAnswered({ db, now, seal }: Pick<Scope, "db" | "now" | "seal">, ref: RequestRef): Promise<(Told & { answer: string; satisfaction: Satisfaction | null }) | null> {
  const found = await readTold(db, now, ref);
  if (!found || found.closedOn === null || found.requestedBy !== ref.accountId) return null;
  return { ...found, answer: unsealed(seal, "answer", found.answerSealed) ?? "" };
}

/** Nothing of what somebody asked for help with at a station is theirs any more, and its text is gone; returns how many. */
export async function forgetRequests(tx: Tx, { accountId, stationId }: { readonly accountId: number; readonly stationId: number }): Promise<number> {
  const gone = await tx.update(helpRequest).set({ summarySealed: null, answerSealed: null, requestedBy: null })
    .where(and(eq(helpRequest.stationId, stationId), eq(helpRequest.requestedBy, accountId))).returning({ id: helpRequest.id });
  await tx.update(helpRequest).set({ handledBy: null }).where(and(eq(helpRequest.stationId, stationId), eq(helpRequest.handledBy, accountId)));
  return gone.length;
}

/** Blanks the texts of requests that were closed before a day; returns how many. */
export async function blankClosed(tx: Tx, stationId: number, before: string): Promise<number> {
  const gone = await tx.update(helpRequest).set({ summarySealed: null, answerSealed: null }).where(and(
    eq(helpRequest.stationId, stationId), sql`${helpRequest.closedOn} < ${before}::date`, or(isNotNull(helpRequest.summarySealed), isNotNull(helpRequest.answerSealed)),
  )).returning({ id: helpRequest.id });
  return gone.length;
}
