import { asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coverageSnapshot } from "../../src/db/schema-coverage.ts";
import { scopeCopy, scopeNode, scopeNodeParent, scopeRun, scopeStation } from "../../src/db/schema-node.ts";
import { outbox, station } from "../../src/db/schema.ts";
import type { Coverage, Figures } from "../../src/features/figures/rules.ts";
import { oweDigest, readSums, readWaiting } from "../../src/features/nodedigest/actions.ts";
import { sumCounts } from "../../src/features/nodedigest/rules.ts";
import { takeSnapshots } from "../../src/features/snapshot/actions.ts";
import { GOLDEN_WEEK } from "../setup/golden-week.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { loadGolden } from "../telegram/golden.ts";
import { founds, takesUp } from "../telegram/nodes.ts";
import { told } from "../telegram/talk.ts";

const bench = useBench({ start: new Date("2026-11-22T04:00:00Z") });
const db = () => bench.database.db;
const HOUR = 3_600_000;
const SUNDAY = "2026-11-22";
const { figures: NOW } = GOLDEN_WEEK;

async function snapshot(stationId: number, figures: Figures, revision = 0): Promise<void> {
  await db().insert(coverageSnapshot).values({ stationId, asOf: figures.asOf, formulaVersion: figures.version, revision, figures, takenAt: bench.now() });
}

/** Another station, of which only its name matters. */
async function stationCalled(name: string): Promise<number> {
  const [made] = await db().insert(station).values({ name, timeZone: "Asia/Shanghai", locale: "en", joinCode: name, createdAt: bench.now() }).returning({ id: station.id });
  return made?.id ?? 0;
}

const stands = (stationId: number, nodeId: number) => db().insert(scopeStation).values({ stationId, nodeId, fromOn: "2026-01-01" });
const copies = () => db().select({ weekOn: scopeCopy.weekOn, state: scopeCopy.state }).from(scopeCopy).orderBy(asc(scopeCopy.accountId));

/** A station that has stood below a body for long. */
async function arrange(locale: "en" | "zh-CN" = "en") {
  const at = await establish(bench, { locale, name: locale === "en" ? "Example station" : "示例指导站" });
  const nodeId = await founds(bench, at.lead, locale === "en" ? "North" : "北区领导小组");
  await stands(at.stationId, nodeId);
  return { ...at, nodeId };
}

const TEXT = [
  "📊 Weekly sums · 2026 week 47 (16–22 Nov)", "North · definition cov-1 · as of 22 Nov", "",
  "Stations set up 1/2, 1 of them counted here", "Units in operation 12",
  "Organization coverage 5/12 = 41.67% (−8.33 pp on last week)", "Work coverage 8/12 = 66.67% (−16.67 pp)",
  "By kind (organization coverage; work coverage):", "· small or micro business 6: 2/6 = 33.33%; 4/6 = 66.67%", "· delivery station 1: 1/1 = 100.00%; 1/1 = 100.00%",
  "· specialised market and self-employed business 5 (few, taken together): 2/5 = 40.00%; 3/5 = 60.00%",
  "Numbers of units and rates only, no personal data; very small numbers are not shown, or taken together.",
].join("\n");

