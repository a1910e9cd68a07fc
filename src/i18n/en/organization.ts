import type { Messages } from "../messages.ts";

export const organization: Messages["organization"] = {
  formations: {
    separate: "separate", joint: "joint", industry: "by industry", area: "by area", floating: "floating members", functional: "functional",
  },
  levels: { committee: "Committee", general_branch: "General branch", branch: "Branch", group: "Group" },
  statuses: { proposed: "proposed", active: "active", suspended: "suspended", dissolved: "dissolved" },
  counts: (counts) => counts ? "counts" : "does not count",
  list: ", ",
  andMore: (shown, more) => `${shown} and ${more} more`,
  line: (label, value) => `${label}: ${value}`,
  label: { kind: "Kind", area: "Area", industry: "Industry", market: "Market", parent: "Superior", children: "Below it", approvedBy: "Approved by", counts: "Coverage" },
  period: (status, from, through) => through === null ? `${status} since ${from}` : `${status} ${from} through ${through}`,
  earlier: (more) => `and ${more} earlier`,
  noTerm: "Term: not recorded",
  termLine: ({ startedOn, end, state, isExtended }) => `Term: ${startedOn} through ${end}${isExtended ? " (extended)" : ""}, ${state}`,
  term: {
    running: (days) => `${days} days left`,
    dueSoon: (days) => days === 0 ? "ends today" : `due, ${days} ${days === 1 ? "day" : "days"} left`,
    overdue: (days) => `overdue for ${days} ${days === 1 ? "day" : "days"}`,
  },
  noUnits: "Units: none linked at present",
  units: (count, codes) => `Units (${count}): ${codes}`,
  button: {
    add: "➕ Register one", list: "List", extend: "Extend the term", newTerm: "New term", link: "Link units", unlink: "End a link",
    status: { proposed: "Back to proposed", active: "Make it active", suspended: "Suspend", dissolved: "Dissolve" },
  },
  unclear: (text) => `I did not understand “${text}”.`,
  usage: [
    "You can use:",
    "/org add G2 | Market branch | joint | branch | A – register one",
    "/org G2 – look at it",
    "/org G2 suspend 2026-11-20 – change its status (active, suspend, dissolve)",
    "/org G2 area B | parent G1 – change it (name, area, industry, market, parent, approved by, counts, does not count; to take one away: area none)",
    "/orgs – the list; /link links units, /term keeps terms",
  ].join("\n"),
  refusals: {
    notForYou: "Not found, or not yours to use.",
    noSuchOrganization: "There is no such organization. /orgs lists them all.",
    codeTaken: "Another organization has this code.",
    nameTaken: "Another organization has this name. Please choose a different one.",
    noSuchParent: "The superior organization was not found.",
    parentNotAbove: "A superior organization stands a level above: committee, general branch, branch, group, from top to bottom.",
    noSuchMarket: "This market was not found. A market is a unit: please add it first with /unit add.",
    sinceInFuture: "The day on which it began is still to come.",
  },
};
