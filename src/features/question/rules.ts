import type { ActivityType, Mode, RoleLimit } from "../activity/rules.ts";
import type { RecurringTime } from "../recurrence/rules.ts";
import type { RhythmReason } from "../rhythm/rules.ts";
import type { SlotRead, SlotReason, SlotText } from "../slot/rules.ts";
import type { Topic } from "../topic/rules.ts";

/** What is known so far of an announcement; null and empty where nothing was said. */
export interface Sketch {
  readonly title: string | null;
  readonly type: ActivityType | null;
  readonly mode: Mode | null;
  readonly place: string | null;
  readonly details: string | null;
  readonly capacity: number | null;
  readonly limits: readonly RoleLimit[];
  readonly guestsMax: number;
  readonly contact: string | null;
  readonly repliesCloseAt: Date | null;
  readonly hosts: readonly string[];
  readonly slots: readonly SlotRead[];
  /** When it comes again; `slots` is its next date then, and the days YYYY-MM-DD are the first and the last that may be. */
  readonly repeat: RecurringTime | null;
  readonly startsOn: string | null;
  readonly endsOn: string | null;
  /** Groups by name; which ones are meant is looked up where it is kept. */
  readonly chatNames: readonly string[];
  readonly announceAt: Date | null;
}

export const EMPTY_SKETCH: Sketch = {
  title: null, type: null, mode: null, place: null, details: null, capacity: null, limits: [], guestsMax: 0, contact: null,
  repliesCloseAt: null, hosts: [], slots: [], repeat: null, startsOn: null, endsOn: null, chatNames: [], announceAt: null,
};

/** An answer that a button can give. `text` is read like typed words, `none` leaves the topic out. */
export type Choice =
  | { readonly kind: "span"; readonly startsAt: Date; readonly endsAt: Date | null }
  | { readonly kind: "at"; readonly at: Date }
  | { readonly kind: "rhythm"; readonly time: RecurringTime }
  | { readonly kind: "day"; readonly on: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "none" };

/**
 * Why something is asked: `wanted` where nothing is wrong, it was just not said yet; `gone` where its time has passed
 * meanwhile; `again` where an activity is announced anew and only its time is new; `noDate` where a series would have none.
 */
export type Reason =
  | SlotReason | RhythmReason | "wanted" | "gone" | "again" | "lengthy" | "which" | "twice" | "outOfRange" | "howMany" | "afterStart" | "unknownChat"
  | "oneRhythm" | "onlyRecurring" | "noDate";

/** A question back to the organizer; `rest` are slots that are read once this one is sure. */
export interface Question {
  readonly topic: Topic;
  readonly reason: Reason;
  readonly text: string | null;
  readonly choices: readonly Choice[];
  readonly label: string | null;
  readonly rest: readonly SlotText[];
}

/** What words come to: what is now known, and what must still be asked. */
export interface Outcome {
  readonly patch: Partial<Sketch>;
  readonly question: Question | null;
}

export function question(topic: Topic, reason: Reason, text: string | null, choices: readonly Choice[] = []): Question {
  return { topic, reason, text, choices, label: null, rest: [] };
}

export const known = (patch: Partial<Sketch>): Outcome => ({ patch, question: null });
export const asked = (topic: Topic, reason: Reason, text: string, choices: readonly Choice[] = []): Outcome => ({ patch: {}, question: question(topic, reason, text, choices) });
