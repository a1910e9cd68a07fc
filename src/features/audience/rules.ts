import type { Draft } from "../draft/rules.ts";
import { question } from "../question/rules.ts";

/** As many groups as a phone shows at once. */
export const GROUPS_PER_PAGE = 8;

/** A members' group that an announcement can go to; one that cannot be written to now is told, and left out. */
export interface Group {
  readonly id: number;
  readonly title: string;
  readonly isReachable: boolean;
}

/** The groups that a draft goes to. */
export function targetsOf(draft: Draft, groups: readonly Group[]): Group[] {
  return groups.filter(({ id, isReachable }) => isReachable && (draft.chatIds === null || draft.chatIds.includes(id)));
}

/** Takes a group in or out; all of them chosen is the same as none left out. */
export function toggled(draft: Draft, groups: readonly Group[], chatId: number): Draft {
  const reachable = groups.filter(({ isReachable }) => isReachable).map(({ id }) => id);
  const chosen = targetsOf(draft, groups).map(({ id }) => id);
  const next = chosen.includes(chatId) ? chosen.filter((id) => id !== chatId) : reachable.filter((id) => chosen.includes(id) || id === chatId);
  return { ...draft, chatIds: next.length === reachable.length ? null : next };
}

export function noneChosen(draft: Draft): Draft {
  return { ...draft, chatIds: [] };
}

const ALL = /^(?:所有群?|全部群?|所有成员群|all(?: groups| chats)?)$/iu;
const plain = (text: string) => text.normalize("NFKC").toLowerCase().trim();

/** The one group of this name, or whose name holds it where no other does. */
function groupNamed(name: string, groups: readonly Group[]): Group | null {
  const exact = groups.filter(({ title }) => plain(title) === plain(name));
  const alike = exact.length > 0 ? exact : groups.filter(({ title }) => plain(title).includes(plain(name)));
  return alike.length === 1 ? alike[0] ?? null : null;
}

/** Groups that were written by name become chosen; a name that fits none or several is asked about. */
export function chosenByName(draft: Draft, groups: readonly Group[]): Draft {
  const names = draft.sketch.chatNames;
  if (names.length === 0) return draft;
  const named = { ...draft, sketch: { ...draft.sketch, chatNames: [] } };
  if (names.some((name) => ALL.test(name))) return { ...named, chatIds: null };
  const unknown = names.find((name) => groupNamed(name, groups) === null);
  const found = names.flatMap((name) => groupNamed(name, groups)?.id ?? []);
  const questions = unknown === undefined ? named.questions : [question("chats", "unknownChat", unknown), ...named.questions];
  return { ...named, questions, chatIds: found.length > 0 ? found : draft.chatIds };
}

/** The button that opens the choice of groups on a page. */
export function audienceData(code: string, page: number): string {
  return `audience:page:${code}:${page}`;
}

export function groupData(code: string, chatId: number, page: number): string {
  return `audience:group:${code}:${chatId}:${page}`;
}

export function wholeData(code: string, which: "all" | "none"): string {
  return `audience:${which}:${code}`;
}
