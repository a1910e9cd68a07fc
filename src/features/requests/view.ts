import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { daysBetween, formatDay } from "../date/rules.ts";
import { inRows } from "../rows/rules.ts";
import type { Card, Listed, readPassed, RequestList, Taker } from "./actions.ts";

export const LIST_DATA = /^requests:list:(\d{1,15})$/;
export const SHOW_DATA = /^requests:show:(\d{1,15}):(\d{1,15})$/;
export const TAKE_DATA = /^requests:take:(\d{1,15}):(\d{1,15})$/;
export const ASK_PASS_DATA = /^requests:askpass:(\d{1,15}):(\d{1,15})$/;
export const PASS_DATA = /^requests:pass:(\d{1,15}):(\d{1,15}):(\d{1,15})$/;
export const CLOSE_DATA = /^requests:close:(\d{1,15}):(\d{1,15})$/;

/** What fits on a screen with its buttons. */
const MOST_SHOWN = 20;

const nameOf = (t: Messages, { id, category, unitCode }: Listed): string => t.request.name(id, t.request.categories[category], unitCode);

function dueText(t: Messages, locale: Locale, dueOn: string, today: string): string {
  return dueOn < today ? t.requests.late(daysBetween(dueOn, today)) : t.requests.due(formatDay(dueOn, locale, today));
}

export function listMessage(t: Messages, locale: Locale, { stationId, stationName, today, open, overdue, week, satisfied }: RequestList): Outgoing {
  const counts = t.requests.counts({ open: open.length, overdue, ...week });
  const shown = open.slice(0, MOST_SHOWN);
  return {
    text: [
      t.requests.heading(stationName), counts, ...satisfied ? [t.requests.satisfied(satisfied.of, satisfied.all)] : [],
      ...open.length === 0 ? ["", t.requests.none] : ["", ...shown.map((each) => t.requests.line(nameOf(t, each), dueText(t, locale, each.dueOn, today), t.requests.hands[each.hands]))],
      ...open.length > shown.length ? [t.requests.more(open.length - shown.length)] : [],
    ].join("\n"),
    buttons: inRows(shown.map(({ id }) => ({ text: `#${id}`, data: `requests:show:${stationId}:${id}` })), 4),
  };
}

function cardButtons(t: Messages, { stationId, id, hands, mayTake, seesText }: Card): Button[][] {
  const to = (verb: string) => `requests:${verb}:${stationId}:${id}`;
  return [
    ...mayTake ? [[{ text: hands === "none" ? t.requests.button.take : t.requests.button.takeOver, data: to("take") }]] : [],
    ...seesText ? [[{ text: t.requests.button.pass, data: to("askpass") }, { text: t.requests.button.close, data: to("close") }]] : [],
    [{ text: t.requests.button.list, data: `requests:list:${stationId}` }],
  ];
}

export function cardMessage(t: Messages, locale: Locale, card: Card): Outgoing {
  const { openedOn, dueOn, today, hands, seesText, text, hasLeft } = card;
  return {
    text: [
      nameOf(t, card), t.requests.dates(formatDay(openedOn, locale, today), dueText(t, locale, dueOn, today)), t.requests.hands[hands], "",
      seesText ? text ?? t.requests.noText : t.requests.hidden, ...hasLeft ? [t.requests.hasLeft] : [],
    ].join("\n"),
    buttons: cardButtons(t, card),
  };
}

export function takersMessage(t: Messages, locale: Locale, { stationId, requestId, takers }: { readonly stationId: number; readonly requestId: number; readonly takers: readonly Taker[] }): Outgoing {
  return {
    text: t.requests.askTaker(requestId),
    buttons: [
      ...takers.map(({ grantId, role, fromOn, alias }) => [{ text: alias ?? t.requests.taker(t.mydata.roles[role], formatDay(fromOn, locale)), data: `requests:pass:${stationId}:${requestId}:${grantId}` }]),
      [{ text: t.requests.button.back, data: `requests:show:${stationId}:${requestId}` }],
    ],
  };
}

export function passedMessage(t: Messages, found: NonNullable<Awaited<ReturnType<typeof readPassed>>>): Outgoing {
  return {
    text: t.requests.passedToYou(found.stationName, t.request.name(found.id, t.request.categories[found.category], found.unitCode), formatDay(found.dueOn, found.locale, found.today)),
    buttons: [[{ text: t.requests.button.show, data: `requests:show:${found.stationId}:${found.id}` }]],
  };
}

export const closedMessage = (t: Messages, stationId: number, { requestId, answer, isTold }: { readonly requestId: number; readonly answer: string; readonly isTold: boolean }): Outgoing => ({
  text: [t.requests.closed(requestId), answer, isTold ? t.requests.willBeTold : t.requests.hasLeft].join("\n"),
  buttons: [[{ text: t.requests.button.list, data: `requests:list:${stationId}` }]],
});
