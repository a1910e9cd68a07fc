import { and, asc, count, eq, gt, sql } from "drizzle-orm";
import { z } from "zod";
import type { Result, StationScope } from "../../context.ts";
import type { Tx } from "../../db/client.ts";
import { makeCode } from "../../db/code.ts";
import { unit } from "../../db/schema-register.ts";
import { draft } from "../../db/schema.ts";
import { holdAskings } from "../asking/actions.ts";
import { endFor, makeAssignment, withdrawFor } from "../assignment/actions.ts";
import { isUncovered } from "../coverage/actions.ts";
import { keepForm } from "../form/actions.ts";
import { holdInstructor } from "../instructor/actions.ts";
import { readLoaded } from "../load/actions.ts";
import { readFormerTies } from "../proposal/actions.ts";
import { balanced } from "../proposal/rules.ts";
import { isAllowed } from "../role/actions.ts";
import { todayAt } from "../time/rules.ts";
import { holdUnit } from "../unit/actions.ts";

/** What a screen of buttons can hold. */
const UNITS_AT_ONCE = 24;
const VALID_MS = 24 * 3_600_000;
const KIND = "plan";

/** Enough to tell one plan of somebody's from their next; what it opens is theirs anyway. */
const KEY_LENGTH = 6;

const CONTENT = z.object({
  key: z.string(), stationId: z.int(), area: z.string(), more: z.int(), left: z.array(z.string()),
  pairings: z.array(z.object({ unitCode: z.string(), instructorCode: z.string(), isChosen: z.boolean() })),
  loads: z.array(z.object({ code: z.string(), load: z.int(), capacity: z.int() })),
});

/** A plan as it is kept while it is looked at: who would get what, and how loaded everybody was. */
export type PlanShown = z.infer<typeof CONTENT>;
export type PlanRefusal = "notForYou" | "planGone" | "planReplaced" | "noneChosen";

async function keep(tx: Tx, scope: StationScope, content: PlanShown): Promise<void> {
  if (scope.actor === null) return;
  await keepForm(tx, { accountId: scope.actor, stationId: scope.stationId, kind: KIND, content, expiresAt: new Date(scope.now.getTime() + VALID_MS), asksForText: false });
}

/** A balanced plan for the units of an area that nothing covers; nothing is assigned yet. */
export async function makePlan(scope: StationScope, area: string): Promise<Result<PlanRefusal, { plan: PlanShown }>> {
  return scope.act(async (tx): Promise<Result<PlanRefusal, { plan: PlanShown }>> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    const today = todayAt(scope);
    const isMeant = and(eq(unit.stationId, scope.stationId), sql`lower(${unit.area}) = lower(${area})`, sql`${isUncovered(today)}`);
    const uncovered = await tx.select().from(unit).where(isMeant).orderBy(asc(unit.code)).limit(UNITS_AT_ONCE);
    const all = await tx.$count(unit, isMeant);
    const candidates = await readLoaded(tx, scope.stationId, today);
    const ties = await readFormerTies(tx, scope.stationId, uncovered.map(({ id }) => id), today);
    const codeOf = (id: number) => candidates.find((each) => each.id === id)?.code ?? "";
    const { pairings, left } = balanced(
      uncovered.map((each) => ({ ...each, isInOperation: true, formerTies: new Map(ties.filter(({ unitId }) => unitId === each.id).map(({ instructorId, lastOn }) => [codeOf(instructorId), lastOn ?? ""])) })),
      candidates.map((each) => ({ ...each, formerTie: null, hasItNow: false })), today,
    );
    const plan = {
      key: makeCode().slice(0, KEY_LENGTH), stationId: scope.stationId, area: uncovered[0]?.area ?? area, more: all - uncovered.length, left: [...left], pairings: pairings.map((pairing) => ({ ...pairing, isChosen: true })),
      loads: candidates.filter(({ code }) => pairings.some((pairing) => pairing.instructorCode === code)).map(({ code, load, capacity }) => ({ code, load, capacity })),
    };
    if (plan.pairings.length > 0) await keep(tx, scope, plan);
    return { ok: true, plan };
  });
}

/** The area of a unit of this station, for a button that cannot hold its name. */
export async function findArea(scope: StationScope, unitCode: string): Promise<string | null> {
  const [found] = await scope.db.select({ area: unit.area }).from(unit).where(and(eq(unit.stationId, scope.stationId), eq(unit.code, unitCode)));
  return found?.area ?? null;
}

