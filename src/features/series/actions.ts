import { and, asc, eq, gt, inArray, isNull, sql, type SQL } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Place, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { ACTIVITY_TYPES, activity, activitySeries, LIMITED_ROLES, MODES } from "../../db/schema-activity.ts";
import { standingReply } from "../../db/schema-reply.ts";
import { chat, station } from "../../db/schema.ts";
import { createActivity } from "../activity/actions.ts";
import { recordAudit } from "../audit/actions.ts";
import { createPosts, holdPosts, takeBackPosts } from "../post/actions.ts";
import { readRoles } from "../role/actions.ts";
import { placeStanding } from "../standing/actions.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import {
  contentOn, dueOccurrences, isOver, maySteer, type Course, type MovedRhythm, type Occurrence, type PlannedCourse, type Rhythm, type SeriesContent,
} from "./rules.ts";

const weekday = z.int().min(1).max(7);
const interval = z.int().min(1);
/** A rhythm of weeks or months as it is kept. */
export const RECURRENCE = z.union([
  z.object({ every: z.literal("week"), interval, weekdays: z.array(weekday) }),
  z.object({ every: z.literal("month"), interval, day: z.int() }),
  z.object({ every: z.literal("month"), interval, weekday, nth: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(-1)]) }),
]);
const CONTENT = z.object({
  type: z.enum(ACTIVITY_TYPES), title: z.string(), mode: z.enum(MODES), place: z.string().nullable(), details: z.string().nullable(),
  capacity: z.int().nullable(), guestsMax: z.int(), limits: z.array(z.object({ role: z.enum(LIMITED_ROLES), places: z.int() })),
  contact: z.string().nullable(), hosts: z.array(z.string()), closesMsBefore: z.int().nullable(), chatIds: z.array(z.int()),
});

export interface Series extends Course {
  readonly stationId: number;
  readonly id: number;
  readonly content: SeriesContent;
  readonly createdBy: number | null;
  readonly endedAt: Date | null;
}

const isIt = ({ stationId, id }: { stationId: number; id: number }) => and(eq(activitySeries.stationId, stationId), eq(activitySeries.id, id));

function toSeries(row: typeof activitySeries.$inferSelect): Series {
  const { fromTime, recurrence, content, ...rest } = row;
  return { ...rest, from: fromTime, recurrence: RECURRENCE.parse(recurrence), content: CONTENT.parse(content) };
}

/** In private a series may belong to another station of the person's than the one they speak of. */
export async function atSeriesStation(scope: StationScope, place: Place, seriesId: number): Promise<StationScope> {
  if (place.kind !== "private") return scope;
  const [found] = await scope.db.select(STATION_FACTS).from(activitySeries)
    .innerJoin(station, eq(station.id, activitySeries.stationId)).where(eq(activitySeries.id, seriesId));
  return found ? stationScope(scope, found, scope.actor) : scope;
}

/** The series that still go on at a station, the oldest first. */
export async function readOpenSeries(db: Database | Tx, stationId: number): Promise<Series[]> {
  const rows = await db.select().from(activitySeries)
    .where(and(eq(activitySeries.stationId, stationId), isNull(activitySeries.endedAt))).orderBy(asc(activitySeries.id));
  return rows.map(toSeries);
}

/** The groups of it that are still the station's. */
async function readChats(tx: Tx, { stationId, content }: Series): Promise<number[]> {
  const rows = await tx.select({ id: chat.id }).from(chat)
    .where(and(eq(chat.stationId, stationId), eq(chat.kind, "member"), inArray(chat.id, [...content.chatIds]))).orderBy(asc(chat.id));
  return rows.map(({ id }) => id);
}

/** Whoever began it answers for each of them while they may announce; else it is the station's. */
async function readAnnouncer(tx: Tx, scope: StationScope, { createdBy }: Series): Promise<number | null> {
  const roles = createdBy === null ? [] : await readRoles(tx, { ...scope, actor: createdBy as AccountId });
  return roles.includes("organizer") || roles.includes("station_lead") ? createdBy : null;
}

