import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BASES, factsOf, suggestionsFor, type OrganizationFacts, type StationFacts, type SurveyFacts, type UnitFacts } from "../../src/features/suggestion/rules.ts";

const ON = "2026-11-22";
const FRESH_SINCE = "2026-08-24";

type Said = readonly [members: number | null, willing?: SurveyFacts["willing"], secretary?: boolean, on?: string];
const survey = ([fullMembers, willing = "yes", hasSecretaryCandidate = false, on = "2026-11-01"]: Said): SurveyFacts => ({ on, fullMembers, willing, hasSecretaryCandidate });

function unit(code: string, said: Said | null, more: Partial<UnitFacts> = {}): UnitFacts {
  const coveredBy = more.coveredBy ?? [];
  return { code, area: "A", market: null, industry: null, survey: said && survey(said), coveredBy, isWorkCovered: coveredBy.length > 0, ...more };
}

function organization(code: string, formation: OrganizationFacts["formation"], more: Partial<OrganizationFacts> = {}): OrganizationFacts {
  return { code, formation, area: "A", market: null, industry: null, ...more };
}

const station = (units: readonly UnitFacts[], organizations: readonly OrganizationFacts[] = []): StationFacts =>
  ({ on: ON, freshSince: FRESH_SINCE, units, organizations });

/** Each suggestion in one line: what, which units, which organization, why these, and what else is said. */
function told(facts: StationFacts): string[] {
  return suggestionsFor(facts).map(({ action, units, organization: at, basis, level, leavesTooFew }) =>
    [action, units.map(({ code }) => code).join("+"), at, basis, level, leavesTooFew ? "leaves too few" : null].filter(Boolean).join(" "));
}

const JOINT = organization("G2", "joint");
const inJoint = { coveredBy: ["G2"] };

describe("a unit that another organization covers", () => {
  test.each<[string, Said | null, string[]]>([
    ["with three willing members and a secretary could stand alone", [3, "yes", true], ["split_to_separate U1 G2"]],
    ["with seven could have a committee", [7, "yes", true], ["split_to_separate U1 G2 committee"]],
    ["with two is well where it is", [2, "yes", true], []],
    ["without a secretary stays", [3, "yes", false], []],
    ["that has not decided stays", [3, "undecided", true], []],
    ["that declines stays", [9, "no", true], []],
    ["is left alone when its survey is stale", [3, "yes", true, "2026-08-23"], []],
    ["counts on the ninetieth day still", [3, "yes", true, "2026-08-24"], ["split_to_separate U1 G2"]],
    ["is left alone when nobody ever asked", null, []],
  ])("%s", (_, said, expected) => {
    expect(told(station([unit("U1", said, inJoint), unit("U2", [3, "yes"], inJoint)], [JOINT]))).toEqual(expected);
  });

  test("is told that the others would be too few without it", () => {
    expect(told(station([unit("U1", [3, "yes", true], inJoint), unit("U2", [2], inJoint)], [JOINT]))).toEqual(["split_to_separate U1 G2 leaves too few"]);
  });

  test("by a separate one has what it needs", () => {
    expect(told(station([unit("U1", [9, "yes", true], { coveredBy: ["G1", "G2"] })], [organization("G1", "separate"), JOINT]))).toEqual([]);
  });

  test("by several is told of the first of joint, industry, area and floating", () => {
    const all = (["floating", "area", "industry", "joint"] as const).map((formation, at) => organization(`G${at}`, formation));
    for (let rest = all; rest.length > 0; rest = rest.slice(0, -1)) {
      const ready = unit("U1", [4, "yes", true], { coveredBy: rest.map(({ code }) => code) });
      expect(suggestionsFor(station([ready, unit("U2", [5], { coveredBy: ready.coveredBy })], rest))[0]?.organization).toBe(rest.at(-1)?.code);
    }
  });
});

