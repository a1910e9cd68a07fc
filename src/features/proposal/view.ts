import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatMoment } from "../time/rules.ts";
import type { Known, Proposal } from "./actions.ts";
import type { Ranked } from "./rules.ts";

export const PROPOSE_DATA = /^proposal:unit:(\d{1,15}):([A-Z0-9-]{1,16})$/;

/** More than three make choosing hard. */
const SHOWN = 3;

function reasons(t: Messages, { candidate, isFull, sameArea, sameIndustry, awayThrough }: Ranked<Known>): string[] {
  const words = t.assignment.proposal;
  return [
    ...(sameArea ? [words.sameArea] : candidate.areas.length > 0 ? [words.otherArea] : []),
    ...(candidate.formerTie === null ? [] : [words.formerTie(candidate.formerTie)]), ...(sameIndustry ? [words.sameIndustry] : []),
    ...(awayThrough !== null ? [words.away(awayThrough)] : candidate.hasSaidAway ? [] : [words.awayUnsaid]), ...(isFull ? [words.full] : []),
  ];
}

/** Where the asking stands; empty where nobody is asked. */
function askedLines(t: Messages, { unit, asked }: Proposal, { zone, locale, now }: Reading): string[] {
  if (asked.length === 0) return [];
  return ["", t.assignment.offer.heading(unit.code), ...asked.map(({ code, isWaiting, expiresAt }) =>
    isWaiting ? t.assignment.offer.waiting(code, formatMoment(expiresAt, zone, locale, now)) : t.assignment.offer.passed(code))];
}

export interface Reading {
  readonly zone: string;
  readonly locale: Locale;
  readonly now: Date;
}

export function proposalMessage(t: Messages, proposal: Proposal, reading: Reading): Outgoing {
  const { unit, ranked, current, asked } = proposal;
  const words = t.assignment.proposal;
  const best = ranked.slice(0, SHOWN);
  const about = [t.unit.about(t.unit.kinds[unit.kind], unit.area), ...(unit.industry === null ? [] : [unit.industry])].join(" · ");
  const assign: Button[] = best.map(({ candidate: { code } }) => ({ text: t.assignment.button.assign(code), data: `assignment:make:${unit.stationId}:${code}:${unit.code}` }));
  const held = current.map(({ code, assignmentId }) => [{ text: t.assignment.holding.button.show(code), data: `holding:card:${unit.stationId}:${assignmentId}` }]);
  const ask = asked.length > 0
    ? { text: t.assignment.button.stop, data: `assignoffer:stop:${unit.stationId}:${unit.code}` } : { text: t.assignment.button.ask, data: `assignoffer:ask:${unit.stationId}:${unit.code}` };
  return {
    text: [
      words.heading(unit.code, about), ...(current.length > 0 ? [words.current(current.map(({ code }) => code))] : []),
      ...(best.length === 0 ? [words.nobody] : best.map((each, at) => words.line(at + 1, each.candidate.code, each.candidate.load, each.candidate.capacity, reasons(t, each)))),
      ...askedLines(t, proposal, reading),
    ].join("\n"),
    buttons: [...held, ...(best.length === 0 ? [] : [assign]), ...(best.length === 0 && asked.length === 0 ? [] : [[ask]])],
  };
}
