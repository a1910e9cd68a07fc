import { and, eq, sql } from "drizzle-orm";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { helpRequest } from "../../db/schema-request.ts";
import { suggestion } from "../../db/schema-suggestion.ts";
import { readCauses } from "../cause/actions.ts";
import { isInOperation } from "../coverage/actions.ts";
import { dayAfter, daysBetween } from "../date/rules.ts";
import { readFigures } from "../figures/actions.ts";
import type { Figures } from "../figures/rules.ts";
import { isClosedIn, isOpenedIn } from "../request/actions.ts";
import { readRevision, readSnapshots, type Snapshot } from "../snapshot/actions.ts";
import { activityDay, isLast } from "../structure/actions.ts";
import { isoWeekOf } from "../time/rules.ts";
import type { Correction, Flow, Week } from "./rules.ts";

/** How many weeks the trend shows, this one among them. */
const TREND_WEEKS = 12;

/** A station as its digest names it. */
interface WeekOf {
  readonly stationId: number;
  readonly stationName: string;
}

/** What went on from one day through another. */
async function readFlow(db: Database | Tx, stationId: number, { from, through }: { readonly from: string; readonly through: string }): Promise<Flow> {
  const isWithin = (date: unknown) => sql`${date} between ${from}::date and ${through}::date`;
  const [row] = await readRows(db, sql`with acted as (select a.*, ${activityDay("a")} as on_day from activity a where a.station_id = ${stationId}),
    held as (select id, folded_count from acted where held_at is not null and ${isWithin(sql`on_day`)}),
    came as (select c.account_id from check_in c join held on c.station_id = ${stationId} and c.activity_id = held.id where c.answer = 'here')
    select (select count(*) from unit u where u.station_id = ${stationId} and ${isWithin(sql`u.entered_on`)} and ${isInOperation(through, "u")}) as units_new,
      (select count(*) from unit_status s where s.station_id = ${stationId} and s.status = 'closed' and ${isWithin(sql`s.from_on`)}) as units_closed,
      (select count(*) from instructor_assignment ia join instructor ins on ins.station_id = ia.station_id and ins.id = ia.instructor_id
        where ia.station_id = ${stationId} and ${isWithin(sql`ia.through_on + 1`)} and ia.end_reason is null and ${isLast("ia")}
          and exists (select from unit lu where lu.station_id = ia.station_id and lu.id = ia.unit_id and ${isInOperation(through, "lu")})
          and (ins.active_through is null or ins.active_through >= ia.through_on)) as lapsed,
      (select count(*) from survey s where s.station_id = ${stationId} and ${isWithin(sql`s.on_day`)}) as surveys, (select count(*) from held) as held,
      (select count(*) from acted where cancelled_at is not null and ${isWithin(sql`on_day`)}) as cancelled,
      (select count(*) from acted where cancelled_at is null and on_day > ${through}::date and announced_at < (${through}::date + 1) at time zone (select time_zone from station where id = ${stationId})) as coming,
      (select count(*) from came) + (select coalesce(sum(folded_count), 0) from held) as participations, (select count(distinct account_id) from came) as persons,
      (select count(*) from ${helpRequest} where station_id = ${stationId} and ${isOpenedIn(from, through)}) as opened,
      (select count(*) from ${helpRequest} where station_id = ${stationId} and ${isClosedIn(from, through)}) as closed`);
  const n = (name: string) => Number(row?.[name] ?? 0);
  return {
    unitsNew: n("units_new"), unitsClosed: n("units_closed"), assignmentsLapsed: n("lapsed"), surveys: n("surveys"), held: n("held"), cancelled: n("cancelled"), coming: n("coming"),
    participations: n("participations"), persons: n("persons"), requestsOpened: n("opened"), requestsClosed: n("closed"),
  };
}

/** The figures at the end of a day: as they were kept, or from the register where nobody kept them. */
async function figuresOn(db: Database | Tx, stationId: number, day: string, kept: readonly Snapshot[]): Promise<Figures> {
  return kept.find(({ asOf }) => asOf === day)?.figures ?? readFigures(db, stationId, day);
}

async function countSuggestions(db: Database | Tx, stationId: number): Promise<number> {
  const [row] = await db.select({ count: sql<number>`count(*)`.mapWith(Number) }).from(suggestion).where(and(eq(suggestion.stationId, stationId), eq(suggestion.status, "open")));
  return row?.count ?? 0;
}

/** What was told of a Sunday, where it is otherwise now. */
async function readCorrection(db: Database | Tx, stationId: number, now: Snapshot | undefined, toldRevision: number | null): Promise<Correction[]> {
  if (!now || toldRevision === null || toldRevision >= now.revision) return [];
  const told = await readRevision(db, stationId, now.asOf, toldRevision);
  return told ? [{ asOf: now.asOf, told: told.total, now: now.figures.total }] : [];
}

/** The week that ends on a Sunday; `toldRevision` is what the digest of the week before showed, null where there was none. */
export async function readWeek(db: Database | Tx, { stationId, stationName }: WeekOf, sunday: string, toldRevision: number | null): Promise<Week> {
  const [from, earlier] = [dayAfter(sunday, -6), dayAfter(sunday, -7)];
  const kept = (await readSnapshots(db, stationId, { from: dayAfter(sunday, -7 * (TREND_WEEKS - 1)), through: sunday })).filter(({ asOf }) => daysBetween(asOf, sunday) % 7 === 0);
  const [figures, before] = [await figuresOn(db, stationId, sunday, kept), await figuresOn(db, stationId, earlier, kept)];
  const trend = [...kept.filter(({ asOf }) => asOf < sunday).map(({ asOf, figures: { total } }) => ({ asOf, coverage: total })), { asOf: sunday, coverage: figures.total }];
  return {
    stationName, from, through: sunday, ...isoWeekOf(sunday), figures, before, trend,
    causes: await readCauses(db, { stationId }, earlier, sunday), flow: await readFlow(db, stationId, { from, through: sunday }),
    suggestions: await countSuggestions(db, stationId), corrections: await readCorrection(db, stationId, kept.find(({ asOf }) => asOf === earlier), toldRevision),
  };
}
