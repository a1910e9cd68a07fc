import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { closeData } from "../ballot/rules.ts";
import { formatRecurrence } from "../recurrence/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { formatMoment } from "../time/rules.ts";
import type { PollList } from "./actions.ts";
import { endRoundData } from "./rules.ts";

export const END_DATA = /^round:end:(\d{1,15})$/;

/** More do not fit a phone. */
const SHOWN = 8;

/** What is open and what comes again, each with the button that ends it. */
export function listMessage(t: Messages, list: PollList, { timeZone, locale, now }: { timeZone: string; locale: Locale; now: Date }): Outgoing {
  const open = list.open.slice(0, SHOWN);
  const rounds = list.rounds.slice(0, SHOWN);
  if (open.length + rounds.length === 0) return { text: t.round.none };
  const moment = (at: Date) => formatMoment(at, timeZone, locale, now);
  const lines = [
    ...open.map(({ question, closesAt }) => t.round.open(question, moment(closesAt))),
    ...rounds.map(({ question, recurrence, opensAt, next }) =>
      t.round.comes(question, `${formatRecurrence(recurrence, locale)} ${opensAt}`, next ? moment(next) : null)),
  ];
  const buttons: Button[][] = [
    ...open.map(({ id, question }) => [{ text: t.result.close(shortTitle(question)), data: closeData(id) }]),
    ...rounds.map(({ id, question }) => [{ text: t.round.end(shortTitle(question)), data: endRoundData(id) }]),
  ];
  return { text: lines.join("\n"), buttons };
}

export function endedMessage(t: Messages, question: string): Outgoing {
  return { text: t.round.ended(question), buttons: [] };
}
