import { and, asc, eq, inArray, isNull, lte, max, ne, sql } from "drizzle-orm";
import type { Locale, Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import type { Seal } from "../../db/seal.ts";
import { coverageSnapshot, digestRun, digestSchedule } from "../../db/schema-coverage.ts";
import { unit } from "../../db/schema-register.ts";
import { chat, station } from "../../db/schema.ts";
import { enqueueAll, owed } from "../../outbox/enqueue.ts";
import { dayAfter } from "../date/rules.ts";
import { FORMULA_VERSION } from "../figures/rules.ts";
import { readAddressee, type Addressee } from "../notice/actions.ts";
import { isAllowed, readLeads } from "../role/actions.ts";
import { readWeek } from "../week/actions.ts";
import type { Week } from "../week/rules.ts";
import { isLate, isMissed, lastWeekOn, USUAL_SCHEDULE } from "./rules.ts";

export interface DigestRef {
  readonly stationId: number;
  readonly chatId: number;
  /** The Monday of the week. */
  readonly weekOn: string;
}

export type DigestTrouble = "paused" | "uncertain";
type TroubleRef = DigestRef & { readonly accountId: number; readonly trouble: DigestTrouble };

export const posting = owed<DigestRef>("digest.post", "digest");
/** Says in the group that digests were missed. */
export const note = owed<DigestRef>("digest.note", "digest");
/** Tells a lead that a digest did not reach its group, or may not have. */
export const warning = owed<TroubleRef>("digest.warning", "reminder");

/** The topic in which everything is that has no topic of its own; null is the topic in which the bot posts otherwise. */
const GENERAL_TOPIC = 0;

const keyOf = ({ stationId, chatId, weekOn }: DigestRef): string => `${stationId}:${chatId}:${weekOn}`;
const ofChat = ({ stationId, chatId }: Omit<DigestRef, "weekOn">) => and(eq(digestRun.stationId, stationId), eq(digestRun.chatId, chatId));
const isIt = (ref: DigestRef) => and(ofChat(ref), eq(digestRun.weekOn, ref.weekOn));
const isUntold = and(eq(digestRun.state, "missed"), isNull(digestRun.endedAt));

/** Promises the messages of digests that were claimed in this transaction. */
export async function promiseDigests(tx: Tx, what: typeof posting | typeof note, refs: readonly DigestRef[], now: Date): Promise<void> {
  await enqueueAll(tx, what, refs.map(({ stationId, chatId, weekOn }) => {
    const payload = { stationId, chatId, weekOn };
    return { key: keyOf(payload), payload, now, stationId };
  }));
}

/** A station that has registered nothing has nothing to tell. */
export async function hasUnits(tx: Tx, stationId: number): Promise<boolean> {
  const found = await tx.select({ id: unit.id }).from(unit).where(eq(unit.stationId, stationId)).limit(1);
  return found.length > 0;
}

/** Claims the digest of a week and promises it, unless it has been told of. */
export async function oweDigest(tx: Tx, ref: DigestRef, now: Date): Promise<boolean> {
  const claimed = await tx.insert(digestRun).values({ ...ref, state: "sending", isLate: false, owedAt: now })
    .onConflictDoNothing().returning({ weekOn: digestRun.weekOn });
  await promiseDigests(tx, posting, claimed.map(() => ref), now);
  return claimed.length > 0;
}

/** Says of a week that its digest is not wanted there. */
export async function skipDigest(tx: Tx, ref: DigestRef, now: Date): Promise<void> {
  await tx.insert(digestRun).values({ ...ref, state: "missed", isLate: false, owedAt: now, endedAt: now }).onConflictDoNothing();
}

/** Takes back what is on its way to a group; a call that is being made still says what became of it. */
export async function dropDigests(tx: Tx, of: { stationId: number; chatId: number }, now: Date): Promise<void> {
  await tx.update(digestRun).set({ state: "missed", endedAt: now }).where(and(ofChat(of), inArray(digestRun.state, ["sending", "refused"])));
}

const FACTS = {
  state: digestRun.state, owedAt: digestRun.owedAt, telegramChatId: chat.telegramChatId, chatKind: chat.kind, chatThreadId: chat.threadId, threadId: digestSchedule.threadId,
  chatState: chat.state, isOff: sql<boolean>`coalesce(${digestSchedule.isOff}, false)`, ownLocale: digestSchedule.locale, locale: station.locale,
  stationId: station.id, stationName: station.name, timeZone: station.timeZone,
};

async function readRun(db: Database, ref: DigestRef) {
  const [row] = await db.select(FACTS).from(digestRun)
    .innerJoin(chat, and(eq(chat.stationId, digestRun.stationId), eq(chat.id, digestRun.chatId)))
    .innerJoin(station, eq(station.id, digestRun.stationId))
    .leftJoin(digestSchedule, and(eq(digestSchedule.stationId, digestRun.stationId), eq(digestSchedule.chatId, digestRun.chatId)))
    .where(isIt(ref));
  return row && !row.isOff ? row : null;
}

const placeOf = (run: { telegramChatId: number; threadId: number | null; chatThreadId: number | null; ownLocale: Locale | null; locale: Locale }) => {
  const threadId = run.threadId ?? run.chatThreadId;
  return { telegramChatId: run.telegramChatId, threadId: threadId === GENERAL_TOPIC ? null : threadId, locale: run.ownLocale ?? run.locale };
};

export interface GroupPlace {
  readonly telegramChatId: number;
  readonly threadId: number | null;
  readonly locale: Locale;
}

/** The weeks up to this one that were missed and of which the group has not been told. */
async function readUntold(db: Database, ref: DigestRef): Promise<string[]> {
  const rows = await db.select({ weekOn: digestRun.weekOn }).from(digestRun)
    .where(and(ofChat(ref), isUntold, lte(digestRun.weekOn, ref.weekOn))).orderBy(asc(digestRun.weekOn));
  return rows.map(({ weekOn }) => weekOn);
}

/** The revision of the figures that the group was shown a week before. */
async function readToldRevision(db: Database, ref: DigestRef): Promise<number | null> {
  const [told] = await db.select({ revision: digestRun.revision }).from(digestRun).where(and(isIt({ ...ref, weekOn: dayAfter(ref.weekOn, -7) }), eq(digestRun.state, "sent")));
  return told?.revision ?? null;
}

export interface Digest extends GroupPlace {
  readonly stationId: number;
  readonly isForOrganizers: boolean;
  readonly week: Week;
  readonly isLate: boolean;
  readonly missed: readonly string[];
}

/** A digest that is still to be sent; null once it is settled, not wanted any more or too old. */
export async function readDigest(db: Database, ref: DigestRef, now: Date): Promise<Digest | null> {
  const run = await readRun(db, ref);
  // One that was refused waits for the group to be open again.
  if (!run || (run.state !== "sending" && run.state !== "refused") || isMissed(run.owedAt, now)) return null;
  const week = await readWeek(db, run, dayAfter(ref.weekOn, 6), await readToldRevision(db, ref));
  return { ...placeOf(run), stationId: run.stationId, isForOrganizers: run.chatKind === "organizer", week, isLate: isLate(run.owedAt, now), missed: await readUntold(db, ref) };
}

export async function readNote(db: Database, ref: DigestRef): Promise<(GroupPlace & { readonly missed: readonly string[] }) | null> {
  const run = await readRun(db, ref);
  const missed = run ? await readUntold(db, ref) : [];
  return run && missed.length > 0 ? { ...placeOf(run), missed } : null;
}

/** What was missed has been said, or cannot be. */
export async function settleNote(tx: Tx, ref: DigestRef, now: Date): Promise<void> {
  await tx.update(digestRun).set({ endedAt: now }).where(and(ofChat(ref), isUntold, lte(digestRun.weekOn, ref.weekOn)));
}

/** It is in the group. */
export async function settleSent(tx: Tx, ref: DigestRef, messageId: number | null, now: Date): Promise<void> {
  const shown = tx.select({ revision: max(coverageSnapshot.revision) }).from(coverageSnapshot).where(and(
    eq(coverageSnapshot.stationId, ref.stationId), eq(coverageSnapshot.asOf, dayAfter(ref.weekOn, 6)), eq(coverageSnapshot.formulaVersion, FORMULA_VERSION),
  ));
  await tx.update(digestRun).set({ state: "sent", messageId, endedAt: now, revision: sql`(${shown})` }).where(isIt(ref));
  await settleNote(tx, ref, now);
  await tx.update(digestSchedule).set({ pausedAt: null }).where(and(eq(digestSchedule.stationId, ref.stationId), eq(digestSchedule.chatId, ref.chatId)));
}

/** Nobody knows whether it is in the group: it is not sent again, and the leads are told. */
export async function settleUncertain(tx: Tx, ref: DigestRef, now: Date): Promise<void> {
  await tx.update(digestRun).set({ state: "uncertain", endedAt: now }).where(isIt(ref));
  await settleNote(tx, ref, now);
  await warnLeads(tx, { ...ref, trouble: "uncertain" }, now);
}

/** The group would not have it: the digest rests until it can be posted again, and the leads are told once. */
export async function settleRefused(tx: Tx, ref: DigestRef, now: Date): Promise<void> {
  await tx.update(digestRun).set({ state: "refused", endedAt: now }).where(and(isIt(ref), ne(digestRun.state, "sent")));
  const { stationId, chatId } = ref;
  const paused = await tx.insert(digestSchedule).values({ stationId, chatId, ...USUAL_SCHEDULE, pausedAt: now })
    .onConflictDoUpdate({ target: [digestSchedule.stationId, digestSchedule.chatId], set: { pausedAt: now }, setWhere: isNull(digestSchedule.pausedAt) })
    .returning({ chatId: digestSchedule.chatId });
  if (paused.length > 0) await warnLeads(tx, { ...ref, trouble: "paused" }, now);
}

export async function warnLeads(tx: Tx, about: DigestRef & { readonly trouble: DigestTrouble }, now: Date): Promise<void> {
  const { stationId, chatId, weekOn, trouble } = about;
  const [at] = await tx.select({ timeZone: station.timeZone }).from(station).where(eq(station.id, stationId));
  const leads = at ? await readLeads(tx, { stationId, ...at, now }) : [];
  await enqueueAll(tx, warning, leads.map((accountId) => (
    { key: `${keyOf(about)}:${accountId}`, payload: { stationId, chatId, weekOn, accountId, trouble }, now, stationId }
  )));
}

/** The last whole week, for whoever may set the digest. */
export async function readPreview(scope: StationScope): Promise<Result<"notForYou", { week: Week }>> {
  if (!await isAllowed(scope.db, scope, "digest")) return { ok: false, reason: "notForYou" };
  const weekOn = lastWeekOn(scope.now, scope.timeZone);
  return { ok: true, week: await readWeek(scope.db, scope, dayAfter(weekOn, 6), null) };
}

/** Whom to warn of what; null once they lead no more, or the group is gone. */
export async function readWarning(db: Database, seal: Seal, of: TroubleRef, now: Date): Promise<(Addressee & { readonly title: string }) | null> {
  const lead = await readAddressee(db, seal, of, now);
  const [group] = await db.select({ title: chat.title }).from(chat).where(and(eq(chat.stationId, of.stationId), eq(chat.id, of.chatId)));
  return lead && group ? { ...lead, title: group.title } : null;
}
