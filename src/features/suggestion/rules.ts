import type { WILLING } from "../../db/schema-register.ts";
import { FORMATION_ORDER, JOINT_MAX_UNITS, SEPARATE_MIN_MEMBERS, type Formation } from "../organization/rules.ts";

export const NIGHTLY_AT = "02:00";
/** A suggestion that was put off is not made again for so long while its facts are the same. */
export const SILENCE_DAYS = 180;
/** Whoever took one up has so long to do it before it is called to mind. */
export const TAKEN_UP_DAYS = 30;

const SUGGESTED = [
  "split_to_separate", "separate", "cultivate_with_instructor", "joint", "attach_existing", "instructor_only",
  "survey_first", "review_dissolution", "joint_over_limit",
] as const;
export type Suggested = (typeof SUGGESTED)[number];
export const BASES = ["market", "area+industry", "area"] as const;
export type Basis = (typeof BASES)[number];

/** What the newest survey up to the day says. */
export interface SurveyFacts {
  readonly on: string;
  readonly fullMembers: number | null;
  readonly willing: (typeof WILLING)[number] | null;
  readonly hasSecretaryCandidate: boolean | null;
}

/** A unit in operation on the day. `coveredBy` are the codes of the organizations that count for it then. */
export interface UnitFacts {
  readonly code: string;
  readonly area: string;
  readonly market: string | null;
  readonly industry: string | null;
  readonly survey: SurveyFacts | null;
  readonly coveredBy: readonly string[];
  readonly isWorkCovered: boolean;
}

/** An organization that counts on the day. */
export interface OrganizationFacts {
  readonly code: string;
  readonly formation: Formation;
  readonly area: string | null;
  readonly market: string | null;
  readonly industry: string | null;
}

export interface StationFacts {
  /** The day, YYYY-MM-DD, and the first one that is still fresh on it. */
  readonly on: string;
  readonly freshSince: string;
  readonly units: readonly UnitFacts[];
  readonly organizations: readonly OrganizationFacts[];
}

export type Level = "committee" | "general_branch" | "committee_level";

export interface Suggestion {
  readonly action: Suggested;
  readonly units: readonly UnitFacts[];
  readonly organization: string | null;
  readonly basis: Basis | null;
  /** What so many members would allow besides a branch. */
  readonly level: Level | null;
  /** That the others of a joint organization would be too few without this unit. */
  readonly leavesTooFew: boolean;
}

type Said = Partial<Suggestion> & Pick<Suggestion, "action">;
const suggest = (said: Said): Suggestion => ({ units: [], organization: null, basis: null, level: null, leavesTooFew: false, ...said });

const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
const membersOf = (unit: UnitFacts) => unit.survey?.fullMembers ?? 0;
const totalOf = (units: readonly UnitFacts[]) => units.reduce((sum, unit) => sum + membersOf(unit), 0);

/** What a unit declines is silence, however many members it has and however long ago it said so. */
const isSilent = ({ survey }: UnitFacts) => survey?.willing === "no";
const isFresh = ({ survey }: UnitFacts, { freshSince }: StationFacts) => survey !== null && survey.on >= freshSince;
/** A survey that counted nobody and nothing cannot be followed: the unit is to be surveyed. */
const isKnown = (unit: UnitFacts, facts: StationFacts) => isFresh(unit, facts) && unit.survey?.fullMembers != null;
const isReady = ({ survey }: UnitFacts) => survey?.willing === "yes" && survey.hasSecretaryCandidate === true;

/** The order in which an organization is named where several cover a unit, and in which a unit is attached. */
const rank = ({ formation }: OrganizationFacts) => FORMATION_ORDER.indexOf(formation);

/** The facts with what is asked again and again looked up once. */
interface Register extends StationFacts {
  coveringOf(unit: UnitFacts): readonly OrganizationFacts[];
  unitsOf(code: string): readonly UnitFacts[];
}

function registerOf(facts: StationFacts): Register {
  const organizations = new Map(facts.organizations.map((each) => [each.code, each]));
  const covered = new Map<string, UnitFacts[]>();
  for (const unit of facts.units) {
    for (const code of new Set(unit.coveredBy)) {
      const others = covered.get(code);
      if (others) others.push(unit);
      else covered.set(code, [unit]);
    }
  }
  return {
    ...facts,
    coveringOf: ({ coveredBy }) => coveredBy.flatMap((code) => organizations.get(code) ?? []).toSorted((a, b) => rank(a) - rank(b) || byCode(a, b)),
    unitsOf: (code) => covered.get(code) ?? [],
  };
}

function levelOf(members: number): Level | null {
  if (members >= 100) return "committee_level";
  if (members >= 50) return "general_branch";
  return members >= 7 ? "committee" : null;
}

/** A unit that another organization covers could have one of its own. */
function splits(register: Register, known: readonly UnitFacts[]): Suggestion[] {
  return known.flatMap((unit) => {
    const [first] = register.coveringOf(unit);
    if (!first || first.formation === "separate" || membersOf(unit) < SEPARATE_MIN_MEMBERS || !isReady(unit)) return [];
    const rest = register.unitsOf(first.code).filter((other) => other !== unit);
    const leavesTooFew = first.formation === "joint" && totalOf(rest) < SEPARATE_MIN_MEMBERS;
    return suggest({ action: "split_to_separate", units: [unit], organization: first.code, level: levelOf(membersOf(unit)), leavesTooFew });
  });
}

function separates(open: readonly UnitFacts[]): Suggestion[] {
  return open.filter((unit) => membersOf(unit) >= SEPARATE_MIN_MEMBERS).map((unit) => suggest({
    action: isReady(unit) ? "separate" : "cultivate_with_instructor", units: [unit], level: levelOf(membersOf(unit)),
  }));
}

