const BAR_LENGTH = 10;
const DAY_MS = 24 * 3_600_000;

/** What a poll came to, over all of its copies. */
export interface Tally {
  /** Votes for each option, in the order of the options. */
  readonly totals: readonly number[];
  /** People who voted; who voted in two groups counts in both. */
  readonly voters: number;
  readonly copies: number;
}

export function tallyOf(posts: readonly { readonly totals: readonly number[] | null; readonly voters: number }[], options: number): Tally {
  const totals = Array.from({ length: options }, (_, at) => posts.reduce((sum, post) => sum + (post.totals?.[at] ?? 0), 0));
  return { totals, voters: posts.reduce((sum, post) => sum + post.voters, 0), copies: posts.length };
}

/** The places of the options with the most votes; several where they tie, none where nobody voted. */
export function winnersOf(totals: readonly number[]): number[] {
  const most = Math.max(0, ...totals);
  return most === 0 ? [] : totals.flatMap((votes, at) => (votes === most ? [at] : []));
}

/** The share of the voters in whole percent. */
export function percentOf(votes: number, voters: number): number {
  return voters === 0 ? 0 : Math.round((votes * 100) / voters);
}

/** A share as a bar; a single vote among many still shows. */
export function barOf(votes: number, voters: number): string {
  const filled = votes === 0 || voters === 0 ? 0 : Math.min(BAR_LENGTH, Math.max(1, Math.round((votes * BAR_LENGTH) / voters)));
  return "▓".repeat(filled) + "░".repeat(BAR_LENGTH - filled);
}

/** A group that comes back a day later is not told an old result. */
export function isResultNews(closedAt: Date | null, now: Date): boolean {
  return closedAt !== null && now.getTime() - closedAt.getTime() < DAY_MS;
}

/** When it ended: by a hand before its time, else at its time, however late the clock came to close it. */
export function endedAt({ closesAt, closedAt }: { readonly closesAt: Date; readonly closedAt: Date | null }): Date {
  return closedAt !== null && closedAt < closesAt ? closedAt : closesAt;
}

/** The button under a named poll's result: who chose what. */
export const choicesData = (pollId: number) => `poll:who:${pollId}`;
