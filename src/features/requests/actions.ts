import { and, asc, count, eq, inArray, isNotNull, isNull, notInArray, or, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { unit } from "../../db/schema-register.ts";
import { helpRequest } from "../../db/schema-request.ts";
import { draft, member, roleGrant } from "../../db/schema.ts";
import { owed } from "../../outbox/enqueue.ts";
import { recordAudit } from "../audit/actions.ts";
import type { Role } from "../command/rules.ts";
import { dayAfter } from "../date/rules.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { answered, isClosedIn, isOpenedIn, isOpenOn, isOverdueOn, isRequest, readTold, sealed, tellOf, unsealed, type RequestRef } from "../request/actions.ts";
import { readText, satisfiedOf, type Category } from "../request/rules.ts";
import { isAllowed, isLead, readHolders } from "../role/actions.ts";
import { ORGANIZERS } from "../role/rules.ts";
import { todayAt } from "../time/rules.ts";

/** To whom a request was passed. */
export const passed = owed<RequestRef>("requests.passed", "reminder");

const ANSWER_FORM = "request-answer";
/** Long enough to type a few lines. */
const VALID_MS = 30 * 60_000;

export type HandleRefusal = "notForYou" | "notYours" | "gone" | "taken" | "nobodyElse" | "empty" | "tooLong";

/** A request as a list shows it: nothing of who asked, nothing of the text. */
export interface Listed {
  readonly id: number;
  readonly category: Category;
  readonly unitCode: string | null;
  readonly dueOn: string;
  readonly hands: "none" | "yours" | "others";
}

/** A request in full; the text only for who has it in hand and for the lead, null also where it was blanked. */
export interface Card extends Listed {
  readonly stationId: number;
  readonly openedOn: string;
  readonly today: string;
  readonly text: string | null;
  readonly seesText: boolean;
  readonly mayTake: boolean;
  readonly hasLeft: boolean;
}

export interface RequestList {
  readonly stationId: number;
  readonly stationName: string;
  readonly today: string;
  readonly open: readonly Listed[];
  readonly overdue: number;
  readonly week: { readonly opened: number; readonly closed: number };
  readonly satisfied: { readonly of: number; readonly all: number } | null;
}

const COLUMNS = {
  id: helpRequest.id, category: helpRequest.category, unitCode: unit.code, openedOn: helpRequest.openedOn, dueOn: helpRequest.dueOn, summarySealed: helpRequest.summarySealed,
  requestedBy: helpRequest.requestedBy, handledBy: helpRequest.handledBy,
};

const fromRequests = (db: Database | Tx) => db.select(COLUMNS).from(helpRequest)
  .leftJoin(unit, and(eq(unit.stationId, helpRequest.stationId), eq(unit.id, helpRequest.unitId)));

/** In whose hands it is: of somebody who organizes no more it is in nobody's. */
function handsOf(scope: StationScope, handledBy: number | null, holders: readonly number[]): Listed["hands"] {
  if (handledBy === null || !holders.includes(handledBy)) return "none";
  return handledBy === scope.actor ? "yours" : "others";
}

/** Counts by the same definitions as the figures. */
async function readWeek(db: Database, scope: StationScope, today: string) {
  const here = (which: SQL | undefined) => and(eq(helpRequest.stationId, scope.stationId), which);
  const from = dayAfter(today, -6);
  const rated = await db.select({ satisfaction: helpRequest.satisfaction, number: count() }).from(helpRequest)
    .where(here(and(isClosedIn(from, today), isNotNull(helpRequest.satisfaction)))).groupBy(helpRequest.satisfaction);
  const numberOf = (which: string) => rated.find(({ satisfaction }) => satisfaction === which)?.number ?? 0;
  return {
    overdue: await db.$count(helpRequest, here(isOverdueOn(today))),
    week: { opened: await db.$count(helpRequest, here(isOpenedIn(from, today))), closed: await db.$count(helpRequest, here(isClosedIn(from, today))) },
    satisfied: satisfiedOf({ satisfied: numberOf("satisfied"), fair: numberOf("fair"), unsatisfied: numberOf("unsatisfied") }),
  };
}

/** The open requests, what is due first before the others. */
export async function readRequests(scope: StationScope): Promise<Result<HandleRefusal, RequestList>> {
  const { db } = scope;
  if (!await isAllowed(db, scope, "requests")) return { ok: false, reason: "notForYou" };
  const today = todayAt(scope);
  const holders = await readHolders(db, scope, ORGANIZERS);
  const rows = await fromRequests(db).where(and(eq(helpRequest.stationId, scope.stationId), isOpenOn(today))).orderBy(asc(helpRequest.dueOn), asc(helpRequest.id));
  return {
    ok: true, stationId: scope.stationId, stationName: scope.stationName, today, ...await readWeek(db, scope, today),
    open: rows.map(({ id, category, unitCode, dueOn, handledBy }) => ({ id, category, unitCode, dueOn, hands: handsOf(scope, handledBy, holders) })),
  };
}

async function readCard(tx: Tx, scope: StationScope, requestId: number): Promise<Card | null> {
  const [found] = await fromRequests(tx).where(and(isRequest(scope, requestId), isNull(helpRequest.closedOn)));
  if (!found) return null;
  const { summarySealed, requestedBy, handledBy, ...row } = found;
  const hands = handsOf(scope, handledBy, await readHolders(tx, scope, ORGANIZERS));
  const leads = await isLead(tx, scope);
  const seesText = hands === "yours" || leads;
  if (seesText) await recordAudit(tx, scope, "request.read", { kind: "help_request", id: requestId });
  return {
    ...row, stationId: scope.stationId, today: todayAt(scope), hands, seesText, text: seesText ? unsealed(scope.seal, "summary", summarySealed) : null,
    mayTake: hands === "none" || (leads && hands === "others"), hasLeft: requestedBy === null,
  };
}

type Carded = Result<HandleRefusal, { card: Card }>;

/** One open request; a look at its text is recorded. */
export async function showRequest(scope: StationScope, requestId: number): Promise<Carded> {
  return scope.act(async (tx): Promise<Carded> => {
    if (!await isAllowed(tx, scope, "requests")) return { ok: false, reason: "notForYou" };
    const card = await readCard(tx, scope, requestId);
    return card ? { ok: true, card } : { ok: false, reason: "gone" };
  });
}

/** Takes a request in hand: one that nobody has, or for the lead also somebody else's. */
export async function takeRequest(scope: StationScope, requestId: number): Promise<Carded> {
  return scope.act(async (tx): Promise<Carded> => {
    if (scope.actor === null || !await isAllowed(tx, scope, "requests")) return { ok: false, reason: "notForYou" };
    const holders = await readHolders(tx, scope, ORGANIZERS);
    const isFree = await isLead(tx, scope) ? undefined : or(isNull(helpRequest.handledBy), eq(helpRequest.handledBy, scope.actor), notInArray(helpRequest.handledBy, holders));
    const [before] = await tx.select({ handledBy: helpRequest.handledBy }).from(helpRequest).where(and(isRequest(scope, requestId), isNull(helpRequest.closedOn))).for("update");
    if (!before) return { ok: false, reason: "gone" };
    const taken = await tx.update(helpRequest).set({ handledBy: scope.actor }).where(and(isRequest(scope, requestId), isNull(helpRequest.closedOn), isFree)).returning({ id: helpRequest.id });
    if (taken.length === 0) return { ok: false, reason: "taken" };
    if (before.handledBy !== scope.actor) await recordAudit(tx, scope, "request.taken", { kind: "help_request", id: requestId });
    const card = await readCard(tx, scope, requestId);
    return card ? { ok: true, card } : { ok: false, reason: "gone" };
  });
}

/** Whether the speaking person may pass a request on or close it: who has it in hand, and the lead. */
async function mayHandle(tx: Tx, scope: StationScope, requestId: number): Promise<HandleRefusal | null> {
  if (scope.actor === null || !await isAllowed(tx, scope, "requests")) return "notForYou";
  const [found] = await tx.select({ handledBy: helpRequest.handledBy }).from(helpRequest).where(and(isRequest(scope, requestId), isNull(helpRequest.closedOn))).for("update");
  if (!found) return "gone";
  return found.handledBy === scope.actor || await isLead(tx, scope) ? null : "notYours";
}

/** Somebody to whom a request can be passed; the alias only of those who show theirs. */
export interface Taker {
  readonly grantId: number;
  readonly role: Role;
  readonly fromOn: string;
  readonly alias: string | null;
}

async function readTakers(tx: Tx, scope: StationScope, requestId: number): Promise<(Taker & { accountId: number })[]> {
  const [found] = await tx.select({ handledBy: helpRequest.handledBy }).from(helpRequest).where(isRequest(scope, requestId));
  const holders = (await readHolders(tx, scope, ORGANIZERS)).filter((id) => id !== found?.handledBy && id !== scope.actor);
  if (holders.length === 0) return [];
  const rows = await tx.select({ grantId: roleGrant.id, role: roleGrant.role, fromOn: roleGrant.fromOn, accountId: roleGrant.accountId, alias: member.alias, aliasShown: member.aliasShown })
    .from(roleGrant).leftJoin(member, and(eq(member.stationId, roleGrant.stationId), eq(member.accountId, roleGrant.accountId)))
    .where(and(eq(roleGrant.stationId, scope.stationId), inArray(roleGrant.accountId, holders), inArray(roleGrant.role, [...ORGANIZERS]), isNull(roleGrant.revokedAt)))
    .orderBy(asc(roleGrant.fromOn), asc(roleGrant.id));
  return rows.filter(({ accountId }, index) => rows.findIndex((row) => row.accountId === accountId) === index)
    .map(({ aliasShown, alias, ...row }) => ({ ...row, alias: aliasShown === true ? alias : null }));
}

/** To whom a request can be passed; the look is recorded. */
export async function askTaker(scope: StationScope, requestId: number): Promise<Result<HandleRefusal, { stationId: number; requestId: number; takers: readonly Taker[] }>> {
  return scope.act(async (tx): Promise<Result<HandleRefusal, { stationId: number; requestId: number; takers: readonly Taker[] }>> => {
    const refused = await mayHandle(tx, scope, requestId);
    if (refused) return { ok: false, reason: refused };
    const takers = await readTakers(tx, scope, requestId);
    if (takers.length === 0) return { ok: false, reason: "nobodyElse" };
    await recordAudit(tx, scope, "roles.read");
    return { ok: true, stationId: scope.stationId, requestId, takers };
  });
}

/** Puts a request into somebody else's hands, who is told. */
export async function passRequest(scope: StationScope, requestId: number, grantId: number): Promise<Result<HandleRefusal>> {
  return scope.act(async (tx): Promise<Result<HandleRefusal>> => {
    const refused = await mayHandle(tx, scope, requestId);
    if (refused) return { ok: false, reason: refused };
    const taker = (await readTakers(tx, scope, requestId)).find((each) => each.grantId === grantId);
    if (!taker) return { ok: false, reason: "gone" };
    await tx.update(helpRequest).set({ handledBy: taker.accountId }).where(isRequest(scope, requestId));
    await recordAudit(tx, scope, "request.passed", { kind: "help_request", id: requestId });
    await tellOf(tx, scope, passed, requestId, [taker.accountId]);
    return { ok: true };
  });
}

/** What somebody is told to whom a request was passed; null once it is closed or in other hands, or where they organize no more. */
export async function readPassed(db: Database, now: Date, ref: RequestRef) {
  const found = await readTold(db, now, ref);
  if (!found || found.closedOn !== null || found.handledBy !== ref.accountId) return null;
  const holders = await readHolders(db, { stationId: ref.stationId, timeZone: found.timeZone, now }, ORGANIZERS);
  return holders.includes(ref.accountId as AccountId) ? found : null;
}

/** Notes that the next text in private is the answer with which a request is closed. */
export async function awaitAnswer(scope: StationScope, requestId: number): Promise<Result<HandleRefusal>> {
  return scope.act(async (tx): Promise<Result<HandleRefusal>> => {
    const refused = await mayHandle(tx, scope, requestId);
    if (refused) return { ok: false, reason: refused };
    const expiresAt = new Date(scope.now.getTime() + VALID_MS);
    await keepForm(tx, { accountId: scope.actor ?? (0 as AccountId), stationId: scope.stationId, kind: ANSWER_FORM, content: { requestId }, expiresAt, asksForText: true });
    return { ok: true };
  });
}

/** The request whose answer somebody is writing, if that was asked last. */
export async function findAnswerDraft({ db, now }: Scope, me: AccountId): Promise<{ stationId: number; requestId: number } | null> {
  const [row] = await db.select({ stationId: draft.stationId, content: draft.content }).from(draft).where(isAwaited(me, ANSWER_FORM, now));
  const kept = z.object({ requestId: z.int() }).safeParse(row?.content).data;
  return row?.stationId && kept ? { stationId: row.stationId, ...kept } : null;
}

/** Closes a request with what was done, and tells whoever asked, where they are still there. */
export async function closeRequest(scope: StationScope, requestId: number, words: string): Promise<Result<HandleRefusal, { answer: string; isTold: boolean }>> {
  const read = readText(words);
  if (!read.ok) return read;
  return scope.act(async (tx): Promise<Result<HandleRefusal, { answer: string; isTold: boolean }>> => {
    const refused = await mayHandle(tx, scope, requestId);
    if (refused) return { ok: false, reason: refused };
    const [closed] = await tx.update(helpRequest).set({ closedOn: todayAt(scope), answerSealed: sealed(scope.seal, "answer", read.text), handledBy: sql`coalesce(${helpRequest.handledBy}, ${scope.actor})` })
      .where(and(isRequest(scope, requestId), isNull(helpRequest.closedOn))).returning({ requestedBy: helpRequest.requestedBy });
    if (!closed) return { ok: false, reason: "gone" };
    await tx.delete(draft).where(and(eq(draft.accountId, scope.actor ?? 0), eq(draft.kind, ANSWER_FORM)));
    await recordAudit(tx, scope, "request.closed", { kind: "help_request", id: requestId });
    if (closed.requestedBy !== null) await tellOf(tx, scope, answered, requestId, [closed.requestedBy]);
    return { ok: true, answer: read.text, isTold: closed.requestedBy !== null };
  });
}
