import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changeHundredths, changeText, FORMULA_VERSION, fractionText, hundredths, percentText, RATES, type Fraction } from "../../src/features/figures/rules.ts";
import { GOLDEN_WEEK } from "../setup/golden-week.ts";

const { figures, before } = GOLDEN_WEEK;
const fraction = fc.record({ of: fc.nat(1_000_000), all: fc.integer({ min: 1, max: 1_000_000 }) }).map(({ of, all }): Fraction => ({ of: Math.min(of, all), all }));

describe("a rate", () => {
  test("comes from figures that name their formulas", () => expect(figures.version).toBe(FORMULA_VERSION));

  test("of the worked example is printed with what it is of", () => {
    const texts = Object.fromEntries(Object.entries(RATES).map(([name, rate]) => [name, fractionText(rate(figures.total))]));
    expect(texts).toEqual({
      organization: "5/12 = 41.67%", separate: "1/12 = 8.33%", work: "8/12 = 66.67%", workUnorganized: "3/7 = 42.86%",
      built: "1/3 = 33.33%", fresh: "9/12 = 75.00%", visited: "0/3 = 0.00%",
    });
  });

  test("of nothing is a dash, not 0 and not 100", () => {
    expect([hundredths({ of: 0, all: 0 }), fractionText({ of: 0, all: 0 }), percentText(null), changeText(null)]).toEqual([null, "—", "—", "—"]);
    expect(changeHundredths({ of: 0, all: 0 }, { of: 1, all: 2 })).toBeNull();
  });

  test("is rounded once, half away from zero", () => {
    expect([hundredths({ of: 1, all: 3 }), hundredths({ of: 2, all: 3 }), hundredths({ of: 1, all: 1600 }), hundredths({ of: 3, all: 3 })]).toEqual([3333, 6667, 6, 10_000]);
    fc.assert(fc.property(fraction, ({ of, all }) => {
      const value = hundredths({ of, all });
      expect(Math.abs((value ?? Number.NaN) - (of / all) * 10_000)).toBeLessThan(0.5 + 1e-6);
    }));
  });
});

describe("a change", () => {
  test("is taken between the exact fractions: −16.67 where rounding first would give −16.66", () => {
    expect(changeText(changeHundredths(RATES.work(before.total), RATES.work(figures.total)))).toBe("−16.67");
    expect(changeText(changeHundredths(RATES.organization(before.total), RATES.organization(figures.total)))).toBe("−8.33");
    expect(changeText(changeHundredths(RATES.built(before.total), RATES.built(figures.total)))).toBe("−66.67");
    expect(changeText(changeHundredths(RATES.fresh(before.total), RATES.fresh(figures.total)))).toBe("+0.00");
  });

  test("there and back comes to nothing, and falls as much as it rose", () => {
    fc.assert(fc.property(fraction, fraction, (a, b) => {
      expect(changeHundredths(a, a)).toBe(0);
      expect((changeHundredths(a, b) ?? 0) + (changeHundredths(b, a) ?? 0)).toBe(0);
    }));
  });
});
