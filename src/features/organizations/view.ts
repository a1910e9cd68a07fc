import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { daysBetween } from "../date/rules.ts";
import { cardData } from "../organization/rules.ts";
import { effectiveEnd, termState } from "../term/rules.ts";
import type { Listed, Page } from "./actions.ts";

export const PAGE_DATA = /^organizations:(\d{1,12}):(\d{1,6}):(.*)$/su;

/** A term is spoken of only where something is to be done about it. */
function termWords(t: Messages, { endsOn, extendedThrough }: Listed, today: string): string | null {
  if (endsOn === null) return null;
  const state = termState({ endsOn, extendedThrough }, today);
  return state === "running" ? null : t.organization.term[state](Math.abs(daysBetween(today, effectiveEnd({ endsOn, extendedThrough }))));
}

function lineOf(t: Messages, one: Listed, today: string): string {
  const { levels, formations, statuses } = t.organization;
  const said = [
    `${levels[one.level]} · ${formations[one.formation]}`, one.area === null ? null : t.organizations.area(one.area), t.organizations.units(one.units),
    one.status === "active" ? null : statuses[one.status], termWords(t, one, today),
  ];
  return `${one.code} ${one.name}\n  ${said.filter((part) => part !== null).join(" · ")}`;
}

/** The pages beside this one, where the filter fits into a button. */
function pageButtons(t: Messages, { stationId, page, pages }: Page, data: string | null): Button[] {
  if (data === null) return [];
  return [
    ...(page > 0 ? [{ text: t.organizations.earlier, data: `organizations:${stationId}:${page - 1}:${data}` }] : []),
    ...(page < pages - 1 ? [{ text: t.organizations.later, data: `organizations:${stationId}:${page + 1}:${data}` }] : []),
  ];
}

/** A page of organizations; a tap on a code opens its card. */
export function listMessage(t: Messages, found: Page, data: string | null): Outgoing {
  if (found.total === 0) return { text: t.organizations.nothing, buttons: [[{ text: t.organization.button.add, data: `founding:new:${found.stationId}` }]] };
  const cards = found.organizations.map(({ id, code }) => ({ text: code, data: cardData({ stationId: found.stationId, id }) }));
  const hasMore = found.pages > 1 && data === null;
  return {
    text: [t.organizations.title(found.total, found.page + 1, found.pages), ...found.organizations.map((one) => lineOf(t, one, found.today)), ...(hasMore ? [t.organizations.narrow] : [])].join("\n"),
    buttons: [cards.slice(0, 4), cards.slice(4), pageButtons(t, found, data)],
  };
}
