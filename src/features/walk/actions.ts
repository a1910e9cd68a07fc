import { and, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import type { AccountId, Result, Scope, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { NOT_FORMED_REASONS, unit, UNIT_STATUSES, WILLING } from "../../db/schema-register.ts";
import { draft, station } from "../../db/schema.ts";
import { isOrganizationCovered } from "../coverage/actions.ts";
import { isAwaited, keepForm } from "../form/actions.ts";
import { STATION_FACTS, stationScope } from "../station/actions.ts";
import { enterLines, enterSurvey, findKnown, readNewest, readReach, recordLines as writeLines, surveyedOf, type LinesRecorded, type Reach, type Surveyed } from "../survey/actions.ts";
import { NO_ANSWERS, readSurveyLines, areLines, type Answers } from "../survey/rules.ts";
import { countDue, readDue, type DueArea, type DueUnit } from "../surveydue/actions.ts";
import { localDate } from "../time/rules.ts";
import { answered, concluded, stepAfter, STEPS, type Step } from "./rules.ts";

const WALK_FORM = "survey";
/** A morning's round of visits, with a long lunch. */
const VALID_MS = 12 * 3_600_000;
/** Units that were passed over come again tomorrow; a round longer than this may see one twice. */
const MAX_PASSED = 500;

const WALK = z.object({
  unitId: z.int(), step: z.enum(STEPS), area: z.string().nullable(), passed: z.array(z.int()), done: z.int(), isCovered: z.boolean(),
  /** Whether one unit was asked for by its code, so that nothing follows it. */
  isSingle: z.boolean(),
  answers: z.object({
    foundStatus: z.enum(UNIT_STATUSES).nullable(), fullMembers: z.int().nullable(), willing: z.enum(WILLING).nullable(),
    hasSecretaryCandidate: z.boolean().nullable(), notFormedReason: z.enum(NOT_FORMED_REASONS).nullable(),
  }),
});
type Walk = z.infer<typeof WALK>;

/** What is asked now, about which unit. */
export interface Asked {
  readonly unit: DueUnit;
  readonly step: Step;
  readonly answers: Answers;
  readonly done: number;
  /** The day at the station. */
  readonly today: string;
}

/** A survey that was written down, and what comes next. */
export interface Finished {
  readonly stationId: number;
  readonly surveyed: Surveyed;
  readonly answers: Answers;
  readonly isSingle: boolean;
}

export type WalkRefusal = "notForYou" | "noSuchUnit" | "nothingDue" | "expired" | "answered" | "notAnAnswer";

interface Held {
  readonly scope: StationScope;
  readonly reach: Reach;
  readonly walk: Walk;
}

async function isCovered(tx: Database | Tx, { stationId, now, timeZone }: StationScope, unitId: number): Promise<boolean> {
  const rows = await tx.select({ id: unit.id }).from(unit)
    .where(and(eq(unit.stationId, stationId), eq(unit.id, unitId), isOrganizationCovered(localDate(now, timeZone))));
  return rows.length > 0;
}

async function keep(tx: Tx, scope: StationScope, me: AccountId, walk: Walk): Promise<void> {
  const expiresAt = new Date(scope.now.getTime() + VALID_MS);
  await keepForm(tx, { accountId: me, kind: WALK_FORM, stationId: scope.stationId, content: walk, expiresAt, asksForText: true });
}

/** The walk that somebody is on, with the right to be on it asked anew. */
async function hold(tx: Tx, scope: Scope, me: AccountId): Promise<Held | null> {
  const [row] = await tx.select({ ...STATION_FACTS, content: draft.content }).from(draft).innerJoin(station, eq(station.id, draft.stationId))
    .where(and(eq(draft.accountId, me), eq(draft.kind, WALK_FORM), gt(draft.expiresAt, scope.now))).for("update", { of: draft });
  const walk = WALK.safeParse(row?.content).data;
  if (!row || !walk) return null;
  const at = stationScope(scope, row, me);
  const reach = await readReach(tx, at);
  return reach && { scope: at, reach, walk };
}

async function readUnit(tx: Database | Tx, scope: StationScope, unitId: number): Promise<DueUnit | null> {
  const [found] = await tx.select({ unitId: unit.id, code: unit.code, name: unit.name, kind: unit.kind, area: unit.area, industry: unit.industry })
    .from(unit).where(and(eq(unit.stationId, scope.stationId), eq(unit.id, unitId)));
  if (!found) return null;
  const newest = await readNewest(tx, { stationId: scope.stationId, unitId }, localDate(scope.now, scope.timeZone));
  return { ...found, lastOn: newest?.on ?? null };
}

const shown = (scope: StationScope, about: DueUnit, { step, answers, done }: Walk): Asked =>
  ({ unit: about, step, answers, done, today: localDate(scope.now, scope.timeZone) });

/** Asks about a unit; the walk is kept with it. */
async function ask(tx: Tx, scope: StationScope, me: AccountId, about: DueUnit, of: Pick<Walk, "area" | "passed" | "done" | "isSingle">): Promise<Asked> {
  const walk: Walk = { ...of, unitId: about.unitId, step: "status", answers: NO_ANSWERS, isCovered: await isCovered(tx, scope, about.unitId) };
  await keep(tx, scope, me, walk);
  return shown(scope, about, walk);
}

async function drop(tx: Tx, me: AccountId): Promise<void> {
  await tx.delete(draft).where(and(eq(draft.accountId, me), eq(draft.kind, WALK_FORM)));
}

/** The next unit that is due, or null at the end of the round. */
async function askNext(tx: Tx, { scope, reach, walk }: Held, me: AccountId): Promise<Asked | null> {
  const passed = [...walk.passed, walk.unitId].slice(-MAX_PASSED);
  const [next] = await readDue(tx, scope, reach, { area: walk.area, without: passed }, 1);
  if (next) return ask(tx, scope, me, next, { area: walk.area, passed, done: walk.done, isSingle: false });
  await drop(tx, me);
  return null;
}

/** Where a round could begin. */
export interface Areas {
  readonly stationId: number;
  readonly stationName: string;
  readonly areas: readonly DueArea[];
}

export type Begun = Result<WalkRefusal, { asked: Asked }> | ({ readonly ok: true } & Areas);

/** Begins a round over what is due, in one area or in all; where several areas are due and none was said, they are offered. */
async function beginRound(tx: Tx, scope: StationScope, me: AccountId, reach: Reach, of: { area: string | null; isAll: boolean }): Promise<Begun> {
  const areas = of.area === null && !of.isAll && reach === "all" ? await countDue(tx, scope, reach) : [];
  if (areas.length > 1) return { ok: true, stationId: scope.stationId, stationName: scope.stationName, areas };
  const [next] = await readDue(tx, scope, reach, { area: of.area }, 1);
  if (!next) return { ok: false, reason: "nothingDue" };
  return { ok: true, asked: await ask(tx, scope, me, next, { area: of.area, passed: [], done: 0, isSingle: false }) };
}

/** A word names a unit by its code, due or not, or else an area. */
export async function begin(scope: StationScope, { word, isAll }: { word: string | null; isAll: boolean }): Promise<Begun> {
  const me = scope.actor;
  return scope.act(async (tx): Promise<Begun> => {
    const reach = me === null ? null : await readReach(tx, scope);
    if (me === null || !reach) return { ok: false, reason: "notForYou" };
    if (word === null) return beginRound(tx, scope, me, reach, { area: null, isAll });
    const known = await findKnown(tx, scope, reach, word);
    const about = known && await readUnit(tx, scope, known.unitId);
    if (about) return { ok: true, asked: await ask(tx, scope, me, about, { area: null, passed: [], done: 0, isSingle: true }) };
    const [found] = await tx.select({ area: unit.area }).from(unit)
      .where(and(eq(unit.stationId, scope.stationId), sql`lower(${unit.area}) = lower(${word})`)).limit(1);
    return found ? beginRound(tx, scope, me, reach, { area: found.area, isAll: false }) : { ok: false, reason: "noSuchUnit" };
  });
}

/** Begins a round in the area of a unit. */
export async function beginInAreaOf(scope: StationScope, unitId: number): Promise<Begun> {
  const me = scope.actor;
  return scope.act(async (tx): Promise<Begun> => {
    const reach = me === null ? null : await readReach(tx, scope);
    if (me === null || !reach) return { ok: false, reason: "notForYou" };
    const about = await readUnit(tx, scope, unitId);
    return about ? beginRound(tx, scope, me, reach, { area: about.area, isAll: false }) : { ok: false, reason: "noSuchUnit" };
  });
}

export interface Moved {
  /** The survey that this answer completed. */
  readonly finished: Finished | null;
  /** What is asked now; null at the end. */
  readonly asked: Asked | null;
  readonly done: number;
}

/** Takes an answer to what is asked; the last one writes the survey down and goes on to the next unit. */
async function takeAnswer(tx: Tx, held: Held, me: AccountId, text: string): Promise<Result<WalkRefusal, Moved>> {
  const { scope, walk, reach } = held;
  const answers = answered(walk.answers, walk.step, text);
  const about = await readUnit(tx, scope, walk.unitId);
  if (!answers) return { ok: false, reason: "notAnAnswer" };
  const known = about && await findKnown(tx, scope, reach, about.code);
  if (!known || !about) return { ok: false, reason: "noSuchUnit" };
  const step = stepAfter(walk.step, answers, walk.isCovered);
  if (step) {
    const next = { ...walk, step, answers };
    await keep(tx, scope, me, next);
    return { ok: true, finished: null, asked: shown(scope, about, next), done: walk.done };
  }
  const found = concluded(answers, walk.isCovered);
  const survey = { ...found, on: localDate(scope.now, scope.timeZone) };
  await enterSurvey(tx, scope, walk.unitId, survey);
  const done = walk.done + 1;
  const finished = { stationId: scope.stationId, surveyed: surveyedOf(known, reach, survey), answers: found, isSingle: walk.isSingle };
  if (walk.isSingle) await drop(tx, me);
  return { ok: true, finished, asked: walk.isSingle ? null : await askNext(tx, { ...held, walk: { ...walk, done } }, me), done };
}

export interface Pressed {
  readonly unitId: number;
  readonly step: Step;
  readonly answer: string;
}

/** A button answers only what it was put under; an older one, or a second tap, changes nothing. */
export async function pressAnswer(scope: Scope, me: AccountId, pressed: Pressed): Promise<Result<WalkRefusal, Moved>> {
  return scope.act(async (tx): Promise<Result<WalkRefusal, Moved>> => {
    const held = await hold(tx, scope, me);
    if (!held) return { ok: false, reason: "expired" };
    if (held.walk.unitId !== pressed.unitId || held.walk.step !== pressed.step) return { ok: false, reason: "answered" };
    return takeAnswer(tx, held, me, pressed.answer);
  });
}

/** Passes a unit over; it stays due. */
export async function passOver(scope: Scope, me: AccountId, unitId: number): Promise<Result<WalkRefusal, Moved>> {
  return scope.act(async (tx): Promise<Result<WalkRefusal, Moved>> => {
    const held = await hold(tx, scope, me);
    if (!held) return { ok: false, reason: "expired" };
    if (held.walk.unitId !== unitId) return { ok: false, reason: "answered" };
    return { ok: true, finished: null, asked: await askNext(tx, held, me), done: held.walk.done };
  });
}

/** Ends the round; how many units were surveyed in it, null where there was none. */
export async function endWalk(scope: Scope, me: AccountId): Promise<number | null> {
  return scope.act(async (tx) => {
    const held = await hold(tx, scope, me);
    await drop(tx, me);
    return held?.walk.done ?? null;
  });
}

export const recordLines = writeLines;

/** Whether what somebody writes next in private is meant for their walk. */
export async function isWalking(scope: Scope, me: AccountId): Promise<boolean> {
  const rows = await scope.db.select({ kind: draft.kind }).from(draft).where(isAwaited(me, WALK_FORM, scope.now));
  return rows.length > 0;
}

/** What lines came to on a walk. */
interface LinesTaken {
  readonly lines: LinesRecorded;
  /** What is asked now; null at the end. */
  readonly asked: Asked | null;
  readonly done: number;
  readonly stationId: number;
  /** Whether one unit was asked for by its code. */
  readonly isSingle: boolean;
}

export type Written = Result<WalkRefusal, Moved> | ({ readonly ok: true } & LinesTaken);

/** Takes lines about units; those that answer what is asked take the walk on, or end it where one unit was asked for. */
async function takeLines(tx: Tx, held: Held, me: AccountId, text: string): Promise<LinesTaken> {
  const { scope, reach } = held;
  const lines = await enterLines(tx, scope, reach, readSurveyLines(text, localDate(scope.now, scope.timeZone)));
  const about = await readUnit(tx, scope, held.walk.unitId);
  const isAnswered = about === null || lines.recorded.some(({ surveyed }) => surveyed.code === about.code);
  const walk = { ...held.walk, done: held.walk.done + lines.recorded.length };
  const taken = { lines, done: walk.done, stationId: scope.stationId, isSingle: walk.isSingle };
  if (about && !isAnswered) {
    await keep(tx, scope, me, walk);
    return { ...taken, asked: shown(scope, about, walk) };
  }
  if (!walk.isSingle) return { ...taken, asked: await askNext(tx, { ...held, walk }, me) };
  await drop(tx, me);
  return { ...taken, asked: null };
}

/** Takes what is typed on a walk: lines about units, each for itself, or else the answer to what is asked. */
export async function writeOnWalk(scope: Scope, me: AccountId, text: string): Promise<Written> {
  return scope.act(async (tx): Promise<Written> => {
    const held = await hold(tx, scope, me);
    if (!held) return { ok: false, reason: "expired" };
    if (areLines(text, localDate(scope.now, held.scope.timeZone))) return { ok: true, ...await takeLines(tx, held, me, text) };
    return held.walk.step === "members" ? takeAnswer(tx, held, me, text) : { ok: false, reason: "notAnAnswer" };
  });
}
