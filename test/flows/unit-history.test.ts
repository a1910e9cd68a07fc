import { and, eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { massOrganization, unit } from "../../src/db/schema-register.ts";
import { isInOperation, isMassOrganized } from "../../src/features/coverage/actions.ts";
import { dayAfter } from "../../src/features/date/rules.ts";
import { addUnit, findUnit, type Unit } from "../../src/features/unit/actions.ts";
import { readCardFacts } from "../../src/features/unitcard/actions.ts";
import { changeStatus } from "../../src/features/unitstatus/actions.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { leadScope } from "../telegram/register.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
});

const TODAY = "2026-11-23";
const DAYS = Array.from({ length: 16 }, (_, back) => dayAfter(TODAY, back - 15));
const STATUSES = ["active", "dormant", "closed", "moved_out", "not_found"] as const;
type Status = (typeof STATUSES)[number];

/** What a unit is on each day, as somebody would note it on a calendar, and when it had a trade union. */
interface Model {
  readonly changes: { on: string; status: Status }[];
  readonly unions: { from: string; through: string | null }[];
}

const statusOn = ({ changes }: Model, day: string) => changes.findLast(({ on }) => on <= day)?.status ?? null;
const hasUnionOn = ({ unions }: Model, day: string) => unions.some(({ from, through }) => from <= day && (through === null || through >= day));

/** What the change should come to; the calendar is written to where it may. */
function note(model: Model, status: Status, on: string): string {
  const last = model.changes.at(-1);
  if (on > TODAY) return "future";
  if (last && on < last.on) return "beforeLast";
  if (last?.status === status) return "sameStatus";
  if (last?.on === on) model.changes.pop();
  if (model.changes.at(-1)?.status !== status) model.changes.push({ on, status });
  if (status !== "active" && status !== "dormant") {
    for (const union of model.unions) if (union.through === null || union.through >= on) union.through = dayAfter(union.from > on ? union.from : on, -1);
  }
  return "done";
}

async function foundUnion(model: Model, of: Unit, from: string): Promise<void> {
  const last = model.unions.at(-1);
  if (last && (last.through === null || last.through >= from || last.from >= from)) return;
  model.unions.push({ from, through: null });
  await bench.database.db.insert(massOrganization).values({ stationId: of.stationId, unitId: of.id, kind: "trade_union", fromOn: from });
}

async function isOn(of: Unit, condition: ReturnType<typeof isInOperation>): Promise<boolean> {
  const rows = await bench.database.db.select({ id: unit.id }).from(unit).where(and(eq(unit.stationId, of.stationId), eq(unit.id, of.id), condition));
  return rows.length > 0;
}

async function compare(model: Model, of: Unit): Promise<void> {
  const { periods } = await readCardFacts(bench.database.db, { stationId: of.stationId, unitId: of.id }, TODAY);
  expect(periods.filter(({ throughOn }) => throughOn === null)).toHaveLength(1);
  for (const day of DAYS) {
    const held = periods.filter(({ fromOn, throughOn }) => fromOn <= day && (throughOn === null || throughOn >= day));
    expect([day, held.map(({ status }) => status)]).toEqual([day, [statusOn(model, day)].filter((status) => status !== null)]);
    const isActive = statusOn(model, day) === "active";
    expect([day, await isOn(of, isInOperation(day)), await isOn(of, isMassOrganized(day))]).toEqual([day, isActive, isActive && hasUnionOn(model, day)]);
  }
}

const day = fc.integer({ min: 0, max: 16 }).map((step) => dayAfter(TODAY, step - 15));
const step = fc.oneof(
  fc.record({ kind: fc.constant("status" as const), status: fc.constantFrom(...STATUSES), on: day }),
  fc.record({ kind: fc.constant("union" as const), from: day }),
);

test("whatever happens to a unit, every day has the one answer that a calendar would give, and a closing ends what hung on it", async () => {
  const scope = await leadScope(bench, at);
  let number = 0;
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 8 }), fc.array(step, { maxLength: 8 }), async (entered, steps) => {
    number++;
    const enteredOn = DAYS[entered] ?? TODAY;
    const added = await addUnit(scope, { code: `H${number}`, kind: "self_employed", area: "A", enteredOn });
    const of = added.ok ? added.unit : await findUnit(scope.db, at.stationId, `H${number}`);
    if (!of) throw new Error("not entered");
    const model: Model = { changes: [{ on: enteredOn, status: "active" }], unions: [] };
    for (const each of steps) {
      if (each.kind === "union") await foundUnion(model, of, each.from);
      else {
        const changed = await changeStatus(scope, of.code, { status: each.status, on: each.on });
        expect(changed.ok ? "done" : changed.reason).toBe(note(model, each.status, each.on));
      }
    }
    await compare(model, of);
  }), { numRuns: 40 });
  const [overlaps] = await bench.database.db.select({ count: sql<number>`count(*)::int` }).from(massOrganization).where(sql`through_on < from_on - 1`);
  expect(overlaps?.count).toBe(0);
});
