import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { daysBetween } from "../date/rules.ts";
import { inRows } from "../rows/rules.ts";
import type { OverdueFacts } from "./actions.ts";

/** More would be no reminder but a list, which /requests is. */
const MOST_SHOWN = 12;

export function overdueMessage(t: Messages, { stationId, stationName, today, asLead, overdue }: OverdueFacts): Outgoing {
  const shown = overdue.slice(0, MOST_SHOWN);
  const lines = shown.map(({ id, category, unitCode, dueOn }) => t.requests.line(t.request.name(id, t.request.categories[category], unitCode), t.requests.late(daysBetween(dueOn, today)), null));
  return {
    text: [t.requests.overdue(stationName, overdue.length, asLead), ...lines, ...overdue.length > shown.length ? [t.requests.more(overdue.length - shown.length)] : []].join("\n"),
    buttons: inRows(shown.map(({ id }) => ({ text: `#${id}`, data: `requests:show:${stationId}:${id}` })), 4),
  };
}
