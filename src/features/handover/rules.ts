export const RIGHTS = ["manage", "attendance"] as const;
export type Right = (typeof RIGHTS)[number];

/** What the button “hand over” carries. */
export const handData = (activityId: number): string => `handover:ask:${activityId}`;

export interface HandCode {
  readonly stationId: number;
  readonly code: string;
}

export const handParameter = ({ stationId, code }: HandCode): string => `hand-${stationId}-${code}`;

/** Reads the start parameter of the link that is passed on. */
export function readHandParameter(parameter: string): HandCode | null {
  const match = /^hand-(\d{1,15})-([\w-]{22})$/.exec(parameter);
  return match?.[2] === undefined ? null : { stationId: Number(match[1]), code: match[2] };
}
