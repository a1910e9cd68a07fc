import type { Messages } from "../messages.ts";

export const figuresheet: Messages["figuresheet"] = {
  names: { figures: "Figures", trend: "Trend", causes: "Causes", definitions: "Definitions" },
  about: (station, on, vs, version) => `${station} · as of ${on}, against ${vs} · definition ${version}`,
  heads: {
    figures: (on, vs) => ["Figure", `${on} of`, `${on} all`, `${on} %`, `${vs} of`, `${vs} all`, `${vs} %`, "Change (pp)"],
    part: ["In operation", "Organization", "Organization %", "Work", "Work %", "Should build", "Built", "Surveyed in 90 days", "Full members (under 5 not shown)"],
    trend: ["As of", "In operation", "Organization", "Organization %", "Work", "Work %", "Uncovered"],
    causes: ["Change", "Unit", "Cause", "Day"],
    definitions: ["No.", "Figure", "How it is counted"],
  },
  parts: { kind: "Kind", area: "Area", industry: "Industry", market: "Market" },
  counts: { units: "Units in operation", dormant: "Dormant", closed: "Closed", movedOut: "Moved out", notFound: "Not found" },
  rates: {
    organization: "Organization coverage", separate: "Formed separately", work: "Work coverage", workUnorganized: "Work coverage of units without an organization",
    visited: "Units with an instructor visited in time", built: "Should-be-built, built", fresh: "Surveyed within 90 days", active: "Organizations with an activity in 30 days",
  },
  sets: {
    entered: "Came into operation", left: "Left operation", organizationGained: "Organization coverage gained", organizationLost: "Organization coverage lost",
    workGained: "Work coverage gained", workLost: "Work coverage lost",
  },
  definitions: [
    ["F1", "Units in operation", "Units whose status at the end of the day is in operation; dormant, closed, moved out and not found stand beside."],
    ["F2", "Organization coverage", "Units in operation with a valid link to an organization that is active and counts ÷ units in operation. A unit counts once."],
    ["F3", "Formed separately", "Units in operation covered by an organization of their own ÷ units in operation."],
    ["F4", "Work coverage", "Units in operation with an organization, an instructor (or liaison) in service, or a mass organization ÷ units in operation."],
    ["F5", "Work coverage of units without an organization", "Of the units in operation that no organization covers, those with work coverage."],
    ["F6", "Should-be-built, built", "Of the units in operation with 3 or more full members by the newest survey, those with an organization of their own."],
    ["F7", "Surveyed within 90 days", "Units in operation whose newest survey is at most 90 days old ÷ units in operation; never surveyed ones stay in it."],
    ["F8", "Organizations with an activity in 30 days", "Of the organizations that count and cover a unit in operation, those that hosted or co-hosted an activity."],
    ["–", "Visited in time", "Of the units in operation with an instructor in service, those that were visited within the agreed interval."],
    ["–", "Percentages", "Counted from whole numbers, rounded once to two decimals; “—” over nothing. A change is taken between the exact fractions and rounded once."],
    ["–", "Persons", "A count under 5 is written “<5”; what is hidden with it so that it cannot be worked out is written “—”."],
  ],
  caption: "Coverage. No personal data in it; counts of persons under 5 are not shown.",
  wholeOnly: "The export holds the whole station, with areas and kinds in tables of their own: /export coverage on 2026-11-22 vs 2026-10-31.",
  button: "Coverage",
};
