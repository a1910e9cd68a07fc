/** `not` takes one's own answer back; it is never stored. */
export const CHOICES = ["here", "way", "not"] as const;
export type Choice = (typeof CHOICES)[number];

/** What a tap on a board or on an invitation carries. */
export function checkinData(rollCallId: number, choice: Choice): string {
  return `checkin:${rollCallId}:${choice}`;
}

/** The start parameter that opens the private chat to join, with the roll call kept for afterwards. */
export function joinParameter(stationId: number, joinCode: string, rollCallId?: number): string {
  return `join-${stationId}-${joinCode}${rollCallId === undefined ? "" : `-${rollCallId}`}`;
}
