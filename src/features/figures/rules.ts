import type { Formation } from "../organization/rules.ts";

/** The formulas by which the figures are made; printed with them, and counted up when one of them changes. */
export const FORMULA_VERSION = "cov-1";
/** F8 looks back over so many days, the last one among them. */
export const ACTIVE_DAYS = 30;
/** F10 and F13 look so many days ahead. */
export const EXPIRING_DAYS = 30;
export const TERM_DUE_DAYS = 90;

/** The unit-level figures of a station or a part of it at the end of a day, as counts: a rate is always two of them. */
export interface Coverage {
  /** F1: in operation. The four after it are not, and stand beside. */
  readonly units: number;
  readonly dormant: number;
  readonly closed: number;
  readonly movedOut: number;
  readonly notFound: number;
  /** F2, and its parts by the first formation that applies; they sum to it. A functional organization counts only where a station says so. */
  readonly organization: number;
  readonly byFormation: Readonly<Record<Formation, number>>;
  /** F4. */
  readonly work: number;
  /** Units with a counting assignment, and those of them whose instructor visited within their rhythm. */
  readonly assigned: number;
  readonly visited: number;
  /** F6: units with enough full members for an organization of their own, and those of them that have one. */
  readonly shouldBuild: number;
  readonly built: number;
  /** F7: surveyed within 90 days. */
  readonly fresh: number;
}

/** F14: full members by the newest surveys. Private, and suppressed wherever they leave the lead's own report. */
interface Members {
  readonly total: number;
  /** In units that an organization covers. */
  readonly covered: number;
}

/** The figures of one kind, area, industry or market (by its code). */
export interface Part {
  readonly key: string;
  readonly coverage: Coverage;
  readonly members: Members;
}

/** All that a station's snapshot holds; the same inputs give the same JSON. */
export interface Figures {
  readonly version: string;
  /** The day at whose end they hold, YYYY-MM-DD. */
  readonly asOf: string;
  readonly total: Coverage;
  readonly members: Members;
  readonly byKind: readonly Part[];
  readonly byArea: readonly Part[];
  readonly byIndustry: readonly Part[];
  readonly byMarket: readonly Part[];
  /** F8: organizations that count and cover a unit in operation, and those of them with a held activity within 30 days. */
  readonly organizations: { readonly counting: number; readonly active: number };
  /** F10. */
  readonly instructors: { readonly active: number; readonly atCapacity: number; readonly overCapacity: number; readonly expiring: number };
  /** F12 as it stands on the day. */
  readonly requests: { readonly open: number; readonly overdue: number };
  /** F13. */
  readonly terms: { readonly overdue: number; readonly dueSoon: number };
}

export interface Fraction {
  readonly of: number;
  readonly all: number;
}

/** F2 to F8 as fractions; each keeps its denominator. */
export const RATES = {
  organization: ({ organization, units }: Coverage): Fraction => ({ of: organization, all: units }),
  separate: ({ byFormation, units }: Coverage): Fraction => ({ of: byFormation.separate, all: units }),
  work: ({ work, units }: Coverage): Fraction => ({ of: work, all: units }),
  /** F5: among the units that no organization covers. */
  workUnorganized: ({ work, organization, units }: Coverage): Fraction => ({ of: work - organization, all: units - organization }),
  built: ({ built, shouldBuild }: Coverage): Fraction => ({ of: built, all: shouldBuild }),
  fresh: ({ fresh, units }: Coverage): Fraction => ({ of: fresh, all: units }),
  visited: ({ visited, assigned }: Coverage): Fraction => ({ of: visited, all: assigned }),
} as const;

const HUNDREDTHS = 10_000n;

/** A quotient rounded once, half away from zero. */
function rounded(of: bigint, by: bigint): bigint {
  const sign = of < 0n === by < 0n ? 1n : -1n;
  const [high, low] = [of < 0n ? -of : of, by < 0n ? -by : by];
  return sign * ((2n * high + low) / (2n * low));
}

/** The percentage in hundredths of a percent; null where there is nothing to divide by. */
export function hundredths({ of, all }: Fraction): number | null {
  return all === 0 ? null : Number(rounded(BigInt(of) * HUNDREDTHS, BigInt(all)));
}

/** The change in hundredths of a percentage point, taken between the exact fractions; null where either has nothing to divide by. */
export function changeHundredths(before: Fraction, after: Fraction): number | null {
  if (before.all === 0 || after.all === 0) return null;
  const [a, b] = [BigInt(after.all), BigInt(before.all)];
  return Number(rounded((BigInt(after.of) * b - BigInt(before.of) * a) * HUNDREDTHS, a * b));
}

const signed = (value: number, sign: string): string => `${sign}${Math.trunc(value / 100)}.${String(value % 100).padStart(2, "0")}`;

/** A percentage in hundredths, written 41.67%; “—” where there is none. */
export const percentText = (value: number | null): string => (value === null ? "—" : `${signed(value, "")}%`);

/** A change in hundredths, written −8.33 or +0.00 with a real minus; “—” where there is none. */
export const changeText = (value: number | null): string => (value === null ? "—" : signed(Math.abs(value), value < 0 ? "−" : "+"));

/** A fraction written 5/12 = 41.67%, or “—” over an empty scope. */
export const fractionText = (fraction: Fraction): string => (fraction.all === 0 ? "—" : `${fraction.of}/${fraction.all} = ${percentText(hundredths(fraction))}`);
