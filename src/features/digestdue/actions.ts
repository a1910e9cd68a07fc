import { sql, type SQL } from "drizzle-orm";
import type { Scope } from "../../context.ts";
import { readRows, type Tx } from "../../db/client.ts";
import { digestRun, digestSchedule } from "../../db/schema-coverage.ts";
import { unit } from "../../db/schema-register.ts";
import { chat, station } from "../../db/schema.ts";
import { dayAfter } from "../date/rules.ts";
import { note, posting, promiseDigests, warnLeads, type DigestRef } from "../digest/actions.ts";
import { takeSnapshots } from "../snapshot/actions.ts";
import { awaitedSince, isLate, isMissed, newestOccasion, USUAL_SCHEDULE, type Schedule } from "../digest/rules.ts";

/** So many groups are claimed in one transaction. */
const BATCH = 500;
/** Weeks that were missed longer ago are not counted up any more. */
const YEAR_DAYS = 364;

/** A schedule that groups have, in one zone. */
interface Rhythm extends Schedule {
  readonly timeZone: string;
}

const WEEKDAY = sql`coalesce(d.weekday, ${USUAL_SCHEDULE.weekday}::int)`;
const MINUTE = sql`coalesce(d.minute, ${USUAL_SCHEDULE.minute}::int)`;
const GROUPS = sql`${chat} c join ${station} s on s.id = c.station_id
  left join ${digestSchedule} d on d.station_id = c.station_id and d.chat_id = c.id`;

/** Few, however many groups there are. */
async function readRhythms({ db }: Scope): Promise<Rhythm[]> {
  const rows = await readRows(db, sql`select distinct s.time_zone, ${WEEKDAY} as weekday, ${MINUTE} as minute from ${GROUPS}`);
  return rows.map((row) => ({ timeZone: String(row["time_zone"]), weekday: Number(row["weekday"]), minute: Number(row["minute"]) }));
}

/** The newest digest of each rhythm, by which the database finds the groups that lack it. */
function occasions(rhythms: readonly Rhythm[], now: Date): SQL {
  return sql.join(rhythms.map(({ timeZone, ...schedule }) => {
    const { weekOn, dueAt } = newestOccasion(now, timeZone, schedule);
    return sql`(${timeZone}::text, ${schedule.weekday}::int, ${schedule.minute}::int, ${weekOn}::date, ${dueAt.toISOString()}::timestamptz, ${isLate(dueAt, now)}::boolean, ${isMissed(dueAt, now)}::boolean)`;
  }), sql`, `);
}

/** Groups whose newest digest is due and not told of; a station that had no units by then has nothing to tell. */
const lacking = (rhythms: readonly Rhythm[], now: Date, which: SQL): SQL => sql`
  select c.station_id, c.id as chat_id, ${WEEKDAY} as weekday, ${MINUTE} as minute, o.week_on, o.due_at, o.is_late, o.is_missed, d.paused_at, told.last_on
  from ${GROUPS}
  join (values ${occasions(rhythms, now)}) o (time_zone, weekday, minute, week_on, due_at, is_late, is_missed)
    on o.time_zone = s.time_zone and o.weekday = ${WEEKDAY} and o.minute = ${MINUTE}
  cross join lateral (select max(r.week_on) as last_on from ${digestRun} r where r.station_id = c.station_id and r.chat_id = c.id) told
  where ${which} and not coalesce(d.is_off, false) and c.linked_at <= o.due_at and (told.last_on is null or told.last_on < o.week_on)
    and exists (select 1 from ${unit} u where u.station_id = c.station_id and u.created_at <= o.due_at)
  order by c.station_id, c.id limit ${BATCH}`;

/**
 * Claims what is due in all stations by one statement: a row each, and one for every week that was missed before it. Of what
 * was missed the group is told, but not where it could not be written to, and not before its first digest.
 */
const claim = (rhythms: readonly Rhythm[], now: Date): SQL => sql`
  with lacking as (${lacking(rhythms, now, sql`c.state = 'active'`)})
  insert into ${digestRun} (station_id, chat_id, week_on, state, is_late, owed_at, ended_at)
  select station_id, chat_id, on_day, case when is_newest and not is_missed then 'sending' else 'missed' end, is_late, due_at,
    case when (is_missed or not is_newest) and (paused_at is not null or last_on is null) then ${now.toISOString()}::timestamptz end
  from lacking cross join lateral (
    select week_on as on_day, true as is_newest
    union all select day::date, false from generate_series(greatest(last_on + 7, week_on - ${YEAR_DAYS}::int), week_on - 7, interval '7 days') day where last_on is not null
  ) weeks
  order by station_id, chat_id, on_day on conflict do nothing
  returning station_id, chat_id, week_on::text, state, ended_at`;

