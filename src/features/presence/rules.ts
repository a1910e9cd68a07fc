/** What the button "who is here" carries. */
export function presenceData(rollCallId: number): string {
  return `presence:show:${rollCallId}`;
}
