/** What can be taken from one activity of a series for all that follow. */
export const LATER_KINDS = ["time", "place", "places"] as const;
export type LaterKind = (typeof LATER_KINDS)[number];

/** Takes what was changed of one activity over to all later ones of its series. */
export const laterData = (activityId: number, kind: LaterKind): string => `later:${activityId}:${kind}`;
