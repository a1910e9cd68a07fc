import { and, eq, ne, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { Locale, Scope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { digestSchedule } from "../../db/schema-coverage.ts";
import { account, chat, greetedChat, outbox, pendingCommand } from "../../db/schema.ts";
import { resumeChat } from "../../outbox/claim.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { tellTrouble } from "../notice/actions.ts";

export const greeting = owed<{ telegramChatId: number; locale: Locale }>("group.greeting", "answer");

/** Owes a group without a station its one polite message; nothing if it has had it. */
export async function greet(scope: Scope, telegramChatId: number, locale: Locale): Promise<void> {
  await scope.act(async (tx) => {
    const fresh = await tx.insert(greetedChat).values({ telegramChatId, greetedAt: scope.now })
      .onConflictDoNothing().returning({ telegramChatId: greetedChat.telegramChatId });
    if (fresh.length === 0) return;
    await enqueue(tx, greeting, { key: String(telegramChatId), payload: { telegramChatId, locale }, now: scope.now });
  });
}

/** Whether a group still has no station, so that the greeting is still true. */
export async function isUnlinked(db: Scope["db"], telegramChatId: number): Promise<boolean> {
  const rows = await db.select({ id: chat.id }).from(chat).where(eq(chat.telegramChatId, telegramChatId));
  return rows.length === 0;
}

async function setState(tx: Tx, telegramChatId: number, state: "unreachable" | "left", now: Date): Promise<void> {
  const changed = await tx.update(chat).set({ state })
    .where(and(eq(chat.telegramChatId, telegramChatId), ne(chat.state, state), ne(chat.state, "left")))
    .returning({ stationId: chat.stationId, chatId: chat.id });
  for (const row of changed) await tellTrouble(tx, { ...row, trouble: state, now });
}

/** The bot may not write there any more; its lead is told once. */
export async function markChatUnreachable(tx: Tx, telegramChatId: number, now: Date): Promise<void> {
  await setState(tx, telegramChatId, "unreachable", now);
}

/** The bot may write there again: what was kept for the group goes on. */
export async function reviveChat(tx: Tx, telegramChatId: number, now: Date): Promise<void> {
  await tx.update(chat).set({ state: "active" }).where(eq(chat.telegramChatId, telegramChatId));
  await resumeChat(tx, telegramChatId, now);
}

/** A digest that had a topic of its own comes where everything else comes. */
async function digestInGeneral(tx: Tx, { stationId, chatId }: { stationId: number; chatId: number }): Promise<void> {
  await tx.update(digestSchedule).set({ threadId: null }).where(and(eq(digestSchedule.stationId, stationId), eq(digestSchedule.chatId, chatId)));
}

/** The topic is gone: from now on the bot posts in the general one. */
export async function postInGeneral(tx: Tx, telegramChatId: number): Promise<void> {
  const [at] = await tx.update(chat).set({ threadId: null }).where(eq(chat.telegramChatId, telegramChatId)).returning({ stationId: chat.stationId, chatId: chat.id });
  if (at) await digestInGeneral(tx, at);
}

async function setPublic(tx: Tx, telegramChatId: number, isPublic: boolean, now: Date): Promise<void> {
  const changed = await tx.update(chat).set({ isPublic })
    .where(and(eq(chat.telegramChatId, telegramChatId), ne(chat.isPublic, isPublic)))
    .returning({ stationId: chat.stationId, chatId: chat.id });
  if (!isPublic) return;
  for (const row of changed) await tellTrouble(tx, { ...row, trouble: "public", now });
}

/** What Telegram says of the bot's own standing in a group that has a station. Settings stay, whatever it is. */
export async function noteStanding(
  scope: Scope,
  telegramChatId: number,
  standing: { readonly state: "active" | "unreachable" | "left"; readonly isPublic: boolean },
): Promise<void> {
  await scope.act(async (tx) => {
    await setPublic(tx, telegramChatId, standing.isPublic, scope.now);
    if (standing.state === "active") await reviveChat(tx, telegramChatId, scope.now);
    else await setState(tx, telegramChatId, standing.state, scope.now);
  });
}

/**
 * Notices on the way whether everybody can read a linked group. In a transaction of its own: the message that
 * showed it is usually about something else, and noticing it twice changes nothing.
 */
export async function noticeVisibility(scope: Scope, telegramChatId: number, isPublic: boolean): Promise<void> {
  const otherwise = await scope.db.select({ id: chat.id }).from(chat)
    .where(and(eq(chat.telegramChatId, telegramChatId), ne(chat.isPublic, isPublic)));
  if (otherwise.length > 0) await scope.db.transaction((tx) => setPublic(tx, telegramChatId, isPublic, scope.now));
}

/** Somebody blocked the bot in private, or came back. */
export async function noteReach(scope: Scope, userId: number, isReachable: boolean): Promise<void> {
  await scope.act(async (tx) => {
    await tx.update(account).set({ unreachableSince: isReachable ? null : scope.now })
      .where(eq(account.userHash, scope.seal.fingerprint(userId)));
  });
}

export async function renameChat(scope: Scope, telegramChatId: number, title: string): Promise<void> {
  await scope.act(async (tx) => {
    await tx.update(chat).set({ title }).where(eq(chat.telegramChatId, telegramChatId));
  });
}

/** The group became a supergroup under a new id: everything of it goes along. Saying so again changes nothing. */
export async function followMigration(tx: Tx, from: number, to: number): Promise<void> {
  if (from === to) return;
  const taken = alias(chat, "taken");
  const [moved] = await tx.update(chat).set({ telegramChatId: to, migratedFrom: from, threadId: null, state: "active" }).where(and(
    eq(chat.telegramChatId, from),
    notExists(tx.select({ one: sql`1` }).from(taken).where(eq(taken.telegramChatId, to))),
  )).returning({ stationId: chat.stationId, chatId: chat.id });
  if (moved) await digestInGeneral(tx, moved);
  await tx.update(pendingCommand).set({ telegramChatId: to }).where(eq(pendingCommand.telegramChatId, from));
  await tx.update(outbox).set({ telegramChatId: to }).where(eq(outbox.telegramChatId, from));
  await tx.update(outbox).set({ payload: sql`jsonb_set(${outbox.payload}, '{telegramChatId}', to_jsonb(${to}::bigint))` })
    .where(and(eq(outbox.kind, greeting.kind), eq(outbox.key, String(from))));
  await tx.insert(greetedChat).select(
    tx.select({ telegramChatId: sql<number>`${to}::bigint`.as("telegram_chat_id"), greetedAt: greetedChat.greetedAt })
      .from(greetedChat).where(eq(greetedChat.telegramChatId, from)),
  ).onConflictDoNothing();
}

export async function migrateChat(scope: Scope, from: number, to: number): Promise<void> {
  await scope.act((tx) => followMigration(tx, from, to));
}
