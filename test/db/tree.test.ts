import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scopeNode, scopeNodeParent, scopeStation } from "../../src/db/schema-node.ts";
import { station } from "../../src/db/schema.ts";
import { dayAfter, dayBefore } from "../../src/features/date/rules.ts";
import { holdTree, place, readLeaves, readSetUp, takeOut } from "../../src/features/tree/actions.ts";
import type { Child } from "../../src/features/tree/rules.ts";
import { openTestDatabase, type TestDatabase } from "../setup/database.ts";

const BODIES = 5;
const STATIONS = 4;
const START = "2026-11-23";
const LENGTH = 12;
const DAYS = Array.from({ length: LENGTH }, (_, at) => dayAfter(START, at));

let database: TestDatabase;
const ids = { body: [] as number[], station: [] as number[] };

beforeAll(async () => {
  database = await openTestDatabase();
  for (let at = 0; at < BODIES; at += 1) {
    const row = { kind: "leading_group" as const, name: `B${at}`, timeZone: "Asia/Shanghai", locale: "en" as const, expectedStations: at, createdAt: new Date(0) };
    const [made] = await database.db.insert(scopeNode).values(row).returning({ id: scopeNode.id });
    ids.body.push(made?.id ?? 0);
  }
  for (let at = 0; at < STATIONS; at += 1) {
    const [made] = await database.db.insert(station).values({ name: `S${at}`, timeZone: "Asia/Shanghai", locale: "en", joinCode: `j${at}`, createdAt: new Date(0) }).returning({ id: station.id });
    ids.station.push(made?.id ?? 0);
  }
});
afterAll(() => database.close());

interface Step {
  readonly child: { readonly kind: Child["kind"]; readonly at: number };
  /** Null takes it out. */
  readonly below: number | null;
  readonly day: number;
}

const stepOf = fc.record({
  child: fc.oneof(fc.record({ kind: fc.constant("body" as const), at: fc.nat(BODIES - 1) }), fc.record({ kind: fc.constant("station" as const), at: fc.nat(STATIONS - 1) })),
  below: fc.option(fc.nat(BODIES - 1), { freq: 4 }), day: fc.nat(LENGTH - 1),
});

/** Below what each thing stands on each day, kept day by day. */
type Standing = Map<string, (number | null)[]>;
const keyOf = ({ kind, at }: Step["child"]) => `${kind}${at}`;
const standingOf = (standing: Standing, child: Step["child"]) => standing.get(keyOf(child)) ?? Array<number | null>(LENGTH).fill(null);

function aboveOn(standing: Standing, child: Step["child"], day: number): number[] {
  const above = standingOf(standing, child)[day] ?? null;
  return above === null ? [] : [above, ...aboveOn(standing, { kind: "body", at: above }, day)];
}

/** What the step comes to, slowly; null where a body would stand below itself on some day. */
function stepped(standing: Standing, { child, below, day }: Step): Standing | null {
  const circles = (on: number) => below !== null && child.kind === "body" && (below === child.at || aboveOn(standing, { kind: "body", at: below }, on).includes(child.at));
  if (below !== null && DAYS.some((_, on) => on >= day && circles(on))) return null;
  const first = below === null ? day + 1 : day;
  return new Map([...standing, [keyOf(child), standingOf(standing, child).map((was, on) => (on >= first ? below : was))]]);
}

async function take({ child, below, day }: Step): Promise<string> {
  const which: Child = { kind: child.kind, id: ids[child.kind][child.at] ?? 0 };
  return database.db.transaction(async (tx) => {
    await holdTree(tx);
    if (below !== null) return place(tx, which, ids.body[below] ?? 0, DAYS[day] ?? START);
    await takeOut(tx, which, DAYS[day] ?? START);
    return "ok";
  });
}

const clear = async () => {
  await database.db.delete(scopeStation);
  await database.db.delete(scopeNodeParent);
};

test("whatever is put below whatever, from whatever day: no body stands below itself on any day, and the stations below each body are those that a slow count finds", async () => {
  await fc.assert(fc.asyncProperty(fc.array(stepOf, { minLength: 1, maxLength: 10 }), async (steps) => {
    await clear();
    let standing: Standing = new Map();
    for (const step of steps) {
      const next = stepped(standing, step);
      expect({ step, circle: await take(step) === "circle" }).toEqual({ step, circle: next === null });
      standing = next ?? standing;
    }
    for (const on of [0, 4, LENGTH - 1]) {
      for (const [at, nodeId] of ids.body.entries()) {
        const slow = ids.station.filter((_, each) => aboveOn(standing, { kind: "station", at: each }, on).includes(at));
        const expected = ids.body.reduce((sum, _, each) => sum + (each === at || aboveOn(standing, { kind: "body", at: each }, on).includes(at) ? each : 0), 0);
        const day = DAYS[on] ?? START;
        expect(await readLeaves(database.db, nodeId, day)).toEqual(slow);
        expect(await readSetUp(database.db, nodeId, day)).toEqual({ stations: slow.length, expected });
      }
    }
  }), { numRuns: 40 });
}, 120_000);

test("of two who put each other's bodies below their own at one moment, one is told that it makes a circle", async () => {
  await clear();
  const put = (at: number, below: number) => take({ child: { kind: "body", at }, below, day: 3 });
  for (let round = 0; round < 5; round += 1) {
    await clear();
    expect((await Promise.all([put(0, 1), put(1, 0)])).toSorted()).toEqual(["circle", "ok"]);
  }
});

test("two who move one station at one moment leave it in one place at a time", async () => {
  await clear();
  const results = await Promise.all([0, 1, 2].map((below) => take({ child: { kind: "station", at: 0 }, below, day: 5 })));
  expect(results).toEqual(["ok", "ok", "ok"]);
  const rows = await database.db.select().from(scopeStation);
  expect(rows).toHaveLength(1);
  expect(dayBefore(rows[0]?.fromOn ?? "")).toBe(DAYS[4]);
});
