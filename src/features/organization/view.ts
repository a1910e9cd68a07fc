import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { OF_STATION, ofStation } from "../button/rules.ts";
import { daysBetween } from "../date/rules.ts";
import { effectiveEnd, termState } from "../term/rules.ts";
import type { Card } from "./actions.ts";
import { nextStatuses } from "./rules.ts";

export const SHOW_DATA = new RegExp(`^organization:show:${OF_STATION}$`);

/** A card has room for so many earlier states; the rest it counts. */
const HISTORY_LINES = 6;
const CHILDREN_LINES = 8;

const titleOf = ({ code, name }: Pick<Card, "name"> & { readonly code: string | null }) => code === null ? name : `${code} ${name}`;

function historyLines(t: Messages, { history }: Card): string[] {
  const shown = history.slice(-HISTORY_LINES).toReversed().map(({ status, fromOn, throughOn }) => t.organization.period(t.organization.statuses[status], fromOn, throughOn));
  const more = history.length - shown.length;
  return more > 0 ? [...shown, t.organization.earlier(more)] : shown;
}

/** How a term stands, in words: “through … , due in 84 days”. */
function termLine(t: Messages, { term, today }: Card): string {
  if (!term) return t.organization.noTerm;
  const end = effectiveEnd(term);
  const state = t.organization.term[termState(term, today)](Math.abs(daysBetween(today, end)));
  return t.organization.termLine({ startedOn: term.startedOn, end, state, isExtended: term.extendedThrough !== null });
}

function unitsLine(t: Messages, { units, unitCount }: Card): string {
  if (unitCount === 0) return t.organization.noUnits;
  const codes = units.map(({ code }) => code).join(" ");
  return t.organization.units(unitCount, unitCount > units.length ? `${codes} …` : codes);
}

function childrenText(t: Messages, { children }: Card): string {
  const shown = children.slice(0, CHILDREN_LINES).map(titleOf).join(t.organization.list);
  return children.length > CHILDREN_LINES ? t.organization.andMore(shown, children.length - CHILDREN_LINES) : shown;
}

function buttonsOf(t: Messages, card: Card): Button[][] {
  const { status, term } = card;
  const it = ofStation(card);
  const { button } = t.organization;
  const rows: Button[][] = [nextStatuses(status).map((next) => ({ text: button.status[next], data: `orgstatus:ask:${it}:${next}` }))];
  if (status !== "dissolved") {
    rows.push([...(term ? [{ text: button.extend, data: `term:extend:${it}` }] : []), { text: button.newTerm, data: `term:new:${it}` }]);
    rows.push([{ text: button.link, data: `coverlink:ask:${it}` }, { text: button.unlink, data: `coverend:ask:${it}` }]);
  }
  return rows;
}

/** All that is known of an organization as of today: codes and dates, no person and no count of people. */
export function cardMessage(t: Messages, card: Card): Outgoing {
  const { line, label, formations, levels, counts } = t.organization;
  const said: (readonly [string, string | null])[] = [
    [label.kind, `${levels[card.level]} · ${formations[card.formation]}`], [label.area, card.area], [label.industry, card.industry], [label.market, card.market],
    [label.parent, card.parent && titleOf(card.parent)], [label.children, card.children.length > 0 ? childrenText(t, card) : null],
    [label.approvedBy, card.approvedBy], [label.counts, card.counts ? null : counts(false)],
  ];
  return {
    text: [
      titleOf(card), ...said.flatMap(([name, value]) => value === null ? [] : [line(name, value)]),
      "", ...historyLines(t, card), "", termLine(t, card), unitsLine(t, card),
    ].join("\n"),
    buttons: buttonsOf(t, card),
  };
}

/** What /org can do, with buttons to begin with. */
export function menuMessage(t: Messages, stationId: number): Outgoing {
  return {
    text: t.organization.usage,
    buttons: [[{ text: t.organization.button.add, data: `founding:new:${stationId}` }, { text: t.organization.button.list, data: `organizations:${stationId}:0:` }]],
  };
}
