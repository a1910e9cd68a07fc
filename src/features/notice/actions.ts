import { and, count, eq, gte, notLike } from "drizzle-orm";
import type { Locale } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import type { Seal } from "../../db/seal.ts";
import { account, chat, outbox, periodRun, station } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { readLeads } from "../role/actions.ts";
import { instantOf, localDate } from "../time/rules.ts";

/** What happened to a group that its lead should know. */
export type ChatTrouble = "public" | "unreachable" | "left";

interface Addressed {
  readonly stationId: number;
  readonly accountId: number;
}

export const chatTrouble = owed<Addressed & { chatId: number; trouble: ChatTrouble }>("notice.chat", "reminder");
export const gap = owed<Addressed & { count: number; fromAt: string; toAt: string }>("notice.gap", "reminder");
export const dead = owed<Addressed>("notice.dead", "reminder");

const DAY_MS = 24 * 3_600_000;
/** A broken moment breaks several messages: one notice names them all. */
const GATHER_MS = 5 * 60_000;

async function zoneOf(tx: Tx, stationId: number): Promise<string | null> {
  const [row] = await tx.select({ timeZone: station.timeZone }).from(station).where(eq(station.id, stationId));
  return row?.timeZone ?? null;
}

/** Tells each lead once, in private, what happened to a group of theirs. */
export async function tellTrouble(tx: Tx, about: { stationId: number; chatId: number; trouble: ChatTrouble; now: Date }): Promise<void> {
  const { stationId, chatId, trouble, now } = about;
  const timeZone = await zoneOf(tx, stationId);
  if (timeZone === null) return;
  for (const accountId of await readLeads(tx, { stationId, timeZone, now })) {
    const payload = { stationId, accountId, chatId, trouble };
    await enqueue(tx, chatTrouble, { key: `${chatId}:${trouble}:${accountId}`, payload, now, stationId });
  }
}

/** Tells every lead of every station that the bot was away; whoever leads several hears it once. */
export async function announceGap(tx: Tx, lost: { count: number; from: Date; to: Date }, now: Date): Promise<void> {
  const stations = await tx.select({ stationId: station.id, timeZone: station.timeZone }).from(station).orderBy(station.id);
  for (const { stationId, timeZone } of stations) {
    for (const accountId of await readLeads(tx, { stationId, timeZone, now })) {
      const payload = { stationId, accountId, count: lost.count, fromAt: lost.from.toISOString(), toAt: lost.to.toISOString() };
      await enqueue(tx, gap, { key: `${lost.to.getTime()}:${accountId}`, payload, now, stationId });
    }
  }
}

async function claimDay(tx: Tx, stationId: number, day: string, now: Date): Promise<boolean> {
  const claimed = await tx.insert(periodRun).values({ name: `notice.dead:${stationId}`, period: day, at: now })
    .onConflictDoNothing().returning({ period: periodRun.period });
  return claimed.length > 0;
}

/** Tells the leads what could not be sent; at most once a day, what fails after that is told the next morning. */
export async function announceDead(tx: Tx, stationId: number, kind: string, now: Date): Promise<void> {
  const timeZone = await zoneOf(tx, stationId);
  // A notice that cannot be sent must not owe another one.
  if (timeZone === null || kind.startsWith("notice.")) return;
  const tomorrow = localDate(new Date(now.getTime() + DAY_MS), timeZone);
  let afterMs = GATHER_MS;
  if (!await claimDay(tx, stationId, localDate(now, timeZone), now)) {
    await claimDay(tx, stationId, tomorrow, now);
    afterMs = instantOf(tomorrow, "09:00", timeZone).getTime() - now.getTime();
  }
  for (const accountId of await readLeads(tx, { stationId, timeZone, now })) {
    await enqueue(tx, dead, { key: `${stationId}:${accountId}`, payload: { stationId, accountId }, now, stationId, afterMs });
  }
}

export interface Addressee {
  readonly userId: number;
  readonly locale: Locale;
  readonly stationName: string;
  readonly timeZone: string;
}

/** The lead to write to; null once they lead no more. */
export async function readAddressee(db: Database, seal: Seal, to: Addressed, now: Date): Promise<Addressee | null> {
  const [row] = await db.select({
    userSealed: account.userSealed, locale: account.locale,
    stationName: station.name, timeZone: station.timeZone, stationLocale: station.locale,
  }).from(account).innerJoin(station, eq(station.id, to.stationId)).where(eq(account.id, to.accountId));
  if (!row) return null;
  const leads = await readLeads(db, { stationId: to.stationId, timeZone: row.timeZone, now });
  if (!leads.some((lead) => lead === to.accountId)) return null;
  return {
    userId: seal.open(row.userSealed, "account"), locale: row.locale ?? row.stationLocale,
    stationName: row.stationName, timeZone: row.timeZone,
  };
}

/** The group's name while the trouble is still there; null once it is over. */
export async function readTrouble(db: Database, about: { stationId: number; chatId: number; trouble: ChatTrouble }): Promise<string | null> {
  const still = about.trouble === "public" ? eq(chat.isPublic, true) : eq(chat.state, about.trouble);
  const [row] = await db.select({ title: chat.title }).from(chat)
    .where(and(eq(chat.stationId, about.stationId), eq(chat.id, about.chatId), still));
  return row?.title ?? null;
}

/** How many messages of each kind died in the last day. */
export async function readDead(db: Database, stationId: number, now: Date): Promise<{ kind: string; messages: number }[]> {
  return db.select({ kind: outbox.kind, messages: count() }).from(outbox).where(and(
    eq(outbox.stationId, stationId), eq(outbox.state, "dead"), notLike(outbox.kind, "notice.%"),
    gte(outbox.createdAt, new Date(now.getTime() - DAY_MS)),
  )).groupBy(outbox.kind).orderBy(outbox.kind);
}
