import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { cardData } from "../manage/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import type { ReportFacts } from "./actions.ts";

export const AGAIN_DATA = /^post:again:(\d{1,15}):(\d{1,15})$/;

/** More names than these do not fit a phone; the rest are told as a number. */
const NAMED_GROUPS = 20;
const BUTTONS = 6;

/** What whoever announced is told once all copies are settled: all out, or which groups lack it and what can be done. */
export function reportMessage(t: Messages, { activityId, title, copies }: ReportFacts): Outgoing {
  const { report } = t.post;
  const inState = (state: ReportFacts["copies"][number]["state"]) => copies.filter((copy) => copy.state === state);
  const named = (found: ReportFacts["copies"], say: (names: string) => string) => found.length === 0
    ? [] : [say(report.names(found.slice(0, NAMED_GROUPS).map((copy) => copy.title), Math.max(0, found.length - NAMED_GROUPS)))];
  const posted = inState("posted").length;
  const repeatable = [...inState("uncertain"), ...inState("refused")].slice(0, BUTTONS);
  const again = repeatable.map((copy): Button[] => [{ text: report.again(shortTitle(copy.title)), data: `post:again:${activityId}:${copy.chatId}` }]);
  return {
    text: [
      posted === copies.length ? report.all(title, posted) : report.some(title, posted, copies.length),
      ...named(inState("unreachable"), report.unreachable), ...named(inState("uncertain"), report.uncertain), ...named(inState("refused"), report.refused),
    ].join("\n"),
    buttons: [...again, [{ text: report.manage, data: cardData(activityId) }]],
  };
}
