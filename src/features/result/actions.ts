import { and, asc, eq, exists, gt, isNotNull, isNull, lte, ne, sql } from "drizzle-orm";
import type { Poll } from "grammy/types";
import type { Locale, Place, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { poll, pollPost } from "../../db/schema-poll.ts";
import { account, chat } from "../../db/schema.ts";
import { enqueue, enqueueAll, owed } from "../../outbox/enqueue.ts";
import { recordAudit } from "../audit/actions.ts";
import {
  atPollStation, ballotKey, holdPoll, holdSteerable, isBallot, isPoll, isPostOf, pollKey, readBallot, readPoll, takeTotals, type BallotRef, type PollFacts, type PollRef,
} from "../ballot/actions.ts";
import { takePeriod } from "../period/actions.ts";
import { isAllowed, readRoles } from "../role/actions.ts";
import { maySteer } from "../rollcall/rules.ts";
import { isResultNews, tallyOf, type Tally } from "./rules.ts";

/** All copies are to be stopped; one of them is; then the result goes to each group, and to whoever asked. */
export const stops = owed<PollRef>("poll.stops", "digest");
export const stop = owed<BallotRef>("poll.stop", "digest");
export const results = owed<PollRef>("poll.results", "digest");
export const result = owed<BallotRef>("poll.result", "digest");
export const outcome = owed<PollRef & { accountId: number }>("poll.outcome", "reminder");

/** Time for the last totals that Telegram has already sent. */
const GATHER_MS = 2_000;
/** Stands for a message that there is not. */
const NO_MESSAGE = 0;

/** Long enough for a poll in hundreds of groups to be stopped; later than a day nobody is served by it. */
const STOPPED_BY_MS = 10 * 60_000;
const STOPPED_AT_ALL_MS = 24 * 3_600_000;

const isCopyRunning = and(eq(pollPost.state, "posted"), ne(pollPost.messageId, NO_MESSAGE), isNull(pollPost.stoppedAt));

/** Ends a poll; false if it had ended. */
async function closePoll(tx: Tx, now: Date, { stationId, pollId }: PollRef): Promise<boolean> {
  const ref = { stationId, pollId };
  const closed = await tx.update(poll).set({ closedAt: now }).where(and(isPoll(ref), isNull(poll.closedAt))).returning({ id: poll.id });
  if (closed.length === 0) return false;
  await enqueue(tx, stops, { key: pollKey(ref), payload: ref, now, stationId });
  return true;
}

/** Polls that ended a while ago and still have a copy that was not stopped: one that was on its way to its group just then. */
async function readHalfStopped(scope: Scope): Promise<PollRef[]> {
  const ago = (ms: number) => new Date(scope.now.getTime() - ms);
  return scope.db.selectDistinct({ stationId: poll.stationId, pollId: poll.id }).from(poll)
    .innerJoin(pollPost, and(eq(pollPost.stationId, poll.stationId), eq(pollPost.pollId, poll.id)))
    .where(and(isCopyRunning, lte(poll.closedAt, ago(STOPPED_BY_MS)), gt(poll.closedAt, ago(STOPPED_AT_ALL_MS))));
}

/** Ends every poll whose time has come; several processes may do so at once. */
export async function closeDue(scope: Scope): Promise<void> {
  for (const ref of await readHalfStopped(scope)) {
    await scope.act((tx) => enqueue(tx, stops, { key: pollKey(ref), payload: ref, now: scope.now, stationId: ref.stationId }));
  }
  const due = await scope.db.select({ stationId: poll.stationId, pollId: poll.id }).from(poll)
    .where(and(isNull(poll.closedAt), lte(poll.closesAt, scope.now))).orderBy(asc(poll.closesAt));
  for (const ref of due) await scope.act((tx) => closePoll(tx, scope.now, ref));
}

const isRunning = (ref: PollRef) => and(isPostOf(ref), isCopyRunning);

/** Promises to stop each copy; where none is left to stop, the result is due. */
export async function promiseStops(tx: Tx, ref: PollRef, now: Date): Promise<void> {
  const running = await tx.select({ chatId: pollPost.chatId }).from(pollPost).where(isRunning(ref)).orderBy(asc(pollPost.chatId));
  await enqueueAll(tx, stop, running.map(({ chatId }) => {
    const payload = { stationId: ref.stationId, pollId: ref.pollId, chatId };
    return { key: ballotKey(payload), payload, now, stationId: ref.stationId };
  }));
  if (running.length === 0) await oweResults(tx, ref, now);
}

function oweResults(tx: Tx, { stationId, pollId }: PollRef, now: Date): Promise<void> {
  const payload = { stationId, pollId };
  return enqueue(tx, results, { key: pollKey(payload), payload, now, stationId, afterMs: GATHER_MS });
}

/** Whoever settles the last copy owes the result; the poll is held, so that of two there is a last one. */
async function afterStop(tx: Tx, ref: BallotRef, now: Date): Promise<void> {
  await holdPoll(tx, ref);
  const running = await tx.select({ chatId: pollPost.chatId }).from(pollPost).where(isRunning(ref)).limit(1);
  if (running.length === 0) await oweResults(tx, ref, now);
}

/** A copy is stopped; the totals that Telegram gave are final. */
export async function noteStopped(tx: Tx, ref: BallotRef, final: Poll | null, now: Date): Promise<void> {
  if (final) await takeTotals(tx, final);
  await tx.update(pollPost).set({ stoppedAt: now, state: "posted" }).where(isBallot(ref));
  await afterStop(tx, ref, now);
}

/** A copy cannot be stopped: it is gone or was stopped already, or its group is out of reach for now. The totals known so far count. */
export async function noteNotStopped(tx: Tx, ref: BallotRef, isOutOfReach: boolean, now: Date): Promise<void> {
  await tx.update(pollPost).set(isOutOfReach ? { state: "unreachable" } : { stoppedAt: now }).where(isBallot(ref));
  await afterStop(tx, ref, now);
}

/** Promises the result to each group that has the poll and not its result, and once to whoever asked. */
export async function promiseResults(tx: Tx, ref: PollRef, now: Date): Promise<void> {
  const { stationId, pollId } = ref;
  const held = await holdPoll(tx, ref);
  if (!held || !isResultNews(held.closedAt, now)) return;
  const told = await tx.select({ chatId: pollPost.chatId }).from(pollPost).where(and(
    isPostOf(ref), isNotNull(pollPost.telegramPollId), ne(pollPost.state, "unreachable"), isNull(pollPost.resultMessageId),
  )).orderBy(asc(pollPost.chatId));
  await enqueueAll(tx, result, told.map(({ chatId }) => {
    const payload = { stationId, pollId, chatId };
    return { key: ballotKey(payload), payload, now, stationId };
  }));
  if (held.askedBy === null || !await takePeriod(tx, "poll.outcome", pollKey(ref), now)) return;
  await enqueue(tx, outcome, { key: pollKey(ref), payload: { stationId, pollId, accountId: held.askedBy }, now, stationId });
}

/** Notes the message with the result; 0 where it may be there or cannot be, so that it is never posted twice. */
export async function noteResult(tx: Tx, ref: BallotRef, messageId: number | null): Promise<void> {
  await tx.update(pollPost).set({ resultMessageId: messageId ?? NO_MESSAGE }).where(isBallot(ref));
}

/** One copy of a poll and its result. */
export interface Copy {
  readonly ref: BallotRef;
  readonly messageId: number | null;
  readonly stoppedAt: Date | null;
  readonly resultMessageId: number | null;
  readonly telegramChatId: number;
  readonly threadId: number | null;
}

export async function readCopy(db: Database, ref: BallotRef): Promise<Copy | null> {
  const found = await readBallot(db, ref);
  return found && { ref, ...found };
}

export interface Outcome extends PollFacts {
  readonly tally: Tally;
}

/** What a poll came to: the copies that Telegram told of, added up. */
export async function readOutcome(db: Database | Tx, ref: PollRef): Promise<Outcome | null> {
  const about = await readPoll(db, ref);
  if (!about) return null;
  const posts = await db.select({ totals: pollPost.totals, voters: pollPost.voters }).from(pollPost)
    .where(and(isPostOf(ref), isNotNull(pollPost.telegramPollId)));
  return { ...about, tally: tallyOf(posts, about.options.length) };
}

export interface Asker {
  readonly sealed: string;
  readonly locale: Locale | null;
}

export async function readAsker(db: Database, accountId: number): Promise<Asker | null> {
  const [found] = await db.select({ sealed: account.userSealed, locale: account.locale }).from(account).where(eq(account.id, accountId));
  return found ?? null;
}

export interface OpenPoll {
  readonly id: number;
  readonly question: string;
  readonly closesAt: Date;
}

/** The open polls here that the speaking person may end; null for somebody who may ask none at all. */
export async function readOpenPolls(scope: StationScope, place: Place): Promise<OpenPoll[] | null> {
  if (!await isAllowed(scope.db, scope, "poll")) return null;
  const roles = await readRoles(scope.db, scope);
  const copyHere = scope.db.select({ one: sql`1` }).from(pollPost).innerJoin(chat, and(eq(chat.stationId, pollPost.stationId), eq(chat.id, pollPost.chatId)))
    .where(and(sql`poll_post.station_id = poll.station_id and poll_post.poll_id = poll.id`, eq(pollPost.chatId, place.kind === "member" ? place.chatId : 0)));
  const rows = await scope.db.select({ id: poll.id, question: poll.question, closesAt: poll.closesAt, askedBy: poll.askedBy }).from(poll).where(and(
    eq(poll.stationId, scope.stationId), isNull(poll.closedAt), lte(poll.announcedAt, scope.now), gt(poll.closesAt, scope.now),
    place.kind === "member" ? exists(copyHere) : undefined,
  )).orderBy(asc(poll.closesAt), asc(poll.id));
  return rows.filter(({ askedBy }) => maySteer(roles, scope.actor !== null && askedBy === scope.actor));
}

type Ended = Result<"notForYou" | "alreadyClosed" | "notOut", { question: string }>;

/** Ends a poll before its time. */
export async function endPoll(spoken: StationScope, place: Place, pollId: number): Promise<Ended> {
  const scope = await atPollStation(spoken, place, pollId);
  return scope.act(async (tx): Promise<Ended> => {
    const held = await holdSteerable(tx, scope, pollId);
    if (!held) return { ok: false, reason: "notForYou" };
    if (held.announcedAt > scope.now) return { ok: false, reason: "notOut" };
    if (!await closePoll(tx, scope.now, { stationId: scope.stationId, pollId })) return { ok: false, reason: "alreadyClosed" };
    await recordAudit(tx, scope, "poll.closed", { kind: "poll", id: pollId });
    return { ok: true, question: held.question };
  });
}