describe("the weekly digest of a body", () => {
  test("goes on Monday at nine to whoever keeps or reads it, once, in their own language, with units and rates only", async () => {
    const at = await arrange();
    const { lead, stationId, nodeId } = at;
    await loadGolden(bench, at);
    await bench.scope().act((tx) => takeSnapshots(tx, [stationId], "2026-11-15", bench.now()));
    await bench.as(lead).types("/scope expect 2");
    const reader = await takesUp(bench, lead, nodeId, "reader", "Wen", "zh-hans");
    await bench.advance(20 * HOUR + 59 * 60_000);
    expect(await copies()).toEqual([]);
    bench.emulator.markAllSeen();
    await bench.advance(60_000);
    await bench.settle();
    expect(told(bench, lead).filter((text) => text.startsWith("📊"))).toEqual([TEXT]);
    expect(bench.as(reader).reads().text).toBe([
      "📊 汇总周报 · 2026年第47周（11月16日–22日）", "North · 口径 cov-1 · 截至 11月22日", "",
      "已建站 1/2，计入 1 个", "在营单位 12 家", "组织覆盖 5/12 = 41.67%（较上周 −8.33 个百分点）", "工作覆盖 8/12 = 66.67%（−16.67）",
      "分类（组织覆盖；工作覆盖）：", "· 小微企业 6 家：2/6 = 33.33%；4/6 = 66.67%", "· 外卖配送站点 1 家：1/1 = 100.00%；1/1 = 100.00%",
      "· 专业市场和个体工商户 5 家（数少，合并）：2/5 = 40.00%；3/5 = 60.00%", "只有家数和比率，不含个人信息；很小的数不显示或合并。",
    ].join("\n"));
    expect(await copies()).toEqual([{ weekOn: "2026-11-16", state: "sent" }, { weekOn: "2026-11-16", state: "sent" }]);
    for (const hours of [1, 24, 96]) await bench.advance(hours * HOUR);
    await bench.settle();
    expect(told(bench, reader).filter((text) => text.startsWith("📊"))).toHaveLength(1);
    await bench.as(lead).types("/scope digest");
    expect(bench.as(lead).reads().text).toBe(TEXT);
    bench.emulator.markAllSeen();
  });

  test("waits for a station that is late until noon, then goes out naming it; a body above sums the stations below, however deep", async () => {
    const { lead, stationId, nodeId } = await arrange();
    const top = await founds(bench, lead, "Top");
    await db().insert(scopeNodeParent).values({ nodeId, parentId: top, fromOn: "2026-01-01" });
    const late = await stationCalled("Late station");
    await stands(late, nodeId);
    // Its days are over later than this body's Monday noon.
    await db().update(station).set({ timeZone: "Pacific/Pago_Pago" }).where(eq(station.id, late));
    await snapshot(stationId, { ...NOW, total: { ...NOW.total, units: 99 } });
    await snapshot(stationId, NOW, 1);
    await bench.advance(21 * HOUR);
    expect(await db().$count(scopeRun)).toBe(0);
    await bench.advance(2 * HOUR + 59 * 60_000);
    expect(await db().$count(scopeRun)).toBe(0);
    bench.emulator.markAllSeen();
    await bench.advance(60_000);
    await bench.settle();
    const digests = told(bench, lead).filter((text) => text.startsWith("📊"));
    expect(digests.map((text) => text.split("\n")[1])).toEqual(["North · definition cov-1 · as of 22 Nov", "Top · definition cov-1 · as of 22 Nov"]);
    for (const text of digests) {
      expect(text).toContain("Stations set up 2, 1 of them counted here\nUnits in operation 12\nOrganization coverage 5/12 = 41.67%\n");
      expect(text).toContain("⚠️ Not counted, no figures yet (1): Late station");
    }
    await bench.advance(5 * HOUR);
    await bench.settle();
    expect(told(bench, lead).filter((text) => text.startsWith("📊"))).toHaveLength(2);
    bench.emulator.markAllSeen();
  });

  test("is caught up within two days of a standstill, marked late; after that only /scope shows it", async () => {
    const { lead, stationId, nodeId } = await arrange();
    await snapshot(stationId, NOW);
    await bench.advance(68 * HOUR);
    await bench.settle();
    expect(told(bench, lead).at(-1)).toContain("as of 22 Nov\n⏰");
    await db().delete(scopeCopy);
    await db().delete(scopeRun);
    await bench.advance(2 * HOUR);
    await bench.settle();
    expect(await db().$count(scopeRun)).toBe(0);
    await bench.as(lead).types(`/scope ${nodeId}`);
    await bench.as(lead).taps(bench.as(lead).reads(), "📊 The last week");
    expect(bench.as(lead).reads().text).toContain("No digest went out for this week; this is how it stands now.\n\nStations set up 1, 1 of them counted here");
    bench.emulator.markAllSeen();
  });

  test("is claimed by one of several processes, and what cannot be delivered is noted; whoever reads it no more gets none", async () => {
    const { lead, stationId, nodeId } = await arrange();
    const reader = await takesUp(bench, lead, nodeId, "reader", "Rea");
    await snapshot(stationId, NOW);
    const scope = { ...bench.scope(), now: new Date("2026-11-23T01:00:00Z") };
    const [waiting] = await readWaiting(scope);
    if (!waiting) throw new Error("nothing is waited for");
    await Promise.all([oweDigest(scope, waiting), oweDigest(scope, waiting)]);
    expect(await db().$count(outbox, eq(outbox.kind, "nodedigest"))).toBe(2);
    expect(await copies()).toHaveLength(2);
    await bench.as(reader).types("/scope resign");
    await bench.as(reader).taps(bench.as(reader).reads(), "Yes, stop");
    bench.expectFailures();
    bench.emulator.block(lead);
    await bench.advance(21 * HOUR);
    await bench.settle();
    expect(told(bench, reader).filter((text) => text.startsWith("📊"))).toEqual([]);
    expect(await copies()).toEqual([{ weekOn: "2026-11-16", state: "refused" }]);
    bench.emulator.markAllSeen();
  });
});

