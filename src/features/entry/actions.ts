import { and, desc, eq, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import type { AccountId, Locale, Person, Place, Principal, Scope, StationId, StationScope } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import type { Seal } from "../../db/seal.ts";
import { account, chat, station } from "../../db/schema.ts";
import { findHomeStation, readStationsServed, STATION_FACTS, stationScope } from "../station/actions.ts";

/** Being active is noted once a day: enough for "24 months without any action". */
const ACTIVE_EVERY_MS = 24 * 3_600_000;

export interface Entry {
  readonly person: Person;
  readonly place: Place;
  readonly station: { stationId: StationId; stationName: string; timeZone: string; stationLocale: Locale } | null;
}

const STRANGER = { userId: 0, languageCode: null, account: null };

const PERSON = {
  id: account.id, locale: account.locale, currentStationId: account.currentStationId, lastActiveAt: account.lastActiveAt,
  unreachableSince: account.unreachableSince,
};

interface Found {
  readonly id: number | null;
  readonly locale: Locale | null;
  readonly currentStationId: number | null;
  readonly lastActiveAt: Date | null;
}

const hashOf = (seal: Seal, speaker: Principal) => (speaker.kind === "human" ? seal.fingerprint(speaker.userId) : "");

async function toPerson(db: Database, speaker: Principal, found: Found | undefined, now: Date): Promise<Person> {
  if (speaker.kind !== "human") return STRANGER;
  const person = { userId: speaker.userId, languageCode: speaker.languageCode };
  if (!found?.id || !found.lastActiveAt) return { ...person, account: null };
  if (now.getTime() - found.lastActiveAt.getTime() > ACTIVE_EVERY_MS) await noteActive(db, found.id, now);
  return { ...person, account: { id: found.id as AccountId, locale: found.locale, currentStationId: found.currentStationId } };
}

async function noteActive(db: Database, accountId: number, now: Date): Promise<void> {
  await db.update(account).set({ lastActiveAt: now, askedToStayAt: null })
    .where(and(eq(account.id, accountId), lt(account.lastActiveAt, now)));
}

/** Somebody whom a message could not reach; cleared when they come back. */
export async function markPersonUnreachable(db: Database, seal: Seal, userId: number, now: Date): Promise<void> {
  await db.update(account).set({ unreachableSince: now })
    .where(and(eq(account.userHash, seal.fingerprint(userId)), isNull(account.unreachableSince)));
}

/** Whoever writes in private can be written to; of a first Start Telegram tells nothing else. */
async function markPersonReachable(db: Database, accountId: number): Promise<void> {
  await db.update(account).set({ unreachableSince: null }).where(and(eq(account.id, accountId), isNotNull(account.unreachableSince)));
}

async function readPrivateEntry(db: Database, seal: Seal, speaker: Principal, now: Date): Promise<Entry> {
  const [found] = await db.select(PERSON).from(account).where(eq(account.userHash, hashOf(seal, speaker)));
  const person = await toPerson(db, speaker, found, now);
  if (found?.unreachableSince) await markPersonReachable(db, found.id);
  const station = person.account === null ? null : await findHomeStation(db, person.account);
  return { person, place: { kind: "private" }, station };
}

/** Person, chat and station in one statement: every tap in a group pays for it. */
async function readGroupEntry(db: Database, seal: Seal, speaker: Principal, telegramChatId: number, now: Date): Promise<Entry> {
  const isHere = or(eq(chat.telegramChatId, telegramChatId), eq(chat.migratedFrom, telegramChatId));
  const [found] = await db.select({ ...PERSON, ...STATION_FACTS, chatId: chat.id, kind: chat.kind })
    .from(sql`(select 1) as anybody`)
    .leftJoin(account, eq(account.userHash, hashOf(seal, speaker)))
    .leftJoin(chat, isHere).leftJoin(station, eq(station.id, chat.stationId))
    .orderBy(desc(sql`${chat.telegramChatId} = ${telegramChatId}`)).limit(1);
  const person = await toPerson(db, speaker, found, now);
  if (!found?.chatId || !found.kind || !found.stationName || !found.timeZone || !found.stationLocale) {
    return { person, place: { kind: "unlinked", telegramChatId }, station: null };
  }
  const { stationId, stationName, timeZone, stationLocale } = found;
  return { person, place: { kind: found.kind, chatId: found.chatId, telegramChatId }, station: { stationId, stationName, timeZone, stationLocale } };
}

/** Who speaks, where, and for which station: everything that the features need to know before they act. */
export async function readEntry(
  db: Database,
  seal: Seal,
  speaker: Principal,
  chat: { id: number; isPrivate: boolean },
  now: Date,
): Promise<Entry> {
  return chat.isPrivate ? readPrivateEntry(db, seal, speaker, now) : readGroupEntry(db, seal, speaker, chat.id, now);
}

/** The station that somebody's button names, while they may speak of it. */
export async function findNamedStation(scope: Scope, person: Person, stationId: number): Promise<StationScope | null> {
  if (person.account === null) return null;
  const found = (await readStationsServed(scope.db, person.account.id)).find((each) => each.stationId === stationId);
  return found ? stationScope(scope, found, person.account.id) : null;
}