/** The plan that a button speaks of; a newer one has taken the place of those before it. */
async function hold(tx: Tx, scope: StationScope, key: string): Promise<Result<PlanRefusal, { kept: PlanShown }>> {
  const [row] = await tx.select({ content: draft.content }).from(draft)
    .where(and(eq(draft.accountId, scope.actor ?? 0), eq(draft.kind, KIND), gt(draft.expiresAt, scope.now))).for("update");
  const kept = CONTENT.safeParse(row?.content).data;
  if (!kept) return { ok: false, reason: "planGone" };
  return kept.key === key && kept.stationId === scope.stationId ? { ok: true, kept } : { ok: false, reason: "planReplaced" };
}

/** Takes a unit out of the plan, or in again. */
export async function togglePlanned(scope: StationScope, key: string, unitCode: string): Promise<Result<PlanRefusal, { plan: PlanShown }>> {
  return scope.act(async (tx): Promise<Result<PlanRefusal, { plan: PlanShown }>> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    const held = await hold(tx, scope, key);
    if (!held.ok) return held;
    const { kept } = held;
    const plan = { ...kept, pairings: kept.pairings.map((each) => each.unitCode === unitCode ? { ...each, isChosen: !each.isChosen } : each) };
    await keep(tx, scope, plan);
    return { ok: true, plan };
  });
}

/** Assigns what is chosen, each for the usual time; what has changed meanwhile is left out and told. */
export async function acceptPlan(scope: StationScope, key: string): Promise<Result<PlanRefusal, { made: number; failed: readonly string[] }>> {
  return scope.act(async (tx): Promise<Result<PlanRefusal, { made: number; failed: readonly string[] }>> => {
    if (!await isAllowed(tx, scope, "assign")) return { ok: false, reason: "notForYou" };
    const held = await hold(tx, scope, key);
    if (!held.ok) return held;
    const chosen = held.kept.pairings.filter(({ isChosen }) => isChosen);
    if (chosen.length === 0) return { ok: false, reason: "noneChosen" };
    const today = todayAt(scope);
    const askings = await holdAskings(tx, scope, chosen.map(({ unitCode }) => unitCode));
    const units = new Map<string, Awaited<ReturnType<typeof holdUnit>>>();
    const instructors = new Map<string, Awaited<ReturnType<typeof holdInstructor>>>();
    for (const code of chosen.map(({ unitCode }) => unitCode).toSorted()) units.set(code, await holdUnit(tx, scope, code));
    for (const code of new Set(chosen.map(({ instructorCode }) => instructorCode).toSorted())) instructors.set(code, await holdInstructor(tx, scope, code));
    const failed: string[] = [];
    for (const { unitCode, instructorCode } of chosen) {
      const [which, whom] = [units.get(unitCode), instructors.get(instructorCode)];
      const still = which ? await tx.select({ id: unit.id }).from(unit).where(and(eq(unit.stationId, scope.stationId), eq(unit.id, which.id), sql`${isUncovered(today)}`)) : [];
      const made = which && whom && still.length > 0
        ? await makeAssignment(tx, scope, { instructor: whom, unit: which }, { fromOn: today, throughOn: endFor(whom, today), overCapacityReason: null }) : null;
      if (made?.ok && which && whom) await withdrawFor(tx, scope, askings, { instructor: whom, unit: which });
      else failed.push(unitCode);
    }
    await tx.delete(draft).where(and(eq(draft.accountId, scope.actor ?? 0), eq(draft.kind, KIND)));
    return { ok: true, made: chosen.length - failed.length, failed };
  });
}

export interface Overview {
  readonly stationId: number;
  readonly uncovered: number;
  readonly first: readonly string[];
  /** The areas with most to do, each with one of its units. */
  readonly areas: readonly { readonly area: string; readonly unitCode: string; readonly units: number }[];
}

const SHOWN_UNITS = 8;
const SHOWN_AREAS = 6;

/** What nothing covers yet; codes and areas only. */
export async function readOverview(scope: StationScope): Promise<Result<"notForYou", Overview>> {
  const { db, stationId } = scope;
  if (!await isAllowed(db, scope, "assign")) return { ok: false, reason: "notForYou" };
  const isMeant = and(eq(unit.stationId, stationId), sql`${isUncovered(todayAt(scope))}`);
  const first = await db.select({ code: unit.code }).from(unit).where(isMeant).orderBy(asc(unit.code)).limit(SHOWN_UNITS);
  const areas = await db.select({ area: unit.area, unitCode: sql<string>`min(${unit.code})`, units: count() }).from(unit).where(isMeant).groupBy(unit.area).orderBy(sql`count(*) desc`, asc(unit.area));
  return {
    ok: true, stationId, uncovered: areas.reduce((sum, each) => sum + each.units, 0), first: first.map(({ code }) => code), areas: areas.slice(0, SHOWN_AREAS),
  };
}
