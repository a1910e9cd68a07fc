import { and, eq, gt, gte, isNull, lte, or, sql } from "drizzle-orm";
import type { AccountId, Locale, Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { assignment, instructor } from "../../db/schema-register.ts";
import { account, station } from "../../db/schema.ts";
import { enqueue, owed } from "../../outbox/enqueue.ts";
import { recordAudit } from "../audit/actions.ts";
import { freeCode } from "../code/actions.ts";
import { makeCommission } from "../commission/actions.ts";
import { isWorkingAssignment } from "../coverage/actions.ts";
import { dayAfter } from "../date/rules.ts";
import { readLoaded, type Loaded } from "../load/actions.ts";
import { endRoleOn, isAllowed } from "../role/actions.ts";
import { todayAt } from "../time/rules.ts";
import { USUAL, type InstructorFields } from "./rules.ts";

export type InstructorRefusal = "notForYou" | "notFound" | "codeTaken" | "alreadyTakenUp" | "retired" | "tooEarly" | "endsBeforeStart";

type Instructor = typeof instructor.$inferSelect;

/** An instructor as the card shows them, and the day on which it is so. */
export interface InstructorShown {
  readonly instructor: Loaded;
  /** How many of their units in operation were visited in time; about the assignments, and compared with nobody's. */
  readonly working: number;
  readonly today: string;
}

const isCoded = (scope: StationScope, code: string) => and(eq(instructor.stationId, scope.stationId), eq(instructor.code, code));

const listsOf = ({ areas, industries, languages, ...rest }: Partial<InstructorFields>) => ({
  ...rest, ...(areas && { areas: [...areas] }), ...(industries && { industries: [...industries] }), ...(languages && { languages: [...languages] }),
});

async function countWorking(tx: Tx, stationId: number, instructorId: number, today: string): Promise<number> {
  const [found] = await tx.select({ working: sql<number>`count(distinct ${assignment.unitId})::int` }).from(assignment)
    .where(and(eq(assignment.stationId, stationId), eq(assignment.instructorId, instructorId), isWorkingAssignment(today)));
  return found?.working ?? 0;
}

/** The card, inside the verb that changes it; the look is recorded. */
async function readShown(tx: Tx, scope: StationScope, code: string): Promise<Result<"notFound", InstructorShown>> {
  const today = todayAt(scope);
  const [found] = await readLoaded(tx, scope.stationId, today, eq(instructor.code, code));
  if (!found) return { ok: false, reason: "notFound" };
  await recordAudit(tx, scope, "instructor.read", { kind: "instructor", id: found.id });
  return { ok: true, instructor: found, today, working: await countWorking(tx, scope.stationId, found.id, today) };
}

interface NewInstructor {
  readonly code: string | null;
  readonly fields: Partial<InstructorFields>;
  readonly activeFrom?: string;
}

/** How often a code that somebody else took meanwhile is chosen anew. */
const CODE_TRIES = 5;

async function insertInstructor(tx: Tx, scope: StationScope, given: NewInstructor): Promise<{ id: number; code: string } | null> {
  const { areas, industries, languages, ...rest } = { ...USUAL, ...given.fields };
  const row = { ...rest, areas: [...areas], industries: [...industries], languages: [...languages], stationId: scope.stationId, activeFrom: given.activeFrom ?? todayAt(scope) };
  for (let left = given.code === null ? CODE_TRIES : 1; left > 0; left -= 1) {
    const code = given.code ?? await freeCode(tx, scope.stationId, "I");
    const [made] = await tx.insert(instructor).values({ ...row, code }).onConflictDoNothing().returning({ id: instructor.id, code: instructor.code });
    if (made) return made;
  }
  return null;
}

export type Added = Result<InstructorRefusal, InstructorShown & { code: string; link: string }>;

async function enterInstructor(tx: Tx, scope: StationScope, given: NewInstructor): Promise<Added> {
  if (!await isAllowed(tx, scope, "instructor")) return { ok: false, reason: "notForYou" };
  const made = await insertInstructor(tx, scope, given);
  if (!made) return { ok: false, reason: "codeTaken" };
  await recordAudit(tx, scope, "instructor.added", { kind: "instructor", id: made.id });
  const link = await makeCommission(tx, scope, made.id);
  const shown = await readShown(tx, scope, made.code);
  return shown.ok ? { ...shown, code: made.code, link } : shown;
}

/** Adds an instructor under a code, and makes the link by which the person takes it up; until then nobody stands behind it. */
export async function addInstructor(scope: StationScope, given: NewInstructor): Promise<Added> {
  return scope.act((tx) => enterInstructor(tx, scope, given));
}

/** The same for a button, which may be pressed twice: whoever was entered under its code already is shown. */
export async function addOnce(scope: StationScope, code: string): Promise<Added | Result<InstructorRefusal, InstructorShown>> {
  return scope.act(async (tx): Promise<Added | Result<InstructorRefusal, InstructorShown>> => {
    const added = await enterInstructor(tx, scope, { code, fields: {} });
    return !added.ok && added.reason === "codeTaken" ? readShown(tx, scope, code) : added;
  });
}

/** The instructor of that code at this station, held until the commit; null where there is none. */
export async function holdInstructor(tx: Tx, scope: Pick<StationScope, "stationId">, code: string): Promise<typeof instructor.$inferSelect | null> {
  const [found] = await tx.select().from(instructor)
    .where(and(eq(instructor.stationId, scope.stationId), eq(instructor.code, code))).for("update");
  return found ?? null;
}

/** Changes what is said of an instructor. */
export async function changeInstructor(scope: StationScope, code: string, fields: Partial<InstructorFields>): Promise<Result<InstructorRefusal, InstructorShown>> {
  return scope.act(async (tx): Promise<Result<InstructorRefusal, InstructorShown>> => {
    if (!await isAllowed(tx, scope, "instructor")) return { ok: false, reason: "notForYou" };
    if (Object.keys(fields).length === 0) return readShown(tx, scope, code);
    const [changed] = await tx.update(instructor).set(listsOf(fields)).where(isCoded(scope, code)).returning({ id: instructor.id });
    if (!changed) return { ok: false, reason: "notFound" };
    await recordAudit(tx, scope, "instructor.changed", { kind: "instructor", id: changed.id });
    return readShown(tx, scope, code);
  });
}

/** Makes a new link for an instructor whom nobody has taken up yet. */
export async function inviteInstructor(scope: StationScope, code: string): Promise<Result<InstructorRefusal, { code: string; link: string }>> {
  return scope.act(async (tx): Promise<Result<InstructorRefusal, { code: string; link: string }>> => {
    if (!await isAllowed(tx, scope, "instructor")) return { ok: false, reason: "notForYou" };
    const found = await holdInstructor(tx, scope, code);
    if (!found) return { ok: false, reason: "notFound" };
    if (found.accountId !== null) return { ok: false, reason: "alreadyTakenUp" };
    if (found.activeThrough !== null && found.activeThrough < todayAt(scope)) return { ok: false, reason: "retired" };
    return { ok: true, code, link: await makeCommission(tx, scope, found.id) };
  });
}

/** What an instructor has or will have; what is over, or was called off before it began, is neither. */
const isOpen = (found: Instructor, today: string) => and(
  eq(assignment.stationId, found.stationId), eq(assignment.instructorId, found.id),
  or(isNull(assignment.throughOn), and(gte(assignment.throughOn, today), gte(assignment.throughOn, assignment.fromOn))),
);

/** Ends what an instructor has beyond a day, and what was to begin later; returns how many units that leaves. */
async function endAssignments(tx: Tx, found: Instructor, lastOn: string, today: string): Promise<number> {
  const ended = await tx.update(assignment).set({ throughOn: sql`greatest(${lastOn}::date, ${assignment.fromOn} - 1)`, endReason: "instructor_retired" })
    .where(and(isOpen(found, today), or(isNull(assignment.throughOn), gt(assignment.throughOn, lastOn)))).returning({ unitId: assignment.unitId });
  return new Set(ended.map(({ unitId }) => unitId)).size;
}

/** What stands against a last day, before anything is written. */
async function objection(tx: Tx, found: Instructor, lastOn: string, today: string): Promise<"retired" | "tooEarly" | "endsBeforeStart" | null> {
  if (found.activeThrough !== null && found.activeThrough < today) return "retired";
  if (lastOn < dayAfter(found.activeFrom, -1)) return "tooEarly";
  const [begun] = await tx.select({ id: assignment.id }).from(assignment)
    .where(and(isOpen(found, today), lte(assignment.fromOn, today), gt(assignment.fromOn, dayAfter(lastOn, 1)))).limit(1);
  return begun ? "endsBeforeStart" : null;
}

/** To an instructor whose service somebody else ended. */
export const over = owed<{ stationId: number; instructorId: number; accountId: number }>("instructor.over", "reminder");

async function oweOver(tx: Tx, scope: StationScope, { id, accountId }: Instructor): Promise<void> {
  if (accountId === null || accountId === scope.actor) return;
  const payload = { stationId: scope.stationId, instructorId: id, accountId };
  await enqueue(tx, over, { key: `${scope.stationId}:${id}`, payload, now: scope.now, stationId: scope.stationId });
}

type Retired = Result<InstructorRefusal, InstructorShown & { lastOn: string; units: number }>;

/** An instructor serves through this day and no longer; their assignments end with it, in the same transaction. */
export async function retireInstructor(scope: StationScope, code: string, lastOn: string): Promise<Retired> {
  return scope.act(async (tx): Promise<Retired> => {
    if (!await isAllowed(tx, scope, "instructor")) return { ok: false, reason: "notForYou" };
    const found = await holdInstructor(tx, scope, code);
    if (!found) return { ok: false, reason: "notFound" };
    const today = todayAt(scope);
    const against = await objection(tx, found, lastOn, today);
    if (against) return { ok: false, reason: against };
    await tx.update(instructor).set({ activeThrough: lastOn }).where(isCoded(scope, code));
    const units = await endAssignments(tx, found, lastOn, today);
    if (found.accountId !== null) await endRoleOn(tx, scope, { accountId: found.accountId as AccountId, role: "instructor", lastOn });
    await oweOver(tx, scope, found);
    await recordAudit(tx, scope, "instructor.retired", { kind: "instructor", id: found.id });
    const shown = await readShown(tx, scope, code);
    return shown.ok ? { ...shown, lastOn, units } : shown;
  });
}

export interface OverFacts {
  readonly userSealed: string;
  readonly locale: Locale;
  readonly stationName: string;
  readonly code: string;
  readonly lastOn: string;
}

/** What an instructor is told of their last day; null where they have none any more, or the code is somebody else's. */
export async function readOver(db: Database, ref: { stationId: number; instructorId: number; accountId: number }): Promise<OverFacts | null> {
  const [found] = await db.select({ userSealed: account.userSealed, own: account.locale, locale: station.locale, stationName: station.name, code: instructor.code, lastOn: instructor.activeThrough })
    .from(instructor).innerJoin(station, eq(station.id, instructor.stationId)).innerJoin(account, eq(account.id, instructor.accountId))
    .where(and(eq(instructor.stationId, ref.stationId), eq(instructor.id, ref.instructorId), eq(account.id, ref.accountId)));
  return found?.lastOn ? { ...found, lastOn: found.lastOn, locale: found.own ?? found.locale } : null;
}

/** One instructor, for whoever looks after them. */
export async function readInstructor(scope: StationScope, code: string): Promise<Result<InstructorRefusal, InstructorShown>> {
  return scope.act(async (tx): Promise<Result<InstructorRefusal, InstructorShown>> =>
    await isAllowed(tx, scope, "instructor") ? readShown(tx, scope, code) : { ok: false, reason: "notForYou" });
}

export interface Listed {
  readonly instructors: readonly Loaded[];
  /** What the next one is called. */
  readonly freeCode: string;
  readonly today: string;
}

/** Who serves now or will, with their loads; codes and counts only. */
export async function readInstructors(scope: StationScope): Promise<Result<"notForYou", { listed: Listed }>> {
  const today = todayAt(scope);
  if (!await isAllowed(scope.db, scope, "instructors")) return { ok: false, reason: "notForYou" };
  return { ok: true, listed: { instructors: await readLoaded(scope.db, scope.stationId, today), freeCode: await freeCode(scope.db, scope.stationId, "I"), today } };
}

/** Which instructor the speaking person is at this station, if any. */
export async function findOwnInstructor(db: Database | Tx, scope: StationScope): Promise<typeof instructor.$inferSelect | null> {
  if (scope.actor === null) return null;
  const [found] = await db.select().from(instructor).where(and(eq(instructor.stationId, scope.stationId), eq(instructor.accountId, scope.actor)));
  return found ?? null;
}
