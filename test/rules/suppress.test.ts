import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markText, mergeRows, suppress, type Cell, type Mark } from "../../src/features/suppress/rules.ts";

const personal = (...counts: number[]): Cell[] => counts.map((count) => ({ count, isPersonal: true }));
const shown = (cells: readonly Cell[], threshold?: number) => {
  const { cells: marks, total } = suppress(cells, threshold);
  return [...marks.map((mark) => markText(mark, threshold)), markText(total, threshold)];
};

describe("small counts of persons", () => {
  test("are shown as they are where none is small, and zero is shown", () => {
    expect(shown(personal(13, 0, 7))).toEqual(["13", "0", "7", "20"]);
    expect(shown([])).toEqual(["0"]);
  });

  test("are not shown, nor the next smallest beside them, by which the total would tell", () => {
    expect(shown(personal(13, 4, 0, 9))).toEqual(["13", "<5", "0", "—", "26"]);
    expect(shown(personal(13, 4, 0, 1))).toEqual(["13", "<5", "0", "<5", "18"]);
    expect(shown(personal(9, 4))).toEqual(["—", "<5", "13"]);
  });

  test("hide the total too where nothing else can hide them, and where two small ones can be only what they are", () => {
    expect(shown(personal(3))).toEqual(["<5", "—"]);
    expect(shown(personal(2, 2))).toEqual(["<5", "<5", "—"]);
    expect(shown(personal(4, 4, 0))).toEqual(["<5", "<5", "0", "—"]);
    expect(shown(personal(4, 4, 30))).toEqual(["<5", "<5", "—", "38"]);
  });

  test("of a kind that is no person are shown, and hide the small one beside them where they must", () => {
    expect(shown([{ count: 1, isPersonal: false }, { count: 6, isPersonal: false }, { count: 1, isPersonal: false }, { count: 4, isPersonal: true }])).toEqual(["—", "6", "1", "<5", "12"]);
    expect(shown([{ count: 2, isPersonal: false }, { count: 3, isPersonal: false }])).toEqual(["2", "3", "5"]);
  });

  test("go by the threshold that is asked for", () => {
    expect(shown(personal(9, 12, 30), 10)).toEqual(["<10", "—", "30", "51"]);
  });
});

const cellsOf = fc.array(fc.record({ count: fc.oneof(fc.nat(6), fc.nat(40)), isPersonal: fc.boolean() }), { maxLength: 6 });
const MOST = 200;

/** All numbers that a cell may be, to somebody who sees the marks and the total, by trying. */
function possible(marks: readonly Mark[], cells: readonly Cell[], total: Mark, at: number): number {
  const range = (mark: Mark, cell: Cell | undefined): readonly [number, number] =>
    mark.kind === "count" ? [mark.count, mark.count] : mark.kind === "small" ? [1, 4] : [cell?.isPersonal === true ? 5 : 1, MOST];
  const ranges = marks.map((mark, each) => range(mark, cells[each]));
  const [own, others] = [ranges[at] ?? [0, 0], ranges.filter((_, each) => each !== at)];
  const [low, high] = [others.reduce((sum, [least]) => sum + least, 0), others.reduce((sum, [, most]) => sum + most, 0)];
  let found = 0;
  for (let value = own[0]; value <= own[1]; value += 1) if (total.kind !== "count" || (value + low <= total.count && value + high >= total.count)) found += 1;
  return found;
}

test("no hidden cell can be worked out from what is shown, no small count of persons is shown, and nothing is hidden without need", () => {
  fc.assert(fc.property(cellsOf, (cells) => {
    const { cells: marks, total } = suppress(cells);
    for (const [at, mark] of marks.entries()) {
      const { count = 0, isPersonal = false } = cells[at] ?? {};
      if (mark.kind === "count") expect(isPersonal && count > 0 && count < 5).toBe(false);
      else expect(possible(marks, cells, total, at)).toBeGreaterThan(1);
      if (count === 0) expect(mark).toEqual({ kind: "count", count: 0 });
      expect(mark.kind === "small").toBe(isPersonal && count > 0 && count < 5);
    }
    if (marks.every(({ kind }) => kind === "count")) expect(total).toEqual({ kind: "count", count: cells.reduce((sum, { count }) => sum + count, 0) });
    if (!cells.some(({ count, isPersonal }) => isPersonal && count > 0 && count < 5)) expect(marks.every(({ kind }) => kind === "count")).toBe(true);
  }), { numRuns: 2_000 });
});

const rowOf = fc.record({ widths: fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)), isPersonal: fc.boolean() })
  .map(({ widths: [units, organized, worked], isPersonal }) => ({ counts: [units, Math.min(organized, units), Math.min(worked, units)] as [number, number, number], isPersonal }));

test("rows with a small count of persons are summed with others, so that none of their counts is shown or can be worked out", () => {
  fc.assert(fc.property(fc.array(rowOf, { maxLength: 5 }), (rows) => {
    const { merged, isTotalShown } = mergeRows(rows);
    const small = rows.flatMap(({ counts, isPersonal }, at) => (isPersonal && counts.some((count) => count > 0 && count < 5) ? [at] : []));
    expect(merged).toEqual(expect.arrayContaining(small));
    if (small.length === 0) expect(merged).toEqual([]);
    if (small.length === 0 || !isTotalShown) return;
    // At least two rows with units, and more units than rows: each may have more than one number of them.
    const units = merged.map((at) => rows[at]?.counts[0] ?? 0);
    expect(units.every((count) => count > 0) && units.length > 1).toBe(true);
    const sum = units.reduce((all, count) => all + count, 0);
    expect(sum >= 5 && sum > units.length).toBe(true);
  }), { numRuns: 1_000 });
});
