import type { Locale } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { checkInWindow, isCheckInOpen } from "../activity/rules.ts";
import { formatMoment, localDate, localTime } from "../time/rules.ts";

/** What "I'm here" under an announcement, in a reminder or in a list carries. */
export function attendData(activityId: number): string {
  return `attend:${activityId}:here`;
}

interface Slot {
  readonly id: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Whether one can check in now: at which slot and until when, from when on, or since when no more. */
export type Attendance =
  | { readonly kind: "open"; readonly slotId: number; readonly closesAt: Date }
  | { readonly kind: "early"; readonly opensAt: Date }
  | { readonly kind: "late"; readonly endedAt: Date };

/** How far the middle of what is meant is away: of two slots whose windows overlap, the one that is on or nearer. */
function distance({ startsAt, endsAt }: Slot, now: Date): number {
  return Math.max(0, startsAt.getTime() - now.getTime(), now.getTime() - endsAt.getTime());
}

/** An activity has at least one slot; between two of them one is early for the next. */
export function attendanceAt(slots: readonly Slot[], now: Date): Attendance {
  const [open] = slots.filter((slot) => isCheckInOpen(slot, now)).toSorted((a, b) => distance(a, now) - distance(b, now) || a.id - b.id);
  if (open) return { kind: "open", slotId: open.id, closesAt: checkInWindow(open).closesAt };
  const windows = slots.map(checkInWindow);
  const next = Math.min(...windows.map(({ opensAt }) => opensAt.getTime()).filter((at) => at > now.getTime()));
  if (Number.isFinite(next)) return { kind: "early", opensAt: new Date(next) };
  return { kind: "late", endedAt: lastCloseOf(slots) };
}

/** When the last check-in of an activity closes; from then on it is held. */
function lastCloseOf(slots: readonly Omit<Slot, "id">[]): Date {
  return new Date(Math.max(...slots.map((slot) => checkInWindow(slot).closesAt.getTime())));
}

/** What somebody may mean who says that they are here while nothing is open. */
export type Around =
  | { readonly kind: "early"; readonly opensAt: Date }
  | { readonly kind: "late"; readonly of: "rollcall" | "activity"; readonly endedAt: Date }
  | null;

/** The nearest in time: the roll call that ended last, a check-in that has closed, or one that will open. */
export function aroundOf(slots: readonly Omit<Slot, "id">[], rollCallEnd: Date | null, now: Date): Around {
  const windows = slots.map(checkInWindow);
  const found = [
    ...(rollCallEnd === null ? [] : [{ kind: "late", of: "rollcall", endedAt: rollCallEnd } as const]),
    ...windows.filter(({ closesAt }) => closesAt <= now).map(({ closesAt }) => ({ kind: "late", of: "activity", endedAt: closesAt }) as const),
    ...windows.filter(({ opensAt }) => opensAt > now).map(({ opensAt }) => ({ kind: "early", opensAt }) as const),
  ];
  const away = (around: NonNullable<Around>) => Math.abs((around.kind === "early" ? around.opensAt : around.endedAt).getTime() - now.getTime());
  return found.toSorted((a, b) => away(a) - away(b))[0] ?? null;
}

/** How a time is said: in whose language, in which zone. */
export interface Saying {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly now: Date;
}

/** The clock alone where it is today's. */
export function clockOf(at: Date, { timeZone, locale, now }: Saying): string {
  return localDate(at, timeZone) === localDate(now, timeZone) ? localTime(at, timeZone) : formatMoment(at, timeZone, locale, now);
}

type Unattended =
  | { readonly reason: "gone" | "cancelled" }
  | { readonly reason: "early"; readonly opensAt: Date }
  | { readonly reason: "late"; readonly endedAt: Date };

/** Why nobody was counted, kindly; the words are handed in, for a tap, a command and the door say the same. */
export function unattendedText(t: Messages, refused: Unattended, saying: Saying): string {
  if (refused.reason === "early") return t.attend.early(clockOf(refused.opensAt, saying));
  if (refused.reason === "late") return t.attend.late(clockOf(refused.endedAt, saying));
  return t.attend.refusals[refused.reason];
}
