import { stateOf } from "../activity/rules.ts";

interface Told {
  readonly announcedAt: Date;
  readonly cancelledAt: Date | null;
  readonly heldAt: Date | null;
  readonly slots: readonly { readonly endsAt: Date }[];
}

/** An announcement that comes too late is not posted: what is over or cancelled is no news. */
export function isWorthPosting(told: Told, now: Date): boolean {
  return stateOf(told, now) === "announced" && told.slots.some(({ endsAt }) => now < endsAt);
}
