import { and, asc, eq, gt, isNull, lte, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Result, Scope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { activity, activitySlot } from "../../db/schema-activity.ts";
import { unitContact, unitHeadCount } from "../../db/schema-contact.ts";
import { unit } from "../../db/schema-register.ts";
import { draft, station } from "../../db/schema.ts";
import { CHECK_IN_GRACE_MS, CHECK_IN_OPENS_MS, stateOf } from "../activity/rules.ts";
import { attendanceAt, type Attendance } from "../attend/rules.ts";
import { recordAudit } from "../audit/actions.ts";
import { readOwnUnits } from "../contact/actions.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { MOST_COUNTED } from "../headcount/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { STATION_FACTS, stationScope, type StationFacts } from "../station/actions.ts";

const FORM = "unitcount";
const KEPT = z.object({ activityId: z.int(), unitId: z.int() });
/** Long enough to count one's own people. */
const VALID_MS = 30 * 60_000;

export type UnitCountRefusal = "notFound" | "cancelled" | "early" | "late" | "tooMany" | "nothingOpen";

/** Which unit, at which activity. */
export interface OfUnit {
  readonly activityId: number;
  readonly unitId: number;
}

/** An activity that is on, for one unit; the number is null while none was said. */
export interface UnitCount extends OfUnit {
  readonly unitCode: string;
  readonly title: string;
  readonly count: number | null;
}

export type UnitCounted = Result<UnitCountRefusal, { readonly about: UnitCount; readonly changed: boolean }>;

/** Where this person can say how many of their unit are there, now. */
export async function readOpenCounts(db: Database | Tx, me: AccountId, now: Date): Promise<(UnitCount & { stationId: number })[]> {
  return db.selectDistinct({
    stationId: unitContact.stationId, activityId: activity.id, unitId: unitContact.unitId, unitCode: unit.code, title: activity.title, count: unitHeadCount.count,
  }).from(unitContact)
    .innerJoin(unit, and(eq(unit.stationId, unitContact.stationId), eq(unit.id, unitContact.unitId)))
    .innerJoin(activity, and(eq(activity.stationId, unitContact.stationId), isNull(activity.cancelledAt), isNull(activity.heldAt), lte(activity.announcedAt, now)))
    .innerJoin(activitySlot, and(
      eq(activitySlot.stationId, activity.stationId), eq(activitySlot.activityId, activity.id),
      lte(activitySlot.startsAt, new Date(now.getTime() + CHECK_IN_OPENS_MS)), gt(activitySlot.endsAt, new Date(now.getTime() - CHECK_IN_GRACE_MS)),
    ))
    .leftJoin(unitHeadCount, and(eq(unitHeadCount.stationId, activity.stationId), eq(unitHeadCount.activityId, activity.id), eq(unitHeadCount.unitId, unitContact.unitId)))
    .where(eq(unitContact.accountId, me)).orderBy(asc(activity.id), asc(unit.code)).limit(20);
}

interface Found extends StationFacts {
  readonly about: UnitCount;
}

const refusalOf = (standing: Attendance): UnitCountRefusal | null => (standing.kind === "open" ? null : standing.kind);

/** The activity, held so that closing it waits, if this person is the unit's contact and its check-in is open. */
async function find(tx: Tx, scope: Scope, me: AccountId, { activityId, unitId }: OfUnit): Promise<Result<UnitCountRefusal, Found>> {
  const [found] = await tx.select({
    ...STATION_FACTS, unitCode: unit.code, title: activity.title, announcedAt: activity.announcedAt, cancelledAt: activity.cancelledAt, heldAt: activity.heldAt,
  }).from(activity).innerJoin(station, eq(station.id, activity.stationId))
    .innerJoin(unitContact, and(eq(unitContact.stationId, activity.stationId), eq(unitContact.unitId, unitId), eq(unitContact.accountId, me)))
    .innerJoin(unit, and(eq(unit.stationId, activity.stationId), eq(unit.id, unitId)))
    .where(eq(activity.id, activityId)).for("share", { of: [activity, unitContact] });
  const state = found && stateOf(found, scope.now);
  if (!found || state === "planned" || !await isAllowed(tx, stationScope(scope, found, me), "headcount")) return { ok: false, reason: "notFound" };
  if (state === "cancelled") return { ok: false, reason: "cancelled" };
  const slots = await tx.select({ id: activitySlot.id, startsAt: activitySlot.startsAt, endsAt: activitySlot.endsAt }).from(activitySlot)
    .where(and(eq(activitySlot.stationId, found.stationId), eq(activitySlot.activityId, activityId)));
  const reason = found.heldAt === null ? refusalOf(attendanceAt(slots, scope.now)) : "late";
  if (reason !== null) return { ok: false, reason };
  const [said] = await tx.select({ count: unitHeadCount.count }).from(unitHeadCount).where(isOne(found.stationId, { activityId, unitId }));
  return { ok: true, ...found, about: { activityId, unitId, unitCode: found.unitCode, title: found.title, count: said?.count ?? null } };
}

const isOne = (stationId: number, { activityId, unitId }: OfUnit) =>
  and(eq(unitHeadCount.stationId, stationId), eq(unitHeadCount.activityId, activityId), eq(unitHeadCount.unitId, unitId));

/** What a unit's contact has said, to be changed. */
export async function readUnitCount(scope: Scope, me: AccountId, of: OfUnit): Promise<UnitCounted> {
  return scope.act(async (tx): Promise<UnitCounted> => {
    const found = await find(tx, scope, me, of);
    return found.ok ? { ok: true, about: found.about, changed: false } : found;
  });
}

/** Says how many of a unit are there, whether or not some of them have checked in themselves; the newest number stands. */
export async function reportUnitCount(scope: Scope, me: AccountId, of: OfUnit, count: number): Promise<UnitCounted> {
  if (count > MOST_COUNTED) return { ok: false, reason: "tooMany" };
  return scope.act(async (tx): Promise<UnitCounted> => {
    const found = await find(tx, scope, me, of);
    if (!found.ok) return found;
    await tx.delete(draft).where(and(eq(draft.accountId, me), eq(draft.kind, FORM)));
    const { stationId } = found;
    const rows = await tx.insert(unitHeadCount).values({ stationId, activityId: of.activityId, unitId: of.unitId, count, at: scope.now }).onConflictDoUpdate({
      target: [unitHeadCount.stationId, unitHeadCount.activityId, unitHeadCount.unitId], set: { count, at: scope.now }, setWhere: ne(unitHeadCount.count, count),
    }).returning({ count: unitHeadCount.count });
    if (rows.length > 0) await recordAudit(tx, { stationId, now: scope.now, actor: me }, "contact.counted", { kind: "activity", id: of.activityId });
    return { ok: true, about: { ...found.about, count }, changed: rows.length > 0 };
  });
}

/** As a line asks for it: of the one activity that is on for the one unit, or which of several. */
export async function countByLine(scope: Scope, me: AccountId, count: number | null): Promise<UnitCounted | { readonly which: readonly UnitCount[] }> {
  const open = await readOpenCounts(scope.db, me, scope.now);
  const [first, second] = open;
  if (!first) return { ok: false, reason: "nothingOpen" };
  if (second) return { which: open };
  return count === null ? readUnitCount(scope, me, first) : reportUnitCount(scope, me, first, count);
}

/** Notes that the next text in private is a number of people. */
export async function awaitUnitCount(scope: Scope, me: AccountId, of: OfUnit): Promise<UnitCounted> {
  return scope.act(async (tx): Promise<UnitCounted> => {
    const found = await find(tx, scope, me, of);
    if (!found.ok) return found;
    const expiresAt = new Date(scope.now.getTime() + VALID_MS);
    await keepForm(tx, { accountId: me, stationId: found.stationId, kind: FORM, content: { activityId: of.activityId, unitId: of.unitId }, expiresAt, asksForText: true });
    return { ok: true, about: found.about, changed: false };
  });
}

/** The unit and activity whose number this person is writing, if they are. */
export async function findAwaited(scope: Scope, me: AccountId): Promise<OfUnit | null> {
  const [row] = await scope.db.select({ content: draft.content }).from(draft).where(isAwaited(me, FORM, scope.now));
  return KEPT.safeParse(row?.content).data ?? null;
}

/** Whether this person is a contact of any unit. */
export async function isContact(scope: Scope, me: AccountId): Promise<boolean> {
  return (await readOwnUnits(scope.db, me)).length > 0;
}

/** What units have said, beside those who checked in themselves. */
export interface UnitsCounted {
  readonly units: number;
  readonly people: number;
}

/** How many units said how many of them were there; what was folded in by age is among it. */
export async function readUnitsCounted(db: Database | Tx, ref: { readonly stationId: number; readonly activityId: number }): Promise<UnitsCounted> {
  const sumOf = (what: string) => sql<number>`(select coalesce(${sql.raw(what)}, 0) from unit_head_count u where u.station_id = activity.station_id and u.activity_id = activity.id)::int`;
  const [found] = await db.select({
    units: sql<number>`${activity.foldedUnits} + ${sumOf("count(*)")}`, people: sql<number>`${activity.foldedUnitPeople} + ${sumOf('sum(u."count")')}`,
  }).from(activity).where(and(eq(activity.stationId, ref.stationId), eq(activity.id, ref.activityId)));
  return found ?? { units: 0, people: 0 };
}

/** Deletes numbers that were said up to then, and keeps their sum with the activity; returns how many. */
export async function foldUnitCounts(tx: Tx, stationId: number, through: Date): Promise<number> {
  const isOld = and(eq(unitHeadCount.stationId, stationId), lte(unitHeadCount.at, through));
  const gone = await tx.delete(unitHeadCount).where(isOld).returning({ activityId: unitHeadCount.activityId, count: unitHeadCount.count });
  for (const { activityId, count } of gone) {
    await tx.update(activity).set({ foldedUnits: sql`${activity.foldedUnits} + 1`, foldedUnitPeople: sql`${activity.foldedUnitPeople} + ${count}` })
      .where(and(eq(activity.stationId, stationId), eq(activity.id, activityId)));
  }
  return gone.length;
}
