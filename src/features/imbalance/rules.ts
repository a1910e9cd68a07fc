import { changeHundredths, RATES, type Figures, type Fraction, type Part } from "../figures/rules.ts";

/** A rate of fewer units says more of chance than of work. */
const COMPARABLE_UNITS = 5;
const CUTS = ["byKind", "byArea", "byIndustry"] as const;
const COMPARED = ["organization", "work"] as const;

/** The two groups of one cut that lie furthest apart, the better one first. */
export interface Imbalance {
  readonly cut: (typeof CUTS)[number];
  readonly rate: (typeof COMPARED)[number];
  readonly best: { readonly key: string; readonly fraction: Fraction };
  readonly worst: { readonly key: string; readonly fraction: Fraction };
  /** In hundredths of a percentage point, from the exact fractions. */
  readonly gap: number;
}

function widest(parts: readonly Part[], cut: Imbalance["cut"], rate: Imbalance["rate"]): Imbalance | null {
  const rated = parts.filter(({ coverage }) => coverage.units >= COMPARABLE_UNITS).map(({ key, coverage }) => ({ key, fraction: RATES[rate](coverage) }));
  const sorted = rated.toSorted((a, b) => b.fraction.of * a.fraction.all - a.fraction.of * b.fraction.all);
  const [best, worst] = [sorted[0], sorted.at(-1)];
  if (!best || !worst) return null;
  return { cut, rate, best, worst, gap: changeHundredths(worst.fraction, best.fraction) ?? 0 };
}

/** The widest gap between two kinds, areas or industries of at least five units each; null where all are alike or none can be compared. */
export function widestGap(figures: Pick<Figures, (typeof CUTS)[number]>): Imbalance | null {
  const found = CUTS.flatMap((cut) => COMPARED.map((rate) => widest(figures[cut], cut, rate))).filter((each) => each !== null && each.gap > 0);
  return found.reduce<Imbalance | null>((most, each) => (each && (most === null || each.gap > most.gap) ? each : most), null);
}
