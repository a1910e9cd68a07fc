import fc from "fast-check";
import type { Coverage } from "../../src/features/figures/rules.ts";
import { dayAfter } from "../../src/features/date/rules.ts";

// A station as plain lists, and its figures counted from them one unit after another: slow, and sharing nothing with the queries.

const FIRST_DAY = "2026-06-01";
const DAYS = 160;
/** Days are numbers here; day 0 is the first one. */
export const dateOf = (day: number): string => dayAfter(FIRST_DAY, day);

export interface Period {
  readonly from: number;
  /** Null is open. */
  readonly through: number | null;
}

const KINDS = ["micro_enterprise", "self_employed", "market", "platform_station"] as const;
const STATUSES = ["active", "dormant", "closed", "moved_out", "not_found"] as const;
const FORMATIONS = ["separate", "joint", "industry", "area", "floating", "functional"] as const;

export interface ModelUnit {
  readonly kind: (typeof KINDS)[number];
  readonly area: string;
  readonly industry: string | null;
  /** Whether it lies in the market that is the first unit. */
  readonly inMarket: boolean;
  readonly statuses: readonly (Period & { readonly status: (typeof STATUSES)[number] })[];
  readonly surveys: readonly { readonly on: number; readonly fullMembers: number | null }[];
  readonly massOrganizations: readonly Period[];
}

export interface ModelOrganization {
  readonly formation: (typeof FORMATIONS)[number];
  readonly counts: boolean;
  readonly statuses: readonly (Period & { readonly status: "proposed" | "active" | "suspended" | "dissolved" })[];
  readonly links: readonly (Period & { readonly unit: number })[];
  readonly heldOn: readonly number[];
  readonly term: { readonly startedOn: number; readonly extendedThrough: boolean } | null;
}

export interface ModelInstructor extends Period {
  readonly capacity: number;
  readonly visitEveryDays: number;
  /** Those of one unit lie one after another; `renews` continues the one before it. */
  readonly assignments: readonly (Period & { readonly unit: number; readonly renews: boolean; readonly visitedOn: readonly number[] })[];
}

export interface ModelRequest {
  readonly openedOn: number;
  readonly closedAfter: number | null;
}

export interface ModelStation {
  readonly units: readonly ModelUnit[];
  readonly organizations: readonly ModelOrganization[];
  readonly instructors: readonly ModelInstructor[];
  readonly requests: readonly ModelRequest[];
}

const day = fc.integer({ min: 0, max: DAYS - 1 });
const days = (maxLength: number) => fc.array(day, { maxLength });

/** Periods one after another, from bounds in order: with gaps, or each beginning where the one before it ended. */
function periods(maxLength: number): fc.Arbitrary<Period[]> {
  return fc.uniqueArray(day, { maxLength: maxLength * 2 }).chain((bounds) => fc.boolean().map((isOpen) => {
    const sorted = bounds.toSorted((a, b) => a - b);
    const pairs = Array.from({ length: Math.ceil(sorted.length / 2) }, (_, i) => [sorted[2 * i], sorted[2 * i + 1]] as const);
    return pairs.flatMap(([from, through], i) => from === undefined ? [] : through === undefined && !(isOpen && i === pairs.length - 1) ? [] : { from, through: through ?? null });
  }));
}

function statuses<Status extends string>(first: Status, others: readonly Status[]): fc.Arbitrary<(Period & { status: Status })[]> {
  return fc.record({ starts: fc.uniqueArray(day, { minLength: 1, maxLength: 4 }), said: fc.array(fc.constantFrom(...others), { minLength: 4, maxLength: 4 }) }).map(({ starts, said }) => {
    const sorted = starts.toSorted((a, b) => a - b);
    return sorted.map((from, i) => ({ from, through: (sorted[i + 1] ?? null) === null ? null : (sorted[i + 1] ?? 0) - 1, status: i === 0 ? first : said[i] ?? first }));
  });
}

const unit: fc.Arbitrary<ModelUnit> = fc.record({
  kind: fc.constantFrom(...KINDS), area: fc.constantFrom("A", "B", "C"), industry: fc.constantFrom("food", "textile", null), inMarket: fc.boolean(),
  statuses: statuses<(typeof STATUSES)[number]>("active", STATUSES), massOrganizations: periods(1),
  surveys: fc.array(fc.record({ on: day, fullMembers: fc.option(fc.integer({ min: 0, max: 6 })) }), { maxLength: 3 }),
});

