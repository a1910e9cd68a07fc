import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newestTurn, maySend, sumCounts, tellable, type Counts, type KindCounts, type Sums } from "../../src/features/nodedigest/rules.ts";
import { markText } from "../../src/features/suppress/rules.ts";

const KINDS = ["market", "micro_enterprise", "platform_station", "self_employed"] as const;
const row = (kind: string, units: number, organization: number, work: number): KindCounts => ({ kind, units, organization, work });
const sumsOf = (...byKind: KindCounts[]): Sums => ({ total: sumCounts(byKind), byKind });
const said = (sums: Sums) => {
  const { units, organization, work, rows } = tellable(sums);
  return [markText(units), markText(organization.of), markText(work.of), ...rows.map(({ kinds, counts }) => `${kinds.join("+")} ${counts.units} ${counts.organization} ${counts.work}`)];
};

describe("what may be told above a station", () => {
  test("is everything where the self-employed are many, and their coverage too", () => {
    expect(said(sumsOf(row("market", 1, 1, 1), row("self_employed", 40, 5, 20)))).toEqual(["41", "6", "21", "market 1 1 1", "self_employed 40 5 20"]);
  });

  test("of the worked example's one station is every kind but the self-employed, whose four are told together with the smallest kind", () => {
    const golden = sumsOf(row("market", 1, 1, 1), row("micro_enterprise", 6, 2, 4), row("platform_station", 1, 1, 1), row("self_employed", 4, 1, 2));
    expect(said(golden)).toEqual(["12", "5", "8", "micro_enterprise 6 2 4", "platform_station 1 1 1", "market+self_employed 5 2 3"]);
  });

  test("holds no rate by which few covered self-employed could be worked out, however many they are", () => {
    expect(said(sumsOf(row("micro_enterprise", 6, 2, 4), row("self_employed", 40, 1, 20)))).toEqual(["46", "3", "24", "micro_enterprise+self_employed 46 3 24"]);
    expect(said(sumsOf(row("self_employed", 40, 1, 20)))).toEqual(["40", "<5", "20"]);
    expect(said(sumsOf(row("self_employed", 3, 1, 2)))).toEqual(["<5", "—", "—"]);
    expect(said(sumsOf(row("market", 1, 0, 1), row("self_employed", 2, 1, 2)))).toEqual(["<5", "—", "—"]);
    expect(said(sumsOf())).toEqual(["0", "0", "0"]);
  });
});

const countsOf = fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)).map(([units, organization, extra]): Counts => {
  const covered = Math.min(organization, units);
  return { units, organization: covered, work: Math.min(covered + extra, units) };
});
const stationOf = fc.tuple(...KINDS.map(() => countsOf)).map((all) => sumsOf(...KINDS.map((kind, at) => ({ kind, ...all[at] ?? { units: 0, organization: 0, work: 0 } }))));

test("no few self-employed are told, nor can be worked out from the total and the other lines", () => {
  fc.assert(fc.property(stationOf, (sums) => {
    const told = tellable(sums);
    const own = sums.byKind.find(({ kind }) => kind === "self_employed");
    for (const [rate, count] of [[told.units, own?.units ?? 0], [told.organization.of, own?.organization ?? 0], [told.work.of, own?.work ?? 0]] as const) {
      const isAlone = sums.byKind.every(({ kind, units }) => kind === "self_employed" || units === 0);
      if (isAlone && count > 0 && count < 5) expect(rate.kind).not.toBe("count");
    }
    for (const { kinds, counts } of told.rows) {
      const isFew = Object.values(counts).some((count) => count > 0 && count < 5);
      if (kinds.length === 1 && kinds[0] === "self_employed") expect(isFew).toBe(false);
      // Told together, they are at least five, and no other line or difference parts them.
      if (kinds.length > 1) expect(counts.units).toBeGreaterThanOrEqual(5);
    }
    if (told.rows.length > 0) expect(sumCounts(told.rows.map(({ counts }) => counts))).toEqual(sums.total);
  }), { numRuns: 1_000 });
});

test("a body's digest is due on Monday at nine on its own clock, waits until noon, is late after that, and is caught up within two days, not in the night", () => {
  const at = (time: string) => newestTurn(new Date(time), "Asia/Shanghai");
  expect(at("2026-11-23T00:59:00Z").weekOn).toBe("2026-11-09");
  expect(at("2026-11-23T01:00:00Z")).toMatchObject({ weekOn: "2026-11-16", isDeadlineOver: false, isLate: false });
  expect(at("2026-11-23T04:00:00Z")).toMatchObject({ weekOn: "2026-11-16", isDeadlineOver: true, isLate: false });
  expect(at("2026-11-23T04:16:00Z")).toMatchObject({ isLate: true });
  const may = (time: string) => maySend(at(time), new Date(time), "Asia/Shanghai");
  expect(["2026-11-23T01:00:00Z", "2026-11-23T15:00:00Z", "2026-11-24T00:00:00Z", "2026-11-25T01:00:00Z", "2026-11-25T01:01:00Z"].map(may)).toEqual([true, false, true, true, false]);
});
