import { repliesCloseAt } from "../activity/rules.ts";

export const nudgeData = (activityId: number): string => `nudge:ask:${activityId}`;

/** `nudge` and its forms after /announce. */
export function isNudgeLine(rest: string): boolean {
  return /^(?:nudge|催一下|催回复|提醒没回复的|提醒未回复)$/u.test(rest.normalize("NFKC").trim().toLowerCase());
}

interface Asked {
  readonly repliesCloseAt: Date | null;
  readonly slots: readonly { readonly startsAt: Date }[];
}

/** Whether somebody asked then could still answer. */
export function isAnswerable(about: Asked, at: Date): boolean {
  return about.slots.some((slot) => at < repliesCloseAt(about, slot));
}

interface Marked {
  readonly stationId: number;
  readonly activityId: number;
  readonly accountId: number;
}

/** The words under the keyed hash that somebody answered, whatever it was, or was asked to. */
export function markStatement(kind: "answered" | "nudged", { stationId, activityId, accountId }: Marked): string {
  return [kind, stationId, activityId, accountId].join("|");
}
