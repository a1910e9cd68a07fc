/** What the buttons to an organizer's card and its pages carry. */
export const cardData = (activityId: number): string => `manage:card:${activityId}`;
export const aliasesData = (activityId: number): string => `manage:who:${activityId}`;

export const listData = (page: number): string => `manage:list:${page}`;

/** So many fit a phone; where one of several is asked for, more than these are on the list. */
const PAGE_SIZE = 8;

/** One page of what somebody manages; a page that is no longer there is the last one. */
export function pageOf<Item>(items: readonly Item[], wanted: number): { shown: readonly Item[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(items.length / PAGE_SIZE));
  const page = Math.min(wanted, pages - 1);
  return { shown: items.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE), page, pages };
}

/** Of several to choose from the next ones, and how many there are in all where that is more. */
export function nextOnes<Item>(items: readonly Item[]): { shown: readonly Item[]; all: number | null } {
  return { shown: items.slice(0, PAGE_SIZE), all: items.length > PAGE_SIZE ? items.length : null };
}

/** `list` and its forms after /announce. */
export function isListLine(rest: string): boolean {
  return /^(?:list|mine|列表|清单|我的活动)$/iu.test(rest.trim());
}