async function announceOne(tx: Tx, scope: StationScope, series: Series, occurrence: Occurrence, announcedAt: Date): Promise<number> {
  const { stationId, now } = scope;
  const announcedBy = await readAnnouncer(tx, scope, series);
  const plan = { announcedAt, announcedBy, series: { id: series.id, on: occurrence.on } };
  const content = contentOn(series.content, occurrence);
  // Whoever announces later than usual must not post what is closed already.
  const isClosed = content.repliesCloseAt !== null && content.repliesCloseAt <= announcedAt;
  const activityId = await createActivity(tx, scope, isClosed ? { ...content, repliesCloseAt: null } : content, plan);
  await placeStanding(tx, scope, series, activityId);
  await createPosts(tx, { stationId, activityId, chatIds: await readChats(tx, series), announcedAt, now });
  return activityId;
}

/** Announces what is due of a series, at once or at `firstAt`, and notes how far it is; ends it when nothing is left. */
async function announceDue(tx: Tx, scope: StationScope, series: Series, firstAt: Date | null): Promise<number[]> {
  const { due, throughOn } = dueOccurrences(series, scope.now, scope.timeZone, firstAt !== null);
  const made: number[] = [];
  for (const occurrence of due) {
    const announcedAt = firstAt !== null && firstAt < occurrence.startsAt ? firstAt : scope.now;
    made.push(await announceOne(tx, scope, series, occurrence, announcedAt));
  }
  if (throughOn !== series.plannedThroughOn) await tx.update(activitySeries).set({ plannedThroughOn: throughOn }).where(isIt(series));
  if (isOver({ ...series, plannedThroughOn: throughOn })) await close(tx, series, scope.now);
  return made;
}

/** It goes on no more; nobody's word to come every time is kept longer than that. */
async function close(tx: Tx, series: Series, now: Date): Promise<void> {
  await tx.update(activitySeries).set({ endedAt: now }).where(and(isIt(series), isNull(activitySeries.endedAt)));
  await tx.delete(standingReply).where(and(eq(standingReply.stationId, series.stationId), eq(standingReply.seriesId, series.id)));
}

/** Begins a series for the acting person, who may announce: what is due now goes out at `firstAt`, the others each in their time by the clock. */
export async function createSeries(
  tx: Tx,
  scope: StationScope,
  content: Omit<SeriesContent, "chatIds">,
  course: PlannedCourse,
  plan: { readonly chatIds: readonly number[]; readonly firstAt: Date },
): Promise<number> {
  const { from, exceptions, ...rest } = course;
  const [row] = await tx.insert(activitySeries).values({
    ...rest, stationId: scope.stationId, content: { ...content, chatIds: plan.chatIds }, fromTime: from, exceptions: [...exceptions],
    createdBy: scope.actor, createdAt: scope.now,
  }).returning();
  if (!row) throw new Error("a series was not begun");
  await recordAudit(tx, scope, "series.started", { kind: "series", id: row.id });
  await announceDue(tx, scope, toSeries(row), plan.firstAt);
  return row.id;
}

async function hold(tx: Tx, ref: { stationId: number; id: number }, which: "open" | "any"): Promise<Series | null> {
  const [row] = await tx.select().from(activitySeries).where(and(isIt(ref), which === "open" ? isNull(activitySeries.endedAt) : undefined)).for("update");
  return row ? toSeries(row) : null;
}

/** The series, locked, if the speaking person may steer it; one that has ended only where any is wanted. Roles are read in the same transaction. */
export async function holdSeries(tx: Tx, scope: StationScope, id: number, which: "open" | "any" = "open"): Promise<Series | null> {
  const found = await hold(tx, { stationId: scope.stationId, id }, which);
  const roles = await readRoles(tx, scope);
  return found && maySteer(roles, scope.actor !== null && found.createdBy === scope.actor) ? found : null;
}

/** Takes back those of these that have not gone out. */
async function takeBack(tx: Tx, { stationId, id }: Series, which: SQL): Promise<void> {
  const rows = await tx.select({ id: activity.id }).from(activity)
    .where(and(eq(activity.stationId, stationId), eq(activity.seriesId, id), which)).orderBy(asc(activity.id)).for("update");
  for (const row of rows) {
    if (!await takeBackPosts(tx, { stationId, activityId: row.id })) continue;
    await tx.delete(activity).where(and(eq(activity.stationId, stationId), eq(activity.id, row.id)));
  }
}

