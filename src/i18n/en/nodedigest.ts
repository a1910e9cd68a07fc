import type { Messages } from "../messages.ts";

export const nodedigest: Messages["nodedigest"] = {
  heading: (year, week, span) => `📊 Weekly sums · ${year} week ${week} (${span})`,
  asItStands: "No digest went out for this week; this is how it stands now.",
  setUp: (stations, counted) => `Stations set up ${stations}, ${counted} of them counted here`,
  units: (units) => `Units in operation ${units}`,
  otherStations: (before) => `  ${before} stations were counted last week; mind that when comparing`,
  byKind: "By kind (organization coverage; work coverage):",
  row: (kinds, units, organization, work) => `· ${kinds.join(" and ")} ${units}${kinds.length > 1 ? " (few, taken together)" : ""}: ${organization}; ${work}`,
  missing: (stations, names, more) => `⚠️ Not counted, no figures yet (${stations}): ${names.join(", ")}${more === 0 ? "" : ` and ${more} more`}`,
  closing: "Numbers of units and rates only, no personal data; very small numbers are not shown, or taken together.",
  nothing: (body) => `No station stood below “${body}” in that week, so there is nothing to sum.`,
};
