import { and, asc, eq, exists, gt, isNull, lte, ne, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { Place, Result, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { activity, activityGrant, activitySlot } from "../../db/schema-activity.ts";
import { draft } from "../../db/schema.ts";
import { atActivityStation, holdActivity, readActivity, type ActivityFacts } from "../activity/actions.ts";
import { CHECK_IN_OPENS_MS, mayHold } from "../activity/rules.ts";
import { recordAudit } from "../audit/actions.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { oweBoards } from "../post/actions.ts";
import { readRoles } from "../role/actions.ts";
import { readUnitsCounted, type UnitsCounted } from "../unitcount/actions.ts";
import { COUNTED_AFTER_MS, mayCount, MOST_COUNTED } from "./rules.ts";

/** Long enough to walk once through the room. */
const VALID_MS = 30 * 60_000;
const KIND = "headcount";
const KEPT = z.object({ activityId: z.int() });

export type CountRefusal = "notForYou" | "notYet" | "tooLate" | "cancelled" | "nothingOpen" | "tooMany";
/** An activity with what its units have said, which is counted apart. */
export interface CountedFacts extends ActivityFacts {
  readonly unitsCounted: UnitsCounted;
}

export type Counted = Result<CountRefusal, { readonly about: CountedFacts; readonly changed: boolean }>;

/** The activity, locked, if the speaking person may count there now. */
async function holdCountable(tx: Tx, scope: StationScope, activityId: number): Promise<Result<CountRefusal, { about: CountedFacts }>> {
  const held = await holdActivity(tx, scope, activityId, "attendance");
  const ref = { stationId: scope.stationId, activityId };
  const found = held && await readActivity(tx, ref);
  if (!found) return { ok: false, reason: "notForYou" };
  const about = { ...found, unitsCounted: await readUnitsCounted(tx, ref) };
  const may = mayCount(about, about.slots, scope.now);
  return may === "yes" ? { ok: true, about } : { ok: false, reason: may };
}

/** What is counted so far, to be changed. */
export async function readCount(spoken: StationScope, place: Place, activityId: number): Promise<Counted> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Counted> => {
    const found = await holdCountable(tx, scope, activityId);
    return found.ok ? { ...found, changed: false } : found;
  });
}

/** Says how many are there without having checked in themselves; the newest number stands. */
export async function setCount(spoken: StationScope, place: Place, activityId: number, count: number): Promise<Counted> {
  if (count > MOST_COUNTED) return { ok: false, reason: "tooMany" };
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Counted> => {
    const found = await holdCountable(tx, scope, activityId);
    if (!found.ok) return found;
    const rows = await tx.update(activity).set({ headCount: count, headCountBy: scope.actor })
      .where(and(eq(activity.stationId, scope.stationId), eq(activity.id, activityId), ne(activity.headCount, count))).returning({ id: activity.id });
    await dropAwaited(tx, scope);
    if (rows.length === 0) return { ...found, changed: false };
    await recordAudit(tx, scope, "activity.counted", { kind: "activity", id: activityId });
    await oweBoards(tx, scope, activityId);
    return { ok: true, about: { ...found.about, headCount: count }, changed: true };
  });
}

export interface Countable {
  readonly id: number;
  readonly title: string;
}

/** Where the speaking person may count now, the newest first. */
export async function readCountable(scope: StationScope): Promise<Countable[]> {
  const roles = await readRoles(scope.db, scope);
  const begun = scope.db.select({ one: sql`1` }).from(activitySlot).where(and(
    eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id),
    lte(activitySlot.startsAt, new Date(scope.now.getTime() + CHECK_IN_OPENS_MS)),
  ));
  const rows = await scope.db.select({ id: activity.id, title: activity.title, announcedBy: activity.announcedBy, granted: activityGrant.right })
    .from(activity).leftJoin(activityGrant, and(
      eq(activityGrant.stationId, activity.stationId), eq(activityGrant.activityId, activity.id), eq(activityGrant.accountId, scope.actor ?? 0),
    )).where(and(
      eq(activity.stationId, scope.stationId), isNull(activity.cancelledAt), lte(activity.announcedAt, scope.now), exists(begun),
      or(isNull(activity.heldAt), gt(activity.heldAt, new Date(scope.now.getTime() - COUNTED_AFTER_MS))),
    )).orderBy(sql`${activity.heldAt} desc nulls first`, asc(activity.id)).limit(20);
  const isMine = (announcedBy: number | null) => scope.actor !== null && announcedBy === scope.actor;
  return rows.filter(({ announcedBy, granted }) => mayHold("attendance", { roles, isAnnouncer: isMine(announcedBy), granted })).slice(0, 8);
}

/** As a line asks for it: of the one activity where the speaking person may count, or which of several. */
export async function countByLine(scope: StationScope, place: Place, count: number | null): Promise<Counted | { readonly which: readonly Countable[] }> {
  const countable = await readCountable(scope);
  const [first, second] = countable;
  if (!first) return { ok: false, reason: "nothingOpen" };
  if (second) return { which: countable };
  return count === null ? readCount(scope, place, first.id) : setCount(scope, place, first.id, count);
}

/** Notes that the next text in private is a number of people. */
export async function awaitCount(spoken: StationScope, place: Place, activityId: number): Promise<Counted> {
  const scope = await atActivityStation(spoken, place, activityId);
  return scope.act(async (tx): Promise<Counted> => {
    const found = await holdCountable(tx, scope, activityId);
    if (!found.ok || scope.actor === null) return found.ok ? { ok: false, reason: "notForYou" } : found;
    const expiresAt = new Date(scope.now.getTime() + VALID_MS);
    await keepForm(tx, { accountId: scope.actor, stationId: scope.stationId, kind: KIND, content: { activityId }, expiresAt, asksForText: true });
    return { ...found, changed: false };
  });
}

/** The activity whose number the speaking person is writing, if they are. */
export async function findAwaited(scope: StationScope): Promise<number | null> {
  if (scope.actor === null) return null;
  const [row] = await scope.db.select({ content: draft.content }).from(draft).where(isAwaited(scope.actor, KIND, scope.now));
  return KEPT.safeParse(row?.content).data?.activityId ?? null;
}

async function dropAwaited(tx: Tx, scope: StationScope): Promise<void> {
  if (scope.actor !== null) await tx.delete(draft).where(and(eq(draft.accountId, scope.actor), eq(draft.kind, KIND)));
}
