import type { Fraction } from "../figures/rules.ts";
import { isLate, isMissed, newestOccasion, occasionOf, USUAL_SCHEDULE, type Occasion } from "../digest/rules.ts";
import { isQuietFor } from "../quiet/rules.ts";
import { mergeRows, SMALL_CELL, type Mark } from "../suppress/rules.ts";

/** Units in operation, and those of them that an organization covers, and that work covers. */
export interface Counts {
  readonly units: number;
  readonly organization: number;
  readonly work: number;
}

export interface KindCounts extends Counts {
  readonly kind: string;
}

/** What the stations below a body come to on a day. */
export interface Sums {
  readonly total: Counts;
  readonly byKind: readonly KindCounts[];
}

/** Above a station, a business that is one person is counted as one. */
const PERSONAL_KIND = "self_employed";

/** Stations that are late are waited for until then. */
const DEADLINE = { weekday: 1, minute: 12 * 60 } as const;

/** The digest that a body is to get, on its own clock: once its time has come, and at the deadline without those that are missing. */
export interface Turn extends Occasion {
  /** Whether it goes out without waiting for anybody any more. */
  readonly isDeadlineOver: boolean;
  readonly isLate: boolean;
}

export function newestTurn(now: Date, zone: string): Turn {
  const occasion = newestOccasion(now, zone, USUAL_SCHEDULE);
  const deadline = occasionOf(occasion.weekOn, zone, DEADLINE).dueAt;
  return { ...occasion, isDeadlineOver: deadline <= now, isLate: isLate(deadline, now) };
}

/** Whether it is still sent: not two days after its time, nor in the night, from which it is caught up in the morning. */
export const maySend = ({ dueAt }: Occasion, now: Date, zone: string): boolean => !isMissed(dueAt, now) && !isQuietFor(now, zone, { ridesAtMeals: false });

/** A rate as it may be told: where its parts may, exactly. */
export interface ToldRate {
  readonly of: Mark;
  readonly all: Mark;
  /** Null where either is not told. */
  readonly exact: Fraction | null;
}

/** Kinds of unit that are told as one line. */
export interface ToldRow {
  readonly kinds: readonly string[];
  readonly counts: Counts;
}

export interface Told {
  readonly units: Mark;
  readonly organization: ToldRate;
  readonly work: ToldRate;
  /** Without those where there is nothing; a line of several kinds is of their sums. */
  readonly rows: readonly ToldRow[];
}

const count = (of: number): Mark => ({ kind: "count", count: of });
const smallOr = (of: number): Mark => (of > 0 && of < SMALL_CELL ? { kind: "small" } : count(of));

function rate(of: Mark, all: Mark): ToldRate {
  return { of, all, exact: of.kind === "count" && all.kind === "count" ? { of: of.count, all: all.count } : null };
}

export function sumCounts(counts: readonly Counts[]): Counts {
  return counts.reduce((sum, each) => ({ units: sum.units + each.units, organization: sum.organization + each.organization, work: sum.work + each.work }), { units: 0, organization: 0, work: 0 });
}

const isPersonal = ({ kind }: KindCounts): boolean => kind === PERSONAL_KIND;

/** Where no other kind hides the small counts of persons: the units where they are not few, and of them only what is not small. */
function toldAlone(total: Counts): Told {
  const units = smallOr(total.units);
  const hidden: Mark = { kind: "hidden" };
  const of = (number: number) => rate(units.kind === "count" ? smallOr(number) : hidden, units.kind === "count" ? units : hidden);
  return { units, organization: of(total.organization), work: of(total.work), rows: [] };
}

/** What may be told above a station: no number of self-employed businesses that is small, nor anything by which one could be worked out. */
export function tellable({ total, byKind }: Sums): Told {
  const kinds = byKind.filter(({ units }) => units > 0);
  const { merged, isTotalShown } = mergeRows(kinds.map((each) => ({ counts: [each.units, each.organization, each.work], isPersonal: isPersonal(each) })));
  if (!isTotalShown) return toldAlone(total);
  const apart = kinds.filter((_, at) => !merged.includes(at)).map((each): ToldRow => ({ kinds: [each.kind], counts: sumCounts([each]) }));
  const together = kinds.filter((_, at) => merged.includes(at));
  return {
    units: count(total.units), organization: rate(count(total.organization), count(total.units)), work: rate(count(total.work), count(total.units)),
    rows: [...apart, ...(together.length > 0 ? [{ kinds: together.map(({ kind }) => kind), counts: sumCounts(together) }] : [])],
  };
}
