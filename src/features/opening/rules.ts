import { checkInWindow } from "../activity/rules.ts";

/** The last thing that happened to a slot's check-in, which has opened already: a name that changes when the slot is moved. */
export function turnOf(slot: { readonly startsAt: Date; readonly endsAt: Date }, now: Date): string {
  const { opensAt, closesAt } = checkInWindow(slot);
  return closesAt <= now ? `closed:${closesAt.getTime()}` : `opened:${opensAt.getTime()}`;
}
