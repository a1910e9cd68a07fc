import { and, desc, eq, gte, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { Locale, Result, StationScope } from "../../context.ts";
import { readRows, type Database, type Tx } from "../../db/client.ts";
import { assignment, instructor, unit } from "../../db/schema-register.ts";
import { account, station } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { holdAskings, withdraw, type Offer } from "../asking/actions.ts";
import { recordAudit } from "../audit/actions.ts";
import { holdInstructor } from "../instructor/actions.ts";
import { isAllowed } from "../role/actions.ts";
import { dayAfter, daysBetween } from "../date/rules.ts";
import { todayAt } from "../time/rules.ts";
import { holdUnit, readStatusNow, type Unit } from "../unit/actions.ts";
import type { UnitStatus } from "../unit/rules.ts";
import { usualEnd, type Pair } from "./rules.ts";

/** News to an instructor of a unit that was given to them. */
export const told = owed<{ stationId: number; assignmentId: number; accountId: number }>("assignment.told", "reminder");

/** News to an instructor that a unit is theirs no longer, or soon. */
export const over = owed<{ stationId: number; assignmentId: number; accountId: number }>("assignment.over", "reminder");

/** So long after its end something may still be renewed from the day after; later it would claim days on which nobody was there. */
const RENEWABLE_DAYS = 30;

export type AssignRefusal =
  | "notForYou" | "notFound" | "unitGone" | "notServing" | "beforeUnit" | "endsBeforeStart" | "overCapacity" | "overlaps" | "notTheirs" | "isOpen" | "lapsedLongAgo" | "alreadyRenewed";

export type Instructor = typeof instructor.$inferSelect;
export type Assignment = typeof assignment.$inferSelect;

export interface Assigned {
  readonly instructorCode: string;
  readonly unitCode: string;
  readonly fromOn: string;
  readonly throughOn: string | null;
  readonly load: number;
  readonly capacity: number;
}

export type AssignResult = Result<Exclude<AssignRefusal, "overCapacity">, Assigned> | { readonly ok: false; readonly reason: "overCapacity"; readonly instructorCode: string; readonly unitCode: string; readonly load: number; readonly capacity: number };

export interface Held {
  readonly instructor: Instructor;
  readonly unit: Unit;
}

/** The two that a line names, in whichever order, held until the commit: units always before instructors. */
async function holdPair(tx: Tx, scope: StationScope, [one, other]: Pair): Promise<Held | null> {
  for (const [instructorCode, unitCode] of [[one, other], [other, one]] as const) {
    const heldUnit = await holdUnit(tx, scope, unitCode);
    const held = heldUnit && await holdInstructor(tx, scope, instructorCode);
    if (held) return { instructor: held, unit: heldUnit };
  }
  return null;
}

/** The most units in operation, besides some, that an instructor has on any day of a period; each unit counts once. */
export async function readPeak(tx: Tx, whom: Instructor, besides: readonly number[], { fromOn, throughOn }: { readonly fromOn: string; readonly throughOn: string | null }): Promise<number> {
  const { stationId, id } = whom;
  const until = throughOn === null ? sql`'infinity'::date` : sql`${throughOn}::date`;
  const [row] = await readRows(tx, sql`with days as (
      select ${fromOn}::date as day union select from_on from instructor_assignment
      where station_id = ${stationId} and instructor_id = ${id} and from_on > ${fromOn}::date and from_on <= ${until})
    select coalesce(max(n), 0)::int as peak from (select count(distinct a.unit_id) as n from days
      join instructor_assignment a on a.station_id = ${stationId} and a.instructor_id = ${id} and a.unit_id not in ${besides}
        and a.from_on <= days.day and (a.through_on is null or a.through_on >= days.day)
      join unit_status s on s.station_id = a.station_id and s.unit_id = a.unit_id and s.status = 'active'
        and s.from_on <= days.day and (s.through_on is null or s.through_on >= days.day)
      group by days.day) of_day`);
  return Number(row?.["peak"] ?? 0);
}

export interface Wish {
  readonly fromOn: string;
  /** Null is open. */
  readonly throughOn: string | null;
  readonly overCapacityReason: string | null;
  readonly renewedFrom?: number;
  /** It takes the place of another unit, so that whoever is full stays as full as they were. */
  readonly isExchange?: boolean;
}

/** What stands against it before anything is written; what overlaps is left to the database. */
function objection({ instructor: whom, unit: which }: Held, status: UnitStatus | null, wish: Wish): Exclude<AssignRefusal, "overCapacity"> | null {
  if (wish.throughOn !== null && wish.throughOn < wish.fromOn) return "endsBeforeStart";
  if (wish.fromOn < which.enteredOn) return "beforeUnit";
  if (status !== "active" && status !== "dormant") return "unitGone";
  const end = whom.activeThrough;
  return wish.fromOn < whom.activeFrom || (end !== null && (wish.throughOn === null || wish.throughOn > end)) ? "notServing" : null;
}

/** Gives a unit to an instructor, both held by the caller: the one door through which an assignment is made. */
export async function makeAssignment(tx: Tx, scope: StationScope, held: Held, wish: Wish): Promise<AssignResult> {
  const { instructor: whom, unit: which } = held;
  const status = await readStatusNow(tx, which);
  const against = objection(held, status, wish);
  if (against !== null) return { ok: false, reason: against };
  const today = todayAt(scope);
  const isPast = wish.throughOn !== null && wish.throughOn < today;
  // A dormant unit takes none of the capacity.
  const added = status === "active" && !isPast ? 1 : 0;
  const load = added + await readPeak(tx, whom, [which.id], { fromOn: wish.fromOn < today ? today : wish.fromOn, throughOn: isPast ? today : wish.throughOn });
  const codes = { instructorCode: whom.code, unitCode: which.code, load, capacity: whom.capacity };
  if (added > 0 && load > whom.capacity && wish.overCapacityReason === null && !wish.isExchange) return { ok: false, reason: "overCapacity", ...codes, load: load - added };
  const [made] = await tx.insert(assignment).values({
    stationId: scope.stationId, instructorId: whom.id, unitId: which.id, fromOn: wish.fromOn, throughOn: wish.throughOn,
    renewedFrom: wish.renewedFrom ?? null, overCapacityReason: load > whom.capacity ? wish.overCapacityReason : null,
  }).onConflictDoNothing().returning({ id: assignment.id });
  if (!made) return { ok: false, reason: "overlaps" };
  await recordAudit(tx, scope, wish.renewedFrom === undefined ? "assignment.made" : "assignment.renewed", { kind: "assignment", id: made.id });
  if (whom.accountId !== null && whom.accountId !== scope.actor && !isPast) {
    const payload = { stationId: scope.stationId, assignmentId: made.id, accountId: whom.accountId };
    await enqueue(tx, told, { key: `${scope.stationId}:${made.id}`, payload, now: scope.now, stationId: scope.stationId });
  }
  return { ok: true, ...codes, fromOn: wish.fromOn, throughOn: wish.throughOn };
}

/** The last day where none was said: a year, or as long as the instructor serves. */
export function endFor(whom: Instructor, fromOn: string): string {
  const usual = usualEnd(fromOn);
  return whom.activeThrough !== null && whom.activeThrough < usual ? whom.activeThrough : usual;
}

export interface AssignWish {
  readonly pair: Pair;
  readonly fromOn?: string | null;
  /** Undefined is the usual year, null is open. */
  readonly throughOn?: string | null;
  readonly overCapacityReason?: string | null;
}

/** Gives a unit to an instructor for a time. */
export async function assignUnit(scope: StationScope, wish: AssignWish): Promise<AssignResult> {
  return scope.act(async (tx): Promise<AssignResult> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    const askings = await holdAskings(tx, scope, wish.pair);
    const held = await holdPair(tx, scope, wish.pair);
    if (!held) return { ok: false, reason: "notFound" };
    const fromOn = wish.fromOn ?? todayAt(scope);
    const throughOn = wish.throughOn === undefined ? endFor(held.instructor, fromOn) : wish.throughOn;
    const made = await makeAssignment(tx, scope, held, { fromOn, throughOn, overCapacityReason: wish.overCapacityReason ?? null });
    // What is only noted afterwards finds nobody for the unit.
    if (made.ok && (throughOn === null || throughOn >= todayAt(scope))) await withdrawFor(tx, scope, askings, held);
    return made;
  });
}