describe("a unit without an organization", () => {
  test.each<[string, Said | null, Partial<UnitFacts>, string[]]>([
    ["three members, willing, a secretary: its own", [3, "yes", true], {}, ["separate U1"]],
    ["three members, no secretary yet: an instructor prepares it", [3, "yes", false], {}, ["cultivate_with_instructor U1"]],
    ["three members, not decided: an instructor prepares it", [3, "undecided", true], {}, ["cultivate_with_instructor U1"]],
    ["three members, willing was not asked: an instructor prepares it", [3, null, true], {}, ["cultivate_with_instructor U1"]],
    ["three members, declines: silence", [3, "no", true], {}, []],
    ["six members: no more than a branch", [6, "yes", true], {}, ["separate U1"]],
    ["seven members: a committee too", [7, "yes", true], {}, ["separate U1 committee"]],
    ["fifty members: a general branch", [50, "yes", true], {}, ["separate U1 general_branch"]],
    ["a hundred members: at committee level", [100, "yes", true], {}, ["separate U1 committee_level"]],
    ["ninety-nine members: a general branch", [99, "yes", true], {}, ["separate U1 general_branch"]],
    ["three members and an instructor already: its own all the same", [3, "yes", true], { isWorkCovered: true }, ["separate U1"]],
    ["one willing member alone: an instructor", [1], {}, ["instructor_only U1"]],
    ["one willing member alone, an instructor already: nothing", [1], { isWorkCovered: true }, []],
    ["nobody, not decided: an instructor", [0, "undecided"], {}, ["instructor_only U1"]],
    ["nobody, willing: an instructor", [0, "yes"], {}, ["instructor_only U1"]],
    ["two members, not decided: an instructor", [2, "undecided"], {}, ["instructor_only U1"]],
    ["two members, not decided, an instructor already: nothing", [2, "undecided"], { isWorkCovered: true }, []],
    ["nobody, declines: silence", [0, "no"], {}, []],
    ["surveyed ninety days ago: it counts", [3, "yes", true, "2026-08-24"], {}, ["separate U1"]],
    ["surveyed ninety-one days ago: survey first, nothing else", [3, "yes", true, "2026-08-23"], {}, ["survey_first U1"]],
    ["never surveyed: survey first", null, {}, ["survey_first U1"]],
    ["never surveyed, an instructor already: survey first all the same", null, { isWorkCovered: true }, ["survey_first U1"]],
    ["declined long ago: silence", [3, "no", true, "2025-01-01"], {}, []],
    ["surveyed without a number: survey first", [null, "yes", true], {}, ["survey_first U1"]],
  ])("%s", (_, said, more, expected) => expect(told(station([unit("U1", said, more)]))).toEqual(expected));

  test("is not covered by an organization that does not count", () => {
    expect(told(station([unit("U1", [3, "yes", true], { coveredBy: ["G6"] })]))).toEqual(["separate U1"]);
  });
});

describe("units of one or two willing members together", () => {
  test("the same market comes before the same area and industry, and that before the same area", () => {
    const units = [
      unit("U1", [2], { market: "M", industry: "food" }), unit("U2", [1], { market: "M", industry: "retail", area: "B" }),
      unit("U3", [2], { industry: "food" }), unit("U4", [2], { industry: "food" }),
      unit("U5", [1], { industry: "paper" }), unit("U6", [2]),
    ];
    expect(told(station(units))).toEqual(["joint U1+U2 market", "joint U3+U4 area+industry", "joint U6+U5 area"]);
  });

  test("whoever has more members stands first, then whoever has the smaller code", () => {
    expect(told(station([unit("U3", [1]), unit("U2", [1]), unit("U9", [2])]))).toEqual(["joint U9+U2+U3 area"]);
  });

  test("five at most, and the rest among themselves", () => {
    const units = Array.from({ length: 8 }, (_, at) => unit(`U${at + 1}`, [1]));
    expect(told(station(units))).toEqual(["joint U1+U2+U3+U4+U5 area", "joint U6+U7+U8 area"]);
  });

  test("two of one member each are too few", () => {
    expect(told(station([unit("U1", [1]), unit("U2", [1])]))).toEqual(["instructor_only U1", "instructor_only U2"]);
  });

  test("areas are not mixed, and an industry that is not known joins nobody", () => {
    expect(told(station([unit("U1", [2]), unit("U2", [2], { area: "B" })]))).toEqual(["instructor_only U1", "instructor_only U2"]);
    expect(suggestionsFor(station([unit("U1", [2]), unit("U2", [2])]))[0]?.basis).toBe("area");
  });

  test.each<[string, Said]>([["declines", [2, "no"]], ["has not decided", [2, "undecided"]], ["has nobody", [0]], ["was asked too long ago", [2, "yes", false, "2026-08-23"]]])(
    "one that %s is not counted in", (_, said) => {
      expect(suggestionsFor(station([unit("U1", [2]), unit("U2", said)])).filter(({ action }) => action === "joint")).toEqual([]);
    });
});

