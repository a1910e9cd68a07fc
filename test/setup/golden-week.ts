import type { Coverage, Figures, Part } from "../../src/features/figures/rules.ts";
import type { Week } from "../../src/features/week/rules.ts";

// The worked example's week, counted by hand: what the queries must come to, and what views and pictures can be drawn from before them.

const NOTHING: Coverage = {
  units: 0, dormant: 0, closed: 0, movedOut: 0, notFound: 0, organization: 0, work: 0, assigned: 0, visited: 0, shouldBuild: 0, built: 0, fresh: 0,
  byFormation: { separate: 0, joint: 0, industry: 0, area: 0, floating: 0, functional: 0 },
};
const part = (key: string, coverage: Partial<Coverage>, total: number, covered: number): Part => ({ key, coverage: { ...NOTHING, ...coverage }, members: { total, covered } });
const formed = (of: Partial<Coverage["byFormation"]>) => ({ ...NOTHING.byFormation, ...of });

const FIGURES: Figures = {
  version: "cov-1", asOf: "2026-11-22",
  total: {
    units: 12, dormant: 1, closed: 1, movedOut: 0, notFound: 0, organization: 5, byFormation: formed({ separate: 1, joint: 2, area: 1, floating: 1 }),
    work: 8, assigned: 3, visited: 0, shouldBuild: 3, built: 1, fresh: 9,
  },
  members: { total: 18, covered: 10 },
  byKind: [
    part("market", { units: 1, organization: 1, byFormation: formed({ area: 1 }), work: 1 }, 0, 0),
    part("micro_enterprise", { units: 6, closed: 1, organization: 2, byFormation: formed({ separate: 1, joint: 1 }), work: 4, assigned: 1, shouldBuild: 3, built: 1, fresh: 4 }, 13, 8),
    part("platform_station", { units: 1, organization: 1, byFormation: formed({ floating: 1 }), work: 1, assigned: 1, fresh: 1 }, 1, 1),
    part("self_employed", { units: 4, dormant: 1, organization: 1, byFormation: formed({ joint: 1 }), work: 2, assigned: 1, fresh: 4 }, 4, 1),
  ],
  byArea: [
    part("A", { units: 7, closed: 1, organization: 4, byFormation: formed({ separate: 1, joint: 2, area: 1 }), work: 6, assigned: 1, shouldBuild: 2, built: 1, fresh: 5 }, 11, 9),
    part("B", { units: 5, dormant: 1, organization: 1, byFormation: formed({ floating: 1 }), work: 2, assigned: 2, shouldBuild: 1, fresh: 4 }, 7, 1),
  ],
  byIndustry: [],
  byMarket: [part("U11", { units: 3, organization: 2, byFormation: formed({ joint: 2 }), work: 3, shouldBuild: 1, fresh: 3 }, 6, 4)],
  organizations: { counting: 4, active: 3 },
  instructors: { active: 2, atCapacity: 1, overCapacity: 0, expiring: 1 },
  requests: { open: 2, overdue: 1 },
  terms: { overdue: 1, dueSoon: 1 },
};

const BEFORE: Figures = {
  ...FIGURES, asOf: "2026-11-15",
  total: {
    ...FIGURES.total, units: 12, dormant: 1, closed: 0, organization: 6, byFormation: formed({ separate: 2, joint: 2, area: 1, floating: 1 }),
    work: 10, assigned: 4, shouldBuild: 2, built: 2, fresh: 9,
  },
  members: { total: 17, covered: 12 },
};

export const GOLDEN_WEEK: Week = {
  stationName: "示例指导站", from: "2026-11-16", through: "2026-11-22", year: 2026, week: 47,
  figures: FIGURES, before: BEFORE,
  causes: {
    entered: [{ unit: "U14", cause: "new", on: "2026-11-17" }],
    left: [{ unit: "U07", cause: "closed", on: "2026-11-18" }],
    organizationGained: [], organizationLost: [{ unit: "U07", cause: "closed", on: "2026-11-18" }],
    workGained: [], workLost: [{ unit: "U06", cause: "assignmentLapsed", through: "I1", on: "2026-11-21" }, { unit: "U07", cause: "closed", on: "2026-11-18" }],
  },
  flow: {
    unitsNew: 1, unitsClosed: 1, assignmentsLapsed: 1, surveys: 3, held: 2, cancelled: 1, coming: 1, participations: 13, persons: 12,
    requestsOpened: 2, requestsClosed: 1,
  },
  suggestions: 8, corrections: [],
  trend: [{ asOf: "2026-11-15", coverage: BEFORE.total }, { asOf: "2026-11-22", coverage: FIGURES.total }],
};