/** Nobody need be asked any more about a unit that was given to somebody; the askings are held by the caller. */
export async function withdrawFor(tx: Tx, scope: StationScope, askings: readonly Offer[], { instructor: whom, unit: which }: Held): Promise<void> {
  const open = askings.find(({ unitId }) => unitId === which.id);
  if (open) await withdraw(tx, scope, open, whom.id);
}

const ofPair = ({ instructor: whom, unit: which }: Held) =>
  and(eq(assignment.stationId, whom.stationId), eq(assignment.instructorId, whom.id), eq(assignment.unitId, which.id));

/** One that was called off before its first day is none. */
const isReal = sql`(${assignment.throughOn} is null or ${assignment.throughOn} >= ${assignment.fromOn})`;

/** The newest time that an instructor was given a unit, of those that begin by a day. */
export async function findNewest(tx: Tx, held: Held, by?: string): Promise<Assignment | null> {
  const [newest] = await tx.select().from(assignment)
    .where(and(ofPair(held), isReal, by === undefined ? undefined : lte(assignment.fromOn, by))).orderBy(desc(assignment.fromOn)).limit(1);
  return newest ?? null;
}

/** The time in which an instructor has a unit on a day; one that was renewed ahead has a newer one. */
export async function findCurrent(tx: Tx, held: Held, day: string): Promise<Assignment | null> {
  const newest = await findNewest(tx, held, day);
  return newest && (newest.throughOn === null || newest.throughOn >= day) ? newest : null;
}

