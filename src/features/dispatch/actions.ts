import { and, eq } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { activity, post } from "../../db/schema-activity.ts";
import { createActivity, holdActivity, readActivity } from "../activity/actions.ts";
import { recordAudit } from "../audit/actions.ts";
import { contentOf, seriesOf, sketchOf, sketchOfSeries, type SeriesPlan } from "../content/rules.ts";
import { createPosts, takeBackPosts } from "../post/actions.ts";
import type { Sketch } from "../question/rules.ts";
import { createSeries, holdSeries, takeBackSeries } from "../series/actions.ts";
import { UNDO_MS } from "./rules.ts";

/** What was sent, where, and when it goes out; of a series, with the plan that it follows. */
export interface SentOut {
  readonly title: string;
  readonly chats: number;
  readonly announcedAt: Date;
  readonly timeZone: string;
  readonly what: { readonly activityId: number; readonly isLater: boolean } | { readonly seriesId: number; readonly plan: SeriesPlan };
}

/** The groups that an activity goes to. */
export async function chatsOf(tx: Tx, stationId: number, activityId: number): Promise<number[]> {
  const rows = await tx.select({ chatId: post.chatId }).from(post).where(and(eq(post.stationId, stationId), eq(post.activityId, activityId)));
  return rows.map(({ chatId }) => chatId);
}

/** Sends an activity after a minute, or at its time of announcing. A rhythm begins a series; null while something is missing. */
export async function sendOut(tx: Tx, station: StationScope, sketch: Sketch, chatIds: readonly number[]): Promise<SentOut | null> {
  const { stationId, timeZone, actor, now } = station;
  const content = contentOf(sketch);
  const plan = seriesOf(sketch, { now, zone: timeZone });
  const soon = new Date(now.getTime() + UNDO_MS);
  const sent = { title: content?.title ?? "", chats: chatIds.length, timeZone };
  if (plan) return { ...sent, announcedAt: soon, what: { seriesId: await createSeries(tx, station, plan.content, plan.course, { chatIds, firstAt: soon }), plan } };
  if (!content) return null;
  const announcedAt = sketch.announceAt && sketch.announceAt > soon ? sketch.announceAt : soon;
  const activityId = await createActivity(tx, station, content, { announcedAt, announcedBy: actor });
  await createPosts(tx, { stationId, activityId, chatIds, announcedAt, now });
  return { ...sent, announcedAt, what: { activityId, isLater: announcedAt > soon } };
}

/** What was taken back, as the sketch that it was, and the groups that it would have gone to. */
export type Recalled = Result<"notForYou" | "alreadyOut", { sketch: Sketch; chatIds: readonly number[] }>;

/** Takes back an activity that has not gone out: nothing of it stays. */
export async function recallActivity(tx: Tx, scope: StationScope, activityId: number): Promise<Recalled> {
  const found = await holdActivity(tx, scope, activityId, "manage");
  if (!found) return { ok: false, reason: "notForYou" };
  const { stationId } = scope;
  const content = await readActivity(tx, { stationId, activityId });
  const chatIds = await chatsOf(tx, stationId, activityId);
  if (!content || !await takeBackPosts(tx, { stationId, activityId })) return { ok: false, reason: "alreadyOut" };
  await tx.delete(activity).where(and(eq(activity.stationId, stationId), eq(activity.id, activityId)));
  await recordAudit(tx, scope, "activity.taken_back", { kind: "activity", id: activityId });
  const announceAt = found.announcedAt.getTime() - found.createdAt.getTime() > UNDO_MS ? found.announcedAt : null;
  return { ok: true, sketch: sketchOf(content, announceAt), chatIds };
}

/** Takes back a series while nothing of it is out: nothing of it stays. */
export async function recallSeries(tx: Tx, scope: StationScope, seriesId: number): Promise<Recalled> {
  const series = await holdSeries(tx, scope, seriesId, "any");
  if (!series) return { ok: false, reason: "notForYou" };
  if (!await takeBackSeries(tx, scope, series)) return { ok: false, reason: "alreadyOut" };
  const { content, ...course } = series;
  return { ok: true, sketch: sketchOfSeries({ content, course: { ...course, plannedThroughOn: null } }, scope.timeZone), chatIds: content.chatIds };
}
