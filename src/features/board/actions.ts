import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { Locale } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { chat, rollCall, rollCallBoard, station } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";

/** A stream of taps is one edit a second. */
const COALESCE_MS = 1_000;

export interface BoardRef {
  readonly stationId: number;
  readonly rollCallId: number;
  readonly chatId: number;
}

export const board = owed<BoardRef>("rollcall.board", "answer");

/** Owes every group its copy of the board anew; call it last in a transaction, taps queue up behind it. */
export async function oweBoards(
  tx: Tx,
  scope: { readonly now: Date; readonly stationId: number },
  rollCallId: number,
  chatIds: readonly number[],
  afterMs = COALESCE_MS,
): Promise<void> {
  const { stationId, now } = scope;
  for (const chatId of chatIds.toSorted((a, b) => a - b)) {
    const payload = { stationId, rollCallId, chatId };
    await enqueue(tx, board, { key: `${stationId}:${rollCallId}:${chatId}`, payload, now, stationId, afterMs });
  }
}

export async function readBoardChats(tx: Database | Tx, stationId: number, rollCallId: number): Promise<number[]> {
  const rows = await tx.select({ chatId: rollCallBoard.chatId }).from(rollCallBoard)
    .where(and(eq(rollCallBoard.stationId, stationId), eq(rollCallBoard.rollCallId, rollCallId)))
    .orderBy(asc(rollCallBoard.chatId));
  return rows.map((row) => row.chatId);
}

const isBoard = (ref: BoardRef) => and(
  eq(rollCallBoard.stationId, ref.stationId), eq(rollCallBoard.rollCallId, ref.rollCallId), eq(rollCallBoard.chatId, ref.chatId),
);

/** Notes which message is the board, unless one is known already. */
export async function attachMessage(tx: Tx, ref: BoardRef, messageId: number): Promise<void> {
  await tx.update(rollCallBoard).set({ messageId }).where(and(isBoard(ref), isNull(rollCallBoard.messageId)));
}

/** The message is gone: the next rendering posts a new one. */
export async function detachMessage(tx: Tx, ref: BoardRef): Promise<void> {
  await tx.update(rollCallBoard).set({ messageId: null }).where(isBoard(ref));
}

/** How many are here: those who said so and those folded in when their data was erased. Written out, for drizzle drops table names where one table is read. */
export const HERE_COUNT = sql<number>`(roll_call.folded_count + (select count(*) from check_in
  where check_in.station_id = roll_call.station_id and check_in.roll_call_id = roll_call.id and check_in.answer = 'here'))::int`;

const ON_WAY_COUNT = sql<number>`(select count(*) from check_in
  where check_in.station_id = roll_call.station_id and check_in.roll_call_id = roll_call.id and check_in.answer = 'on_way')::int`;

export const CHAT_COUNT = sql<number>`(select count(*) from roll_call_board
  where roll_call_board.station_id = roll_call.station_id and roll_call_board.roll_call_id = roll_call.id)::int`;

export interface BoardFacts {
  readonly stationId: number;
  readonly rollCallId: number;
  readonly title: string;
  readonly closesAt: Date;
  readonly closedAt: Date | null;
  readonly headCount: number | null;
  readonly offersOnWay: boolean;
  readonly offersNotToday: boolean;
  readonly here: number;
  readonly onWay: number;
  readonly messageId: number | null;
  readonly telegramChatId: number;
  readonly threadId: number | null;
  readonly timeZone: string;
  readonly locale: Locale;
  readonly joinCode: string;
}

/** All that one copy of a board says; null once its group is no longer linked. */
export async function readBoard(db: Database, ref: BoardRef): Promise<BoardFacts | null> {
  const [found] = await db.select({
    stationId: rollCall.stationId, rollCallId: rollCall.id, title: rollCall.title,
    closesAt: rollCall.closesAt, closedAt: rollCall.closedAt, headCount: rollCall.headCount,
    offersOnWay: rollCall.offersOnWay, offersNotToday: rollCall.offersNotToday, here: HERE_COUNT, onWay: ON_WAY_COUNT,
    messageId: rollCallBoard.messageId, telegramChatId: chat.telegramChatId, threadId: chat.threadId,
    timeZone: station.timeZone, locale: station.locale, joinCode: station.joinCode,
  }).from(rollCallBoard)
    .innerJoin(rollCall, and(eq(rollCall.stationId, rollCallBoard.stationId), eq(rollCall.id, rollCallBoard.rollCallId)))
    .innerJoin(chat, and(eq(chat.stationId, rollCallBoard.stationId), eq(chat.id, rollCallBoard.chatId)))
    .innerJoin(station, eq(station.id, rollCallBoard.stationId))
    .where(isBoard(ref));
  return found ?? null;
}
