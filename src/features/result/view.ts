import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { closeData } from "../ballot/rules.ts";
import { labelOf } from "../option/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { formatMoment } from "../time/rules.ts";
import { winnerData } from "../winner/rules.ts";
import type { OpenPoll, Outcome } from "./actions.ts";
import { barOf, choicesData, endedAt, percentOf, winnersOf } from "./rules.ts";

/** Of a tie whoever asked chooses; more do not fit a phone. */
const OFFERED_WINNERS = 4;

export const CLOSE_DATA = /^poll:close:(\d{1,15})$/;

const labelsOf = ({ options, timeZone: zone }: Outcome, locale: Locale) =>
  (now: Date) => options.map((option) => labelOf(option, { zone, locale, now }));

function tallyLines(t: Messages, { tally }: Outcome, labels: readonly string[]): string[] {
  const words = t.result;
  if (tally.voters === 0) return [words.nobody];
  const lines = labels.flatMap((label, at) => {
    const votes = tally.totals[at] ?? 0;
    return [words.option(label, votes, percentOf(votes, tally.voters)), barOf(votes, tally.voters)];
  });
  const winners = winnersOf(tally.totals).map((at) => labels[at] ?? "");
  return [...lines, "", winners.length > 1 ? words.tie(winners) : words.winner(winners[0] ?? ""), words.voters(tally.voters, tally.copies)];
}

/** The result as a group sees it: bars, counts, and the share of those who voted. */
export function resultMessage(t: Messages, shown: Outcome, now: Date): Outgoing {
  return { text: [t.result.title(shown.question), "", ...tallyLines(t, shown, labelsOf(shown, shown.locale)(now))].join("\n") };
}

/** The same for whoever asked, with what can be done next. */
export function outcomeMessage(t: Messages, shown: Outcome, { now, locale }: { now: Date; locale: Locale }): Outgoing {
  const { tally } = shown;
  const who: Button[] = shown.isAnonymous || tally.voters === 0 ? [] : [{ text: t.result.who, data: choicesData(shown.id) }];
  const labels = labelsOf(shown, locale)(now);
  const winners = winnersOf(tally.totals).slice(0, OFFERED_WINNERS)
    .map((at): Button[] => [{ text: t.result.announce(shortTitle(labels[at] ?? "", 28)), data: winnerData(shown.id, at) }]);
  return {
    text: [
      t.result.title(shown.question), t.result.endedAt(formatMoment(endedAt(shown), shown.timeZone, locale, now)), "",
      ...(tally.copies === 0 ? [t.result.nowhere] : tallyLines(t, shown, labels)),
      ...(tally.copies > 1 && tally.voters > 0 ? [t.result.mayRepeat] : []),
    ].join("\n"),
    buttons: [...winners, who],
  };
}

/** Which of several is meant. */
export function whichMessage(t: Messages, open: readonly OpenPoll[]): Outgoing {
  return { text: t.result.which, buttons: open.map(({ id, question }) => [{ text: t.result.close(shortTitle(question)), data: closeData(id) }]) };
}

export function endedMessage(t: Messages, question: string): Outgoing {
  return { text: t.result.ended(question), buttons: [] };
}