/** Instructor and unit of an assignment of this station. */
async function findPair(tx: Tx, scope: StationScope, assignmentId: number): Promise<Pair | null> {
  const [found] = await tx.select({ instructor: instructor.code, unit: unit.code }).from(assignment)
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)))
    .where(and(eq(assignment.stationId, scope.stationId), eq(assignment.id, assignmentId)));
  return found ? [found.instructor, found.unit] : null;
}

/** A new time from the day after the old one; what was stays as it was. */
export async function renewAssignment(
  scope: StationScope,
  wish: ({ readonly pair: Pair } | { readonly assignmentId: number }) & { readonly throughOn: string | null; readonly overCapacityReason: string | null },
): Promise<AssignResult> {
  return scope.act(async (tx): Promise<AssignResult> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    const pair = "pair" in wish ? wish.pair : await findPair(tx, scope, wish.assignmentId);
    const held = pair && await holdPair(tx, scope, pair);
    if (!held) return { ok: false, reason: "notFound" };
    const old = await findNewest(tx, held);
    if (!old) return { ok: false, reason: "notTheirs" };
    if (old.throughOn === null) return { ok: false, reason: "isOpen" };
    // A reminder's button speaks of one assignment; pressed again it would renew what it has renewed.
    if ("assignmentId" in wish && wish.assignmentId !== old.id) return { ok: false, reason: "alreadyRenewed" };
    if (daysBetween(old.throughOn, todayAt(scope)) > RENEWABLE_DAYS) return { ok: false, reason: "lapsedLongAgo" };
    const fromOn = dayAfter(old.throughOn, 1);
    return makeAssignment(tx, scope, held, {
      fromOn, throughOn: wish.throughOn ?? endFor(held.instructor, fromOn), renewedFrom: old.id, overCapacityReason: wish.overCapacityReason ?? old.overCapacityReason,
    });
  });
}

export type EndResult = Result<"notForYou" | "notFound" | "notTheirs" | "endsBeforeStart", { instructorCode: string; unitCode: string; lastOn: string }>;