describe("whoever is left over is attached", () => {
  const left = unit("U1", [1], { market: "M", industry: "food" });
  const base = (code: string, more: Partial<UnitFacts> = {}) => unit(`X${code}`, [1, "undecided"], { area: "Z", coveredBy: [code], ...more });
  const attachedTo = (organizations: readonly OrganizationFacts[], units = organizations.map(({ code }) => base(code))) =>
    told(station([left, ...units], organizations))[0];

  test.each<[string, OrganizationFacts[], string]>([
    ["the market comes before the area", [organization("G1", "joint"), organization("G2", "area", { market: "M", area: "B" })], "attach_existing U1 G2 market"],
    ["a joint one comes before one of an industry or area", [organization("G1", "area"), organization("G2", "industry"), organization("G3", "joint")], "attach_existing U1 G3 area"],
    ["one of an industry comes before one of an area", [organization("G1", "area"), organization("G2", "industry")], "attach_existing U1 G2 area"],
    ["of two alike the smaller code", [organization("G9", "area"), organization("G8", "area")], "attach_existing U1 G8 area"],
    ["one of another industry is not for it", [organization("G1", "industry", { industry: "paper" })], "instructor_only U1"],
    ["one of its own industry is", [organization("G1", "industry", { industry: "food" })], "attach_existing U1 G1 area"],
    ["a separate one takes nobody in", [organization("G1", "separate")], "instructor_only U1"],
    ["a floating one takes nobody in", [organization("G1", "floating")], "instructor_only U1"],
    ["one of another area and market is too far", [organization("G1", "joint", { area: "B", market: "N" })], "instructor_only U1"],
  ])("%s", (_, organizations, expected) => expect(attachedTo(organizations)).toBe(expected));

  test("a joint one of five is full, one of four is not", () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => base("G2", { code: `X${at}` }));
    expect(attachedTo([JOINT, organization("G3", "area")], [...many(4), base("G3")])).toBe("attach_existing U1 G2 area");
    expect(attachedTo([JOINT, organization("G3", "area")], [...many(5), base("G3")])).toBe("attach_existing U1 G3 area");
  });

  test("one without a unit in operation is no place to go", () => {
    expect(told(station([left], [JOINT]))).toEqual(["instructor_only U1", "review_dissolution G2"]);
  });
});

describe("organizations", () => {
  test("without a unit in operation are to be reviewed, in the order of their codes", () => {
    expect(told(station([], [organization("G3", "separate"), organization("G1", "floating")]))).toEqual(["review_dissolution G1", "review_dissolution G3"]);
  });

  test("of more than five units are to be divided if they are joint", () => {
    const units = (code: string, count: number) => Array.from({ length: count }, (_, at) => unit(`${code}U${at}`, null, { coveredBy: [code] }));
    expect(told(station(units("G2", 5), [JOINT]))).toEqual([]);
    expect(told(station(units("G2", 6), [JOINT]))).toEqual(["joint_over_limit G2U0+G2U1+G2U2+G2U3+G2U4+G2U5 G2"]);
    expect(told(station(units("G5", 6), [organization("G5", "area")]))).toEqual([]);
  });
});

