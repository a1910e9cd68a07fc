import { and, desc, eq, exists, isNull, or, sql } from "drizzle-orm";
import type { AccountId, Locale, Result, Scope, StationId, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activityGrant } from "../../db/schema-activity.ts";
import { account, member, roleGrant, station } from "../../db/schema.ts";
import { recordAudit } from "../audit/actions.ts";
import { isLead } from "../role/actions.ts";
import type { Offers } from "./rules.ts";

export interface StationFacts {
  readonly stationId: StationId;
  readonly stationName: string;
  readonly timeZone: string;
  readonly stationLocale: Locale;
}

/** What every reader wants to know of a station. */
export const STATION_FACTS = {
  stationId: sql<StationId>`${station.id}`.mapWith((id: unknown) => Number(id) as StationId).as("facts_station_id"),
  stationName: station.name,
  timeZone: station.timeZone,
  stationLocale: station.locale,
};

/** Makes the proof that a station was found for the speaking person. */
export function stationScope(scope: Scope, facts: StationFacts, actor: AccountId | null): StationScope {
  return {
    db: scope.db, now: scope.now, seal: scope.seal, act: scope.act,
    stationId: facts.stationId, stationName: facts.stationName,
    timeZone: facts.timeZone, stationLocale: facts.stationLocale, actor,
  };
}

function belongs(db: Database | Tx, accountId: number) {
  return or(
    exists(db.select({ one: sql`1` }).from(member).where(and(eq(member.stationId, station.id), eq(member.accountId, accountId)))),
    exists(db.select({ one: sql`1` }).from(roleGrant).where(and(
      eq(roleGrant.stationId, station.id), eq(roleGrant.accountId, accountId), isNull(roleGrant.revokedAt),
    ))),
  );
}

/** The stations that this person has joined or holds a role in, newest first. */
export async function readStationsOf(db: Database | Tx, accountId: number): Promise<StationFacts[]> {
  return db.select(STATION_FACTS).from(station).where(belongs(db, accountId)).orderBy(desc(station.id));
}

/** Those of them that this person leads today. */
export async function readStationsLed(db: Database | Tx, scope: Scope, accountId: AccountId): Promise<StationFacts[]> {
  const led: StationFacts[] = [];
  for (const facts of await readStationsOf(db, accountId)) if (await isLead(db, stationScope(scope, facts, accountId))) led.push(facts);
  return led;
}

/** The stations that they belong to, and after them those of which they were handed an activity: in private they may speak of any of these. */
export async function readStationsServed(db: Database | Tx, accountId: number): Promise<StationFacts[]> {
  const own = await readStationsOf(db, accountId);
  const helps = exists(db.select({ one: sql`1` }).from(activityGrant).where(and(eq(activityGrant.stationId, station.id), eq(activityGrant.accountId, accountId))));
  const helped = await db.select(STATION_FACTS).from(station).where(helps).orderBy(desc(station.id));
  return [...own, ...helped.filter(({ stationId }) => own.every((each) => each.stationId !== stationId))];
}

/** The station that somebody speaks of in private: the chosen one while they belong to it, else the newest of theirs. */
export async function findHomeStation(
  db: Database,
  account: { readonly id: number; readonly currentStationId: number | null },
): Promise<StationFacts | null> {
  const stations = await readStationsServed(db, account.id);
  return stations.find(({ stationId }) => stationId === account.currentStationId) ?? stations[0] ?? null;
}

/** What the station's lead may turn on and off; null for everybody else. */
export async function readOffers(scope: StationScope): Promise<Offers | null> {
  if (!await isLead(scope.db, scope)) return null;
  const [row] = await scope.db.select({ onWay: station.offersOnWay, notToday: station.offersNotToday })
    .from(station).where(eq(station.id, scope.stationId));
  return row ?? null;
}

export type StationChange =
  | { readonly name: string } | { readonly timeZone: string } | { readonly locale: Locale }
  | { readonly offersOnWay: boolean } | { readonly offersNotToday: boolean };

/** Changes one setting; for the station's lead. */
export async function changeStation(scope: StationScope, change: StationChange): Promise<Result<"notForYou">> {
  return scope.act(async (tx) => {
    if (!await isLead(tx, scope)) return { ok: false, reason: "notForYou" };
    await tx.update(station).set(change).where(eq(station.id, scope.stationId));
    await recordAudit(tx, scope, "station.changed", { kind: "station", id: scope.stationId });
    return { ok: true };
  });
}

/** Says which of their stations somebody speaks of in private. */
export async function pickStation(scope: Scope, accountId: AccountId, stationId: number): Promise<Result<"notForYou", { station: StationFacts }>> {
  return scope.act(async (tx) => {
    const found = (await readStationsServed(tx, accountId)).find((each) => each.stationId === stationId);
    if (!found) return { ok: false, reason: "notForYou" };
    await tx.update(account).set({ currentStationId: stationId }).where(eq(account.id, accountId));
    return { ok: true, station: found };
  });
}
