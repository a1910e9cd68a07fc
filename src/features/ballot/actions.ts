import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Poll } from "grammy/types";
import type { Locale, Place, Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { poll, pollOption, pollPost } from "../../db/schema-poll.ts";
import { account, chat, station } from "../../db/schema.ts";
import { enqueue, enqueueAll, owed } from "../../outbox/enqueue.ts";
import { isDated, type Option, type When } from "../option/rules.ts";
import { readRoles } from "../role/actions.ts";
import { maySteer } from "../rollcall/rules.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { isPollOpen, totalsOf, type PollContent } from "./rules.ts";

export interface PollRef {
  readonly stationId: number;
  readonly pollId: number;
}

export interface BallotRef extends PollRef {
  readonly chatId: number;
}

/** All copies are to be posted; one of them is; and whoever asked hears where the poll is and where not. */
export const opening = owed<PollRef>("poll.opening", "announcement");
export const posting = owed<BallotRef>("poll.posting", "announcement");
export const report = owed<PollRef & { accountId: number }>("poll.report", "reminder");

/** Copies that end at the same moment are told of together. */
const GATHER_MS = 1_000;

export const pollKey = ({ stationId, pollId }: PollRef) => `${stationId}:${pollId}`;
export const ballotKey = (ref: BallotRef) => `${pollKey(ref)}:${ref.chatId}`;
export const isPoll = ({ stationId, pollId }: PollRef) => and(eq(poll.stationId, stationId), eq(poll.id, pollId));
export const isPostOf = ({ stationId, pollId }: PollRef) => and(eq(pollPost.stationId, stationId), eq(pollPost.pollId, pollId));
export const isBallot = (ref: BallotRef) => and(isPostOf(ref), eq(pollPost.chatId, ref.chatId));

export interface PollPlan {
  readonly chatIds: readonly number[];
  readonly askedBy: number | null;
  readonly announcedAt: Date;
  readonly closesAt: Date;
  readonly round?: { readonly id: number; readonly on: string };
}

const optionRow = ({ text, when }: Pick<Option, "text" | "when">) => ({
  text,
  onDate: when !== null && "on" in when ? when.on : null,
  startsAt: when !== null && "startsAt" in when ? new Date(when.startsAt) : null,
  endsAt: when !== null && "startsAt" in when && when.endsAt !== null ? new Date(when.endsAt) : null,
});

function whenOf(row: { onDate: string | null; startsAt: Date | null; endsAt: Date | null }): When | null {
  if (row.onDate !== null) return { on: row.onDate };
  return row.startsAt && { startsAt: row.startsAt.getTime(), endsAt: row.endsAt?.getTime() ?? null };
}

/** Makes a poll whose copies go out at `announcedAt`. */
export async function createPoll(tx: Tx, scope: { stationId: number; now: Date }, content: PollContent, plan: PollPlan): Promise<number> {
  const { stationId, now } = scope;
  const { question, isAnonymous, isMultiple } = content;
  const options = content.options.map((option) => ({ ...option, choices: [], trouble: null }));
  const [made] = await tx.insert(poll).values({
    stationId, question, isAnonymous, isMultiple, isDated: isDated(options), askedBy: plan.askedBy, createdAt: now,
    announcedAt: plan.announcedAt, closesAt: plan.closesAt, roundId: plan.round?.id ?? null, roundOn: plan.round?.on ?? null,
  }).returning({ id: poll.id });
  if (!made) throw new Error("a poll was not made");
  const ref = { stationId, pollId: made.id };
  await tx.insert(pollOption).values(options.map((option, position) => ({ ...ref, position, ...optionRow(option) })));
  await tx.insert(pollPost).values(plan.chatIds.map((chatId) => ({ ...ref, chatId })));
  const afterMs = Math.max(0, plan.announcedAt.getTime() - now.getTime());
  await enqueue(tx, opening, { key: pollKey(ref), payload: ref, now, stationId, afterMs });
  return made.id;
}

/** Promises each of the groups that wait its own copy. */
export async function promisePostings(tx: Tx, ref: PollRef, now: Date): Promise<void> {
  const waiting = await tx.select({ chatId: pollPost.chatId }).from(pollPost)
    .where(and(isPostOf(ref), eq(pollPost.state, "waiting"))).orderBy(asc(pollPost.chatId));
  await enqueueAll(tx, posting, waiting.map(({ chatId }) => {
    const payload = { stationId: ref.stationId, pollId: ref.pollId, chatId };
    return { key: ballotKey(payload), payload, now, stationId: ref.stationId };
  }));
}

export type Held = typeof poll.$inferSelect;

export interface PollFacts extends Held {
  readonly options: readonly Pick<Option, "text" | "when">[];
  readonly timeZone: string;
  readonly locale: Locale;
}

/** A poll and its options; null where it was taken back. */
export async function readPoll(db: Database | Tx, ref: PollRef): Promise<PollFacts | null> {
  const [found] = await db.select({ about: poll, timeZone: station.timeZone, locale: station.locale })
    .from(poll).innerJoin(station, eq(station.id, poll.stationId)).where(isPoll(ref));
  if (!found) return null;
  const rows = await db.select().from(pollOption)
    .where(and(eq(pollOption.stationId, ref.stationId), eq(pollOption.pollId, ref.pollId))).orderBy(asc(pollOption.position));
  const { about, timeZone, locale } = found;
  return { ...about, timeZone, locale, options: rows.map((row) => ({ text: row.text, when: whenOf(row) })) };
}

/** The groups of a poll. */
export async function readPostChats(db: Database | Tx, ref: PollRef): Promise<number[]> {
  const rows = await db.select({ chatId: pollPost.chatId }).from(pollPost).where(isPostOf(ref)).orderBy(asc(pollPost.chatId));
  return rows.map(({ chatId }) => chatId);
}

export interface BallotFacts extends PollFacts {
  readonly chatId: number;
  readonly messageId: number | null;
  readonly postState: (typeof pollPost.$inferSelect)["state"];
  readonly stoppedAt: Date | null;
  readonly resultMessageId: number | null;
  readonly telegramChatId: number;
  readonly threadId: number | null;
}

/** One copy of a poll; null once its group is no longer linked. */
export async function readBallot(db: Database | Tx, ref: BallotRef): Promise<BallotFacts | null> {
  const [found] = await db.select({
    chatId: pollPost.chatId, messageId: pollPost.messageId, postState: pollPost.state, stoppedAt: pollPost.stoppedAt,
    resultMessageId: pollPost.resultMessageId, telegramChatId: chat.telegramChatId, threadId: chat.threadId,
  }).from(pollPost).innerJoin(chat, and(eq(chat.stationId, pollPost.stationId), eq(chat.id, pollPost.chatId))).where(isBallot(ref));
  const about = found && await readPoll(db, ref);
  return about ? { ...about, ...found } : null;
}

/** Holds the poll, so that of several copies that settle together the last one knows it. */
export async function holdPoll(tx: Tx, ref: PollRef): Promise<Held | null> {
  // Not “for update”: rows that lean on the poll lock its key, and two that did would wait for each other here.
  const [found] = await tx.select().from(poll).where(isPoll(ref)).for("no key update");
  return found ?? null;
}

/** Owes the report once no copy is on its way any more. */
async function oweReport(tx: Tx, ref: PollRef, now: Date): Promise<void> {
  const held = await holdPoll(tx, ref);
  if (!held || held.askedBy === null || held.closedAt !== null) return;
  const waiting = await tx.select({ chatId: pollPost.chatId }).from(pollPost).where(and(isPostOf(ref), eq(pollPost.state, "waiting"))).limit(1);
  if (waiting.length > 0) return;
  const payload = { stationId: ref.stationId, pollId: ref.pollId, accountId: held.askedBy };
  await enqueue(tx, report, { key: pollKey(ref), payload, now, stationId: ref.stationId, afterMs: GATHER_MS });
}

/** Notes where the copy stands and by which names Telegram tells of it. */
export async function attachBallot(tx: Tx, ref: BallotRef, messageId: number | null, sent: Poll | null, now: Date): Promise<void> {
  const optionIds = sent?.options.map((option) => option.persistent_id) ?? null;
  await tx.update(pollPost).set({ state: "posted", messageId, telegramPollId: sent?.id ?? null, optionIds, totals: optionIds?.map(() => 0) ?? null })
    .where(isBallot(ref));
  await oweReport(tx, ref, now);
}

export async function noteUnposted(tx: Tx, ref: BallotRef, state: "uncertain" | "unreachable" | "refused", now: Date): Promise<void> {
  await tx.update(pollPost).set({ state }).where(and(isBallot(ref), eq(pollPost.state, "waiting")));
  await oweReport(tx, ref, now);
}

/** A poll that votes arrive for and nobody knows: it is the one copy that fits and whose posting was uncertain. */
export async function attachUncertain(tx: Tx, told: Poll): Promise<void> {
  const found = await tx.select({ stationId: pollPost.stationId, pollId: pollPost.pollId, chatId: pollPost.chatId }).from(pollPost)
    .innerJoin(poll, and(eq(poll.stationId, pollPost.stationId), eq(poll.id, pollPost.pollId)))
    .where(and(
      eq(pollPost.state, "uncertain"), isNull(pollPost.telegramPollId), isNull(poll.closedAt), eq(poll.isAnonymous, told.is_anonymous),
      sql`poll.question = left(${told.question}, length(poll.question))`,
      sql`(select count(*) from poll_option o where o.station_id = poll.station_id and o.poll_id = poll.id) = ${told.options.length}`,
    )).limit(2);
  const [only] = found;
  if (!only || found.length > 1) return;
  await tx.update(pollPost).set({ telegramPollId: told.id, optionIds: told.options.map((option) => option.persistent_id) })
    .where(and(isBallot(only), isNull(pollPost.telegramPollId)));
}

/** Notes the totals that Telegram tells; those of a stopped copy are final. */
export async function takeTotals(tx: Tx, told: Poll): Promise<void> {
  const isIt = eq(pollPost.telegramPollId, told.id);
  const [found] = await tx.select({ optionIds: pollPost.optionIds, stoppedAt: pollPost.stoppedAt }).from(pollPost).where(isIt).for("update");
  if (!found || (found.stoppedAt !== null && !told.is_closed)) return;
  const totals = totalsOf(found.optionIds ?? [], told.options);
  await tx.update(pollPost).set({ totals, voters: told.total_voter_count }).where(isIt);
}

/** The poll, locked, if the speaking person may steer it; roles are read in the same transaction. */
export async function holdSteerable(tx: Tx, scope: StationScope, pollId: number): Promise<Held | null> {
  const held = await holdPoll(tx, { stationId: scope.stationId, pollId });
  const roles = await readRoles(tx, scope);
  return held && maySteer(roles, scope.actor !== null && held.askedBy === scope.actor) ? held : null;
}

/** In private somebody may steer a poll of another station of theirs than the one they speak of; rights are asked there. */
export async function atPollStation(scope: StationScope, place: Place, pollId: number): Promise<StationScope> {
  if (place.kind !== "private") return scope;
  const [found] = await scope.db.select(STATION_FACTS).from(poll).innerJoin(station, eq(station.id, poll.stationId)).where(eq(poll.id, pollId));
  return found ? stationScope(scope, found, scope.actor) : scope;
}

/** Posts a copy once more whose first posting may have been lost. */
export async function postAgain(spoken: StationScope, place: Place, ref: { pollId: number; chatId: number }): Promise<Result<"notForYou" | "arrived" | "alreadyClosed">> {
  const scope = await atPollStation(spoken, place, ref.pollId);
  const { stationId, now } = scope;
  const payload = { stationId, pollId: ref.pollId, chatId: ref.chatId };
  return scope.act(async (tx): Promise<Result<"notForYou" | "arrived" | "alreadyClosed">> => {
    const held = await holdSteerable(tx, scope, ref.pollId);
    if (!held) return { ok: false, reason: "notForYou" };
    if (!isPollOpen(held, now)) return { ok: false, reason: "alreadyClosed" };
    const again = await tx.update(pollPost).set({ state: "waiting" })
      .where(and(isBallot(payload), eq(pollPost.state, "uncertain"), isNull(pollPost.telegramPollId))).returning({ chatId: pollPost.chatId });
    if (again.length === 0) return { ok: false, reason: "arrived" };
    await enqueue(tx, posting, { key: ballotKey(payload), payload, now, stationId });
    return { ok: true };
  });
}

export interface ReportFacts extends PollFacts {
  readonly posts: readonly { readonly chatId: number; readonly title: string; readonly state: BallotFacts["postState"]; readonly hasVotes: boolean }[];
  readonly askerSealed: string;
  readonly askerLocale: Locale | null;
}

/** Where a poll is and where not, for whoever asked it; null where they are gone. */
export async function readReport(db: Database, ref: PollRef & { accountId: number }): Promise<ReportFacts | null> {
  const [asker] = await db.select({ askerSealed: account.userSealed, askerLocale: account.locale }).from(account).where(eq(account.id, ref.accountId));
  const about = asker && await readPoll(db, ref);
  if (!about) return null;
  const posts = await db.select({
    chatId: pollPost.chatId, title: chat.title, state: pollPost.state, hasVotes: sql<boolean>`poll_post.telegram_poll_id is not null`,
  }).from(pollPost).innerJoin(chat, and(eq(chat.stationId, pollPost.stationId), eq(chat.id, pollPost.chatId)))
    .where(isPostOf(ref)).orderBy(asc(pollPost.chatId));
  return { ...about, ...asker, posts };
}
