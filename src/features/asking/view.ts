import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatMoment } from "../time/rules.ts";
import type { ReportFacts, WithdrawnFacts } from "./actions.ts";

export function reportMessage(t: Messages, facts: ReportFacts, now: Date): Outgoing {
  const words = t.assignment.offer;
  const { stationId, unitCode, outcome, steps } = facts;
  if (outcome === "nobody_left") return { text: words.nobodyLeft(unitCode) };
  if (outcome === "stopped") return { text: words.stopped(unitCode) };
  if (outcome === "accepted") return { text: words.took(unitCode, steps[0]?.code ?? "", facts.throughOn) };
  return {
    text: [
      words.heading(unitCode),
      ...steps.map(({ code, answer, expiresAt }) => answer === null ? words.waiting(code, formatMoment(expiresAt, facts.timeZone, facts.locale, now)) : words.passed(code)),
    ].join("\n"),
    buttons: [[{ text: t.assignment.button.stop, data: `assignoffer:stop:${stationId}:${unitCode}` }]],
  };
}

export function withdrawnMessage(t: Messages, { stationName, unitCode }: WithdrawnFacts): Outgoing {
  return { text: t.assignment.offer.withdrawn(stationName, unitCode) };
}
