import { and, eq, sql, type SQL } from "drizzle-orm";
import type { Result, StationScope } from "../../context.ts";
import type { Database, Tx } from "../../db/client.ts";
import { assignment, instructor, survey, unit, unitStatus } from "../../db/schema-register.ts";
import { recordAudit } from "../audit/actions.ts";
import { readCode } from "../code/rules.ts";
import { mayUse } from "../command/rules.ts";
import { readRoles } from "../role/actions.ts";
import { localDate } from "../time/rules.ts";
import { NO_ANSWERS, type Answers, type FoundStatus, type LineDoubt, type ReadLine, type Source, type SurveyLine } from "./rules.ts";

/** Which units somebody may survey: all of the station, or those that they look after today. */
export type Reach = "all" | "own";

/** Who looks, at which station, and when. */
export type Looker = Pick<StationScope, "stationId" | "actor" | "now" | "timeZone">;

export interface NewSurvey extends Partial<Answers> {
  readonly on: string;
  readonly source?: Source;
}

/** What the newest survey up to a day says. */
export interface Newest extends Answers {
  readonly on: string;
}

export interface Surveyed {
  readonly stationId: number;
  readonly unitId: number;
  readonly code: string;
  readonly on: string;
  /** What the register says it is, and what was found; the two may differ. */
  readonly status: FoundStatus;
  readonly foundStatus: FoundStatus | null;
  /** Whether who surveyed may change the register too. */
  readonly mayChange: boolean;
}

export type SurveyRefusal = "notForYou" | "noSuchUnit" | "future";

/** A lead or organizer surveys every unit, an instructor their own; null may none. */
export async function readReach(db: Database | Tx, scope: Looker): Promise<Reach | null> {
  const roles = await readRoles(db, scope);
  if (!mayUse("survey", { roles, isMember: false })) return null;
  return roles.some((role) => role === "station_lead" || role === "organizer") ? "all" : "own";
}

/** True of a unit that the speaking person looks after today. */
function isOwn(scope: Looker, unitId: SQL): SQL {
  const today = localDate(scope.now, scope.timeZone);
  return sql`exists (select 1 from ${assignment} a join ${instructor} i on i.station_id = a.station_id and i.id = a.instructor_id
    where a.station_id = ${scope.stationId} and a.unit_id = ${unitId} and i.account_id = ${scope.actor}
      and a.from_on <= ${today} and (a.through_on is null or a.through_on >= ${today})
      and i.active_from <= ${today} and (i.active_through is null or i.active_through >= ${today}))`;
}

export const withinReach = (scope: Looker, reach: Reach, unitId: SQL): SQL => (reach === "all" ? sql`true` : isOwn(scope, unitId));

/** The newest survey of a unit up to a day decides for that day; of two on one day, the one that was made later. */
export function newestOn(stationId: SQL | number, unitId: SQL, on: string): SQL {
  return sql`select s.* from ${survey} s where s.station_id = ${stationId} and s.unit_id = ${unitId} and s.on_day <= ${on}
    order by s.on_day desc, s.created_at desc, s.id desc limit 1`;
}

/** What was known of a unit on a day; null where nobody had looked. */
export async function readNewest(db: Database | Tx, of: { stationId: number; unitId: number }, on: string): Promise<Newest | null> {
  const [row] = await db.select({
    on: survey.on, foundStatus: survey.foundStatus, fullMembers: survey.fullMembers, willing: survey.willing,
    hasSecretaryCandidate: survey.hasSecretaryCandidate, notFormedReason: survey.notFormedReason,
  }).from(survey).where(and(eq(survey.stationId, of.stationId), sql`${survey.id} = (select n.id from (${newestOn(of.stationId, sql`${of.unitId}`, on)}) n)`));
  return row ?? null;
}

export interface Known {
  readonly stationId: number;
  readonly unitId: number;
  readonly code: string;
  readonly status: FoundStatus;
}

