import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Absence } from "./rules.ts";

export const NOT_AWAY_DATA = /^absence:none:(\d{1,15}):([A-Z0-9-]{1,16})$/;
export const ASK_DATA = /^absence:ask:(\d{1,15})$/;
export const OWN_DATA = /^absence:own:(\d{1,15})$/;

const stretches = (t: Messages, absences: readonly Absence[]): string[] => absences.map(({ fromOn, throughOn }) => t.instructor.stretch(fromOn, throughOn));

export function awaySavedMessage(t: Messages, code: string, absences: readonly Absence[]): Outgoing {
  return { text: t.instructor.awaySaved(code, stretches(t, absences)) };
}
