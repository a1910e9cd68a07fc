import type { Option } from "../option/rules.ts";

interface TelegramOption {
  readonly persistent_id: string;
  readonly voter_count: number;
}

/** The votes for our options in our order, found by the lasting ids that Telegram gave them; options that came later are not ours. */
export function totalsOf(optionIds: readonly string[], options: readonly TelegramOption[]): number[] {
  const counts = new Map(options.map((option) => [option.persistent_id, option.voter_count]));
  return optionIds.map((id) => counts.get(id) ?? 0);
}

/** Whether votes can still be given. */
export function isPollOpen(poll: { readonly announcedAt: Date; readonly closesAt: Date; readonly closedAt: Date | null }, now: Date): boolean {
  return poll.closedAt === null && poll.announcedAt <= now && now < poll.closesAt;
}

/** What a poll asks, wherever and whenever that is. */
export interface PollContent {
  readonly question: string;
  readonly options: readonly Pick<Option, "text" | "when">[];
  readonly isMultiple: boolean;
  readonly isAnonymous: boolean;
}

/** The button that posts a copy again whose first posting may have been lost. */
export const againData = (pollId: number, chatId: number) => `poll:again:${pollId}:${chatId}`;
/** The button that ends a poll before its time. */
export const closeData = (pollId: number) => `poll:close:${pollId}`;
