import { and, asc, eq, gt, gte, inArray, isNull, lte, notExists, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { AccountId, Locale, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { assignment, instructor, unit } from "../../db/schema-register.ts";
import { account, station } from "../../db/schema.ts";
import { enqueueAll, owed } from "../../outbox/enqueue.ts";
import { isInOperation } from "../coverage/actions.ts";
import { readUntaken, takePeriods, takeStationPeriod, type StationPeriod } from "../period/actions.ts";
import { readHolders } from "../role/actions.ts";
import { ORGANIZERS } from "../role/rules.ts";
import { dayAfter, daysBetween } from "../date/rules.ts";
import { localDate, localTime } from "../time/rules.ts";
import { REMIND_AT, stageOf } from "./rules.ts";

export interface ExpiryRef {
  readonly stationId: number;
  readonly accountId: number;
  readonly assignmentIds: number[];
}

/** A day's reminders to one person: of all that ends, to an organizer; of their own, to an instructor. */
export const expiring = owed<ExpiryRef>("expiry.told", "reminder");

const MONTH_DAYS = 30;
const WEEK_DAYS = 7;

const later = alias(assignment, "later");

/** An assignment that runs out and that nothing follows; one that somebody ended is no news, nor is that of a unit that is gone. */
const runsOut = (db: Database | Tx, today: string) => and(
  isNull(assignment.endReason), sql`${assignment.throughOn} >= ${assignment.fromOn}`, sql`${isInOperation(today)}`,
  or(isNull(instructor.activeThrough), gte(instructor.activeThrough, today)),
  notExists(db.select({ one: sql`1` }).from(later).where(and(
    eq(later.stationId, assignment.stationId), eq(later.instructorId, assignment.instructorId), eq(later.unitId, assignment.unitId), gt(later.fromOn, assignment.fromOn),
  ))),
);

const COLUMNS = {
  id: assignment.id, instructorCode: instructor.code, unitCode: unit.code, throughOn: sql<string>`${assignment.throughOn}::text`, accountId: instructor.accountId,
};

function fromAssignments(db: Database | Tx) {
  return db.select(COLUMNS).from(assignment)
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)));
}

const NAME = "expiry";

/** Stations whose reminders of today have not been looked at and whose hour has come. */
export async function readDays({ db, now }: Scope): Promise<StationPeriod[]> {
  return readUntaken(db, NAME, (timeZone) => (localTime(now, timeZone) >= REMIND_AT ? localDate(now, timeZone) : null));
}

/** Owes the reminders of a station's day: each stage of an assignment once, gathered into one message for each person. */
export async function remindOfExpiry(scope: Scope, day: StationPeriod): Promise<void> {
  const { stationId, period: today } = day;
  await scope.act(async (tx) => {
    if (!await takeStationPeriod(tx, NAME, day, scope.now)) return;
    const near = await fromAssignments(tx).where(and(
      eq(assignment.stationId, stationId), gte(assignment.throughOn, dayAfter(today, -WEEK_DAYS)), lte(assignment.throughOn, dayAfter(today, MONTH_DAYS)), runsOut(tx, today),
    )).orderBy(asc(assignment.throughOn), asc(unit.code));
    const stageName = ({ id, throughOn }: (typeof near)[number]) => `expiry:${stationId}:${id}:${throughOn}`;
    const stages = near.flatMap((each) => {
      const stage = stageOf(daysBetween(today, each.throughOn));
      return stage === null ? [] : [{ name: stageName(each), period: stage }];
    });
    const taken = await takePeriods(tx, stages, scope.now);
    const told = near.filter((each) => taken.has(stageName(each)));
    const organizers = await readHolders(tx, { ...day, now: scope.now }, ORGANIZERS);
    const own = told.flatMap(({ accountId }) => accountId === null ? [] : [accountId]);
    const readers = told.length === 0 ? [] : [...new Set<number>([...organizers, ...own])];
    await enqueueAll(tx, expiring, readers.map((accountId) => ({
      key: `${stationId}:${accountId}:${today}`, now: scope.now, stationId,
      payload: { stationId, accountId, assignmentIds: told.filter((each) => organizers.includes(accountId as AccountId) || each.accountId === accountId).map(({ id }) => id) },
    })));
  });
}

export interface Expiring {
  readonly id: number;
  readonly instructorCode: string;
  readonly unitCode: string;
  readonly throughOn: string;
}

export interface ExpiryFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly stationId: number;
  readonly stationName: string;
  readonly today: string;
  readonly mayRenew: boolean;
  readonly expiring: readonly Expiring[];
}

/** What one person is reminded of; what was renewed or ended meanwhile is left out, and nothing at all is null. */
export async function readExpiry(db: Database, now: Date, ref: ExpiryRef): Promise<ExpiryFacts | null> {
  const [reader] = await db.select({ userSealed: account.userSealed, own: account.locale, locale: station.locale, stationName: station.name, timeZone: station.timeZone })
    .from(account).innerJoin(station, eq(station.id, ref.stationId)).where(eq(account.id, ref.accountId));
  if (!reader || ref.assignmentIds.length === 0) return null;
  const today = localDate(now, reader.timeZone);
  const organizers = await readHolders(db, { stationId: ref.stationId, timeZone: reader.timeZone, now }, ORGANIZERS);
  const mayRenew = organizers.includes(ref.accountId as AccountId);
  const expiringNow = await fromAssignments(db).where(and(
    eq(assignment.stationId, ref.stationId), inArray(assignment.id, ref.assignmentIds), runsOut(db, today), mayRenew ? undefined : eq(instructor.accountId, ref.accountId),
  )).orderBy(asc(assignment.throughOn), asc(unit.code));
  return expiringNow.length === 0 ? null : { ...reader, stationId: ref.stationId, locale: reader.own ?? reader.locale, today, mayRenew, expiring: expiringNow };
}
