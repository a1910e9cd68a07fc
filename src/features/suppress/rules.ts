/** Fewer persons than these could be told apart. */
export const SMALL_CELL = 5;

/** A count of one cell of a row whose cells sum to its total. */
export interface Cell {
  readonly count: number;
  /** Whether it counts persons; above a station a self-employed business is one. */
  readonly isPersonal: boolean;
}

/** What is shown of a count: itself, that it is small, or nothing. */
export type Mark = { readonly kind: "count"; readonly count: number } | { readonly kind: "small" } | { readonly kind: "hidden" };

export interface Suppressed {
  readonly cells: readonly Mark[];
  readonly total: Mark;
}

export const markText = (mark: Mark, threshold = SMALL_CELL): string => (mark.kind === "count" ? String(mark.count) : mark.kind === "small" ? `<${threshold}` : "—");

const isSmall = (count: number, threshold: number) => count > 0 && count < threshold;
const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

/** What a reader can still find out of a hidden cell: the least and the most that it may be. */
interface Range {
  readonly least: number;
  readonly most: number;
}

/** Of what is marked small a reader knows the bounds; whatever else is hidden is not zero, and a personal one not small. */
function rangeOf({ count, isPersonal }: Cell, threshold: number): Range {
  if (isPersonal && isSmall(count, threshold)) return { least: 1, most: threshold - 1 };
  return { least: isPersonal ? threshold : 1, most: Infinity };
}

/** Whether each of the hidden cells may be at least two numbers to somebody who knows what they sum to. */
function isUndetermined(cells: readonly Cell[], threshold: number): boolean {
  const ranges = cells.map((cell) => rangeOf(cell, threshold));
  const sum = sumOf(cells.map(({ count }) => count));
  return ranges.every(({ least, most }, at) => {
    const others = ranges.filter((_, other) => other !== at);
    const low = Math.max(least, sum - sumOf(others.map((range) => range.most)));
    return Math.min(most, sum - sumOf(others.map((range) => range.least))) > low;
  });
}

const isHiddenEnough = (cells: readonly Cell[], threshold: number): boolean =>
  cells.length === 0 || (cells.length > 1 && sumOf(cells.map(({ count }) => count)) >= threshold && isUndetermined(cells, threshold));

/** The places of what is not zero, smallest first; of equals the first. */
const smallestFirst = (counts: readonly number[]): number[] =>
  [...counts.keys()].filter((at) => (counts[at] ?? 0) > 0).toSorted((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0) || a - b);

/** Adds the smallest to what is hidden until that is enough; false where all together are not. */
function hideUntil(hidden: Set<number>, order: readonly number[], isEnough: () => boolean): boolean {
  for (const next of order) {
    if (isEnough()) return true;
    hidden.add(next);
  }
  return isEnough();
}

/**
 * What may be shown of counts and their sum, so that no hidden one can be worked out from what is shown; zero is shown. Every small
 * count of persons is hidden, and as many of the next smallest beside them as keep the total from giving one away.
 */
export function suppress(cells: readonly Cell[], threshold = SMALL_CELL): Suppressed {
  const counts = cells.map(({ count }) => count);
  const hidden = new Set(cells.flatMap(({ count, isPersonal }, at) => (isPersonal && isSmall(count, threshold) ? [at] : [])));
  const isTotalShown = hideUntil(hidden, smallestFirst(counts), () => isHiddenEnough(cells.filter((_, at) => hidden.has(at)), threshold));
  return {
    cells: cells.map(({ count, isPersonal }, at): Mark => {
      if (!hidden.has(at)) return { kind: "count", count };
      return { kind: isPersonal && isSmall(count, threshold) ? "small" : "hidden" };
    }),
    total: isTotalShown ? { kind: "count", count: sumOf(counts) } : { kind: "hidden" },
  };
}

/** A row of several counts of the same things, as units in operation and those of them that are covered; the first is the widest. */
export interface Row {
  readonly counts: readonly [number, ...number[]];
  readonly isPersonal: boolean;
}

export interface Merged {
  /** The places of the rows that are shown only as one, summed. */
  readonly merged: readonly number[];
  /** Whether the sums of all rows may be shown. */
  readonly isTotalShown: boolean;
}

/** Which rows are summed into one, so that no small count of persons is shown or can be worked out: the whole row of such a count, with the smallest rows beside it. */
export function mergeRows(rows: readonly Row[], threshold = SMALL_CELL): Merged {
  const widths = rows.map(({ counts }) => counts[0]);
  const merged = new Set(rows.flatMap(({ counts, isPersonal }, at) => (isPersonal && counts.some((count) => isSmall(count, threshold)) ? [at] : [])));
  // More units than rows: each row may have more than one number of them.
  const isEnough = () => merged.size === 0 || (merged.size > 1 && sumOf([...merged].map((at) => widths[at] ?? 0)) >= Math.max(threshold, merged.size + 1));
  const isTotalShown = hideUntil(merged, smallestFirst(widths), isEnough);
  return { merged: [...merged].toSorted((a, b) => a - b), isTotalShown };
}
