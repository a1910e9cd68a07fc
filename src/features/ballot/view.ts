import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { labelOf } from "../option/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { formatMomentInZone } from "../time/rules.ts";
import type { PollFacts, ReportFacts } from "./actions.ts";
import { againData, closeData } from "./rules.ts";

export const AGAIN_DATA = /^poll:again:(\d{1,15}):(\d{1,15})$/;

/** As many groups as a phone shows by name; more are a number. */
const NAMED_GROUPS = 10;
const AGAIN_BUTTONS = 8;

type PollShown = Pick<PollFacts, "question" | "options" | "isAnonymous" | "isMultiple" | "closesAt" | "timeZone" | "locale">;

/** A poll as a group sees it: a named one says so in its question, and all of them when they end. */
export function ballotParts(t: Messages, shown: PollShown, now: Date) {
  const said = { zone: shown.timeZone, locale: shown.locale, now };
  const ends = t.poll.ballot.closesAt(formatMomentInZone(shown.closesAt, shown.timeZone, shown.locale, now));
  return {
    question: shown.isAnonymous ? shown.question : t.poll.ballot.named(shown.question),
    options: shown.options.map((option) => ({ text: labelOf(option, said) })),
    is_anonymous: shown.isAnonymous,
    allows_multiple_answers: shown.isMultiple,
    description: shown.isAnonymous ? `${ends}\n${t.poll.ballot.anonymous}` : ends,
  };
}

function groupNames(titles: readonly string[]): string[] {
  const shown = titles.slice(0, NAMED_GROUPS).map((title) => `· ${title}`);
  return titles.length > NAMED_GROUPS ? [...shown, `… +${titles.length - NAMED_GROUPS}`] : shown;
}

/** Tells whoever asked where the poll is, and names the groups where it is not. */
export function reportMessage(t: Messages, shown: ReportFacts, { now, locale }: { now: Date; locale: Locale }): Outgoing {
  const words = t.poll.report;
  const inState = (...states: ReportFacts["posts"][number]["state"][]) => shown.posts.filter(({ state }) => states.includes(state));
  const unreached = inState("unreachable", "refused").map(({ title }) => title);
  const uncertain = inState("uncertain");
  const lines = [
    words.posted(shown.question, inState("posted").length),
    words.closesAt(formatMomentInZone(shown.closesAt, shown.timeZone, locale, now)),
    ...(unreached.length > 0 ? ["", words.unreached, ...groupNames(unreached)] : []),
    ...(uncertain.length > 0 ? ["", words.uncertain, ...groupNames(uncertain.map(({ title }) => title))] : []),
  ];
  const again = uncertain.filter(({ hasVotes }) => !hasVotes).slice(0, AGAIN_BUTTONS)
    .map(({ chatId, title }): Button[] => [{ text: words.again(shortTitle(title)), data: againData(shown.id, chatId) }]);
  return { text: lines.join("\n"), buttons: [...again, [{ text: t.poll.button.close, data: closeData(shown.id) }]] };
}
