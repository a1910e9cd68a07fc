import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { coverageLink, organizationStatus } from "../../src/db/schema-register.ts";
import { endLinks } from "../../src/features/coverend/actions.ts";
import { linkUnits, readLinkedAt } from "../../src/features/coverlink/actions.ts";
import { createOrganization, findOrganization } from "../../src/features/organization/actions.ts";
import { changeStatus } from "../../src/features/orgstatus/actions.ts";
import type { StationScope } from "../../src/context.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enterUnits } from "../telegram/organizations.ts";

const bench = useBench();
let scope: StationScope;
beforeEach(async () => {
  const at = await establish(bench);
  scope = await enterUnits(bench, at, { code: "U1" }, { code: "U2" }, { code: "U3" });
});

const DAYS = 24;
const dayOf = (offset: number): string => new Date(Date.UTC(2026, 9, 1) + offset * 86_400_000).toISOString().slice(0, 10);
const day = fc.integer({ min: 0, max: DAYS - 1 });
const code = fc.constantFrom("U1", "U2", "U3");
type Step =
  | { readonly kind: "link"; readonly code: string; readonly from: number; readonly through: number | null } | { readonly kind: "end"; readonly code: string; readonly last: number }
  | { readonly kind: "dissolve"; readonly on: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("link" as const), code, from: day, through: fc.option(day, { nil: null }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("end" as const), code, last: day }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("dissolve" as const), on: day }) },
);

interface Stretch { from: number; through: number }
/** What should be true, kept in the simplest way: stretches of days of each unit, and from when the organization is dissolved. */
class Model {
  readonly stretches = new Map<string, Stretch[]>();
  dissolvedFrom: number | null = null;
  private readonly isSeparate: boolean;

  constructor(isSeparate: boolean) {
    this.isSeparate = isSeparate;
  }

  private of(unit: string): Stretch[] {
    const own = this.stretches.get(unit) ?? [];
    this.stretches.set(unit, own);
    return own;
  }

  link(unit: string, from: number, through: number): boolean {
    if (through < from || (this.dissolvedFrom !== null && through >= this.dissolvedFrom)) return false;
    const others = [...this.stretches].flatMap(([own, all]) => this.isSeparate || own === unit ? all : []);
    if (others.some((one) => one.from <= through && one.through >= from && one.through >= one.from)) return false;
    this.of(unit).push({ from, through });
    return true;
  }

  private cut(all: Stretch[], last: number): boolean {
    const going = all.filter((one) => one.through > Math.max(last, one.from - 1));
    for (const one of going) one.through = Math.max(last, one.from - 1);
    return going.length > 0;
  }

  end(unit: string, last: number): boolean {
    return this.cut(this.of(unit), last);
  }

  dissolve(on: number): boolean {
    if (this.dissolvedFrom !== null) return false;
    this.dissolvedFrom = on;
    for (const all of this.stretches.values()) this.cut(all, on - 1);
    return true;
  }

  at(on: number): string[] {
    return [...this.stretches].filter(([, all]) => all.some((one) => one.from <= on && on <= one.through)).map(([unit]) => unit).toSorted();
  }
}

async function play(model: Model, one: Step): Promise<{ expected: boolean; found: boolean }> {
  if (one.kind === "dissolve") {
    const result = await changeStatus(scope, { code: "G1" }, { status: "dissolved", on: dayOf(one.on) });
    return { expected: model.dissolve(one.on), found: result.ok };
  }
  if (one.kind === "end") return { expected: model.end(one.code, one.last), found: (await endLinks(scope, { code: "G1" }, [one.code], dayOf(one.last))).ok };
  const result = await linkUnits(scope, { code: "G1" }, [one.code], { fromOn: dayOf(one.from), throughOn: one.through === null ? null : dayOf(one.through) });
  return { expected: model.link(one.code, one.from, one.through ?? Number.POSITIVE_INFINITY), found: result.ok };
}

test.each(["joint", "separate"] as const)("whatever is linked, ended and dissolved in whatever order, every day has its answer (%s)", async (formation) => {
  await scope.act((tx) => createOrganization(tx, scope, {
    code: "G1", name: "One", formation, level: "branch", counts: true, area: null, industry: null, market: null, parent: null, approvedBy: null,
    status: "active", fromOn: dayOf(-1), term: null,
  }));
  const held = await findOrganization(scope.db, scope, { code: "G1" });
  if (!held) throw new Error("no organization");
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
    await scope.db.delete(coverageLink);
    await scope.db.delete(organizationStatus);
    await scope.db.insert(organizationStatus).values({ stationId: scope.stationId, organizationId: held.id, status: "active", fromOn: dayOf(-1) });
    const model = new Model(formation === "separate");
    for (const one of steps) {
      const { expected, found } = await play(model, one);
      expect(found, JSON.stringify(one)).toBe(expected);
    }
    for (let on = -1; on <= DAYS; on += 1) expect(await readLinkedAt(scope.db, scope, held.id, dayOf(on)), dayOf(on)).toEqual(model.at(on));
  }), { numRuns: 60 });
}, 120_000);
