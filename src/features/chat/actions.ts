import { and, asc, eq, ne } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { chat, greetedChat, outbox } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { reviveChat } from "../group/actions.ts";
import { makeInvitation } from "../invitation/actions.ts";
import { isAllowed } from "../role/actions.ts";

/** Long enough to change to the other group and paste, as /setup promises. */
const CODE_VALID_MS = 15 * 60_000;

export type ChatKind = "organizer" | "member";

export interface LinkedChat {
  readonly stationId: number;
  readonly chatId: number;
  readonly title: string;
  readonly kind: ChatKind;
  readonly state: "active" | "unreachable" | "left";
  readonly isPublic: boolean;
}

type Denied = Result<"notForYou", { chat: LinkedChat }>;
const DENIED = { ok: false, reason: "notForYou" } as const;

const LINKED = { stationId: chat.stationId, chatId: chat.id, title: chat.title, kind: chat.kind, state: chat.state, isPublic: chat.isPublic };
const here = (scope: StationScope, chatId: number) => and(eq(chat.stationId, scope.stationId), eq(chat.id, chatId));

async function findLinked(db: Database | Tx, scope: StationScope, chatId: number): Promise<LinkedChat | null> {
  const [found] = await db.select(LINKED).from(chat).where(here(scope, chatId));
  return found ?? null;
}

export async function readChats(scope: StationScope): Promise<Result<"notForYou", { chats: LinkedChat[] }>> {
  if (!await isAllowed(scope.db, scope, "chat")) return DENIED;
  const chats = await scope.db.select(LINKED).from(chat).where(eq(chat.stationId, scope.stationId)).orderBy(asc(chat.id));
  return { ok: true, chats };
}

export async function readChat(scope: StationScope, chatId: number): Promise<Denied> {
  const found = await isAllowed(scope.db, scope, "chat") ? await findLinked(scope.db, scope, chatId) : null;
  return found ? { ok: true, chat: found } : DENIED;
}

/** A code that links one more group, once, within a quarter of an hour. */
export async function inviteChat(scope: StationScope, kind: ChatKind): Promise<Result<"notForYou", { code: string }>> {
  return scope.act(async (tx) => {
    if (!await isAllowed(tx, scope, "chat")) return DENIED;
    const code = await makeInvitation(tx, scope, { purpose: "chat", terms: { kind }, validMs: CODE_VALID_MS });
    await recordAudit(tx, scope, "chat.invited");
    return { ok: true, code };
  });
}

/** Says what a linked group is for. */
export async function changeKind(scope: StationScope, chatId: number, kind: ChatKind): Promise<Denied> {
  return scope.act(async (tx) => {
    const found = await isAllowed(tx, scope, "chat") ? await findLinked(tx, scope, chatId) : null;
    if (!found) return DENIED;
    const changed = await tx.update(chat).set({ kind }).where(and(here(scope, chatId), ne(chat.kind, kind))).returning({ id: chat.id });
    if (changed.length > 0) await recordAudit(tx, scope, "station.changed", { kind: "chat", id: chatId });
    return { ok: true, chat: { ...found, kind } };
  });
}

/** Takes a group away from the station; the bot then keeps silent there. */
export async function unlinkChat(scope: StationScope, chatId: number): Promise<Denied> {
  return scope.act(async (tx) => {
    const found = await isAllowed(tx, scope, "chat") ? await findLinked(tx, scope, chatId) : null;
    if (!found) return DENIED;
    const [gone] = await tx.delete(chat).where(here(scope, chatId)).returning({ telegramChatId: chat.telegramChatId });
    if (!gone) return DENIED;
    await tx.delete(outbox).where(and(eq(outbox.state, "blocked"), eq(outbox.telegramChatId, gone.telegramChatId)));
    await tx.insert(greetedChat).values({ telegramChatId: gone.telegramChatId, greetedAt: scope.now }).onConflictDoNothing();
    await recordAudit(tx, scope, "chat.unlinked", { kind: "chat", id: chatId });
    return { ok: true, chat: found };
  });
}

/** The lead says that the bot may write there again; if that is not so, the next message will show it. */
export async function retryChat(scope: StationScope, chatId: number): Promise<Denied> {
  return scope.act(async (tx) => {
    const found = await isAllowed(tx, scope, "chat") ? await findLinked(tx, scope, chatId) : null;
    if (!found) return DENIED;
    const [row] = await tx.select({ telegramChatId: chat.telegramChatId }).from(chat).where(here(scope, chatId));
    if (row) await reviveChat(tx, row.telegramChatId, scope.now);
    return { ok: true, chat: { ...found, state: "active" } };
  });
}

/** From now on the bot posts in this topic of the group; null is the general one. */
export async function moveTopic(scope: StationScope, chatId: number, threadId: number | null): Promise<Result<"notForYou">> {
  return scope.act(async (tx) => {
    if (!await isAllowed(tx, scope, "chat")) return DENIED;
    const moved = await tx.update(chat).set({ threadId }).where(here(scope, chatId)).returning({ id: chat.id });
    if (moved.length === 0) return DENIED;
    await recordAudit(tx, scope, "chat.topic_moved", { kind: "chat", id: chatId });
    return { ok: true };
  });
}
