const MINUTE_MS = 60_000;
/** A new code is asked for every ten minutes; the one before stays good for as long again, so nobody in the queue is turned away. */
const DOOR_PERIOD_MS = 10 * MINUTE_MS;
export const DOOR_VALID_MS = 2 * DOOR_PERIOD_MS;

/** What the button "door code" carries. */
export function doorData(rollCallId: number): string {
  return `door:show:${rollCallId}`;
}

/** The same for the door of an activity. */
export function doorOfActivity(activityId: number): string {
  return `door:activity:${activityId}`;
}

export function doorParameter(stationId: number, code: string): string {
  return `door-${stationId}-${code}`;
}

/** `/rollcall qr` and its Chinese forms. */
export function isDoorLine(rest: string): boolean {
  return /^(?:qr|二维码|签到码|门口码)$/iu.test(rest.trim());
}

export interface Door {
  readonly stationId: number;
  readonly code: string;
}

/** Reads the start parameter that the code carries. */
export function readDoor(parameter: string): Door | null {
  const match = /^door-(\d{1,15})-([\w-]{22})$/.exec(parameter);
  return match?.[2] === undefined ? null : { stationId: Number(match[1]), code: match[2] };
}
