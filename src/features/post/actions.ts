import { and, asc, eq, inArray, isNotNull, isNull, ne, or, sql, type SQL } from "drizzle-orm";
import type { Locale, Place, Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activitySlot, post } from "../../db/schema-activity.ts";
import { account, chat, outbox, station } from "../../db/schema.ts";
import { enqueue, enqueueAll, owed } from "../../outbox/enqueue.ts";
import { atActivityStation, holdActivity, readActivity, type ActivityFacts, type ActivityRef } from "../activity/actions.ts";
import { tellingAt } from "../news/rules.ts";

/** A stream of taps is one edit a second. */
const COALESCE_MS = 1_000;

export interface PostRef extends ActivityRef {
  readonly chatId: number;
}

/** All copies are to be posted; one of them is. */
export const announcement = owed<ActivityRef>("post.announcement", "announcement");
export const posting = owed<PostRef>("post.posting", "announcement");
/** All copies are to be brought up to date; one of them is. */
export const boards = owed<ActivityRef & { tapped: number | null }>("post.boards", "answer");
export const board = owed<PostRef>("post.board", "announcement");
/** A copy that was on its way when the others were to be brought up to date. */
export const latecomer = owed<PostRef>("post.latecomer", "answer");
/** What became of the copies, for whoever announced. */
export const report = owed<ActivityRef & { accountId: number }>("post.report", "answer");

const keyOf = ({ stationId, activityId }: ActivityRef) => `${stationId}:${activityId}`;
const postKey = (ref: PostRef) => `${keyOf(ref)}:${ref.chatId}`;
const isOf = (ref: ActivityRef) => and(eq(post.stationId, ref.stationId), eq(post.activityId, ref.activityId));
const isIt = (ref: PostRef) => and(isOf(ref), eq(post.chatId, ref.chatId));

/** Promises a copy to each of these groups, at the activity's time of announcing. */
export async function createPosts(
  tx: Tx,
  plan: ActivityRef & { readonly chatIds: readonly number[]; readonly announcedAt: Date; readonly now: Date },
): Promise<void> {
  const { stationId, activityId, chatIds, announcedAt, now } = plan;
  if (chatIds.length > 0) await tx.insert(post).values(chatIds.map((chatId) => ({ stationId, activityId, chatId }))).onConflictDoNothing();
  const afterMs = Math.max(0, announcedAt.getTime() - now.getTime());
  await enqueue(tx, announcement, { key: keyOf(plan), payload: { stationId, activityId }, now, stationId, afterMs });
}

/**
 * Takes the promise to post back; false once it has been taken up. Whoever takes it up deletes the same row, so of the two
 * only one succeeds: after true nothing goes out.
 */
export async function takeBackPosts(tx: Tx, ref: ActivityRef): Promise<boolean> {
  const gone = await tx.delete(outbox).where(and(
    eq(outbox.kind, announcement.kind), eq(outbox.key, keyOf(ref)), eq(outbox.state, "waiting"),
  )).returning({ id: outbox.id });
  return gone.length > 0;
}

/** Holds the promises to post these back until the commit; false where one of them has been taken up. */
export async function holdPosts(tx: Tx, refs: readonly ActivityRef[]): Promise<boolean> {
  if (refs.length === 0) return true;
  const held = await tx.select({ key: outbox.key }).from(outbox).where(and(
    eq(outbox.kind, announcement.kind), inArray(outbox.key, refs.map(keyOf)), eq(outbox.state, "waiting"),
  )).for("update");
  return new Set(held.map(({ key }) => key)).size === refs.length;
}

/** Later than this it was the bot that was late, and nobody chose this hour. */
const LATE_MS = 10 * 60_000;

/** When the copies go out: now, but where an outage ends at night in the morning, if that is soon enough. */
async function postingAt(tx: Tx, { stationId, activityId }: ActivityRef, now: Date): Promise<Date> {
  const slots = await tx.select({ announcedAt: activity.announcedAt, zone: station.timeZone, startsAt: activitySlot.startsAt }).from(activitySlot)
    .innerJoin(activity, and(eq(activity.stationId, activitySlot.stationId), eq(activity.id, activitySlot.activityId)))
    .innerJoin(station, eq(station.id, activity.stationId)).where(and(eq(activity.stationId, stationId), eq(activity.id, activityId)));
  const [first] = slots;
  if (!first || now.getTime() - first.announcedAt.getTime() < LATE_MS) return now;
  return tellingAt(slots.map(({ startsAt }) => startsAt), first.zone, now);
}