interface Claimed extends DigestRef {
  readonly isPosted: boolean;
  readonly isTold: boolean;
}

async function claimBatch(tx: Tx, rhythms: readonly Rhythm[], now: Date): Promise<Claimed[]> {
  const rows = await readRows(tx, claim(rhythms, now));
  return rows.map((row) => ({
    stationId: Number(row["station_id"]), chatId: Number(row["chat_id"]), weekOn: String(row["week_on"]),
    isPosted: row["state"] === "sending", isTold: row["ended_at"] !== null,
  }));
}

const groupOf = ({ stationId, chatId }: DigestRef): string => `${stationId}:${chatId}`;

/** The newest missed week of each group that gets no digest now; the note names those before it too. */
function notesOf(claimed: readonly Claimed[]): Claimed[] {
  const served = new Set(claimed.filter(({ isPosted }) => isPosted).map(groupOf));
  const newest = new Map<string, Claimed>();
  for (const each of claimed.filter((one) => !one.isPosted && !one.isTold && !served.has(groupOf(one)))) {
    const before = newest.get(groupOf(each));
    if (!before || before.weekOn < each.weekOn) newest.set(groupOf(each), each);
  }
  return [...newest.values()];
}

/** What was entered since the night belongs to the week too: its figures are looked at once more before they are told. */
async function keepWeeks(tx: Tx, posted: readonly DigestRef[], now: Date): Promise<void> {
  for (const weekOn of new Set(posted.map((each) => each.weekOn))) {
    const stations = new Set(posted.filter((each) => each.weekOn === weekOn).map(({ stationId }) => stationId));
    await takeSnapshots(tx, [...stations], dayAfter(weekOn, 6), now);
  }
}

/** Owes every group whose time has come its digest, or the note that it was missed. */
async function oweDigests(scope: Scope, rhythms: readonly Rhythm[]): Promise<void> {
  const { now } = scope;
  for (let isMore = true; isMore;) {
    isMore = await scope.act(async (tx) => {
      const claimed = await claimBatch(tx, rhythms, now);
      const posted = claimed.filter(({ isPosted }) => isPosted);
      await keepWeeks(tx, posted, now);
      await promiseDigests(tx, posting, posted, now);
      await promiseDigests(tx, note, notesOf(claimed), now);
      return new Set(claimed.map(groupOf)).size >= BATCH;
    });
  }
}

const readRefs = async (tx: Tx, query: SQL): Promise<DigestRef[]> => (await readRows(tx, query)).map((row) => (
  { stationId: Number(row["station_id"]), chatId: Number(row["chat_id"]), weekOn: String(row["week_on"]) }
));

/** Where a digest is due and the bot may not write, it rests, and the leads are told once. */
async function pauseDigests(scope: Scope, rhythms: readonly Rhythm[]): Promise<void> {
  const { now } = scope;
  const pause = sql`with lacking as (${lacking(rhythms, now, sql`c.state <> 'active' and d.paused_at is null`)}),
    paused as (insert into ${digestSchedule} as held (station_id, chat_id, weekday, minute, paused_at)
      select station_id, chat_id, weekday, minute, ${now.toISOString()}::timestamptz from lacking
      on conflict (station_id, chat_id) do update set paused_at = excluded.paused_at where held.paused_at is null returning station_id, chat_id)
    select p.station_id, p.chat_id, l.week_on::text as week_on from paused p join lacking l on l.station_id = p.station_id and l.chat_id = p.chat_id`;
  await scope.act(async (tx) => {
    for (const ref of await readRefs(tx, pause)) await warnLeads(tx, { ...ref, trouble: "paused" }, now);
  });
}

/** A digest of which nothing was heard for two days and more is not sent again: its leads are told. One that is being settled is left to whoever does. */
async function reportLost(scope: Scope): Promise<void> {
  const { now } = scope;
  const stranded = sql`select l.station_id, l.chat_id, l.week_on from ${digestRun} l
    where l.state = 'sending' and l.owed_at < ${awaitedSince(now).toISOString()}::timestamptz for update skip locked`;
  const lost = sql`update ${digestRun} r set state = 'uncertain', ended_at = ${now.toISOString()}::timestamptz
    where (r.station_id, r.chat_id, r.week_on) in (${stranded})
    returning r.station_id, r.chat_id, r.week_on::text as week_on`;
  await scope.act(async (tx) => {
    for (const ref of await readRefs(tx, lost)) await warnLeads(tx, { ...ref, trouble: "uncertain" }, now);
  });
}

export async function oweDue(scope: Scope): Promise<void> {
  const rhythms = await readRhythms(scope);
  if (rhythms.length > 0) {
    await oweDigests(scope, rhythms);
    await pauseDigests(scope, rhythms);
  }
  await reportLost(scope);
}
