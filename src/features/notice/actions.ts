import { and, asc, count, desc, eq, gte, inArray, notLike } from "drizzle-orm";
import { z } from "zod";
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

export const chatTrouble = owed<Addressed & { chatIds: number[]; trouble: ChatTrouble }>("notice.chat", "reminder");
export const gap = owed<Addressed & { count: number; fromAt: string; toAt: string }>("notice.gap", "reminder");
export const dead = owed<Addressed>("notice.dead", "reminder");

const GATHERED = z.object({ chatIds: z.array(z.int()) });
const DAY_MS = 24 * 3_600_000;
/** A broken moment breaks several messages: one notice names them all. */
const GATHER_MS = 5 * 60_000;

async function zoneOf(tx: Tx, stationId: number): Promise<string | null> {
  const [row] = await tx.select({ timeZone: station.timeZone }).from(station).where(eq(station.id, stationId));
  return row?.timeZone ?? null;
}

/** The groups of a notice that waits to be sent. */
async function readGathered(tx: Tx, key: string): Promise<number[]> {
  const [row] = await tx.select({ payload: outbox.payload }).from(outbox)
    .where(and(eq(outbox.kind, chatTrouble.kind), eq(outbox.key, key), eq(outbox.state, "waiting"))).orderBy(desc(outbox.id)).limit(1);
  const waiting = GATHERED.safeParse(row?.payload);
  return waiting.success ? waiting.data.chatIds : [];
}

/**
 * Tells each lead once, in private, what happened to groups of theirs. That everybody can read one is told at once; groups that
 * are lost are gathered, for an announcement to hundreds finds many of them in a minute.
 */
export async function tellTrouble(tx: Tx, about: { stationId: number; chatId: number; trouble: ChatTrouble; now: Date }): Promise<void> {
  const { stationId, chatId, trouble, now } = about;
  // Held, so that of two groups that are lost at once neither is forgotten.
  const [held] = await tx.select({ timeZone: station.timeZone }).from(station).where(eq(station.id, stationId)).for("no key update");
  if (!held) return;
  const isGathered = trouble !== "public";
  for (const accountId of await readLeads(tx, { stationId, timeZone: held.timeZone, now })) {
    const key = isGathered ? `${stationId}:${trouble}:${accountId}` : `${chatId}:${trouble}:${accountId}`;
    const chatIds = [...new Set([...isGathered ? await readGathered(tx, key) : [], chatId])];
    await enqueue(tx, chatTrouble, { key, payload: { stationId, accountId, chatIds, trouble }, now, stationId, afterMs: isGathered ? GATHER_MS : 0 });
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

/** The names of the groups that are still in trouble. */
export async function readTrouble(db: Database, about: { stationId: number; chatIds: readonly number[]; trouble: ChatTrouble }): Promise<string[]> {
  const still = about.trouble === "public" ? eq(chat.isPublic, true) : eq(chat.state, about.trouble);
  const rows = await db.select({ title: chat.title }).from(chat)
    .where(and(eq(chat.stationId, about.stationId), inArray(chat.id, [...about.chatIds]), still)).orderBy(asc(chat.id));
  return rows.map(({ title }) => title);
}

/** How many messages of each kind died in the last day. */
export async function readDead(db: Database, stationId: number, now: Date): Promise<{ kind: string; messages: number }[]> {
  return db.select({ kind: outbox.kind, messages: count() }).from(outbox).where(and(
    eq(outbox.stationId, stationId), eq(outbox.state, "dead"), notLike(outbox.kind, "notice.%"),
    gte(outbox.createdAt, new Date(now.getTime() - DAY_MS)),
  )).groupBy(outbox.kind).orderBy(outbox.kind);
}
