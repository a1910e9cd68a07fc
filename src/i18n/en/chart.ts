import type { Messages } from "../messages.ts";

export const chart: Messages["chart"] = {
  title: (year, week) => `Weekly coverage · ${year} week ${week}`,
  basis: (period, through, version) => `${period} · as of ${through} · definition ${version}`,
  units: (units) => `${units} ${units === 1 ? "unit" : "units"} in operation`,
  organization: "Organization coverage", work: "Work coverage",
  short: { organization: "Org.", work: "Work" },
  before: (rate, change) => `last week ${rate}, change ${change} pp`,
  noBefore: "no units in operation last week to compare with",
  noUnits: "no units in operation",
  trend: (weeks) => `Last ${weeks} weeks`,
  noTrend: "nothing to show yet",
  byKind: "By kind",
  causes: "Why it changed",
  unitsChanged: (moved) => `In operation ${moved}: `,
  organizationChanged: (moved) => `Organization ${moved}: `,
  workChanged: (moved) => `Work ${moved}: `,
  nothingChanged: "No change on last week",
  others: (units) => `${units} others`,
  between: "; ",
};
