import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatDay } from "../date/rules.ts";
import type { DueList } from "./actions.ts";

/** What is due this month, whoever has waited longest first. */
export function dueListMessage(t: Messages, { locale, stationId, stationName, today, total, first }: Omit<DueList, "userId">): Outgoing {
  const lines = first.map(({ code, name, area, lastOn }) =>
    `• ${[name === null ? code : `${code} ${name}`, area, lastOn === null ? t.survey.due.never : t.survey.last(formatDay(lastOn, locale, today))].join(" · ")}`);
  return {
    text: [t.survey.due.heading(stationName, total), ...lines, ...total > lines.length ? [t.survey.due.more(total - lines.length)] : [], "", t.survey.due.how].join("\n"),
    buttons: [[{ text: t.survey.button.start, data: `walk:all:${stationId}` }]],
  };
}
