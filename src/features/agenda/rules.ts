/** So many fit a phone with their buttons. */
export const PAGE_SIZE = 4;

/** What one can still join, or what one has answered. */
export type List = "open" | "mine";

/** What the buttons of the two lists carry; the first page is 0. */
export function listData(list: List, page: number): string {
  return `agenda:${list}:${page}`;
}

/** Under every list, so that the message itself tells which page it shows. */
export function refreshData(list: List, page: number): string {
  return `agenda:${list}:${page}:now`;
}

const REFRESH = /^agenda:(open|mine):(\d{1,4}):now$/;

/** Which list a message shows, read from its own buttons; null for any other message. */
export function shownList(data: readonly (string | undefined)[]): { list: List; page: number } | null {
  const found = data.map((each) => REFRESH.exec(each ?? "")).find((match) => match !== null);
  return found ? { list: found[1] === "mine" ? "mine" : "open", page: Number(found[2]) } : null;
}

/** One page of a list; a page that is no longer there is the last one. */
export function pageOf<Item>(items: readonly Item[], page: number): { shown: readonly Item[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(items.length / PAGE_SIZE));
  const current = Math.min(Math.max(0, page), pages - 1);
  return { shown: items.slice(current * PAGE_SIZE, (current + 1) * PAGE_SIZE), page: current, pages };
}

/** `/activities mine` and its Chinese forms. */
export function isMineLine(rest: string): boolean {
  return /^(?:mine|my|我的|我的活动|我报名的)$/iu.test(rest.trim());
}

/** Rows of slots as activities with their slots, in the order of the first slot of each. */
export function byActivity<Slot extends { readonly activityId: number }>(slots: readonly Slot[]): Slot[][] {
  const groups = new Map<number, Slot[]>();
  for (const slot of slots) groups.set(slot.activityId, [...groups.get(slot.activityId) ?? [], slot]);
  return [...groups.values()];
}

/** The tighter of two limits; null is none. */
export function leastOf(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.min(one, other);
}
