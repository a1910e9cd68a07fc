import { and, asc, eq, gt, isNull } from "drizzle-orm";
import type { Place, Result, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { activity, activitySlot } from "../../db/schema-activity.ts";
import { atActivityStation, holdActivity } from "../activity/actions.ts";
import { changeHeld } from "../change/actions.ts";
import type { Wanted } from "../change/rules.ts";
import { changeSeries, holdSeries, type Series } from "../series/actions.ts";
import { movedDate, movedRhythm, type MovedRhythm, type Rhythm } from "../series/rules.ts";
import { spanOn } from "../span/rules.ts";
import { localDate } from "../time/rules.ts";
import type { LaterKind } from "./rules.ts";

interface Later {
  readonly id: number;
  readonly on: string;
  readonly slotId: number;
  readonly movedAt: Date | null;
}

async function readLater(tx: Tx, scope: StationScope, series: Series, after: string): Promise<Later[]> {
  const rows = await tx.select({ id: activity.id, on: activity.seriesOn, slotId: activitySlot.id, movedAt: activity.movedAt }).from(activity)
    .innerJoin(activitySlot, and(eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id)))
    .where(and(
      eq(activity.stationId, scope.stationId), eq(activity.seriesId, series.id), gt(activity.seriesOn, after),
      isNull(activity.cancelledAt), isNull(activity.heldAt), gt(activitySlot.startsAt, scope.now),
    )).orderBy(asc(activity.seriesOn));
  return rows.map(({ on, ...row }) => ({ ...row, on: on ?? "" }));
}

async function changeLater(tx: Tx, scope: StationScope, later: Later, kind: LaterKind, wanted: Wanted): Promise<void> {
  const held = await holdActivity(tx, scope, later.id, "manage");
  if (held) await changeHeld(tx, scope, held, { activityId: later.id, slotId: later.slotId, kind, wanted });
}

interface Model {
  readonly on: string;
  readonly place: string | null;
  readonly capacity: number | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Those that somebody has moved by hand keep their time. */
async function moveLater(tx: Tx, scope: StationScope, series: Series, model: Model, moved: MovedRhythm): Promise<void> {
  const dateOf = movedDate(moved, model.on, model.startsAt, scope.timeZone);
  const later = await readLater(tx, scope, series, model.on);
  for (const each of later.filter(({ movedAt }) => movedAt === null)) {
    const { startsAt, endsAt } = spanOn(dateOf(each.on), moved.from, moved.minutes, scope.timeZone);
    if (startsAt > scope.now) await changeLater(tx, scope, each, "time", { kind: "time", startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() });
  }
  const dates = [localDate(model.startsAt, scope.timeZone), ...later.map(({ on }) => dateOf(on))];
  const exceptions = series.exceptions.map((on) => (on > model.on ? dateOf(on) : on));
  await changeSeries(tx, scope, series, { ...moved, exceptions, throughOn: dates.toSorted().at(-1) ?? model.on });
}

async function alterLater(tx: Tx, scope: StationScope, series: Series, { on, place, capacity }: Model, kind: LaterKind): Promise<void> {
  await changeSeries(tx, scope, series, kind === "place" ? { place } : { capacity });
  const wanted: Wanted | null = kind === "places" ? { kind, capacity } : place === null ? null : { kind: "place", place };
  for (const each of wanted ? await readLater(tx, scope, series, on) : []) if (wanted) await changeLater(tx, scope, each, kind, wanted);
}

async function readModel(tx: Tx, scope: StationScope, activityId: number): Promise<(Model & { seriesId: number }) | null> {
  const [found] = await tx.select({
    seriesId: activity.seriesId, on: activity.seriesOn, place: activity.place, capacity: activity.capacity, startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt,
  }).from(activity).innerJoin(activitySlot, and(eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id)))
    .where(and(eq(activity.stationId, scope.stationId), eq(activity.id, activityId))).limit(1);
  return found && found.seriesId !== null && found.on !== null ? { ...found, seriesId: found.seriesId, on: found.on } : null;
}

export type LaterRefusal = "notForYou" | "otherPeriod";

/** What all later ones are like now. */
export interface TakenOver {
  readonly title: string;
  readonly rhythm: Pick<Rhythm, "recurrence" | "from" | "minutes">;
  readonly place: string | null;
  readonly capacity: number | null;
}

/** Takes the time, the place or the places of one activity over to all later ones of its series: "all later ones" after "this one". */
export async function takeOver(spoken: StationScope, place: Place, activityId: number, kind: LaterKind): Promise<Result<LaterRefusal, TakenOver>> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Result<LaterRefusal, TakenOver>> => {
    const model = await readModel(tx, scope, activityId);
    const series = model && await holdSeries(tx, scope, model.seriesId);
    if (!series) return { ok: false, reason: "notForYou" };
    const moved = movedRhythm(series, model.on, model, scope.timeZone);
    if (kind === "time" && !moved) return { ok: false, reason: "otherPeriod" };
    if (kind === "time" && moved) await moveLater(tx, scope, series, model, moved);
    else await alterLater(tx, scope, series, model, kind);
    const { content } = series;
    return {
      ok: true, title: content.title, rhythm: kind === "time" && moved ? moved : series,
      place: kind === "place" ? model.place : content.place, capacity: kind === "places" ? model.capacity : content.capacity,
    };
  });
}
