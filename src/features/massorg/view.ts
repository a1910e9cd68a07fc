import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { OF_STATION, ofStation } from "../button/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { inRows } from "../rows/rules.ts";
import type { MassCard } from "./actions.ts";
import { MASS_KINDS, type MassOrganizationKind } from "./rules.ts";

const KIND = `(${MASS_KINDS.join("|")})`;
export const SHOW_DATA = new RegExp(`^massorg:show:${OF_STATION}$`);
export const ADD_DATA = new RegExp(`^massorg:add:${OF_STATION}:${KIND}$`);
export const ASK_DATA = new RegExp(`^massorg:ask:${OF_STATION}:${KIND}$`);
export const END_DATA = new RegExp(`^massorg:end:${OF_STATION}:${KIND}:(\\d{4}-\\d\\d-\\d\\d)$`);

/** What a unit has and had, with a button to begin each kind that it lacks and to end each that goes on. */
export function cardMessage(t: Messages, card: MassCard): Outgoing {
  const { code, today, all } = card;
  // One that ended before it began never was.
  const real = all.filter(({ fromOn, throughOn }) => throughOn === null || throughOn >= fromOn);
  const open = MASS_KINDS.filter((kind) => real.some((one) => one.kind === kind && (one.throughOn === null || one.throughOn >= today)));
  const lines = real.map(({ kind, fromOn, throughOn }) => t.massorg.line(t.massorg.kinds[kind], fromOn, throughOn));
  const button = (kind: MassOrganizationKind) => open.includes(kind)
    ? { text: t.massorg.button.end(t.massorg.kinds[kind]), data: `massorg:ask:${ofStation(card)}:${kind}` }
    : { text: t.massorg.button.add(t.massorg.kinds[kind]), data: `massorg:add:${ofStation(card)}:${kind}` };
  return { text: [t.massorg.title(code), ...(lines.length > 0 ? lines : [t.massorg.none])].join("\n"), buttons: inRows(MASS_KINDS.map(button), 2) };
}

/** Asks which was the last day. */
export function askEndMessage(t: Messages, card: MassCard, kind: MassOrganizationKind): Outgoing {
  const { code, today } = card;
  // With its date: whoever taps it days later sees which day is meant.
  const day = (word: (on: string) => string, on: string) => ({ text: word(on), data: `massorg:end:${ofStation(card)}:${kind}:${on}` });
  return {
    text: t.massorg.askEnd(code, t.massorg.kinds[kind]),
    buttons: [[day(t.massorg.button.yesterday, dayBefore(today)), day(t.massorg.button.today, today)], [{ text: t.massorg.button.back, data: `massorg:show:${ofStation(card)}` }]],
  };
}
