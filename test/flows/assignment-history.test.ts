import { and, eq, like, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { StationScope } from "../../src/context.ts";
import { assignment, instructor, unit } from "../../src/db/schema-register.ts";
import { assignUnit, endAssignment, renewAssignment } from "../../src/features/assignment/actions.ts";
import { isAssigned } from "../../src/features/coverage/actions.ts";
import { retireInstructor } from "../../src/features/instructor/actions.ts";
import { readLoaded } from "../../src/features/load/actions.ts";
import { dayAfter } from "../../src/features/date/rules.ts";
import { lastOfMonths } from "../../src/features/tenure/rules.ts";
import { changeStatus } from "../../src/features/unitstatus/actions.ts";
import { scopeOf } from "../telegram/activities.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enters, entersInstructor } from "../telegram/instructors.ts";

const bench = useBench();
const FIRST = "2026-10-14";
const START = 40;
const HORIZON = 160;
const UNITS = 3;
const CAPACITIES = [1, 2];
const DAYS = Array.from({ length: 640 }, (_, index) => dayAfter(FIRST, index));
const dayOf = (index: number) => DAYS[index] ?? FIRST;
/** Later than every day that is looked at. */
const FAR = "9999-12-31";

type Status = "active" | "dormant" | "closed";
interface Given { who: number; which: number; from: string; through: string }

/** What should be so, said as simply as it can be: lists of days, searched from one end to the other. */
class Model {
  today = dayOf(START);
  readonly given: Given[] = [];
  readonly ends = CAPACITIES.map(() => FAR);
  readonly statuses: { from: string; status: Status }[][] = Array.from({ length: UNITS }, () => [{ from: FIRST, status: "active" as Status }]);

  status(which: number, day: string): Status | null {
    return this.statuses[which]?.findLast(({ from }) => from <= day)?.status ?? null;
  }

  has(who: number, which: number, day: string): boolean {
    return this.given.some((each) => each.who === who && each.which === which && each.from <= day && day <= each.through);
  }

  load(who: number, day: string, besides = -1): number {
    return Array.from({ length: UNITS }, (_, which) => which).filter((which) => which !== besides && this.status(which, day) === "active" && this.has(who, which, day)).length;
  }

  assign(who: number, which: number, from: string, through: string): boolean {
    const isGone = this.status(which, this.today) === "closed";
    const overlaps = this.given.some((each) => each.who === who && each.which === which && each.from <= through && from <= each.through && each.from <= each.through);
    if (isGone || overlaps || through < from || from < FIRST || through > (this.ends[who] ?? FAR)) return false;
    // A dormant unit takes none of the capacity.
    const isFull = this.status(which, this.today) === "active" && DAYS.some((day) => day >= from && day >= this.today && day <= through && this.load(who, day, which) + 1 > (CAPACITIES[who] ?? 0));
    if (isFull) return false;
    this.given.push({ who, which, from, through });
    return true;
  }

  /** What is over stays as it was, and so does what never came to be. */
  endAfter(lastOn: string, fits: (each: Given) => boolean): boolean {
    const open = this.given.filter((each) => fits(each) && each.from <= each.through && each.through >= this.today);
    const ended = open.filter(({ through }) => through >= lastOn);
    for (const each of ended) each.through = lastOn < dayAfter(each.from, -1) ? dayAfter(each.from, -1) : lastOn;
    return ended.length > 0;
  }

  /** Whether a last day lies before the first of what somebody has now. */
  isBeforeStart(lastOn: string, fits: (each: Given) => boolean): boolean {
    return this.given.some((each) => fits(each) && each.from <= this.today && each.through >= this.today && each.from > dayAfter(lastOn, 1));
  }

  end(who: number, which: number, lastOn: string): boolean {
    const fits = (each: Given) => each.who === who && each.which === which;
    return !this.isBeforeStart(lastOn, fits) && this.endAfter(lastOn, fits);
  }

  renew(who: number, which: number): boolean {
    const [newest] = this.given.filter((each) => each.who === who && each.which === which && each.from <= each.through).toSorted((a, b) => (a.from < b.from ? 1 : -1));
    if (!newest || newest.through === FAR || dayAfter(newest.through, 30) < this.today) return false;
    const from = dayAfter(newest.through, 1);
    const usual = lastOfMonths(from, 12);
    const end = this.ends[who] ?? FAR;
    return this.assign(who, which, from, end < usual ? end : usual);
  }

  retire(who: number, lastOn: string): boolean {
    if ((this.ends[who] ?? FAR) < this.today || this.isBeforeStart(lastOn, (each) => each.who === who)) return false;
    this.ends[who] = lastOn;
    this.endAfter(lastOn, (each) => each.who === who);
    return true;
  }

  change(which: number, status: Status): boolean {
    if (this.status(which, this.today) === status) return false;
    this.statuses[which]?.push({ from: this.today, status });
    if (status === "closed") this.endAfter(dayAfter(this.today, -1), (each) => each.which === which);
    return true;
  }

  /** Invariant 11. */
  isAssigned(which: number, day: string): boolean {
    return this.status(which, day) === "active" && CAPACITIES.some((_, who) => this.has(who, which, day) && day <= (this.ends[who] ?? FAR));
  }
}

const who = fc.nat({ max: CAPACITIES.length - 1 });
const which = fc.nat({ max: UNITS - 1 });
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("assign" as const), who, which, from: fc.integer({ min: -20, max: 20 }), days: fc.option(fc.integer({ min: -1, max: 40 }), { freq: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("end" as const), who, which, lastOn: fc.integer({ min: -10, max: 20 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("renew" as const), who, which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("change" as const), which, status: fc.constantFrom<Status>("active", "dormant", "closed") }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("retire" as const), who, lastOn: fc.integer({ min: -5, max: 20 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 15 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

/** Takes a step for real and in the model, and tells whether each of them did it. */
async function takes(model: Model, scope: StationScope, codes: { who: string[]; which: string[] }, taken: Step): Promise<[boolean, boolean]> {
  const pairOf = (one: { who: number; which: number }) => [codes.who[one.who] ?? "", codes.which[one.which] ?? ""] as const;
  if (taken.kind === "assign") {
    const fromOn = dayAfter(model.today, taken.from);
    const throughOn = taken.days === null ? null : dayAfter(fromOn, taken.days);
    const real = await assignUnit(scope, { pair: pairOf(taken), fromOn, throughOn });
    return [real.ok, model.assign(taken.who, taken.which, fromOn, throughOn ?? FAR)];
  }
  if (taken.kind === "end") {
    const lastOn = dayAfter(model.today, taken.lastOn);
    const real = await endAssignment(scope, pairOf(taken), lastOn);
    return [real.ok, model.end(taken.who, taken.which, lastOn)];
  }
  if (taken.kind === "renew") return [(await renewAssignment(scope, { pair: pairOf(taken), throughOn: null, overCapacityReason: null })).ok, model.renew(taken.who, taken.which)];
  if (taken.kind === "retire") {
    const lastOn = dayAfter(model.today, taken.lastOn);
    return [(await retireInstructor(scope, codes.who[taken.who] ?? "", lastOn)).ok, model.retire(taken.who, lastOn)];
  }
  if (taken.kind === "wait") {
    model.today = dayAfter(model.today, taken.days);
    return [true, true];
  }
  return [(await changeStatus(scope, codes.which[taken.which] ?? "", { status: taken.status, on: model.today })).ok, model.change(taken.which, taken.status)];
}

test("invariant 11: whatever was assigned, ended, renewed, closed and retired, who is looked after and how loaded everybody was on any day is as a simple model says", async () => {
  const at = await establish(bench);
  const own = await scopeOf(bench, at, at.lead);
  const { db } = bench.database;
  let run = 0;
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 22 }), async (steps) => {
    run += 1;
    const model = new Model();
    const codes = { who: CAPACITIES.map((_, at2) => `I${run}-${at2}`), which: Array.from({ length: UNITS }, (_, at2) => `U${run}-${at2}`) };
    await enters(bench, at, codes.which, { enteredOn: FIRST });
    for (const [index, code] of codes.who.entries()) await entersInstructor(bench, at, code, { capacity: CAPACITIES[index] ?? 1 });
    for (const taken of steps) {
      // One day for each step, so that a status never changes twice on a day.
      model.today = dayAfter(model.today, 1);
      const scope = { ...own, now: new Date(`${model.today}T04:00:00Z`) };
      const [real, modelled] = await takes(model, scope, codes, taken);
      expect({ taken, did: real }).toEqual({ taken, did: modelled });
    }
    for (let index = 0; index < HORIZON; index += 11) {
      const day = dayOf(index);
      const rows = await db.select({ code: unit.code, isAssigned: sql<boolean>`${isAssigned(day)}` }).from(unit)
        .where(and(eq(unit.stationId, at.stationId), like(unit.code, `U${run}-%`))).orderBy(unit.code);
      expect({ day, assigned: rows.map((row) => row.isAssigned) }).toEqual({ day, assigned: codes.which.map((_, at2) => model.isAssigned(at2, day)) });
      const loaded = await readLoaded(db, at.stationId, day, like(instructor.code, `I${run}-%`));
      expect({ day, loads: loaded.map(({ load }) => load) }).toEqual({ day, loads: codes.who.map((_, at2) => model.load(at2, day)) });
    }
  }), { numRuns: 12 });
  expect(await db.$count(assignment)).toBeGreaterThan(0);
  bench.emulator.markAllSeen();
}, 120_000);