/** A unit that the speaking person may survey. */
export async function findKnown(tx: Database | Tx, scope: StationScope, reach: Reach, code: string): Promise<Known | null> {
  const [found] = await tx.select({ stationId: unit.stationId, unitId: unit.id, code: unit.code, status: unitStatus.status }).from(unit)
    .leftJoin(unitStatus, and(eq(unitStatus.stationId, unit.stationId), eq(unitStatus.unitId, unit.id), sql`${unitStatus.throughOn} is null`))
    .where(and(eq(unit.stationId, scope.stationId), eq(unit.code, readCode(code) ?? ""), withinReach(scope, reach, sql`${unit.id}`)));
  return found ? { ...found, status: found.status ?? "active" } : null;
}

/** Writes a survey down inside somebody's transaction; whether they may is theirs to ask. Nothing that was found before is changed. */
export async function enterSurvey(tx: Tx, scope: StationScope, unitId: number, { on, source = "visit", ...said }: NewSurvey): Promise<void> {
  const [made] = await tx.insert(survey).values({
    ...NO_ANSWERS, ...said, stationId: scope.stationId, unitId, on, source, by: scope.actor, createdAt: scope.now,
  }).returning({ id: survey.id });
  if (made) await recordAudit(tx, scope, "survey.recorded", { kind: "unit", id: unitId });
}

export function surveyedOf(known: Known, reach: Reach, { on, foundStatus = null }: NewSurvey): Surveyed {
  return { ...known, on, foundStatus, mayChange: reach === "all" };
}

/** Writes down what was found out about a unit on a day that has come. */
export async function recordSurvey(scope: StationScope, code: string, found: NewSurvey): Promise<Result<SurveyRefusal, { surveyed: Surveyed }>> {
  return scope.act(async (tx): Promise<Result<SurveyRefusal, { surveyed: Surveyed }>> => {
    const reach = await readReach(tx, scope);
    if (!reach) return { ok: false, reason: "notForYou" };
    const known = await findKnown(tx, scope, reach, code);
    if (!known) return { ok: false, reason: "noSuchUnit" };
    if (found.on > localDate(scope.now, scope.timeZone)) return { ok: false, reason: "future" };
    await enterSurvey(tx, scope, known.unitId, found);
    return { ok: true, surveyed: surveyedOf(known, reach, found) };
  });
}

export interface LinesRecorded {
  readonly recorded: readonly { readonly line: SurveyLine; readonly surveyed: Surveyed }[];
  readonly refused: readonly { readonly text: string; readonly reason: LineDoubt | "noSuchUnit"; readonly word: string }[];
}

/** Writes down every line that is understood and names a unit of theirs; the others change nothing, and are told. */
export async function recordLines(scope: StationScope, lines: readonly ReadLine[]): Promise<Result<"notForYou", LinesRecorded>> {
  return scope.act(async (tx): Promise<Result<"notForYou", LinesRecorded>> => {
    const reach = await readReach(tx, scope);
    return reach ? { ok: true, ...await enterLines(tx, scope, reach, lines) } : { ok: false, reason: "notForYou" };
  });
}

export async function enterLines(tx: Tx, scope: StationScope, reach: Reach, lines: readonly ReadLine[]): Promise<LinesRecorded> {
  const recorded: LinesRecorded["recorded"][number][] = [];
  const refused: LinesRecorded["refused"][number][] = [];
  for (const read of lines) {
    const known = read.ok ? await findKnown(tx, scope, reach, read.line.code) : null;
    if (!read.ok) refused.push(read);
    else if (!known) refused.push({ text: read.line.text, reason: "noSuchUnit", word: read.line.code });
    else {
      const { text: _, code: __, ...found } = read.line;
      await enterSurvey(tx, scope, known.unitId, found);
      recorded.push({ line: read.line, surveyed: surveyedOf(known, reach, found) });
    }
  }
  return { recorded, refused };
}

/** Numbers of members that a newer survey has replaced for a year are forgotten; returns how many. */
export async function blankSuperseded(tx: Tx, stationId: number, before: string): Promise<number> {
  const newer = sql`exists (select 1 from ${survey} n where n.station_id = survey.station_id and n.unit_id = survey.unit_id and n.on_day <= ${before}
    and (n.on_day, n.created_at, n.id) > (survey.on_day, survey.created_at, survey.id))`;
  const gone = await tx.update(survey).set({ fullMembers: null })
    .where(and(eq(survey.stationId, stationId), sql`survey.full_members is not null`, newer)).returning({ id: survey.id });
  return gone.length;
}