/** Promises each of the groups that wait its own copy. */
export async function promisePostings(tx: Tx, { stationId, activityId }: ActivityRef, now: Date): Promise<void> {
  const at = await postingAt(tx, { stationId, activityId }, now);
  const waiting = await tx.select({ chatId: post.chatId }).from(post)
    .where(and(isOf({ stationId, activityId }), eq(post.state, "waiting"))).orderBy(asc(post.chatId));
  await enqueueAll(tx, posting, waiting.map(({ chatId }) => {
    const payload = { stationId, activityId, chatId };
    return { key: postKey(payload), payload, now, stationId, afterMs: at.getTime() - now.getTime() };
  }));
}

/**
 * Owes every group its copy anew, by one row however many there are; call it last in a transaction.
 * The group in which somebody tapped sees it first.
 */
export async function oweBoards(
  tx: Tx,
  scope: { readonly now: Date; readonly stationId: number },
  activityId: number,
  tapped: number | null = null,
): Promise<void> {
  const { stationId, now } = scope;
  const ref = { stationId, activityId };
  if (tapped !== null) {
    const payload = { ...ref, chatId: tapped };
    await enqueue(tx, board, { key: postKey(payload), payload, now, stationId, afterMs: COALESCE_MS, lane: "answer" });
  }
  await enqueue(tx, boards, { key: keyOf(ref), payload: { ...ref, tapped }, now, stationId, afterMs: COALESCE_MS });
}

/** Whether this copy is on its way: what it says may be older than what has just been changed. */
const inHand = ({ stationId, activityId }: ActivityRef) => and(
  eq(outbox.kind, posting.kind), eq(outbox.key, sql`${keyOf({ stationId, activityId })} || ':' || ${post.chatId}`), isNotNull(outbox.owner),
);

/** Promises each of these copies that is out its own edit, and looks again soon after those that are on their way; one statement, for a copy may come out meanwhile. */
async function promiseEach(tx: Tx, { stationId, activityId }: ActivityRef, which: SQL | undefined, now: Date): Promise<void> {
  const ref = { stationId, activityId };
  const copies = await tx.selectDistinct({ chatId: post.chatId, state: post.state }).from(post).leftJoin(outbox, inHand(ref))
    .where(and(isOf(ref), which, or(eq(post.state, "posted"), and(eq(post.state, "waiting"), isNotNull(outbox.id))))).orderBy(asc(post.chatId));
  const dues = (state: "posted" | "waiting", afterMs: number) => copies.filter((copy) => copy.state === state).map(({ chatId }) => {
    const payload = { ...ref, chatId };
    return { key: postKey(payload), payload, now, stationId, afterMs };
  });
  await enqueueAll(tx, board, dues("posted", 0));
  await enqueueAll(tx, latecomer, dues("waiting", COALESCE_MS));
}

/** Promises every copy its own edit; the one that was tapped last has been promised its own already. */
export function promiseBoards(tx: Tx, ref: ActivityRef & { tapped: number | null }, now: Date): Promise<void> {
  return promiseEach(tx, ref, ref.tapped === null ? undefined : ne(post.chatId, ref.tapped), now);
}

/** Promises a copy that was on its way its edit, once it is out. */
export function promiseLate(tx: Tx, ref: PostRef, now: Date): Promise<void> {
  return promiseEach(tx, ref, eq(post.chatId, ref.chatId), now);
}

/** Several groups that come back together are one report. */
const REPORT_MS = 2_000;

/**
 * Notes what became of one copy, and once none waits any more owes the announcer the report. The activity is held first:
 * of two copies that settle at once, the later one sees both.
 */
