import { and, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import type { AccountId, Locale, Scope } from "../../context.ts";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { digestLine, digestList } from "../../db/schema-coverage.ts";
import { account, station } from "../../db/schema.ts";
import { dayAfter } from "../date/rules.ts";
import { listCopy, oweCopies, readErrands, type CopyRef } from "../errand/actions.ts";
import { lookedAfterSince, type Errand } from "../errand/rules.ts";
import { countOthers, markMet, readNeeds } from "../needs/actions.ts";
import { ACTIONS, chosen, type Action, type Need } from "../needs/rules.ts";
import { takePeriods } from "../period/actions.ts";
import { readHolders, readLeads } from "../role/actions.ts";
import { ORGANIZERS } from "../role/rules.ts";
import { STATION_FACTS } from "../station/actions.ts";
import { localDate } from "../time/rules.ts";
import { A_MINUTE, BATCH, CATCH_UP_HOURS, COMES_AT, FORGOTTEN_DAYS } from "./rules.ts";

const NAME = "shortlist";

interface Place {
  readonly stationId: number;
  readonly timeZone: string;
  /** The Monday of the week that the list tells of, and the station's date. */
  readonly weekOn: string;
  readonly today: string;
}

/** Stations whose hour has come and whose list of this week is not made; one that was set up after the hour waits for the next. */
async function readPlacesDue(db: Database, now: Date): Promise<Place[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const rows = await readRows(db, sql`select s.id, s.time_zone, (m.monday - 7)::text as week_on, d.today::text as today from station s
    cross join lateral (select (${at} at time zone s.time_zone)::date as today) d
    cross join lateral (select date_trunc('week', d.today)::date as monday) m
    cross join lateral (select (m.monday + ${COMES_AT}::time) at time zone s.time_zone as due_at) h
    where h.due_at <= ${at} and h.due_at > ${at} - make_interval(hours => ${CATCH_UP_HOURS}::int) and s.created_at <= h.due_at
      and not exists (select from period_run p where p.name = ${NAME} || ':' || s.id and p.period = (m.monday - 7)::text) order by s.id limit ${A_MINUTE}`);
  return rows.map((row) => ({ stationId: Number(row["id"]), timeZone: String(row["time_zone"]), weekOn: String(row["week_on"]), today: String(row["today"]) }));
}

const IDS = { assign: "unitId", survey: "unitId", renew: "assignmentId", announce: "organizationId", suggestion: "suggestionId" } as const;
const lineOf = ({ stationId, weekOn }: Place, { action, id }: Need) => ({ stationId, weekOn, action, [IDS[action]]: id });

/** Owes a copy to everybody who organizes there and can be written to; suggestions are for leads alone. */
async function oweList(tx: Tx, now: Date, place: Place, needs: readonly Need[]): Promise<void> {
  const of = { ...place, now };
  const holders = needs.some(({ action }) => action !== "suggestion") ? await readHolders(tx, of, ORGANIZERS) : await readLeads(tx, of);
  if (holders.length === 0) return;
  const readers = await tx.select({ accountId: account.id }).from(account).where(and(inArray(account.id, holders), isNull(account.unreachableSince)));
  if (readers.length === 0) return;
  await tx.insert(digestList).values(readers.map(({ accountId }) => ({ stationId: place.stationId, weekOn: place.weekOn, accountId }))).onConflictDoNothing();
}

/** Makes the lists of these stations, once, whoever comes first; where nothing needs a hand nobody is told. */
async function makeBatch(tx: Tx, now: Date, places: readonly Place[], { weekOn, today }: Place): Promise<void> {
  const nameOf = ({ stationId }: Place) => `${NAME}:${stationId}`;
  const taken = await takePeriods(tx, places.map((place) => ({ name: nameOf(place), period: weekOn })), now);
  const mine = places.filter((place) => taken.has(nameOf(place)));
  if (mine.length === 0) return;
  const stations = mine.map(({ stationId }) => stationId);
  await tx.delete(digestLine).where(and(inArray(digestLine.stationId, stations), lt(digestLine.weekOn, dayAfter(weekOn, -FORGOTTEN_DAYS))));
  await tx.delete(digestList).where(and(inArray(digestList.stationId, stations), lt(digestList.weekOn, dayAfter(weekOn, -FORGOTTEN_DAYS))));
  const found = await readNeeds(tx, stations, today);
  const lists = mine.map((place) => ({ place, needs: chosen(found.get(place.stationId) ?? []) })).filter(({ needs }) => needs.length > 0);
  const lines = lists.flatMap(({ place, needs }) => needs.map((need) => lineOf(place, need)));
  if (lines.length === 0) return;
  await tx.insert(digestLine).values(lines);
  for (const { place, needs } of lists) await oweList(tx, now, place, needs);
  await oweCopies(tx, now, lists.map(({ place }) => place));
}

/** Makes the lists whose hour has come. */
export async function makeLists(scope: Scope): Promise<void> {
  const due = await readPlacesDue(scope.db, scope.now);
  for (const day of new Set(due.map(({ today }) => today))) {
    const places = due.filter(({ today }) => today === day);
    for (let from = 0; from < places.length; from += BATCH) {
      const batch = places.slice(from, from + BATCH);
      const [first] = batch;
      if (first) await scope.act((tx) => makeBatch(tx, scope.now, batch, first));
    }
  }
}

/** The dates that it is now at stations whose lists have lines to do: at most three, round the world. */
async function readDays(db: Database, now: Date): Promise<string[]> {
  const since = lookedAfterSince(dayAfter(localDate(now, "UTC"), -1));
  const rows = await readRows(db, sql`select distinct (${now.toISOString()}::timestamptz at time zone s.time_zone)::date::text as day from station s
    where exists (select from digest_line l where l.station_id = s.id and l.done_at is null and l.week_on >= ${since}::date) order by 1`);
  return rows.map((row) => String(row["day"]));
}

/** Marks what the register says is done, and owes the copies of the lists in which it stands. */
export async function markDone(scope: Scope): Promise<void> {
  const { now } = scope;
  for (const day of await readDays(scope.db, now)) {
    await scope.act(async (tx) => {
      const changed: { stationId: number; weekOn: string }[] = [];
      for (const action of ACTIONS) changed.push(...await markMet(tx, action, { now, day, since: lookedAfterSince(day) }));
      await oweCopies(tx, now, changed);
    });
  }
}

export interface Copy {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly stationName: string;
  readonly weekOn: string;
  readonly messageId: number | null;
  readonly errands: readonly Errand[];
  /** What needs a hand and has no line. */
  readonly others: Readonly<Record<Action, number>>;
}

const ofRef = ({ stationId, weekOn, accountId }: CopyRef) =>
  and(eq(digestList.stationId, stationId), eq(digestList.weekOn, weekOn), eq(digestList.accountId, accountId));

/** Somebody's copy as it is now; null once they organize no more, or where there is nothing for them to begin with. */
export async function readCopy(db: Database, now: Date, ref: CopyRef): Promise<Copy | null> {
  const [row] = await db.select({ ...STATION_FACTS, userSealed: account.userSealed, locale: account.locale, messageId: digestList.messageId }).from(digestList)
    .innerJoin(account, eq(account.id, digestList.accountId)).innerJoin(station, eq(station.id, digestList.stationId)).where(ofRef(ref));
  if (!row) return null;
  const organizers = await readHolders(db, { ...row, now }, ORGANIZERS);
  if (!organizers.includes(ref.accountId as AccountId)) return null;
  const isLead = (await readLeads(db, { ...row, now })).includes(ref.accountId as AccountId);
  const ofWeek = and(eq(digestLine.weekOn, ref.weekOn), isLead ? undefined : sql`${digestLine.action} <> 'suggestion'`);
  const errands = await readErrands(db, { ...ref, organizers }, ofWeek);
  const isNews = row.messageId !== null || errands.some(({ isDone }) => !isDone);
  if (errands.length === 0 || !isNews) return null;
  const others = await countOthers(db, ref.stationId, localDate(now, row.timeZone), ref.weekOn);
  return { ...row, locale: row.locale ?? row.stationLocale, weekOn: ref.weekOn, errands, others: isLead ? others : { ...others, suggestion: 0 } };
}

export async function attachCopy(tx: Tx, ref: CopyRef, messageId: number): Promise<void> {
  await tx.update(digestList).set({ messageId }).where(and(ofRef(ref), isNull(digestList.messageId)));
}

/** A copy that cannot be reached, or of which nobody knows whether it came, is not followed any more: twice the same list would annoy. */
export async function dropCopy(tx: Tx, ref: CopyRef): Promise<void> {
  await tx.delete(digestList).where(ofRef(ref));
}

export { listCopy, type CopyRef };
