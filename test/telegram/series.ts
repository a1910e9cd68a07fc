import { asc, eq, isNotNull } from "drizzle-orm";
import { activity, activitySeries, activitySlot } from "../../src/db/schema-activity.ts";
import { chat } from "../../src/db/schema.ts";
import { createSeries } from "../../src/features/series/actions.ts";
import { planCourse, USUAL_AHEAD, type Rhythm, type SeriesContent } from "../../src/features/series/rules.ts";
import { localDate, localTime } from "../../src/features/time/rules.ts";
import { scopeOf } from "./activities.ts";
import type { Established } from "./arrange.ts";
import type { Bench } from "./bench.ts";

const CONTENT: Omit<SeriesContent, "chatIds"> = {
  type: "training", title: "Study group", mode: "onsite", place: "Community centre", details: null, capacity: 20, guestsMax: 0, limits: [], contact: null,
  hosts: [], closesMsBefore: null,
};
const SATURDAYS: Pick<Rhythm, "recurrence" | "from" | "minutes" | "endsOn"> = {
  recurrence: { every: "week", interval: 1, weekdays: [6] }, from: "15:00", minutes: 120, endsOn: null,
};

/** A series begun by the lead through the real action, every Saturday at three unless said otherwise; what is due is out and looked at. */
export async function beginSeries(
  bench: Bench, at: Established, said: Partial<typeof SATURDAYS> = {}, content: Partial<typeof CONTENT> = {},
): Promise<number> {
  const scope = await scopeOf(bench, at, at.lead);
  const groups = await scope.db.select({ id: chat.id, kind: chat.kind }).from(chat).orderBy(asc(chat.id));
  const chatIds = groups.filter(({ kind }) => kind === "member").map(({ id }) => id);
  const course = planCourse({ ...SATURDAYS, ...said }, USUAL_AHEAD, scope.now, scope.timeZone);
  if (!course) throw new Error("the rhythm has no date");
  const seriesId = await scope.act((tx) => createSeries(tx, scope, { ...CONTENT, ...content }, course, { chatIds, firstAt: scope.now }));
  await bench.settle();
  bench.emulator.markAllSeen();
  return seriesId;
}

/** When each announced one of all series takes place, in Shanghai, the earliest first. */
export async function announcedDates(bench: Bench): Promise<string[]> {
  const { db } = bench.database;
  const rows = await db.select({ startsAt: activitySlot.startsAt, cancelledAt: activity.cancelledAt }).from(activity)
    .innerJoin(activitySlot, eq(activitySlot.activityId, activity.id)).where(isNotNull(activity.seriesId)).orderBy(asc(activitySlot.startsAt));
  return rows.map(({ startsAt, cancelledAt }) => `${localDate(startsAt, "Asia/Shanghai")} ${localTime(startsAt, "Asia/Shanghai")}${cancelledAt ? " cancelled" : ""}`);
}

export async function readSeries(bench: Bench) {
  return bench.database.db.select().from(activitySeries).orderBy(asc(activitySeries.id));
}
