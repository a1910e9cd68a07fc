import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { CardFacts, HandedOver, Refused, Taken } from "./actions.ts";

export function refusedText(t: Messages, refused: Extract<Refused, { ok: false }>): string {
  if (refused.reason !== "overCapacity") return t.assignment.refusals[refused.reason];
  return t.assignment.succession.overCapacity(refused.instructorCode, refused.load, refused.capacity);
}

export function handedOverMessage(t: Messages, { unitCode, from, to, fromOn, lastOn, throughOn }: HandedOver): Outgoing {
  return { text: t.assignment.succession.handedOver(unitCode, from, to, fromOn, lastOn, throughOn) };
}

export function swappedMessage(t: Messages, [one, other]: readonly [Taken, Taken]): Outgoing {
  const line = ({ instructorCode, unitCode, throughOn }: Taken) => t.assignment.succession.taken(instructorCode, unitCode, throughOn);
  return { text: t.assignment.succession.swapped(line(one), line(other)) };
}

export function handoverCard(t: Messages, { unit, before, throughOn, needs, contacts, organizations }: CardFacts): Outgoing {
  const words = t.assignment.succession;
  return {
    text: [
      words.card(unit.code, t.unit.about(t.unit.kinds[unit.kind], unit.area)), ...(before ? [words.by(before.code, before.lastOn)] : []), words.until(throughOn), "",
      ...(needs.length === 0 ? [words.noNeeds] : [words.needs, ...needs.map(({ on, note }) => words.need(on, note))]),
      ...(contacts.length === 0 ? [words.noContacts] : [words.contacts, ...contacts.map(({ on, mode, outcome }) => words.contact(on, `${t.visit.modes[mode]}, ${t.visit.outcomes[outcome]}`))]),
      ...(organizations.length === 0 ? [words.noOrganizations] : [words.organizations, ...organizations.map(({ code, endsOn }) => words.organization(code, endsOn))]),
    ].join("\n"),
  };
}
