import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { nudgeData } from "../nudge/rules.ts";
import { listData, nextOnes } from "../manage/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { formatMoment } from "../time/rules.ts";
import type { Sequence } from "./actions.ts";
import { sequenceData, STEPS, type Step } from "./rules.ts";

export const PAGE_DATA = /^sequence:page:(\d{1,15})$/;
export const STEP_DATA = /^sequence:(decide|day_before|same_day|half_hour|group):(\d{1,15}):(on|off)$/;

/** What the data of a button says; the pattern has proved the step. */
export function readStep(match: readonly (string | undefined)[]): { activityId: number; step: Step; isOn: boolean } {
  return { step: match[1] as Step, activityId: Number(match[2]), isOn: match[3] === "on" };
}

/** Which reminders an activity has; tapping one turns it round. */
export function sequenceMessage(t: Messages, shown: Sequence, { locale, now }: { locale: Locale; now: Date }): Outgoing {
  const { activityId, title, kinds, group, nudgedAt, timeZone } = shown;
  const toggle = (step: Step): Button[] => {
    const isOn = step === "group" ? group : kinds.includes(step);
    return [{ text: `${isOn ? "☑️" : "⬜️"} ${t.sequence.steps[step]}`, data: `sequence:${step}:${activityId}:${isOn ? "off" : "on"}` }];
  };
  const nudged = nudgedAt === null ? [] : [t.sequence.nudged(formatMoment(nudgedAt, timeZone, locale, now))];
  return {
    text: [t.sequence.heading(title), t.sequence.explained, ...nudged].join("\n\n"),
    buttons: [...STEPS.map(toggle), ...(nudgedAt === null ? [[{ text: t.sequence.nudge, data: nudgeData(activityId) }]] : [])],
  };
}

/** Which of several activities is meant. */
export function whichMessage(t: Messages, listed: readonly { id: number; title: string }[]): Outgoing {
  const { shown, all } = nextOnes(listed);
  const rest: Button[][] = all === null ? [] : [[{ text: t.manage.button.all(all), data: listData(0) }]];
  return { text: t.sequence.which, buttons: [...shown.map(({ id, title }) => [{ text: shortTitle(title), data: sequenceData(id) }]), ...rest] };
}
