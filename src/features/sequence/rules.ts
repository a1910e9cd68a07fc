import { REMINDER_KINDS, type ReminderKind } from "../reminder/rules.ts";

/** What an activity's organizer may turn on and off: the private kinds, and the one in the groups. */
export const STEPS = [...REMINDER_KINDS, "group"] as const;
export type Step = ReminderKind | "group";

export const sequenceData = (activityId: number): string => `sequence:page:${activityId}`;

export type SequenceChange = { readonly step: Step; readonly isOn: boolean } | { readonly only: readonly Step[] };

const STEP_WORDS: readonly (readonly [Step, RegExp])[] = [
  ["decide", /^(?:decide|maybe|待定|定下来)$/u],
  ["day_before", /^(?:day before|the day before|eve|前一天|前天|提前一天)$/u],
  ["same_day", /^(?:same day|on the day|the day|morning|当天|当日|当天早上)$/u],
  ["half_hour", /^(?:half hour|half an hour|30 ?min(?:utes)?|半小时|30分钟|提前半小时)$/u],
  ["group", /^(?:groups?|in the groups?|群|群里|群提醒)$/u],
];

/** Reads `remind`, `remind none` or `remind day before, half hour` after /announce; `unclear` where the words name no reminder. */
export function readSequenceLine(rest: string): "page" | "unclear" | { readonly only: readonly Step[] } | null {
  const line = rest.normalize("NFKC").trim().toLowerCase();
  const words = /^(?:reminders?|remind|提醒)(?:\s+([^|\n]*))?$/u.exec(line);
  if (!words) return null;
  const said = words[1]?.trim() ?? "";
  if (said === "") return "page";
  if (/^(?:none|off|no|不要|关|关闭|都不要)$/u.test(said)) return { only: [] };
  if (/^(?:all|on|usual|全部|开|打开|都要)$/u.test(said)) return { only: STEPS };
  const steps = said.split(/\s*(?:,|，|、|;|；|\+|\band\b|和)\s*/u).map((part) => STEP_WORDS.find(([, pattern]) => pattern.test(part))?.[0]);
  if (steps.every((step) => step !== undefined)) return { only: steps };
  // “Reminder workshop” is a title.
  return steps.every((step) => step === undefined) && line.startsWith("reminder") ? null : "unclear";
}

export interface Steps {
  readonly kinds: readonly string[];
  readonly group: boolean;
}

/** What is on after the change, in the usual order. */
export function applyChange({ kinds, group }: Steps, change: SequenceChange): { kinds: ReminderKind[]; group: boolean } {
  const was = (step: Step) => step === "group" ? group : kinds.includes(step);
  const isOn = (step: Step) => "only" in change ? change.only.includes(step) : change.step === step ? change.isOn : was(step);
  return { kinds: REMINDER_KINDS.filter(isOn), group: isOn("group") };
}
