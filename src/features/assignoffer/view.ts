import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatMoment } from "../time/rules.ts";
import type { AskedFacts, OfferAnswered } from "./actions.ts";

export const ASK_DATA = /^assignoffer:ask:(\d{1,15}):([A-Z0-9-]{1,16})$/;
export const STOP_DATA = /^assignoffer:stop:(\d{1,15}):([A-Z0-9-]{1,16})$/;
export const ANSWER_DATA = /^assignoffer:(yes|no):(\d{1,15}):(\d{1,15})$/;

export function startedMessage(t: Messages, stationId: number, unitCode: string): Outgoing {
  return { text: t.assignment.offer.started(unitCode), buttons: [[{ text: t.assignment.button.stop, data: `assignoffer:stop:${stationId}:${unitCode}` }]] };
}

export function askedMessage(t: Messages, facts: AskedFacts, ref: { readonly stationId: number; readonly offerId: number }, now: Date): Outgoing {
  const { unit, locale } = facts;
  const about = [t.unit.about(t.unit.kinds[unit.kind], unit.area), ...(unit.industry === null ? [] : [unit.industry])].join(" · ");
  const data = (answer: "yes" | "no") => `assignoffer:${answer}:${ref.stationId}:${ref.offerId}`;
  return {
    text: t.assignment.offer.ask(facts.stationName, unit.code, about, facts.throughOn, formatMoment(facts.expiresAt, facts.timeZone, locale, now)),
    buttons: [[{ text: t.assignment.button.accept, data: data("yes") }, { text: t.assignment.button.decline, data: data("no") }]],
  };
}

export function answeredText(t: Messages, answered: OfferAnswered): string {
  switch (answered.answer) {
    case "taken": return t.assignment.offer.accepted(answered.unitCode, answered.throughOn);
    case "declined": return t.assignment.offer.declined(answered.unitCode);
    case "full": return t.assignment.offer.refusals.full;
    case "gone": return t.assignment.offer.gone;
  }
}
