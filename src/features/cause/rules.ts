import type { UNIT_STATUSES } from "../../db/schema-register.ts";

/** Why a unit is in a set at one day and was not, or is not and was, as seen from the two days. */
export const CAUSES = [
  "new", "reopened", "dormant", "closed", "movedOut", "notFound",
  "linkNew", "linkEnded", "organizationCounts", "organizationCountsNoMore",
  "assigned", "assignmentLapsed", "assignmentEnded", "instructorRetired", "instructorActive",
  "massOrganizationNew", "massOrganizationEnded",
] as const;
export type Cause = (typeof CAUSES)[number];

/** One unit whose place in a set changed. */
export interface Change {
  readonly unit: string;
  readonly cause: Cause;
  /** The code of the organization or instructor it came through, and the last day where something ended. */
  readonly through?: string;
  readonly on?: string;
}

/** What happened between two days; each list explains its figure's whole change, unit by unit. */
export interface Causes {
  readonly entered: readonly Change[];
  readonly left: readonly Change[];
  readonly organizationGained: readonly Change[];
  readonly organizationLost: readonly Change[];
  readonly workGained: readonly Change[];
  readonly workLost: readonly Change[];
}

type Status = (typeof UNIT_STATUSES)[number];

/** A link, assignment or mass organization that holds on one of the two days and not on the other. */
export interface Hold {
  readonly code: string;
  readonly from: string;
  readonly through: string | null;
  /** Whether its own two ends hold on the other day: then it is the organization or the instructor that does not. */
  readonly isValid: boolean;
  readonly endReason: string | null;
}

interface Holds {
  readonly link: Hold | null;
  readonly assignment: Hold | null;
  readonly massOrganization: Hold | null;
}

/** A unit as it was in the sets on the first day, and is on the second. */
export interface Seen {
  readonly unit: string;
  readonly was: Status | null;
  readonly now: Status;
  /** Since when it is what it is. */
  readonly since: string;
  readonly wasIn: boolean;
  readonly isIn: boolean;
  readonly wasOrganized: boolean;
  readonly isOrganized: boolean;
  readonly wasWorked: boolean;
  readonly isWorked: boolean;
  readonly lost: Holds;
  readonly gained: Holds;
}

const GONE = { dormant: "dormant", closed: "closed", moved_out: "movedOut", not_found: "notFound" } as const;

function left({ unit, now, since }: Seen): Change {
  if (now === "active") throw new Error(`${unit} left what it is in`);
  return { unit, cause: GONE[now], on: since };
}

const entered = ({ unit, was, since }: Seen): Change => ({ unit, cause: was === null ? "new" : "reopened", on: since });

const through = (hold: Hold, unit: string, cause: Cause, on: string | null): Change => ({ unit, cause, through: hold.code, ...(on !== null && { on }) });

function lossOf({ unit, lost: { link, assignment, massOrganization } }: Seen): Change | null {
  if (link) return link.isValid ? through(link, unit, "organizationCountsNoMore", null) : through(link, unit, "linkEnded", link.through);
  if (assignment) return lossOfAssignment(unit, assignment);
  return massOrganization && through(massOrganization, unit, "massOrganizationEnded", massOrganization.through);
}

function lossOfAssignment(unit: string, hold: Hold): Change {
  if (hold.isValid || hold.endReason === "instructor_retired") return through(hold, unit, "instructorRetired", hold.through);
  return through(hold, unit, hold.endReason === null ? "assignmentLapsed" : "assignmentEnded", hold.through);
}

function gainOf({ unit, gained: { link, assignment, massOrganization } }: Seen): Change | null {
  if (link) return link.isValid ? through(link, unit, "organizationCounts", null) : through(link, unit, "linkNew", link.from);
  if (assignment) return assignment.isValid ? through(assignment, unit, "instructorActive", null) : through(assignment, unit, "assigned", assignment.from);
  return massOrganization && through(massOrganization, unit, "massOrganizationNew", massOrganization.from);
}

function known(change: Change | null, { unit }: Seen): Change {
  if (!change) throw new Error(`the figures say that ${unit} changed, and nothing of it did`);
  return change;
}

/** Sorts units into what each figure gained and lost; a unit that left or entered is told as that, whatever else happened to it. */
export function causesOf(seen: readonly Seen[]): Causes {
  const gain = (each: Seen) => (each.wasIn ? known(gainOf(each), each) : entered(each));
  const loss = (each: Seen) => (each.isIn ? known(lossOf(each), each) : left(each));
  return {
    entered: seen.filter(({ wasIn, isIn }) => !wasIn && isIn).map(entered), left: seen.filter(({ wasIn, isIn }) => wasIn && !isIn).map(left),
    organizationGained: seen.filter(({ wasOrganized, isOrganized }) => !wasOrganized && isOrganized).map(gain),
    organizationLost: seen.filter(({ wasOrganized, isOrganized }) => wasOrganized && !isOrganized).map(loss),
    workGained: seen.filter(({ wasWorked, isWorked }) => !wasWorked && isWorked).map(gain),
    workLost: seen.filter(({ wasWorked, isWorked }) => wasWorked && !isWorked).map(loss),
  };
}
