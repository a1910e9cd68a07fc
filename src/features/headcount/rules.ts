import { checkInWindow } from "../activity/rules.ts";

export const MOST_COUNTED = 9999;
/** Afterwards the final board and the rating stand as they are. */
export const COUNTED_AFTER_MS = 48 * 3_600_000;

/** What a button that sets the number carries: the number itself, so that a tap that comes twice changes nothing. */
export function countData(activityId: number, count: number): string {
  return `headcount:${activityId}:${count}`;
}

export const countPageData = (activityId: number): string => `headcount:${activityId}:page`;
export const countAskData = (activityId: number): string => `headcount:${activityId}:ask`;

export type CountLine = { readonly kind: "page" } | { readonly kind: "count"; readonly count: number } | { readonly kind: "unclear" };

/** `count 5` and its forms after /announce; null where it is about something else. */
export function readCountLine(rest: string): CountLine | null {
  // A title may begin with these words; then parts follow it.
  const match = /^(?:head\s?count|count|清点人数|清点|点人数)(?:$|\s+|\s*[:：]\s*|(?=\d))([^|｜\n]*)$/iu.exec(rest.trim());
  if (!match) return null;
  return match[1] === undefined || match[1] === "" ? { kind: "page" } : readCount(match[1]);
}

/** A number of people as it was typed, in whatever digits. */
export function readCount(text: string): CountLine {
  const digits = /^(\d{1,4})\s*(?:人|位|个人|people|person)?$/iu.exec(text.normalize("NFKC").trim())?.[1];
  return digits === undefined ? { kind: "unclear" } : { kind: "count", count: Number(digits) };
}

interface Life {
  readonly cancelledAt: Date | null;
  readonly heldAt: Date | null;
}

/** Whether people can be counted: from when the first check-in opens until two days after the end. */
export function mayCount(about: Life, slots: readonly { startsAt: Date; endsAt: Date }[], now: Date): "yes" | "notYet" | "tooLate" | "cancelled" {
  if (about.cancelledAt !== null) return "cancelled";
  if (about.heldAt !== null) return now.getTime() < about.heldAt.getTime() + COUNTED_AFTER_MS ? "yes" : "tooLate";
  return slots.some((slot) => checkInWindow(slot).opensAt <= now) ? "yes" : "notYet";
}
