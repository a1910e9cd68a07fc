import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatDay } from "../date/rules.ts";
import type { OwnRequest } from "../request/actions.ts";
import { CATEGORIES, looksPersonal, stateOf } from "../request/rules.ts";
import { inRows } from "../rows/rules.ts";
import type { Shown } from "./actions.ts";

export const CATEGORY_DATA = new RegExp(`^requestdraft:category:(\\d{1,15}):(${CATEGORIES.join("|")})$`);
export const CHANGE_DATA = /^requestdraft:change:([0-9a-f]{8}):(text|unit)$/;
export const UNIT_DATA = /^requestdraft:unit:([0-9a-f]{8}):([A-Z0-9-]{0,16})$/;
export const SEND_DATA = /^requestdraft:send:([0-9a-f]{8})$/;
export const DROP_DATA = /^requestdraft:drop:([0-9a-f]{8})$/;

const MOST_UNITS = 12;

/** The kinds to choose from, and what the person has asked so far. */
export function askMessage(t: Messages, locale: Locale, { stationId, stationName, today, own }: { readonly stationId: number; readonly stationName: string; readonly today: string; readonly own: readonly OwnRequest[] }): Outgoing {
  const lines = own.map((each) => t.request.ownLine(t.request.name(each.id, t.request.categories[each.category], each.unitCode), t.request.states[stateOf(each, today)], formatDay(each.dueOn, locale, today)));
  return {
    text: [t.request.ask(stationName), ...lines.length > 0 ? ["", t.request.own, ...lines] : []].join("\n"),
    buttons: inRows(CATEGORIES.map((category) => ({ text: t.request.categories[category], data: `requestdraft:category:${stationId}:${category}` })), 2),
  };
}

function askUnitMessage(t: Messages, { draft, own }: Shown): Outgoing {
  const units = own.slice(0, MOST_UNITS).map(({ code }) => ({ text: code, data: `requestdraft:unit:${draft.token}:${code}` }));
  return { text: t.request.askUnit, buttons: [...inRows(units, 3), [{ text: t.request.button.noUnit, data: `requestdraft:unit:${draft.token}:` }]] };
}

function previewMessage(t: Messages, locale: Locale, { draft, mayName, dueOn, today }: Shown): Outgoing {
  const { token, text } = draft;
  const about = draft.unit === null ? t.request.categories[draft.category] : t.request.withUnit(t.request.categories[draft.category], draft.unit.code);
  const change: Button[] = [
    { text: t.request.button.text, data: `requestdraft:change:${token}:text` },
    ...mayName ? [{ text: t.request.button.unit, data: `requestdraft:change:${token}:unit` }] : [],
  ];
  return {
    text: [t.request.preview, "", about, text ?? "", "", ...looksPersonal(text ?? "") ? [t.request.personal] : [], t.request.promise(formatDay(dueOn, locale, today))].join("\n"),
    buttons: [[{ text: t.request.button.send, data: `requestdraft:send:${token}` }], change, [{ text: t.request.button.drop, data: `requestdraft:drop:${token}` }]],
  };
}

/** What is asked next, or the whole as it would be sent. */
export function draftMessage(t: Messages, locale: Locale, shown: Shown): Outgoing {
  if (shown.draft.asks === "unit") return askUnitMessage(t, shown);
  if (shown.draft.asks === "text") return { text: t.request.askText(t.request.categories[shown.draft.category]) };
  return previewMessage(t, locale, shown);
}

export const sentMessage = (t: Messages, locale: Locale, { requestId, dueOn, today }: { readonly requestId: number; readonly dueOn: string; readonly today: string }): Outgoing =>
  ({ text: t.request.sent(requestId, formatDay(dueOn, locale, today)) });
