import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { OF_STATION, ofStation, type OfStation } from "../button/rules.ts";
import { dayAfter, daysBetween } from "../date/rules.ts";
import { cardData } from "../organization/rules.ts";
import type { TermFacts } from "./actions.ts";
import { effectiveEnd, latestExtension, monthsAfter, termState } from "./rules.ts";

export const SHOW_DATA = new RegExp(`^term:show:${OF_STATION}$`);
export const EXTEND_DATA = new RegExp(`^term:extend:${OF_STATION}$`);
export const NEW_DATA = new RegExp(`^term:new:${OF_STATION}$`);
export const THROUGH_DATA = new RegExp(`^term:through:${OF_STATION}:(\\d{4}-\\d\\d-\\d\\d)$`);
export const BEGIN_DATA = new RegExp(`^term:begin:${OF_STATION}:(\\d{4}-\\d\\d-\\d\\d)$`);

/** More would not fit beneath one message on a phone. */
const BUTTONS = 12;

/** “G2 Market branch: overdue for 8 days, ended 2026-11-15”. */
function lineOf(t: Messages, term: TermFacts, today: string): string {
  const end = effectiveEnd(term);
  const state = t.organization.term[termState(term, today)](Math.abs(daysBetween(today, end)));
  return t.term.line(`${term.code} ${term.name}`, state, end, term.extendedThrough !== null);
}

const cardButton = (t: Messages, organization: OfStation): Button[] => [{ text: t.term.button.card, data: cardData(organization) }];

export function termMessage(t: Messages, term: TermFacts, today: string, done = false): Outgoing {
  return {
    text: [...(done ? [t.term.recorded] : []), lineOf(t, term, today), t.term.from(term.startedOn)].join("\n"),
    buttons: [[{ text: t.term.button.extend, data: `term:extend:${ofStation(term)}` }, { text: t.term.button.begin, data: `term:new:${ofStation(term)}` }], cardButton(t, term)],
  };
}

export function noTermMessage(t: Messages, organization: OfStation & { code: string }): Outgoing {
  return { text: t.term.none(organization.code), buttons: [[{ text: t.term.button.begin, data: `term:new:${ofStation(organization)}` }], cardButton(t, organization)] };
}

/** Offers half a year and a whole one after the end. */
export function askExtensionMessage(t: Messages, term: TermFacts): Outgoing {
  const latest = latestExtension(term.endsOn);
  const half = monthsAfter(term.endsOn, 6);
  return {
    text: t.term.askExtension(term.code, term.endsOn, latest),
    buttons: [[half, latest].map((day) => ({ text: t.term.button.through(day), data: `term:through:${ofStation(term)}:${day}` })), cardButton(t, term)],
  };
}

/** Offers the day after the last term, and today. */
export function askBeginMessage(t: Messages, about: OfStation & { code: string; term: TermFacts | null; today: string; years: number }): Outgoing {
  const { code, term, today, years } = about;
  const days = [...new Set([...(term ? [dayAfter(effectiveEnd(term), 1)] : []), today])].filter((day) => day <= latestExtension(today) && (term === null || day > term.startedOn));
  return {
    text: t.term.askBegin(code, years),
    buttons: [...days.map((day) => [{ text: t.term.button.beginOn(day, years), data: `term:begin:${ofStation(about)}:${day}` }]), cardButton(t, about)],
  };
}

/** The terms that are overdue or due. */
export function listMessage(t: Messages, { today, terms }: { today: string; terms: readonly TermFacts[] }): Outgoing {
  if (terms.length === 0) return { text: `${t.term.nothingDue}\n\n${t.term.usage}` };
  const buttons = terms.slice(0, BUTTONS).map((term) => ({ text: term.code, data: `term:show:${ofStation(term)}` }));
  const rows = Array.from({ length: Math.ceil(buttons.length / 4) }, (_, row) => buttons.slice(row * 4, (row + 1) * 4));
  return { text: [t.term.list, ...terms.map((term) => lineOf(t, term, today))].join("\n"), buttons: rows };
}

export function reminderMessage(t: Messages, about: { stationName: string; today: string; terms: readonly TermFacts[] }): Outgoing {
  const lines = about.terms.map((term) => lineOf(t, term, about.today));
  return { text: [t.term.reminder(about.stationName), lines.join("\n").slice(0, 3400), t.term.reminderHint(about.terms[0]?.code ?? "G2")].join("\n\n") };
}
