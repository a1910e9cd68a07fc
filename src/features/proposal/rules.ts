import { absenceOn, type Absence } from "../absence/rules.ts";

/** What is known of somebody who could look after a unit. */
export interface Candidate {
  readonly code: string;
  readonly capacity: number;
  /** Distinct units in operation today. */
  readonly load: number;
  readonly areas: readonly string[];
  readonly industries: readonly string[];
  readonly activeFrom: string;
  readonly activeThrough: string | null;
  readonly absences: readonly Absence[];
  readonly hasSaidAway: boolean;
  /** The last day of an earlier time with this unit. */
  readonly formerTie: string | null;
  readonly hasItNow: boolean;
}

export interface Place {
  readonly area: string;
  readonly industry: string | null;
  /** One that is dormant takes nobody's capacity. */
  readonly isInOperation: boolean;
}

/** Why somebody stands where they stand: all of it can be said of a code. */
export interface Ranked<Who extends Candidate = Candidate> {
  readonly candidate: Who;
  readonly isFull: boolean;
  readonly sameArea: boolean;
  readonly sameIndustry: boolean;
  readonly awayThrough: string | null;
}

const same = (one: string, other: string) => one.normalize("NFKC").toLowerCase() === other.normalize("NFKC").toLowerCase();

function judged<Who extends Candidate>(candidate: Who, place: Place, today: string): Ranked<Who> {
  return {
    candidate, isFull: place.isInOperation && candidate.load >= candidate.capacity,
    sameArea: candidate.areas.some((area) => same(area, place.area)),
    sameIndustry: place.industry !== null && candidate.industries.some((industry) => same(industry, place.industry ?? "")),
    awayThrough: absenceOn(candidate.absences, today)?.throughOn ?? null,
  };
}

const first = (yes: boolean) => (yes ? 0 : 1);

/** Room comes first, for who is full or away cannot help now; then who knows the unit or its area; then who has least to do. */
function compare(a: Ranked, b: Ranked): number {
  const share = ({ candidate }: Ranked) => candidate.load / candidate.capacity;
  return first(!a.isFull) - first(!b.isFull)
    || first(a.awayThrough === null) - first(b.awayThrough === null)
    || first(a.candidate.formerTie !== null) - first(b.candidate.formerTie !== null)
    || first(a.sameArea) - first(b.sameArea)
    || first(a.sameIndustry) - first(b.sameIndustry)
    || share(a) - share(b)
    || a.candidate.code.length - b.candidate.code.length
    || (a.candidate.code < b.candidate.code ? -1 : 1);
}

/** All who could look after a unit, the best first; the same facts give the same order. */
export function ranked<Who extends Candidate>(candidates: readonly Who[], place: Place, today: string): Ranked<Who>[] {
  return candidates
    .filter(({ activeFrom, activeThrough, hasItNow }) => activeFrom <= today && (activeThrough === null || activeThrough >= today) && !hasItNow)
    .map((candidate) => judged(candidate, place, today)).toSorted(compare);
}

export interface Pairing {
  readonly unitCode: string;
  readonly instructorCode: string;
}

export interface Plan {
  readonly pairings: readonly Pairing[];
  /** Units for which nobody has room. */
  readonly left: readonly string[];
}

export interface UnitToPlan extends Place {
  readonly code: string;
  /** Codes of those who had it before, with the last day. */
  readonly formerTies: ReadonlyMap<string, string>;
}

/**
 * Spreads units over those who have room: one unit after the other goes to whoever would be least loaded by it, and among
 * equals to the one who fits best. Nobody is planned above capacity; nobody who is away is given anything.
 */
export function balanced(units: readonly UnitToPlan[], candidates: readonly Candidate[], today: string): Plan {
  const loads = new Map(candidates.map(({ code, load }) => [code, load]));
  const pairings: Pairing[] = [];
  const left: string[] = [];
  for (const unit of units) {
    const now = candidates.map((candidate) => ({ ...candidate, load: loads.get(candidate.code) ?? 0, formerTie: unit.formerTies.get(candidate.code) ?? null, hasItNow: false }));
    const able = ranked(now, unit, today).filter(({ isFull, awayThrough, sameArea, candidate }) => !isFull && awayThrough === null && (sameArea || candidate.areas.length === 0));
    const share = ({ candidate }: Ranked) => (candidate.load + 1) / candidate.capacity;
    const [best] = able.toSorted((a, b) => share(a) - share(b));
    if (!best) {
      left.push(unit.code);
      continue;
    }
    loads.set(best.candidate.code, best.candidate.load + 1);
    pairings.push({ unitCode: unit.code, instructorCode: best.candidate.code });
  }
  return { pairings, left };
}
