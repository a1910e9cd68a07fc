import { and, asc, count, eq, isNull, sql } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { account, chat, member, station } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { recordAudit } from "../audit/actions.ts";
import { takePeriod } from "../period/actions.ts";
import { isAllowed, isMember } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";

/** The message with the join link, in one group. */
export const joinLink = owed<{ stationId: number; chatId: number }>("reach.link", "announcement");

export interface ReachedChat {
  readonly title: string;
  readonly telegramChatId: number;
}

export interface Reach {
  readonly stationId: number;
  readonly stationName: string;
  readonly joined: number;
  readonly reachable: number;
  readonly chats: readonly ReachedChat[];
}

const isActive = (stationId: number) => and(eq(chat.stationId, stationId), eq(chat.state, "active"));

/** How many have joined and can be written to, and which groups there are to count; the look is recorded. */
export async function readReach(scope: StationScope): Promise<Result<"notForYou", { reach: Reach }>> {
  return scope.act(async (tx) => {
    if (!await isAllowed(tx, scope, "reach")) return { ok: false, reason: "notForYou" };
    const [people] = await tx.select({
      joined: count(), reachable: sql<number>`count(*) filter (where ${isNull(account.unreachableSince)})`.mapWith(Number),
    }).from(member).innerJoin(account, eq(account.id, member.accountId)).where(eq(member.stationId, scope.stationId));
    const chats = await tx.select({ title: chat.title, telegramChatId: chat.telegramChatId }).from(chat)
      .where(isActive(scope.stationId)).orderBy(asc(chat.kind), asc(chat.id));
    await recordAudit(tx, scope, "reach.read");
    const { stationId, stationName } = scope;
    return { ok: true, reach: { stationId, stationName, joined: people?.joined ?? 0, reachable: people?.reachable ?? 0, chats } };
  });
}

/** Posts the join link in every member group, once a day in each. */
export async function postJoinLink(scope: StationScope): Promise<Result<"notForYou", { posted: number; already: number }>> {
  const { stationId } = scope;
  return scope.act(async (tx) => {
    if (!await isAllowed(tx, scope, "reach")) return { ok: false, reason: "notForYou" };
    const chats = await tx.select({ id: chat.id }).from(chat).where(and(isActive(stationId), eq(chat.kind, "member"))).orderBy(asc(chat.id));
    const today = localDate(scope.now, scope.timeZone);
    let posted = 0;
    for (const { id } of chats) {
      if (!await takePeriod(tx, `reach.link:${id}`, today, scope.now)) continue;
      await oweLink(tx, scope, id);
      await recordAudit(tx, scope, "chat.invited", { kind: "chat", id });
      posted += 1;
    }
    return { ok: true, posted, already: chats.length - posted };
  });
}

function oweLink(tx: Tx, scope: StationScope, chatId: number): Promise<void> {
  const payload = { stationId: scope.stationId, chatId };
  return enqueue(tx, joinLink, { key: `${scope.stationId}:${chatId}`, payload, now: scope.now, stationId: scope.stationId });
}

/** Somebody asked to join in a group and cannot be written to: the link is posted for all, at most once an hour. */
export async function postLinkOnRequest(scope: StationScope, chatId: number): Promise<boolean> {
  const hour = scope.now.toISOString().slice(0, 13);
  return scope.act(async (tx) => {
    if (!await takePeriod(tx, `reach.request:${chatId}`, hour, scope.now)) return false;
    await oweLink(tx, scope, chatId);
    return true;
  });
}

/** What a link to join needs to know. */
export interface JoinDoor {
  readonly stationId: number;
  readonly stationName: string;
  readonly joinCode: string;
}

const DOOR = { stationId: station.id, stationName: station.name, joinCode: station.joinCode };

export async function readDoor(scope: StationScope): Promise<{ door: JoinDoor | null; hasJoined: boolean }> {
  const [door] = await scope.db.select(DOOR).from(station).where(eq(station.id, scope.stationId));
  return { door: door ?? null, hasJoined: await isMember(scope.db, scope) };
}

export async function readLinkPost(db: Database, payload: { stationId: number; chatId: number }) {
  const [row] = await db.select({ ...DOOR, locale: station.locale, telegramChatId: chat.telegramChatId, threadId: chat.threadId })
    .from(chat).innerJoin(station, eq(station.id, chat.stationId)).where(and(isActive(payload.stationId), eq(chat.id, payload.chatId)));
  return row ?? null;
}