export async function settlePosting(tx: Tx, ref: PostRef, now: Date, outcome: number | "uncertain" | "unreachable" | "refused"): Promise<void> {
  const [about] = await tx.select({ announcedBy: activity.announcedBy }).from(activity)
    .where(and(eq(activity.stationId, ref.stationId), eq(activity.id, ref.activityId))).for("no key update");
  if (typeof outcome === "number") await attachPost(tx, ref, outcome);
  else await tx.update(post).set({ state: outcome }).where(and(isIt(ref), eq(post.state, "waiting")));
  const [left] = await tx.select({ chatId: post.chatId }).from(post).where(and(isOf(ref), eq(post.state, "waiting"))).limit(1);
  if (left || !about?.announcedBy) return;
  const { stationId, activityId } = ref;
  const payload = { stationId, activityId, accountId: about.announcedBy };
  await enqueue(tx, report, { key: keyOf(ref), payload, now, stationId, afterMs: REPORT_MS });
}

/** Promises again the one copy that may be missing, for whoever manages the activity; false where there is nothing to repeat. */
export async function postAgain(spoken: StationScope, place: Place, activityId: number, chatId: number): Promise<Result<"notForYou" | "nothingToRepeat", { title: string }>> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Result<"notForYou" | "nothingToRepeat", { title: string }>> => {
    const ref = { stationId: scope.stationId, activityId, chatId };
    if (!await holdActivity(tx, scope, activityId, "manage")) return { ok: false, reason: "notForYou" };
    const again = await tx.update(post).set({ state: "waiting" })
      .where(and(isIt(ref), inArray(post.state, ["uncertain", "refused"]))).returning({ chatId: post.chatId });
    if (again.length === 0) return { ok: false, reason: "nothingToRepeat" };
    await enqueue(tx, posting, { key: postKey(ref), payload: ref, now: scope.now, stationId: scope.stationId, lane: "answer" });
    const [group] = await tx.select({ title: chat.title }).from(chat).where(and(eq(chat.stationId, scope.stationId), eq(chat.id, chatId)));
    return { ok: true, title: group?.title ?? "" };
  });
}

export interface ReportFacts {
  readonly activityId: number;
  readonly title: string;
  readonly userSealed: string;
  readonly locale: Locale;
  readonly copies: readonly { readonly chatId: number; readonly title: string; readonly state: PostFacts["postState"] }[];
}

/** What the announcer is told of the copies; null where they are gone, or while a copy waits once more. */
export async function readReport(db: Database, ref: ActivityRef): Promise<ReportFacts | null> {
  const [about] = await db.select({ title: activity.title, userSealed: account.userSealed, locale: account.locale, stationLocale: station.locale })
    .from(activity).innerJoin(account, eq(account.id, activity.announcedBy)).innerJoin(station, eq(station.id, activity.stationId))
    .where(and(eq(activity.stationId, ref.stationId), eq(activity.id, ref.activityId)));
  const copies = await db.select({ chatId: post.chatId, title: chat.title, state: post.state }).from(post)
    .innerJoin(chat, and(eq(chat.stationId, post.stationId), eq(chat.id, post.chatId))).where(isOf(ref)).orderBy(asc(post.chatId));
  if (!about || copies.some(({ state }) => state === "waiting")) return null;
  return { activityId: ref.activityId, title: about.title, userSealed: about.userSealed, locale: about.locale ?? about.stationLocale, copies };
}

/** Notes which message is the copy, unless one is known: also a tap on one whose sending was uncertain tells it. */
export async function attachPost(tx: Tx, ref: PostRef, messageId: number): Promise<void> {
  await tx.update(post).set({ state: "posted", messageId }).where(and(isIt(ref), isNull(post.messageId)));
}

/** The message is gone, and is not posted anew: whoever deleted it meant it. */
export async function detachPost(tx: Tx, ref: PostRef): Promise<void> {
  await tx.update(post).set({ state: "refused", messageId: null }).where(isIt(ref));
}

export interface PostFacts extends ActivityFacts {
  readonly chatId: number;
  readonly messageId: number | null;
  readonly postState: (typeof post.$inferSelect)["state"];
  readonly telegramChatId: number;
  readonly threadId: number | null;
}

/** All that one copy says; null once its group is no longer linked. */
export async function readPost(db: Database | Tx, ref: PostRef): Promise<PostFacts | null> {
  const [found] = await db.select({
    chatId: post.chatId, messageId: post.messageId, postState: post.state, telegramChatId: chat.telegramChatId, threadId: chat.threadId,
  }).from(post).innerJoin(chat, and(eq(chat.stationId, post.stationId), eq(chat.id, post.chatId))).where(isIt(ref));
  const about = found && await readActivity(db, ref);
  return about ? { ...about, ...found } : null;
}