const JOINT_KEYS: readonly (readonly [Basis, (unit: UnitFacts) => string | null])[] = [
  ["market", ({ market }) => market],
  ["area+industry", ({ area, industry }) => industry && JSON.stringify([area, industry])],
  ["area", ({ area }) => area],
];

function groupsOf(units: readonly UnitFacts[], keyOf: (unit: UnitFacts) => string | null): UnitFacts[][] {
  const groups = new Map<string, UnitFacts[]>();
  for (const unit of units) {
    const key = keyOf(unit);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(unit);
    else groups.set(key, [unit]);
  }
  const keys = [...groups.keys()].toSorted();
  return keys.map((key) => (groups.get(key) ?? []).toSorted((a, b) => membersOf(b) - membersOf(a) || byCode(a, b)));
}

/** Takes up to five at a time out of a group, as long as they are enough. */
function jointsIn(group: readonly UnitFacts[], basis: Basis): Suggestion[] {
  const taken = group.slice(0, JOINT_MAX_UNITS);
  if (taken.length < 2 || totalOf(taken) < SEPARATE_MIN_MEMBERS) return [];
  return [suggest({ action: "joint", units: taken, basis }), ...jointsIn(group.slice(JOINT_MAX_UNITS), basis)];
}

/** The nearest first: one market, then one area and industry, then one area. Returns who is left over too. */
function joints(willing: readonly UnitFacts[]): { made: Suggestion[]; left: UnitFacts[] } {
  let left = [...willing];
  const made: Suggestion[] = [];
  for (const [basis, keyOf] of JOINT_KEYS) {
    const found = groupsOf(left, keyOf).flatMap((group) => jointsIn(group, basis));
    made.push(...found);
    const taken = new Set(found.flatMap(({ units }) => units));
    left = left.filter((unit) => !taken.has(unit));
  }
  return { made, left };
}

const ATTACHABLE: readonly Formation[] = ["joint", "industry", "area"];

function mayTake(organization: OrganizationFacts, unit: UnitFacts, register: Register): boolean {
  const { formation, industry } = organization;
  const size = register.unitsOf(organization.code).length;
  if (!ATTACHABLE.includes(formation) || size === 0) return false;
  if (formation === "industry" && industry !== null && industry !== unit.industry) return false;
  return formation !== "joint" || size < JOINT_MAX_UNITS;
}

function attachedTo(unit: UnitFacts, register: Register): Suggestion | null {
  const able = register.organizations.filter((each) => mayTake(each, unit, register)).toSorted((a, b) => rank(a) - rank(b) || byCode(a, b));
  const inMarket = unit.market === null ? undefined : able.find(({ market }) => market === unit.market);
  const found = inMarket ?? able.find(({ area }) => area === unit.area);
  return found ? suggest({ action: "attach_existing", units: [unit], organization: found.code, basis: inMarket ? "market" : "area" }) : null;
}

function attachments(left: readonly UnitFacts[], register: Register): Suggestion[] {
  return left.toSorted(byCode).flatMap((unit) => {
    const attached = attachedTo(unit, register);
    if (attached) return attached;
    return unit.isWorkCovered ? [] : suggest({ action: "instructor_only", units: [unit] });
  });
}

function isJointCandidate(unit: UnitFacts): boolean {
  return unit.survey?.willing === "yes" && membersOf(unit) >= 1 && membersOf(unit) < SEPARATE_MIN_MEMBERS;
}

function needsInstructor(unit: UnitFacts): boolean {
  return !unit.isWorkCovered && membersOf(unit) < SEPARATE_MIN_MEMBERS && !isJointCandidate(unit);
}

function reviews({ organizations, unitsOf }: Register): Suggestion[] {
  const all = organizations.toSorted(byCode);
  const empty = all.filter(({ code }) => unitsOf(code).length === 0);
  const crowded = all.filter(({ code, formation }) => formation === "joint" && unitsOf(code).length > JOINT_MAX_UNITS);
  return [
    ...empty.map(({ code }) => suggest({ action: "review_dissolution", organization: code })),
    ...crowded.map(({ code }) => suggest({ action: "joint_over_limit", organization: code, units: unitsOf(code).toSorted(byCode) })),
  ];
}

/** What could be formed, from the facts of one day; the same facts give the same list in the same order. */
export function suggestionsFor(facts: StationFacts): Suggestion[] {
  const register = registerOf(facts);
  const asked = facts.units.filter((unit) => !isSilent(unit)).toSorted(byCode);
  const isOpen = (unit: UnitFacts) => register.coveringOf(unit).length === 0;
  const known = asked.filter((unit) => isKnown(unit, facts));
  const open = known.filter(isOpen);
  const { made, left } = joints(open.filter(isJointCandidate));
  return [
    ...splits(register, known), ...separates(open), ...made, ...attachments(left, register),
    ...open.filter(needsInstructor).map((unit) => suggest({ action: "instructor_only", units: [unit] })),
    ...asked.filter((unit) => isOpen(unit) && !isKnown(unit, facts)).map((unit) => suggest({ action: "survey_first", units: [unit] })),
    ...reviews(register),
  ];
}

/** What a suggestion rests on, as one text: the same again says nothing new. A survey that finds the same is the same. */
export function factsOf({ units, ...said }: Suggestion): string {
  const known = units.map(({ code, area, market, industry, survey, isWorkCovered }) => [
    code, area, market, industry, isWorkCovered, survey?.fullMembers ?? null, survey?.willing ?? null, survey?.hasSecretaryCandidate ?? null,
  ]);
  return JSON.stringify([said.action, said.organization, said.basis, said.level, said.leavesTooFew, known]);
}
