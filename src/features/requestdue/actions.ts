import { and, asc, eq, inArray, isNotNull, isNull, type SQL } from "drizzle-orm";
import type { AccountId, Locale, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { unit } from "../../db/schema-register.ts";
import { helpRequest } from "../../db/schema-request.ts";
import { account, station } from "../../db/schema.ts";
import { enqueueAll, owed } from "../../outbox/enqueue.ts";
import { readUntaken, takeStationPeriod, type StationPeriod } from "../period/actions.ts";
import { isQuietFor } from "../quiet/rules.ts";
import { isOverdueOn, readResponsible } from "../request/actions.ts";
import type { Category } from "../request/rules.ts";
import { readHolders, readLeads } from "../role/actions.ts";
import { ORGANIZERS } from "../role/rules.ts";
import { localDate, localTime } from "../time/rules.ts";
import { REMIND_AT } from "./rules.ts";

export interface OverdueRef {
  readonly stationId: number;
  readonly accountId: number;
  readonly requestIds: number[];
  /** Whether it is told to the reader as a lead, a day after whoever has it in hand was told. */
  readonly asLead: boolean;
}

/** A day's overdue requests, to one person. */
export const overdue = owed<OverdueRef>("requestdue.told", "reminder");

const NAME = "requestdue";

/** Stations whose overdue requests of today have not been looked at, and whose hour has come. */
export async function readDays({ db, now }: Scope): Promise<StationPeriod[]> {
  return readUntaken(db, NAME, (timeZone) =>
    (localTime(now, timeZone) >= REMIND_AT && !isQuietFor(now, timeZone, { ridesAtMeals: false }) ? localDate(now, timeZone) : null));
}

type Owing = Map<number, number[]>;

async function owe(tx: Tx, scope: Scope, { stationId, period: today }: StationPeriod, owing: Owing, asLead: boolean): Promise<void> {
  await enqueueAll(tx, overdue, [...owing].map(([accountId, requestIds]) => ({
    key: `${stationId}:${accountId}:${today}:${asLead ? "lead" : "own"}`, payload: { stationId, accountId, requestIds, asLead }, now: scope.now, stationId,
  })));
}

/** Owes a station's day: each overdue request once to whoever has it in hand, and the day after once to the leads. */
export async function remindOfOverdue(scope: Scope, day: StationPeriod): Promise<void> {
  const { stationId, timeZone, period: today } = day;
  await scope.act(async (tx) => {
    if (!await takeStationPeriod(tx, NAME, day, scope.now)) return;
    const late = (which: SQL | undefined) => tx.select({ id: helpRequest.id, handledBy: helpRequest.handledBy, remindedAt: helpRequest.remindedAt }).from(helpRequest)
      .where(and(eq(helpRequest.stationId, stationId), isOverdueOn(today), which)).orderBy(asc(helpRequest.dueOn), asc(helpRequest.id)).for("update");
    const told = (await late(and(isNotNull(helpRequest.remindedAt), isNull(helpRequest.leadsRemindedAt))))
      .filter(({ remindedAt }) => remindedAt !== null && localDate(remindedAt, timeZone) < today).map(({ id }) => id);
    const first = await late(isNull(helpRequest.remindedAt));
    const byReader: Owing = new Map();
    for (const { id, handledBy } of first) {
      for (const accountId of await readResponsible(tx, { ...day, now: scope.now }, handledBy)) byReader.set(accountId, [...byReader.get(accountId) ?? [], id]);
    }
    await owe(tx, scope, day, byReader, false);
    if (told.length > 0) await owe(tx, scope, day, new Map((await readLeads(tx, { ...day, now: scope.now })).map((accountId) => [accountId, told])), true);
    const these = (ids: readonly number[]) => and(eq(helpRequest.stationId, stationId), inArray(helpRequest.id, [...ids]));
    if (first.length > 0) await tx.update(helpRequest).set({ remindedAt: scope.now }).where(these(first.map(({ id }) => id)));
    if (told.length > 0) await tx.update(helpRequest).set({ leadsRemindedAt: scope.now }).where(these(told));
  });
}

export interface OverdueFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly stationId: number;
  readonly stationName: string;
  readonly today: string;
  readonly asLead: boolean;
  readonly overdue: readonly { readonly id: number; readonly category: Category; readonly unitCode: string | null; readonly dueOn: string }[];
}

/** What one person is reminded of; what was closed or went into other hands meanwhile is left out, and nothing at all is null. */
export async function readOverdue(db: Database, now: Date, ref: OverdueRef): Promise<OverdueFacts | null> {
  const { stationId, accountId, asLead } = ref;
  const [reader] = await db.select({ userSealed: account.userSealed, own: account.locale, stationLocale: station.locale, stationName: station.name, timeZone: station.timeZone })
    .from(account).innerJoin(station, eq(station.id, stationId)).where(eq(account.id, accountId));
  if (!reader || ref.requestIds.length === 0) return null;
  const today = localDate(now, reader.timeZone);
  const holders = await readHolders(db, { stationId, timeZone: reader.timeZone, now }, asLead ? ["station_lead"] : ORGANIZERS);
  if (!holders.includes(accountId as AccountId)) return null;
  const late = await db.select({ id: helpRequest.id, category: helpRequest.category, unitCode: unit.code, dueOn: helpRequest.dueOn, handledBy: helpRequest.handledBy }).from(helpRequest)
    .leftJoin(unit, and(eq(unit.stationId, helpRequest.stationId), eq(unit.id, helpRequest.unitId)))
    .where(and(eq(helpRequest.stationId, stationId), inArray(helpRequest.id, ref.requestIds), isOverdueOn(today))).orderBy(asc(helpRequest.dueOn), asc(helpRequest.id));
  const theirs = late.filter(({ handledBy }) => asLead || handledBy === null || handledBy === accountId || !holders.includes(handledBy as AccountId));
  return theirs.length === 0 ? null : { ...reader, stationId, locale: reader.own ?? reader.stationLocale, today, asLead, overdue: theirs };
}
