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