/** Undoes a beginning: nothing of it stays. False, and nothing changes, once one of them is out. */
export async function takeBackSeries(tx: Tx, scope: StationScope, series: Series): Promise<boolean> {
  const { stationId, id } = series;
  const rows = await tx.select({ activityId: activity.id }).from(activity)
    .where(and(eq(activity.stationId, stationId), eq(activity.seriesId, id))).orderBy(asc(activity.id)).for("update");
  if (!await holdPosts(tx, rows.map(({ activityId }) => ({ stationId, activityId })))) return false;
  await takeBack(tx, series, sql`true`);
  await tx.delete(activitySeries).where(isIt(series));
  await recordAudit(tx, scope, "series.ended", { kind: "series", id });
  return true;
}

export type Skipped = { ok: true } | { ok: false; activityId: number };

/** Leaves one date out. One that is announced already is not touched: it has to be cancelled, so that people are told. */
export async function skipOccurrence(tx: Tx, scope: StationScope, series: Series, on: string): Promise<Skipped> {
  const [out] = await tx.select({ id: activity.id }).from(activity)
    .where(and(eq(activity.stationId, series.stationId), eq(activity.seriesId, series.id), eq(activity.seriesOn, on)));
  if (out && !await holdPosts(tx, [{ stationId: series.stationId, activityId: out.id }])) return { ok: false, activityId: out.id };
  if (out) await takeBack(tx, series, eq(activity.id, out.id));
  const exceptions = [...new Set([...series.exceptions, on])].toSorted();
  await tx.update(activitySeries).set({ exceptions }).where(isIt(series));
  if (isOver({ ...series, exceptions })) await close(tx, series, scope.now);
  await recordAudit(tx, scope, "series.changed", { kind: "series", id: series.id });
  return { ok: true };
}

/** Ends it: what is announced stays, what has not gone out is taken back. */
export async function endSeries(tx: Tx, scope: StationScope, series: Series): Promise<void> {
  await takeBack(tx, series, gt(activity.announcedAt, scope.now));
  await close(tx, series, scope.now);
  await recordAudit(tx, scope, "series.ended", { kind: "series", id: series.id });
}

export type SeriesChange =
  | (MovedRhythm & Pick<Rhythm, "exceptions"> & { readonly throughOn: string })
  | { readonly announceDaysBefore: number }
  | { readonly exceptions: readonly string[] }
  | Partial<Pick<SeriesContent, "place" | "capacity">>;

/** Changes those that are still to be announced; `throughOn` is the last date, in the new rhythm, that has been. */
export async function changeSeries(tx: Tx, scope: StationScope, series: Series, change: SeriesChange): Promise<void> {
  if ("recurrence" in change) {
    const { recurrence, from, minutes, exceptions, throughOn } = change;
    const plannedThroughOn = series.plannedThroughOn !== null && series.plannedThroughOn > throughOn ? series.plannedThroughOn : throughOn;
    await tx.update(activitySeries).set({ recurrence, fromTime: from, minutes, exceptions: [...exceptions], plannedThroughOn }).where(isIt(series));
  } else if ("announceDaysBefore" in change) {
    await tx.update(activitySeries).set(change).where(isIt(series));
  } else if ("exceptions" in change) {
    await tx.update(activitySeries).set({ exceptions: [...change.exceptions] }).where(isIt(series));
  } else {
    await tx.update(activitySeries).set({ content: { ...series.content, ...change } }).where(isIt(series));
  }
  await recordAudit(tx, scope, "series.changed", { kind: "series", id: series.id });
}

/** Announces every occurrence whose time has come; of several processes one does. */
export async function announceAllDue(scope: Scope): Promise<void> {
  const rows = await scope.db.select({ series: activitySeries, ...STATION_FACTS }).from(activitySeries)
    .innerJoin(station, eq(station.id, activitySeries.stationId)).where(isNull(activitySeries.endedAt))
    .orderBy(asc(activitySeries.stationId), asc(activitySeries.id));
  for (const { series, ...facts } of rows) {
    const { due, throughOn } = dueOccurrences(toSeries(series), scope.now, facts.timeZone);
    if (due.length === 0 && throughOn === series.plannedThroughOn) continue;
    await scope.act(async (tx) => {
      const held = await hold(tx, series, "open");
      if (held) await announceDue(tx, stationScope(scope, facts, null), held, null);
    });
  }
}