const ZERO: Coverage = { ...NOW.total, units: 0, organization: 0, work: 0 };
const countsOf = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30)).map(([units, organization, work]): Coverage => ({ ...ZERO, units, organization: Math.min(organization, units), work: Math.min(work, units) }));
const figuresOf = fc.tuple(countsOf, countsOf).map(([micro, own]): Figures => ({
  ...NOW, total: { ...ZERO, ...sumCounts([micro, own]) },
  byKind: [{ key: "micro_enterprise", coverage: micro, members: { total: 0, covered: 0 } }, { key: "self_employed", coverage: own, members: { total: 0, covered: 0 } }],
}));

test("what stands above is the sum of the stations below, in any tree, and of the bodies below and what stands below it directly", async () => {
  const bodies: number[] = [];
  for (const name of ["A", "B", "C", "D"]) {
    const [made] = await db().insert(scopeNode).values({ kind: "committee", name, timeZone: "Asia/Shanghai", locale: "en", createdAt: bench.now() }).returning({ id: scopeNode.id });
    bodies.push(made?.id ?? 0);
  }
  const stations = await Promise.all(["S1", "S2", "S3", "S4", "S5"].map(stationCalled));
  const treeOf = fc.record({ parents: fc.tuple(fc.nat(0), fc.nat(1), fc.nat(2)), places: fc.tuple(...stations.map(() => fc.nat(3))), figures: fc.tuple(...stations.map(() => figuresOf)) });
  await fc.assert(fc.asyncProperty(treeOf, async ({ parents, places, figures }) => {
    for (const table of [coverageSnapshot, scopeStation, scopeNodeParent]) await db().delete(table);
    for (const [at, parent] of parents.entries()) await db().insert(scopeNodeParent).values({ nodeId: bodies[at + 1] ?? 0, parentId: bodies[parent] ?? 0, fromOn: "2026-01-01" });
    for (const [at, place] of places.entries()) {
      await stands(stations[at] ?? 0, bodies[place] ?? 0);
      await snapshot(stations[at] ?? 0, figures[at] ?? NOW);
    }
    const isBelow = (body: number, of: number): boolean => body === of || (body > 0 && isBelow(parents[body - 1] ?? 0, of));
    for (const [at, nodeId] of bodies.entries()) {
      const own = figures.filter((_, each) => isBelow(places[each] ?? 0, at));
      const { counted, sums } = await readSums(db(), nodeId, SUNDAY);
      expect({ counted, total: sums.total }).toEqual({ counted: own.length, total: sumCounts(own.map(({ total }) => total)) });
      expect(sumCounts(sums.byKind)).toEqual(sums.total);
      const children = bodies.filter((_, each) => each > 0 && parents[each - 1] === at);
      const direct = figures.filter((_, each) => places[each] === at).map(({ total }) => total);
      expect(sumCounts([...direct, ...await Promise.all(children.map(async (child) => (await readSums(db(), child, SUNDAY)).sums.total))])).toEqual(sums.total);
    }
  }), { numRuns: 25 });
}, 60_000);
