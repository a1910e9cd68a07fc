import { and, eq, isNull, lt } from "drizzle-orm";
import type { AccountId, Locale, Person, Place, Principal, StationId } from "../../context.ts";
import type { Database } from "../../db/client.ts";
import type { Seal } from "../../db/seal.ts";
import { account } from "../../db/schema.ts";
import { findChat, findHomeStation } from "../station/actions.ts";

/** Being active is noted once a day: enough for "24 months without any action". */
const ACTIVE_EVERY_MS = 24 * 3_600_000;

export interface Entry {
  readonly person: Person;
  readonly place: Place;
  readonly station: { stationId: StationId; stationName: string; timeZone: string; stationLocale: Locale } | null;
}

const STRANGER = { userId: 0, languageCode: null, account: null };

async function findPerson(db: Database, seal: Seal, speaker: Principal, now: Date): Promise<Person> {
  if (speaker.kind !== "human") return STRANGER;
  const person = { userId: speaker.userId, languageCode: speaker.languageCode };
  const [found] = await db.select({
    id: account.id, locale: account.locale, currentStationId: account.currentStationId, lastActiveAt: account.lastActiveAt,
  }).from(account).where(eq(account.userHash, seal.fingerprint(speaker.userId)));
  if (!found) return { ...person, account: null };
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

/** Who speaks, where, and for which station: everything that the features need to know before they act. */
export async function readEntry(
  db: Database,
  seal: Seal,
  speaker: Principal,
  chat: { id: number; isPrivate: boolean },
  now: Date,
): Promise<Entry> {
  const person = await findPerson(db, seal, speaker, now);
  if (chat.isPrivate) {
    const station = person.account === null ? null : await findHomeStation(db, person.account);
    return { person, place: { kind: "private" }, station };
  }
  const found = await findChat(db, chat.id);
  if (!found) return { person, place: { kind: "unlinked", telegramChatId: chat.id }, station: null };
  return { person, place: { kind: found.kind, chatId: found.chatId, telegramChatId: chat.id }, station: found };
}
