import { and, desc, eq, gt, sql } from "drizzle-orm";
import type { Place, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { chat, consent, member, periodRun, rollCall, rollCallBoard, station } from "../../db/schema.ts";
import { checkIn } from "../../db/schema-reply.ts";
import { attend, oweHint as oweAttendHint, readAttendable, readSlotsAround, type Attended } from "../attend/actions.ts";
import { aroundOf, type Around } from "../attend/rules.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { attachMessage, oweBoards, type BoardRef } from "../board/actions.ts";
import { hasConsent } from "../consent/actions.ts";
import { joinForActivity } from "../reply/rules.ts";
import { readOpen } from "../rollcall/actions.ts";
import { endedAt, isOpen } from "../rollcall/rules.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { joinParameter, type Choice } from "./rules.ts";

/** How a person says it: by a button (of which board), by a command, or at the door. */
export interface Said {
  readonly rollCallId: number;
  readonly choice: Choice;
  readonly method: "button" | "command" | "door";
  /** The group and message that were tapped; null in private. */
  readonly board: { readonly chatId: number; readonly messageId: number | null } | null;
}

export type Answered =
  | { readonly ok: true; readonly title: string; readonly answer: "here" | "on_way" | "not"; readonly changed: boolean }
  | { readonly ok: false; readonly reason: "gone" }
  | { readonly ok: false; readonly reason: "late"; readonly endedAt: Date }
  /** Nothing is stored of somebody who has not joined, or has not agreed; `join` is the way in. */
  | { readonly ok: false; readonly reason: "notJoined" | "noConsent"; readonly join: string };

interface Found {
  readonly title: string;
  readonly closesAt: Date;
  readonly closedAt: Date | null;
  readonly offersOnWay: boolean;
  readonly joinCode: string;
  readonly tappedChatId: number | null;
  readonly messageId: number | null;
  readonly chatIds: number[];
  readonly isMember: boolean;
  readonly hasAgreed: boolean;
}

/** All that a tap needs to know, in one statement; the share of the lock keeps a closing from counting without it. */
async function findTapped(tx: Tx, scope: StationScope, said: Said): Promise<Found | null> {
  const [found] = await tx.select({
    title: rollCall.title, closesAt: rollCall.closesAt, closedAt: rollCall.closedAt, offersOnWay: rollCall.offersOnWay,
    joinCode: station.joinCode, tappedChatId: rollCallBoard.chatId, messageId: rollCallBoard.messageId,
    chatIds: sql<number[]>`(select coalesce(json_agg(b.chat_id), '[]') from roll_call_board b where b.station_id = roll_call.station_id and b.roll_call_id = roll_call.id)`,
    isMember: sql<boolean>`exists (select 1 from ${member} where ${member.stationId} = roll_call.station_id and ${member.accountId} = ${scope.actor ?? 0})`,
    hasAgreed: sql<boolean>`exists (select 1 from ${consent} where ${consent.stationId} = roll_call.station_id
      and ${consent.accountId} = ${scope.actor ?? 0} and ${consent.purpose} = 'attendance')`,
  }).from(rollCall)
    .innerJoin(station, eq(station.id, rollCall.stationId))
    .leftJoin(rollCallBoard, and(
      eq(rollCallBoard.stationId, rollCall.stationId), eq(rollCallBoard.rollCallId, rollCall.id), eq(rollCallBoard.chatId, said.board?.chatId ?? 0),
    ))
    .where(and(eq(rollCall.stationId, scope.stationId), eq(rollCall.id, said.rollCallId)))
    .for("share", { of: rollCall });
  return found ?? null;
}

/** Writes the answer; false if it stood so already. */
async function writeAnswer(tx: Tx, scope: StationScope, accountId: number, said: Said): Promise<boolean> {
  const { stationId, now } = scope;
  if (said.choice === "not") {
    const gone = await tx.delete(checkIn).where(and(
      eq(checkIn.stationId, stationId), eq(checkIn.rollCallId, said.rollCallId), eq(checkIn.accountId, accountId),
    )).returning({ answer: checkIn.answer });
    return gone.length > 0;
  }
  const row = { answer: said.choice === "here" ? "here" as const : "on_way" as const, method: said.method, at: now };
  const written = await tx.insert(checkIn).values({ stationId, rollCallId: said.rollCallId, accountId, ...row }).onConflictDoUpdate({
    target: [checkIn.stationId, checkIn.rollCallId, checkIn.accountId], set: row, setWhere: sql`${checkIn.answer} <> excluded.answer`,
  }).returning({ answer: checkIn.answer });
  return written.length > 0;
}

const answerOf = (choice: Choice) => choice === "way" ? "on_way" as const : choice;

async function takeAnswer(tx: Tx, scope: StationScope, said: Said): Promise<Answered> {
  const found = await findTapped(tx, scope, said);
  if (!found || (said.board !== null && found.tappedChatId === null)) return { ok: false, reason: "gone" };
  if (!isOpen(found, scope.now)) return { ok: false, reason: "late", endedAt: endedAt(found) };
  if (said.choice === "way" && !found.offersOnWay) return { ok: false, reason: "gone" };
  const join = joinParameter(scope.stationId, found.joinCode, said.rollCallId);
  if (scope.actor === null || !found.isMember) return { ok: false, reason: "notJoined", join };
  if (!found.hasAgreed) return { ok: false, reason: "noConsent", join };
  if (said.board?.messageId != null && found.messageId === null) {
    await attachMessage(tx, { stationId: scope.stationId, rollCallId: said.rollCallId, chatId: said.board.chatId }, said.board.messageId);
  }
  const changed = await writeAnswer(tx, scope, scope.actor, said);
  if (changed) await oweBoards(tx, scope, said.rollCallId, found.chatIds);
  return { ok: true, title: found.title, answer: answerOf(said.choice), changed };
}

/** Takes a person's own answer: here, on the way, or back again; saying the same twice changes nothing. */
export async function giveAnswer(scope: StationScope, said: Said): Promise<Answered> {
  return scope.act((tx) => takeAnswer(tx, scope, said));
}

/** The station of a roll call that this person may answer from the private chat, whichever of theirs they speak of now. */
export async function findOwnStation(scope: Scope, actor: StationScope["actor"], rollCallId: number): Promise<StationScope | null> {
  if (actor === null) return null;
  const [found] = await scope.db.select(STATION_FACTS).from(rollCall)
    .innerJoin(station, eq(station.id, rollCall.stationId))
    .innerJoin(member, and(eq(member.stationId, rollCall.stationId), eq(member.accountId, actor)))
    .where(eq(rollCall.id, rollCallId));
  return found ? stationScope(scope, found, actor) : null;
}

/** Whoever comes later than this does not mean the roll call that has ended. */
const LATE_MS = 12 * 3_600_000;

/** When the last one here ended, if that was not long ago. */
async function readLastEnd(scope: StationScope, place: Place): Promise<Date | null> {
  const [last] = await scope.db.select({ closesAt: rollCall.closesAt, closedAt: rollCall.closedAt }).from(rollCall)
    .innerJoin(rollCallBoard, and(eq(rollCallBoard.stationId, rollCall.stationId), eq(rollCallBoard.rollCallId, rollCall.id)))
    .where(and(
      eq(rollCall.stationId, scope.stationId), place.kind === "member" ? eq(rollCallBoard.chatId, place.chatId) : undefined,
      gt(rollCall.closesAt, new Date(scope.now.getTime() - LATE_MS)),
    )).orderBy(desc(sql`coalesce(${rollCall.closedAt}, ${rollCall.closesAt})`)).limit(1);
  return last && !isOpen(last, scope.now) ? endedAt(last) : null;
}

/** Something that one can check in to now. */
export interface OpenHere {
  readonly kind: "rollcall" | "activity";
  readonly id: number;
  readonly title: string;
}

export interface Standing {
  readonly open: readonly OpenHere[];
  /** Where nothing is open: what was and will be, if that is not far away. */
  readonly around: Around;
  readonly may: "yes" | "notJoined" | "noConsent";
  readonly join: string;
}

async function readOpenHere(scope: StationScope, place: Place): Promise<OpenHere[]> {
  const activities = await readAttendable(scope.db, scope, place);
  const rollCalls = await readOpen(scope.db, scope, place);
  return [
    ...activities.map(({ id, title }) => ({ kind: "activity" as const, id, title })),
    ...rollCalls.map(({ id, title }) => ({ kind: "rollcall" as const, id, title })),
  ];
}

async function readAround(scope: StationScope, place: Place): Promise<Around> {
  const lastEnd = await readLastEnd(scope, place);
  return aroundOf(await readSlotsAround(scope.db, scope, place), lastEnd, scope.now);
}

function joinPathOf(stationId: number, joinCode: string, open: OpenHere | undefined): string {
  if (open?.kind === "activity") return joinForActivity(stationId, joinCode, open.id);
  return joinParameter(stationId, joinCode, open?.id);
}

/** Takes the word of somebody who wrote that they are here. */
export async function comeHere(scope: StationScope, { kind, id }: OpenHere): Promise<Answered | Attended> {
  return kind === "activity"
    ? attend(scope, { activityId: id, method: "command", copy: null })
    : giveAnswer(scope, { rollCallId: id, choice: "here", method: "command", board: null });
}

/** What is open here and how the speaking person stands; for `/checkin`, before anything is done. */
export async function readStanding(scope: StationScope, place: Place): Promise<Standing> {
  const open = await readOpenHere(scope, place);
  const [own] = await scope.db.select({ joinCode: station.joinCode, accountId: member.accountId }).from(station)
    .leftJoin(member, and(eq(member.stationId, station.id), eq(member.accountId, scope.actor ?? 0)))
    .where(eq(station.id, scope.stationId));
  const join = joinPathOf(scope.stationId, own?.joinCode ?? "", open.length === 1 ? open[0] : undefined);
  const around = open.length > 0 ? null : await readAround(scope, place);
  const isAgreed = own?.accountId != null && await hasConsent(scope.db, scope, "attendance");
  return { open, around, join, may: own?.accountId == null ? "notJoined" : isAgreed ? "yes" : "noConsent" };
}

export const hint = owed<BoardRef>("checkin.hint", "answer");

/** Owes the group one hint for all who cannot be told in private how to join: once for what is open, never one a person. */
export async function oweHint(scope: StationScope, open: OpenHere, chatId: number): Promise<void> {
  if (open.kind === "activity") return oweAttendHint(scope, open.id, chatId);
  const { stationId, now } = scope;
  const rollCallId = open.id;
  const key = `${stationId}:${rollCallId}:${chatId}`;
  await scope.act(async (tx) => {
    const first = await tx.insert(periodRun).values({ name: "checkin.hint", period: key, at: now })
      .onConflictDoNothing().returning({ period: periodRun.period });
    if (first.length > 0) await enqueue(tx, hint, { key, payload: { stationId, rollCallId, chatId }, now, stationId });
  });
}

/** What the hint needs; null when the roll call is over or the group is gone. */
export async function readHint(db: Database, ref: BoardRef, now: Date) {
  const [found] = await db.select({
    title: rollCall.title, closesAt: rollCall.closesAt, closedAt: rollCall.closedAt,
    joinCode: station.joinCode, locale: station.locale, telegramChatId: chat.telegramChatId, threadId: chat.threadId,
  }).from(rollCall)
    .innerJoin(station, eq(station.id, rollCall.stationId))
    .innerJoin(chat, and(eq(chat.stationId, rollCall.stationId), eq(chat.id, ref.chatId)))
    .where(and(eq(rollCall.stationId, ref.stationId), eq(rollCall.id, ref.rollCallId)));
  return found && isOpen(found, now) ? { ...found, join: joinParameter(ref.stationId, found.joinCode, ref.rollCallId) } : null;
}