/** Ends what an instructor has of a unit on a day, and what was to begin later; true if something ended. What is over already stays as it was. */
export async function endBeyond(tx: Tx, scope: StationScope, held: Held, lastOn: string, endReason: "ended" | "handed_over"): Promise<boolean> {
  const today = todayAt(scope);
  const ended = await tx.update(assignment).set({
    throughOn: sql`greatest(${lastOn}::date, ${assignment.fromOn} - 1)`,
    endReason: sql`case when ${assignment.throughOn} = ${lastOn}::date then coalesce(${assignment.endReason}, ${endReason}) else ${endReason} end`,
  }).where(and(ofPair(held), isReal, or(isNull(assignment.throughOn), gte(assignment.throughOn, lastOn < today ? today : lastOn))))
    .returning({ id: assignment.id });
  if (ended.length === 0) return false;
  // Where only what was to begin later is called off, the last day is that of the time before it.
  const current = await findCurrent(tx, held, today);
  await oweOver(tx, scope, [...ended.map(({ id }) => id), ...(current ? [current.id] : [])]);
  return true;
}

/** Tells each instructor whose assignments of a unit these were, but not whoever ended them, once. */
export async function oweOver(tx: Tx, scope: StationScope, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.selectDistinctOn([assignment.instructorId], { assignmentId: assignment.id, accountId: instructor.accountId }).from(assignment)
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .where(and(eq(assignment.stationId, scope.stationId), inArray(assignment.id, [...ids])))
    .orderBy(assignment.instructorId, sql`(${isReal}) desc`, desc(assignment.fromOn));
  for (const { assignmentId, accountId } of rows) {
    if (accountId === null || accountId === scope.actor) continue;
    const payload = { stationId: scope.stationId, assignmentId, accountId };
    await enqueue(tx, over, { key: `${scope.stationId}:${assignmentId}`, payload, now: scope.now, stationId: scope.stationId });
  }
}

/** Ends an assignment; the day given is its last. */
export async function endAssignment(scope: StationScope, pair: Pair, lastOn: string): Promise<EndResult> {
  return scope.act(async (tx): Promise<EndResult> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    const held = await holdPair(tx, scope, pair);
    if (!held) return { ok: false, reason: "notFound" };
    const current = await findCurrent(tx, held, todayAt(scope));
    if (current && lastOn < dayAfter(current.fromOn, -1)) return { ok: false, reason: "endsBeforeStart" };
    if (!await endBeyond(tx, scope, held, lastOn, "ended")) return { ok: false, reason: "notTheirs" };
    await recordAudit(tx, scope, "assignment.ended", { kind: "unit", id: held.unit.id });
    return { ok: true, instructorCode: held.instructor.code, unitCode: held.unit.code, lastOn };
  });
}

export interface ToldFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly stationName: string;
  readonly unitCode: string;
  readonly area: string;
  readonly industry: string | null;
  readonly kind: typeof unit.$inferSelect["kind"];
  readonly fromOn: string;
  readonly throughOn: string | null;
}

/** What an instructor is told of a unit that was given to them, or that ends. */
export async function readTold(db: Database, ref: { stationId: number; assignmentId: number; accountId: number }): Promise<ToldFacts | null> {
  const [found] = await db.select({
    userSealed: account.userSealed, own: account.locale, locale: station.locale, stationName: station.name, unitCode: unit.code, area: unit.area,
    industry: unit.industry, kind: unit.kind, fromOn: assignment.fromOn, throughOn: assignment.throughOn,
  }).from(assignment)
    .innerJoin(instructor, and(eq(instructor.stationId, assignment.stationId), eq(instructor.id, assignment.instructorId)))
    .innerJoin(unit, and(eq(unit.stationId, assignment.stationId), eq(unit.id, assignment.unitId)))
    .innerJoin(station, eq(station.id, assignment.stationId)).innerJoin(account, eq(account.id, instructor.accountId))
    .where(and(eq(assignment.stationId, ref.stationId), eq(assignment.id, ref.assignmentId), eq(account.id, ref.accountId)));
  if (!found) return null;
  const { own, ...facts } = found;
  return { ...facts, locale: own ?? found.locale };
}
