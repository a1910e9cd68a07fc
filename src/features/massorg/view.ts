import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import { dayBefore } from "../date/rules.ts";
import type { MassCard } from "./actions.ts";
import { MASS_KINDS, type MassOrganizationKind } from "./rules.ts";

const KIND = `(${MASS_KINDS.join("|")})`;
export const SHOW_DATA = /^massorg:show:(\d{1,15})$/;
export const ADD_DATA = new RegExp(`^massorg:add:(\\d{1,15}):${KIND}$`);
export const ASK_DATA = new RegExp(`^massorg:ask:(\\d{1,15}):${KIND}$`);
export const END_DATA = new RegExp(`^massorg:end:(\\d{1,15}):${KIND}:(\\d{4}-\\d\\d-\\d\\d)$`);

/** What a unit has and had, with a button to begin each kind that it lacks and to end each that goes on. */
export function cardMessage(t: Messages, { id, code, today, all }: MassCard): Outgoing {
  // One that ended before it began never was.
  const real = all.filter(({ fromOn, throughOn }) => throughOn === null || throughOn >= fromOn);
  const open = MASS_KINDS.filter((kind) => real.some((one) => one.kind === kind && (one.throughOn === null || one.throughOn >= today)));
  const lines = real.map(({ kind, fromOn, throughOn }) => t.massorg.line(t.massorg.kinds[kind], fromOn, throughOn));
  const button = (kind: MassOrganizationKind) => open.includes(kind)
    ? { text: t.massorg.button.end(t.massorg.kinds[kind]), data: `massorg:ask:${id}:${kind}` }
    : { text: t.massorg.button.add(t.massorg.kinds[kind]), data: `massorg:add:${id}:${kind}` };
  return { text: [t.massorg.title(code), ...(lines.length > 0 ? lines : [t.massorg.none])].join("\n"), buttons: inRows(MASS_KINDS.map(button), 2) };
}

/** Asks which was the last day. */
export function askEndMessage(t: Messages, { id, code, today }: MassCard, kind: MassOrganizationKind): Outgoing {
  // With its date: whoever taps it days later sees which day is meant.
  const day = (word: (on: string) => string, on: string) => ({ text: word(on), data: `massorg:end:${id}:${kind}:${on}` });
  return {
    text: t.massorg.askEnd(code, t.massorg.kinds[kind]),
    buttons: [[day(t.massorg.button.yesterday, dayBefore(today)), day(t.massorg.button.today, today)], [{ text: t.massorg.button.back, data: `massorg:show:${id}` }]],
  };
}
