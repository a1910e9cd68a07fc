import { eq, sql, type SQL } from "drizzle-orm";
import type { AccountId, Locale, Scope } from "../../context.ts";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import type { Seal } from "../../db/seal.ts";
import { unit, UNIT_KINDS } from "../../db/schema-register.ts";
import { account, station } from "../../db/schema.ts";
import { enqueueAll, owed } from "../../outbox/enqueue.ts";
import { isInOperation } from "../coverage/actions.ts";
import { readUntaken, takeStationPeriod, type StationPeriod } from "../period/actions.ts";
import { readHolders } from "../role/actions.ts";
import { STATION_FACTS } from "../station/actions.ts";
import { newestOn, readReach, withinReach, type Looker, type Reach } from "../survey/actions.ts";
import { freshSince } from "../survey/rules.ts";
import { localDate, localTime } from "../time/rules.ts";
import { monthOf } from "./rules.ts";

/** A unit in operation that nobody has looked at for more than 90 days, or ever. */
export interface DueUnit {
  readonly unitId: number;
  readonly code: string;
  readonly name: string | null;
  readonly kind: (typeof UNIT_KINDS)[number];
  readonly area: string;
  readonly industry: string | null;
  /** Null where it was never surveyed. */
  readonly lastOn: string | null;
}

export interface DueFilter {
  readonly area?: string | null;
  readonly without?: readonly number[];
}

function dueUnits(looker: Looker, reach: Reach, { area, without = [] }: DueFilter): SQL {
  const today = localDate(looker.now, looker.timeZone);
  const others = without.length === 0 ? sql`true` : sql`u.id not in (${sql.join(without.map((id) => sql`${id}`), sql`, `)})`;
  return sql`from ${unit} u left join lateral (${newestOn(looker.stationId, sql`u.id`, today)}) n on true
    where u.station_id = ${looker.stationId} and ${isInOperation(today, "u")} and (n.on_day is null or n.on_day < ${freshSince(today)})
      and ${area == null ? sql`true` : sql`u.area = ${area}`} and ${others} and ${withinReach(looker, reach, sql`u.id`)}`;
}

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

/** Those that are due: never surveyed first, then whoever has waited longest. */
export async function readDue(db: Database | Tx, looker: Looker, reach: Reach, filter: DueFilter, limit: number): Promise<DueUnit[]> {
  const rows = await readRows(db, sql`select u.id, u.code, u.name, u.kind, u.area, u.industry, n.on_day::text as last_on ${dueUnits(looker, reach, filter)}
    order by n.on_day nulls first, u.code limit ${limit}`);
  return rows.map((row) => ({
    unitId: Number(row["id"]), code: String(row["code"]), name: text(row["name"]), area: String(row["area"]),
    kind: UNIT_KINDS.find((kind) => kind === row["kind"]) ?? "micro_enterprise", industry: text(row["industry"]), lastOn: text(row["last_on"]),
  }));
}

export interface DueArea {
  readonly area: string;
  readonly units: number;
  /** One of them, by which a button names the area. */
  readonly unitId: number;
}

/** How many are due in each area, those with most first. */
export async function countDue(db: Database | Tx, looker: Looker, reach: Reach): Promise<DueArea[]> {
  const rows = await readRows(db, sql`select u.area, count(*) as units, min(u.id) as unit_id ${dueUnits(looker, reach, {})} group by u.area order by count(*) desc, u.area`);
  return rows.map((row) => ({ area: String(row["area"]), units: Number(row["units"]), unitId: Number(row["unit_id"]) }));
}

/** The list of the month, for one person. */
export const dueList = owed<{ stationId: number; accountId: number }>("survey.due", "digest");

const SURVEYORS = ["station_lead", "organizer", "instructor"] as const;
const MONTH_NAME = "survey.due";

/** The stations whose list of the month is to be sent and was not. */
export async function readMonths({ db, now }: Scope): Promise<StationPeriod[]> {
  return readUntaken(db, MONTH_NAME, (timeZone) => monthOf(localDate(now, timeZone), localTime(now, timeZone)));
}

/** Owes everybody who surveys there the list of the month, once. */
export async function oweLists(scope: Scope, at: StationPeriod): Promise<void> {
  const { now } = scope;
  const { stationId, period: month } = at;
  await scope.act(async (tx) => {
    if (!await takeStationPeriod(tx, MONTH_NAME, at, now)) return;
    const holders = await readHolders(tx, { ...at, now }, SURVEYORS);
    await enqueueAll(tx, dueList, holders.map((accountId) => ({ key: `${stationId}:${accountId}:${month}`, payload: { stationId, accountId }, now, stationId })));
  });
}

export interface DueList {
  readonly userId: number;
  readonly locale: Locale;
  readonly stationId: number;
  readonly stationName: string;
  readonly today: string;
  readonly total: number;
  readonly first: readonly DueUnit[];
}

/** What is due for one person now; null once they survey no more, or nothing is. */
export async function readDueList(db: Database, seal: Seal, of: { stationId: number; accountId: number }, now: Date, limit: number): Promise<DueList | null> {
  const [row] = await db.select({ ...STATION_FACTS, userSealed: account.userSealed, locale: account.locale })
    .from(account).innerJoin(station, eq(station.id, of.stationId)).where(eq(account.id, of.accountId));
  if (!row) return null;
  const looker: Looker = { stationId: row.stationId, timeZone: row.timeZone, actor: of.accountId as AccountId, now };
  const reach = await readReach(db, looker);
  const first = reach ? await readDue(db, looker, reach, {}, limit) : [];
  if (!reach || first.length === 0) return null;
  const areas = await countDue(db, looker, reach);
  return {
    userId: seal.open(row.userSealed, "account"), locale: row.locale ?? row.stationLocale, stationId: row.stationId, stationName: row.stationName,
    today: localDate(now, row.timeZone), total: areas.reduce((sum, { units }) => sum + units, 0), first,
  };
}
