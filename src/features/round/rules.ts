import type { PollContent } from "../ballot/rules.ts";
import { dayBefore } from "../date/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { asWords, isDated, readOptions } from "../option/rules.ts";
import { occurrences, type Recurrence } from "../recurrence/rules.ts";
import { instantOf } from "../time/rules.ts";

const MINUTE_MS = 60_000;
/** After an outage a round is opened this late at most, and never in the second half of its time. */
const LATEST_MS = 6 * 60 * MINUTE_MS;

/** What comes again; options of a date poll are kept in words, which mean other days each time. */
export interface RoundContent {
  readonly question: string;
  readonly options: readonly string[];
  readonly isDated: boolean;
  readonly isMultiple: boolean;
  readonly isAnonymous: boolean;
  readonly chatIds: readonly number[];
}

export interface RoundPlan {
  readonly recurrence: Recurrence;
  readonly opensAt: string;
  readonly openMinutes: number;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly plannedThroughOn: string | null;
}

export interface Occurrence {
  readonly on: string;
  readonly opensAt: Date;
  readonly closesAt: Date;
}

/** The next time that the clock has not seen to yet; null where the rhythm has ended. */
export function nextOccurrence(plan: RoundPlan, zone: string): Occurrence | null {
  const { startsOn, endsOn, recurrence, plannedThroughOn } = plan;
  const [on] = occurrences(recurrence, { startsOn, endsOn, exceptions: [] }, plannedThroughOn ?? dayBefore(startsOn), 1);
  if (on === undefined) return null;
  const opensAt = instantOf(on, plan.opensAt, zone);
  return { on, opensAt, closesAt: new Date(opensAt.getTime() + plan.openMinutes * MINUTE_MS) };
}

/** Whether it still makes sense to open it; what was missed by more than that is left out. */
export function isWorthOpening({ opensAt, closesAt }: Occurrence, now: Date): boolean {
  const lateMs = now.getTime() - opensAt.getTime();
  return lateMs <= Math.min(LATEST_MS, (closesAt.getTime() - opensAt.getTime()) / 2);
}

/** What is asked this time: the days that its words mean now, or the words themselves where they mean none. */
export function contentOf(content: RoundContent, clock: Clock): PollContent {
  const { question, isMultiple, isAnonymous } = content;
  const words = asWords(content.options.map((text) => ({ text, when: null, choices: [], trouble: null })));
  const read = content.isDated ? readOptions(content.options, question, clock) : null;
  return { question, isMultiple, isAnonymous, options: read?.ok && isDated(read.options) ? read.options : words };
}

export const endRoundData = (id: number) => `round:end:${id}`;
export const undoRoundData = (id: number) => `round:undo:${id}`;
