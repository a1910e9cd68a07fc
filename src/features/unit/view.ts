import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatDay } from "../date/rules.ts";
import type { Added, Card } from "./actions.ts";
import { titleOf } from "./rules.ts";

export interface Reading {
  readonly locale: Locale;
  readonly today: string;
  readonly isPrivate: boolean;
}

function aboutLines(t: Messages, { unit }: Card): string[] {
  const lines = [
    t.unit.about(t.unit.kinds[unit.kind], unit.area),
    unit.industry === null ? null : t.unit.industry(unit.industry),
    unit.chain === null ? null : t.unit.chain(unit.chain),
    unit.market === null ? null : t.unit.market(unit.market),
    unit.employees === null ? null : t.unit.employees(unit.employees),
  ];
  return lines.filter((line) => line !== null);
}

/** The unit's card; what a group must not see is left out of it. */
export function cardMessage(t: Messages, card: Card, { locale, today, isPrivate }: Reading): Outgoing {
  const day = (date: string) => formatDay(date, locale, today);
  const periods = card.periods.map(({ status, fromOn }) => t.unit.period(t.unit.statuses[status], day(fromOn)));
  return { text: [`🏪 ${titleOf(card.unit, isPrivate)}`, ...aboutLines(t, card), "", ...periods].join("\n") };
}

/** Why a unit was not entered, with what would be right. */
export function refusedText(t: Messages, added: Extract<Added, { ok: false }>): string {
  if (added.reason !== "doubts") return t.unit.refusals[added.reason];
  return [...added.doubts.map(({ reason, text }) => t.unit.doubts[reason](text)), "", t.unit.addExample].join("\n");
}
