import { and, asc, count, eq, isNull } from "drizzle-orm";
import type { Place, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity } from "../../db/schema-activity.ts";
import { standingReply } from "../../db/schema-reply.ts";
import { parseDate } from "../date/rules.ts";
import { readRoles } from "../role/actions.ts";
import { atSeriesStation, changeSeries, endSeries, holdSeries, readOpenSeries, skipOccurrence, type Series } from "../series/actions.ts";
import { isDateOf, maySteer, nextOccurrences } from "../series/rules.ts";
import { localDate } from "../time/rules.ts";

/** As many dates ahead as an organizer looks at. */
const SHOWN_DATES = 4;

/** One date of a series: announced where it has an activity, left out where it was skipped. */
export interface ShownDate {
  readonly on: string;
  readonly activityId: number | null;
  readonly isCancelled: boolean;
}

export interface SeriesPage {
  readonly series: Series;
  readonly timeZone: string;
  readonly dates: readonly ShownDate[];
  readonly skipped: readonly string[];
  readonly standing: number;
}

/** One that is announced already is cancelled as an activity, so that people are told. */
export type SteeringRefusal =
  | { readonly ok: false; readonly reason: "notForYou" | "noSuchDate" }
  | { readonly ok: false; readonly reason: "alreadyOut"; readonly activityId: number };
export type Steered = { readonly ok: true; readonly page: SeriesPage } | SteeringRefusal;

/** The series of this station that the speaking person may steer. */
export async function readTimetable(scope: StationScope): Promise<Series[]> {
  const roles = await readRoles(scope.db, scope);
  const open = await readOpenSeries(scope.db, scope.stationId);
  return open.filter(({ createdBy }) => maySteer(roles, scope.actor !== null && createdBy === scope.actor));
}

async function readPage(db: Database | Tx, scope: StationScope, series: Series): Promise<SeriesPage> {
  const { stationId, now, timeZone } = scope;
  const isOf = and(eq(activity.stationId, stationId), eq(activity.seriesId, series.id));
  const out = await db.select({ on: activity.seriesOn, activityId: activity.id, cancelledAt: activity.cancelledAt }).from(activity)
    .where(and(isOf, isNull(activity.heldAt))).orderBy(asc(activity.seriesOn));
  const announced = out.map(({ on, activityId, cancelledAt }): ShownDate => ({ on: on ?? "", activityId, isCancelled: cancelledAt !== null }));
  const coming = nextOccurrences(series, now, timeZone, SHOWN_DATES)
    .filter(({ on }) => series.plannedThroughOn === null || on > series.plannedThroughOn)
    .map(({ on }): ShownDate => ({ on, activityId: null, isCancelled: false }));
  const [words] = await db.select({ number: count() }).from(standingReply)
    .where(and(eq(standingReply.stationId, stationId), eq(standingReply.seriesId, series.id)));
  const since = series.plannedThroughOn ?? localDate(now, timeZone);
  return {
    series, timeZone, dates: [...announced, ...coming].slice(0, SHOWN_DATES), standing: words?.number ?? 0,
    skipped: series.exceptions.filter((on) => on > since).slice(0, SHOWN_DATES),
  };
}

/** Does one thing with a series that the speaking person may steer, and shows how it stands then. */
async function steer(
  spoken: StationScope,
  place: Place,
  seriesId: number,
  work: (tx: Tx, scope: StationScope, series: Series) => Promise<SteeringRefusal | void>,
  which: "open" | "any" = "open",
): Promise<Steered> {
  const scope = await atSeriesStation(spoken, place, seriesId);
  return scope.act(async (tx): Promise<Steered> => {
    const series = await holdSeries(tx, scope, seriesId, which);
    if (!series) return { ok: false, reason: "notForYou" };
    const refused = await work(tx, scope, series);
    if (refused) return refused;
    const after = (await readOpenSeries(tx, scope.stationId)).find(({ id }) => id === seriesId);
    return { ok: true, page: await readPage(tx, scope, after ?? { ...series, endedAt: series.endedAt ?? scope.now }) };
  });
}

export async function readSeriesPage(spoken: StationScope, place: Place, seriesId: number): Promise<Steered> {
  return steer(spoken, place, seriesId, async () => undefined, "any");
}

/** Leaves one date of a series out. */
export async function skipDate(spoken: StationScope, place: Place, seriesId: number, on: string): Promise<Steered> {
  return steer(spoken, place, seriesId, async (tx, scope, series) => {
    if (on < localDate(scope.now, scope.timeZone) || !isDateOf(series, on)) return { ok: false, reason: "noSuchDate" };
    const skipped = await skipOccurrence(tx, scope, series, on);
    return skipped.ok ? undefined : { ok: false, reason: "alreadyOut", activityId: skipped.activityId };
  });
}

/** Takes a date in again that was left out, as long as those after it have not been announced. */
export async function restoreDate(spoken: StationScope, place: Place, seriesId: number, on: string): Promise<Steered> {
  return steer(spoken, place, seriesId, async (tx, scope, series) => {
    if (series.plannedThroughOn !== null && on <= series.plannedThroughOn) return { ok: false, reason: "noSuchDate" };
    return changeSeries(tx, scope, series, { exceptions: series.exceptions.filter((each) => each !== on) });
  });
}

/** So many days before each of them it is announced. */
export async function setDaysBefore(spoken: StationScope, place: Place, seriesId: number, announceDaysBefore: number): Promise<Steered> {
  return steer(spoken, place, seriesId, (tx, scope, series) => changeSeries(tx, scope, series, { announceDaysBefore }));
}

export async function stopSeries(spoken: StationScope, place: Place, seriesId: number): Promise<Steered> {
  return steer(spoken, place, seriesId, (tx, scope, series) => endSeries(tx, scope, series));
}

/** Which dates, and of which series, a written date can mean; the words may leave more than one open. */
export type SkipReading =
  | { readonly kind: "noDate" | "none" }
  | { readonly kind: "found"; readonly found: readonly { readonly series: Series; readonly on: string }[] };

export async function findSkip(scope: StationScope, text: string): Promise<SkipReading> {
  const read = parseDate(text, { now: scope.now, zone: scope.timeZone });
  const dates = read.ok ? [read.date] : read.choices ?? [];
  if (dates.length === 0) return { kind: "noDate" };
  const series = await readTimetable(scope);
  const found = series.flatMap((each) => dates.filter((on) => isDateOf(each, on)).map((on) => ({ series: each, on })));
  return found.length === 0 ? { kind: "none" } : { kind: "found", found };
}