const organization = (units: number): fc.Arbitrary<ModelOrganization> => fc.constantFrom(...FORMATIONS).chain((formation) => fc.record({
  formation: fc.constant(formation), counts: fc.boolean(), statuses: statuses<ModelOrganization["statuses"][number]["status"]>("active", ["proposed", "active", "suspended", "dissolved"]),
  heldOn: days(2), term: fc.option(fc.record({ startedOn: fc.integer({ min: -1200, max: 0 }), extendedThrough: fc.boolean() })),
  // A separate one covers one unit at a time.
  links: fc.uniqueArray(fc.nat(units - 1), { maxLength: formation === "separate" ? 1 : 4 })
    .chain((covered) => fc.tuple(...covered.map((each) => periods(2).map((found) => found.map((period) => ({ ...period, unit: each }))))).map((lists) => lists.flat())),
}));

const instructor = (units: number): fc.Arbitrary<ModelInstructor> => fc.record({
  from: fc.integer({ min: 0, max: 60 }), lasts: fc.option(fc.integer({ min: 0, max: 120 })), capacity: fc.integer({ min: 1, max: 3 }), visitEveryDays: fc.integer({ min: 1, max: 60 }),
  assignments: fc.uniqueArray(fc.nat(units - 1), { maxLength: 4 }).chain((own) => fc.tuple(...own.map((each) => fc.record({ found: periods(3), renewals: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), visits: fc.array(days(2), { minLength: 3, maxLength: 3 }) })
    .map(({ found, renewals, visits }) => found.map((period, i) => ({ ...period, unit: each, renews: i > 0 && renewals[i] === true, visitedOn: visits[i] ?? [] }))))).map((lists) => lists.flat())),
}).map(({ from, lasts, ...rest }) => ({ ...rest, from, through: lasts === null ? null : from + lasts }));

/** A station of up to a dozen units whose histories obey the register's rules and nothing else. */
export const station: fc.Arbitrary<ModelStation> = fc.integer({ min: 0, max: 12 }).chain((count) => fc.record({
  units: fc.array(unit, { minLength: count, maxLength: count }).map((units) => units.map((each, i) => i === 0 ? { ...each, kind: "market" as const, inMarket: false } : each)),
  organizations: count === 0 ? fc.constant([]) : fc.array(organization(count), { maxLength: 4 }), instructors: count === 0 ? fc.constant([]) : fc.array(instructor(count), { maxLength: 3 }),
  requests: fc.array(fc.record({ openedOn: day, closedAfter: fc.option(fc.integer({ min: 0, max: 30 })) }), { maxLength: 3 }),
}));

export const anyDay = fc.integer({ min: -5, max: DAYS + 5 });

const holds = ({ from, through }: Period, on: number): boolean => from <= on && (through === null || through >= on);

const statusOn = ({ statuses: list }: ModelUnit, on: number) => list.find((each) => holds(each, on))?.status ?? null;
const isIn = (each: ModelUnit, on: number) => statusOn(each, on) === "active";
const counts = ({ counts: may, statuses: list }: ModelOrganization, on: number) => may && list.some((each) => holds(each, on) && each.status === "active");

/** The formations of the organizations that cover a unit on a day. */
function formationsOf(of: ModelStation, index: number, on: number): string[] {
  return of.organizations.filter((each) => counts(each, on) && each.links.some((link) => link.unit === index && holds(link, on))).map(({ formation }) => formation);
}

const serves = (of: ModelInstructor, index: number, on: number) => holds(of, on) && of.assignments.some((each) => each.unit === index && holds(each, on));

/** The newest visit up to a day under an assignment or one that it continues. */
function lastVisit(of: ModelInstructor, at: number, on: number): number | null {
  const own = of.assignments[at];
  if (!own) return null;
  const before = own.renews ? lastVisit(of, at - 1, on) : null;
  return Math.max(...own.visitedOn.filter((each) => each <= on), before ?? -1, -1) < 0 ? null : Math.max(...own.visitedOn.filter((each) => each <= on), before ?? -1);
}

function isVisited(of: ModelStation, index: number, on: number): boolean {
  return of.instructors.some((each) => serves(each, index, on) && each.assignments.some((assignment, at) => {
    const visited = assignment.unit === index && holds(assignment, on) ? lastVisit(each, at, on) : null;
    return visited !== null && visited + each.visitEveryDays >= on;
  }));
}

/** In which sets a unit is at the end of a day. */
export function setsOf(of: ModelStation, index: number, on: number): { isIn: boolean; isOrganized: boolean; isWorked: boolean } {
  const unitThere = of.units[index];
  if (!unitThere || !isIn(unitThere, on)) return { isIn: false, isOrganized: false, isWorked: false };
  const isOrganized = formationsOf(of, index, on).length > 0;
  const isHelped = of.instructors.some((each) => serves(each, index, on)) || unitThere.massOrganizations.some((each) => holds(each, on));
  return { isIn: true, isOrganized, isWorked: isOrganized || isHelped };
}

function newestSurvey({ surveys }: ModelUnit, on: number) {
  return surveys.filter((each) => each.on <= on).reduce<ModelUnit["surveys"][number] | null>((newest, each) => (newest === null || each.on >= newest.on ? each : newest), null);
}

