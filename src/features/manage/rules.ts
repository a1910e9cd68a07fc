/** What the buttons to an organizer's card and its pages carry. */
export const cardData = (activityId: number): string => `manage:card:${activityId}`;
export const aliasesData = (activityId: number): string => `manage:who:${activityId}`;

/** `list` and its forms after /announce. */
export function isListLine(rest: string): boolean {
  return /^(?:list|mine|列表|清单|我的活动)$/iu.test(rest.trim());
}
