import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatDay } from "../date/rules.ts";
import type { readAnswered, readOpened } from "./actions.ts";
import type { Satisfaction } from "./rules.ts";

export const RATE_DATA = /^request:rate:(\d{1,15}):(\d{1,15}):(satisfied|fair|unsatisfied)$/;
export const REOPEN_DATA = /^request:reopen:(\d{1,15}):(\d{1,15})$/;

const SATISFACTIONS: readonly Satisfaction[] = ["satisfied", "fair", "unsatisfied"];

type Facts<Read extends (...of: never[]) => Promise<unknown>> = NonNullable<Awaited<ReturnType<Read>>>;

/** To whoever organizes; the text is shown only to who takes it in hand. */
export function openedMessage(t: Messages, found: Facts<typeof readOpened>): Outgoing {
  const name = t.request.name(found.id, t.request.categories[found.category], found.unitCode);
  const due = formatDay(found.dueOn, found.locale, found.today);
  return {
    text: found.isAgain ? t.request.openedAgain(found.stationName, name, due) : t.request.opened(found.stationName, name, due),
    buttons: [[{ text: t.requests.button.show, data: `requests:show:${found.stationId}:${found.id}` }]],
  };
}

export function answeredMessage(t: Messages, found: Facts<typeof readAnswered>): Outgoing {
  const { stationId, id } = found;
  return {
    text: t.request.answered(t.request.name(id, t.request.categories[found.category], found.unitCode), found.answer),
    buttons: [
      SATISFACTIONS.map((satisfaction) => ({ text: found.satisfaction === satisfaction ? `✅ ${t.request.satisfactions[satisfaction]}` : t.request.satisfactions[satisfaction], data: `request:rate:${stationId}:${id}:${satisfaction}` })),
      [{ text: t.request.button.reopen, data: `request:reopen:${stationId}:${id}` }],
    ],
  };
}

export const reopenedMessage = (t: Messages, locale: Locale, { id, dueOn, today }: { readonly id: number; readonly dueOn: string; readonly today: string }): Outgoing =>
  ({ text: t.request.reopened(id, formatDay(dueOn, locale, today)) });