/** The coverage and the full members of those units that are wanted, counted one by one. */
export function coverageOf(of: ModelStation, on: number, isWanted: (unit: ModelUnit) => boolean): { coverage: Coverage; members: { total: number; covered: number } } {
  const coverage = {
    units: 0, dormant: 0, closed: 0, movedOut: 0, notFound: 0, organization: 0, work: 0, assigned: 0, visited: 0, shouldBuild: 0, built: 0, fresh: 0,
    byFormation: { separate: 0, joint: 0, industry: 0, area: 0, floating: 0, functional: 0 },
  };
  const members = { total: 0, covered: 0 };
  of.units.forEach((each, index) => {
    if (!isWanted(each)) return;
    const status = statusOn(each, on);
    if (status === "dormant") coverage.dormant += 1;
    if (status === "closed") coverage.closed += 1;
    if (status === "moved_out") coverage.movedOut += 1;
    if (status === "not_found") coverage.notFound += 1;
    const sets = setsOf(of, index, on);
    if (!sets.isIn) return;
    coverage.units += 1;
    const covering = formationsOf(of, index, on);
    const first = FORMATIONS.find((formation) => covering.includes(formation));
    if (first) coverage.byFormation[first] += 1;
    if (sets.isOrganized) coverage.organization += 1;
    if (sets.isWorked) coverage.work += 1;
    if (of.instructors.some((one) => serves(one, index, on))) coverage.assigned += 1;
    if (isVisited(of, index, on)) coverage.visited += 1;
    const survey = newestSurvey(each, on);
    if (survey && survey.on >= on - 90) coverage.fresh += 1;
    const full = survey?.fullMembers ?? 0;
    if (full >= 3) coverage.shouldBuild += 1;
    if (full >= 3 && first === "separate") coverage.built += 1;
    members.total += full;
    if (sets.isOrganized) members.covered += full;
  });
  return { coverage, members };
}

/** Organizations that count and cover a unit in operation, and those that held something within thirty days. */
export function organizationsOf(of: ModelStation, on: number): { counting: number; active: number } {
  const atWork = of.organizations.filter((each) => counts(each, on) && each.links.some((link) => {
    const covered = of.units[link.unit];
    return holds(link, on) && covered !== undefined && isIn(covered, on);
  }));
  return { counting: atWork.length, active: atWork.filter(({ heldOn }) => heldOn.some((held) => held <= on && held > on - 30)).length };
}

export function instructorsOf(of: ModelStation, on: number): { active: number; atCapacity: number; overCapacity: number; expiring: number } {
  const serving = of.instructors.filter((each) => holds(each, on));
  const covers = (each: ModelInstructor["assignments"][number]) => { const there = of.units[each.unit]; return holds(each, on) && there !== undefined && isIn(there, on); };
  const loads = serving.map((each) => ({ capacity: each.capacity, load: new Set(each.assignments.filter(covers).map((assignment) => assignment.unit)).size }));
  const expiring = serving.flatMap((each) => each.assignments.filter((own) => covers(own) && own.through !== null && own.through <= on + 30 && !each.assignments.some((other) => other.unit === own.unit && other.from > own.from)));
  return { active: serving.length, atCapacity: loads.filter(({ load, capacity }) => load === capacity).length, overCapacity: loads.filter(({ load, capacity }) => load > capacity).length, expiring: expiring.length };
}

export function requestsOf(of: ModelStation, on: number): { open: number; overdue: number } {
  const open = of.requests.filter(({ openedOn, closedAfter }) => openedOn <= on && (closedAfter === null || openedOn + closedAfter > on));
  return { open: open.length, overdue: open.filter(({ openedOn }) => openedOn + 7 < on).length };
}

/** The last day of a term of three years from a day, or with a hundred days more. */
export function termEndOf({ startedOn, extendedThrough }: NonNullable<ModelOrganization["term"]>): { endsOn: string; extendedThrough: string | null } {
  const end = new Date(`${dateOf(startedOn)}T00:00:00Z`);
  end.setUTCFullYear(end.getUTCFullYear() + 3);
  const endsOn = dayAfter(end.toISOString().slice(0, 10), -1);
  return { endsOn, extendedThrough: extendedThrough ? dayAfter(endsOn, 100) : null };
}

export function termsOf(of: ModelStation, on: number): { overdue: number; dueSoon: number } {
  const running = of.organizations.flatMap(({ statuses: list, term }) => {
    const isThere = list.some((each) => holds(each, on) && (each.status === "active" || each.status === "suspended"));
    if (!isThere || term === null || term.startedOn > on) return [];
    const { endsOn, extendedThrough } = termEndOf(term);
    return [extendedThrough ?? endsOn];
  });
  const today = dateOf(on);
  return { overdue: running.filter((end) => end < today).length, dueSoon: running.filter((end) => end >= today && end <= dayAfter(today, 90)).length };
}
