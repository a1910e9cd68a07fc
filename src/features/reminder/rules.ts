import type { reminder } from "../../db/schema-reply.ts";
import { dayBefore } from "../date/rules.ts";
import { afterQuiet, isQuietFor, type Habits } from "../quiet/rules.ts";
import { instantOf, localDate } from "../time/rules.ts";

export type ReminderKind = (typeof reminder.$inferSelect)["kind"];
export const REMINDER_KINDS = ["decide", "day_before", "same_day", "half_hour"] as const satisfies readonly ReminderKind[];

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** What falls due within this is said in one message. */
const GATHER_MS = 30 * MINUTE_MS;

const later = (at: Date, ms: number) => new Date(at.getTime() + ms);

/** From when and until when something may be said; `until` itself is too late. */
export interface Window {
  readonly at: Date;
  readonly until: Date;
}

/** When a reminder of this kind comes, and its own last moment: later it would be of no use, or a nuisance. */
export function windowOf(kind: ReminderKind, startsAt: Date, zone: string): Window {
  const day = localDate(startsAt, zone);
  switch (kind) {
    case "decide":
    case "day_before": {
      const eve = dayBefore(day);
      return { at: instantOf(eve, "11:00", zone), until: instantOf(eve, "20:30", zone) };
    }
    case "same_day":
      return { at: instantOf(day, "08:00", zone), until: later(startsAt, -HOUR_MS) };
    case "half_hour":
      return { at: later(startsAt, -HALF_HOUR_MS), until: startsAt };
  }
}

/** A slot that people are reminded of, with what its activity asks for. */
export interface Reminded {
  readonly startsAt: Date;
  readonly zone: string;
  readonly kinds: readonly string[];
  /** When it was moved, and when it got another place: those who had answered were told. */
  readonly movedAt: Date | null;
  readonly placeChangedAt: Date | null;
}

export interface Answer {
  /** `going` is somebody who holds a place; whoever waits for one is written to by the waitlist. */
  readonly answer: "going" | "maybe";
  readonly answeredAt: Date;
  readonly confirmedAt: Date | null;
}

export interface Planned extends Window {
  readonly kind: ReminderKind;
}

const isMeantFor = (kind: ReminderKind, { answer }: Answer) => (kind === "decide") === (answer === "maybe");

/** When somebody was told of changes; at night they hear of them in the morning. */
function newsFor({ movedAt, placeChangedAt, zone }: Reminded, { answeredAt }: Answer): Date[] {
  return [movedAt, placeChangedAt].flatMap((at) => at === null || answeredAt >= at ? [] : [afterQuiet(at, zone, { ridesAtMeals: false })]);
}

/** The news of a change asked whether they come; it stood in for what it came after, and for what else its own day would have brought. */
function isReplaced(kind: ReminderKind, at: Date, slot: Reminded, answer: Answer): boolean {
  return newsFor(slot, answer).some((told) => at <= told || (kind !== "half_hour" && localDate(at, slot.zone) === localDate(told, slot.zone)));
}

/** Whoever has said since the last change that they surely come is not asked again. */
function isConfirmed({ movedAt }: Pick<Reminded, "movedAt">, { confirmedAt }: Pick<Answer, "confirmedAt">): boolean {
  return confirmedAt !== null && (movedAt === null || confirmedAt > movedAt);
}

/**
 * The reminders that somebody has coming for a slot, the earliest first. What had passed when they answered is left out;
 * what falls into their quiet time comes at its end, or not at all where that is too late.
 */
export function planReminders(slot: Reminded, answer: Answer, habits: Habits): Planned[] {
  return REMINDER_KINDS.filter((kind) => slot.kinds.includes(kind) && isMeantFor(kind, answer)).flatMap((kind) => {
    const { at, until } = windowOf(kind, slot.startsAt, slot.zone);
    if (answer.answeredAt >= at || isReplaced(kind, at, slot, answer)) return [];
    if (kind === "day_before" && isConfirmed(slot, answer)) return [];
    const loudAt = afterQuiet(at, slot.zone, habits);
    return loudAt < until ? [{ kind, at: loudAt, until }] : [];
  }).toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** Whether this may be said now: not before its time, not after its last moment, not in quiet time. */
export function isTimely({ at, until }: Window, zone: string, habits: Habits, now: Date): boolean {
  return at <= now && now < until && !isQuietFor(now, zone, habits);
}

/** What to say now of all that somebody has coming and was not told: nothing unless something is due, and then also what soon would be. */
export function gather<Item extends Window & { readonly zone: string }>(coming: readonly Item[], habits: Habits, now: Date): Item[] {
  const soon = later(now, GATHER_MS);
  const sayable = coming.filter((item) => item.at <= soon && isTimely({ at: now, until: item.until }, item.zone, habits, now));
  return sayable.some(({ at }) => at <= now) ? sayable : [];
}

/** What somebody was reminded of, as it stands now. */
export interface RemindedOf {
  readonly kind: ReminderKind;
  /** When the slot was to begin as the reminder was owed. */
  readonly remindedOf: Date;
  readonly owedAt: Date;
  readonly zone: string;
  readonly movedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly hasAgreed: boolean;
  readonly reply: {
    readonly startsAt: Date;
    readonly answer: "going" | "maybe";
    readonly place: "held" | "waiting" | "offered" | null;
    readonly answeredAt: Date;
    readonly confirmedAt: Date | null;
  } | null;
}

export type Standing = "cancelled" | "out" | "waiting" | "undecided" | "unconfirmed" | "coming";

/** How the person stands to it: what the message says and which buttons it has follow from this. */
export function standingOf(item: RemindedOf): Standing {
  const { kind, owedAt, cancelledAt, reply } = item;
  if (cancelledAt !== null) return "cancelled";
  if (reply === null) return "out";
  if (reply.answer === "maybe") return "undecided";
  if (reply.place !== "held") return "waiting";
  // Whoever said so after the question was asked has answered it.
  const isAsked = kind === "day_before" && reply.answeredAt < owedAt && !isConfirmed(item, reply);
  return isAsked ? "unconfirmed" : "coming";
}

/** Whether what was owed a moment ago is still to be said. */
export function isStillDue(item: RemindedOf, habits: Habits, now: Date): boolean {
  const { kind, remindedOf, zone, hasAgreed, reply } = item;
  if (!hasAgreed || reply?.startsAt.getTime() !== remindedOf.getTime()) return false;
  const wanted: Standing = kind === "decide" ? "undecided" : kind === "day_before" ? "unconfirmed" : "coming";
  return standingOf(item) === wanted && isTimely({ at: now, until: windowOf(kind, remindedOf, zone).until }, zone, habits, now);
}
