import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { AssignResult, ToldFacts } from "./actions.ts";

const CODE = "([A-Z0-9-]{1,16})";
export const ASSIGN_DATA = new RegExp(`^assignment:make:(\\d{1,15}):${CODE}:${CODE}$`);
/** The assignment that a reminder spoke of, so that it is renewed once. */
export const RENEW_DATA = /^assignment:renew:(\d{1,15}):(\d{1,15})$/;

export function refusedText(t: Messages, result: Extract<AssignResult, { ok: false }>): string {
  if (result.reason !== "overCapacity") return t.assignment.refusals[result.reason];
  return t.assignment.overCapacity(result.instructorCode, result.unitCode, result.load, result.capacity);
}

export function assignedMessage(t: Messages, made: Extract<AssignResult, { ok: true }>): Outgoing {
  return { text: t.assignment.assigned(made.instructorCode, made.unitCode, made.fromOn, made.throughOn, made.load, made.capacity) };
}

export function renewedMessage(t: Messages, made: Extract<AssignResult, { ok: true }>): Outgoing {
  return { text: t.assignment.renewed(made.instructorCode, made.unitCode, made.fromOn, made.throughOn) };
}

const about = (t: Messages, { kind, area, industry }: ToldFacts): string => [t.unit.about(t.unit.kinds[kind], area), ...(industry === null ? [] : [industry])].join(" · ");

const isCalledOff = ({ fromOn, throughOn }: ToldFacts) => throughOn !== null && throughOn < fromOn;

/** Null where it never comes to be theirs. */
export function toldMessage(t: Messages, facts: ToldFacts): Outgoing | null {
  return isCalledOff(facts) ? null : { text: t.assignment.told(facts.stationName, facts.unitCode, about(t, facts), facts.fromOn, facts.throughOn) };
}

/** Null where it has no last day any more. */
export function overMessage(t: Messages, facts: ToldFacts): Outgoing | null {
  const { stationName, unitCode, throughOn } = facts;
  if (isCalledOff(facts)) return { text: t.assignment.calledOff(stationName, unitCode) };
  return throughOn === null ? null : { text: t.assignment.over(stationName, unitCode, throughOn) };
}
