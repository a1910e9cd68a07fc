import type { activity, activityLimit } from "../../db/schema-activity.ts";

export type ActivityType = (typeof activity.$inferSelect)["type"];
export type Mode = (typeof activity.$inferSelect)["mode"];
export type LimitedRole = (typeof activityLimit.$inferSelect)["role"];

const MINUTE_MS = 60_000;
/** Early enough for those who are early; late enough for those who help to clear up. */
export const CHECK_IN_OPENS_MS = 15 * MINUTE_MS;
export const CHECK_IN_GRACE_MS = 30 * MINUTE_MS;

export interface SlotContent {
  readonly label: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface RoleLimit {
  readonly role: LimitedRole;
  readonly places: number;
}

/** What an organizer announces; hosts are organizations by name. */
export interface ActivityContent {
  readonly type: ActivityType;
  readonly title: string;
  readonly mode: Mode;
  readonly place: string | null;
  readonly details: string | null;
  readonly capacity: number | null;
  readonly guestsMax: number;
  readonly limits: readonly RoleLimit[];
  readonly contact: string | null;
  readonly repliesCloseAt: Date | null;
  readonly hosts: readonly string[];
  readonly slots: readonly SlotContent[];
}

/** Where the life of an activity stands: `planned` can still be taken back, `held` and `cancelled` are its two ends. */
export type ActivityState = "planned" | "announced" | "cancelled" | "held";

interface Life {
  readonly announcedAt: Date;
  readonly cancelledAt: Date | null;
  readonly heldAt: Date | null;
}

export function stateOf({ announcedAt, cancelledAt, heldAt }: Life, now: Date): ActivityState {
  if (cancelledAt !== null) return "cancelled";
  if (heldAt !== null) return "held";
  return now < announcedAt ? "planned" : "announced";
}

/** Until when people may say that they come to this slot; taking it back is possible until it is over. */
export function repliesCloseAt(about: { readonly repliesCloseAt: Date | null }, slot: { readonly startsAt: Date }): Date {
  return about.repliesCloseAt !== null && about.repliesCloseAt < slot.startsAt ? about.repliesCloseAt : slot.startsAt;
}

/** From when until when presence at a slot can be said. */
export function checkInWindow(slot: { readonly startsAt: Date; readonly endsAt: Date }): { opensAt: Date; closesAt: Date } {
  return {
    opensAt: new Date(slot.startsAt.getTime() - CHECK_IN_OPENS_MS),
    closesAt: new Date(slot.endsAt.getTime() + CHECK_IN_GRACE_MS),
  };
}

export function isCheckInOpen(slot: { readonly startsAt: Date; readonly endsAt: Date }, now: Date): boolean {
  const { opensAt, closesAt } = checkInWindow(slot);
  return opensAt <= now && now < closesAt;
}

/** Places that nobody holds and nobody is being offered; null without a limit. Never below 0, also after the limit was lowered. */
export function freePlaces(capacity: number | null, slot: { readonly taken: number }): number | null {
  return capacity === null ? null : Math.max(0, capacity - slot.taken);
}

/** What somebody may do with an activity: manage it, take its attendance, or put it into somebody's hands. */
export type HoldRight = "manage" | "attendance" | "hand";

/** Who may manage it: a lead, whoever announced it while an organizer, or who was handed it; attendance alone needs less, and what was handed over is not handed on. */
export function mayHold(
  right: HoldRight,
  who: { readonly roles: readonly string[]; readonly isAnnouncer: boolean; readonly granted: "manage" | "attendance" | null },
): boolean {
  if (who.roles.includes("station_lead") || (who.isAnnouncer && who.roles.includes("organizer"))) return true;
  if (right === "hand") return false;
  return who.granted === "manage" || (right === "attendance" && who.granted === "attendance");
}

type Reminder = "decide" | "day_before" | "same_day" | "half_hour";

const ALL: readonly Reminder[] = ["decide", "day_before", "same_day", "half_hour"];
/** For what lasts an hour and needs nothing from home: the morning says nothing new. */
const SHORT: readonly Reminder[] = ["decide", "day_before", "half_hour"];
/** Where one drops in, nobody prepares for so many, so nobody is asked the day before. */
const DROP_IN: readonly Reminder[] = ["same_day", "half_hour"];

const USUAL_REMINDERS: Readonly<Record<ActivityType, readonly Reminder[]>> = {
  general_meeting: ALL, committee_meeting: ALL, group_meeting: SHORT, lecture: SHORT, theme_day: ALL, training: ALL, volunteer: ALL, care: DROP_IN,
  joint_activity: ALL, other: ALL,
};

/** Reminders that an activity begins with, by its type; what is done at any time has no hour to be reminded of. */
export function usualReminders({ type, mode }: { readonly type: ActivityType; readonly mode: Mode }): Reminder[] {
  return mode === "async" ? [] : [...USUAL_REMINDERS[type]];
}