test("they come step by step, and within a step by code", () => {
  const units = [
    unit("U9", null), unit("U8", [0, "undecided"]), unit("U7", [1], { area: "C" }), unit("U6", [2], { area: "B" }), unit("U5", [1], { area: "B" }),
    unit("U4", [3, "undecided"]), unit("U3", [3, "yes", true]), unit("U2", [3, "yes", true], inJoint), unit("U1", [3], inJoint), unit("U0", [0, "undecided"]),
  ];
  expect(told(station(units, [organization("G9", "area"), JOINT]))).toEqual([
    "split_to_separate U2 G2", "separate U3", "cultivate_with_instructor U4", "joint U6+U5 area", "instructor_only U7",
    "instructor_only U0", "instructor_only U8", "survey_first U9", "review_dissolution G9",
  ]);
});

const anyUnit = fc.record({
  area: fc.constantFrom("A", "B"), market: fc.constantFrom(null, "M"), industry: fc.constantFrom(null, "food", "retail"), isWorkCovered: fc.boolean(),
  coveredBy: fc.subarray(["G1", "G2", "G3", "gone"]),
  survey: fc.option(fc.record({
    on: fc.constantFrom("2026-08-23", "2026-08-24", ON), fullMembers: fc.option(fc.integer({ min: 0, max: 8 })),
    willing: fc.constantFrom("yes" as const, "no" as const, "undecided" as const, null), hasSecretaryCandidate: fc.option(fc.boolean()),
  })),
});
const anyStation = fc.tuple(
  fc.array(anyUnit, { maxLength: 24 }), fc.uniqueArray(fc.constantFrom("G1", "G2", "G3"), { maxLength: 3 }),
  fc.array(fc.constantFrom("separate" as const, "joint" as const, "industry" as const, "area" as const, "floating" as const), { minLength: 3, maxLength: 3 }),
).map(([units, codes, formations]) => station(
  units.map((each, at) => ({ ...each, code: `U${String(at).padStart(2, "0")}` })),
  codes.map((code, at) => organization(code, formations[at] ?? "area", { area: at === 0 ? "A" : "B", market: at === 2 ? "M" : null })),
));

describe("whatever the facts", () => {
  test("the order in which they are read changes nothing", () => {
    fc.assert(fc.property(anyStation, ({ units, organizations, ...days }) => {
      const other = { ...days, units: units.toReversed(), organizations: organizations.toReversed() };
      expect(suggestionsFor(other).map(factsOf)).toEqual(suggestionsFor({ ...days, units, organizations }).map(factsOf));
    }));
  });

  test("a unit that declines is in no suggestion, whatever the count, and no unit is in two of them", () => {
    fc.assert(fc.property(anyStation, (facts) => {
      const named = suggestionsFor(facts).filter(({ action }) => action !== "joint_over_limit").flatMap(({ units }) => units);
      expect(named.filter(({ survey: said }) => said?.willing === "no")).toEqual([]);
      expect(new Set(named).size).toBe(named.length);
    }));
  });

  test("units that go together have at least three members among at most five of them, near each other", () => {
    fc.assert(fc.property(anyStation, (facts) => {
      for (const { action, units, basis } of suggestionsFor(facts).filter((each) => each.action === "joint")) {
        const total = units.reduce((sum, { survey: said }) => sum + (said?.fullMembers ?? 0), 0);
        expect([action, units.length >= 2 && units.length <= 5, total >= 3, basis !== null && BASES.includes(basis)]).toEqual(["joint", true, true, true]);
        expect(new Set(units.map((each) => (basis === "market" ? each.market : each.area))).size).toBe(1);
      }
    }));
  });

  test("a survey that finds the same again is no new fact, one that finds another number is", () => {
    const said = (members: number, on: string) => suggestionsFor(station([unit("U1", [members, "yes", true, on])])).map(factsOf);
    expect(said(3, "2026-11-20")).toEqual(said(3, "2026-11-01"));
    expect(said(4, "2026-11-01")).not.toEqual(said(3, "2026-11-01"));
  });
});
