import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { dayAfter, shortDay, shortSpan } from "../date/rules.ts";
import { errandData, subjectOf, type Errand } from "../errand/rules.ts";
import { ACTIONS } from "../needs/rules.ts";
import { inRows } from "../rows/rules.ts";
import type { Copy } from "./actions.ts";

/** Two codes with their word stand side by side on a phone. */
const COLUMNS = 2;

function said(t: Messages, errand: Errand, locale: Copy["locale"]): string {
  const { action, units, organization, forming, throughOn } = errand;
  if (action === "suggestion" && forming !== null) return t.suggestion.short[forming](units.join(t.suggestion.and), organization ?? "");
  if (action === "renew" && throughOn !== null) return t.shortlist.line.renew(subjectOf(errand), shortDay(throughOn, locale));
  return t.shortlist.line[action](subjectOf(errand), "");
}

function line(t: Messages, errand: Errand, locale: Copy["locale"]): string {
  const what = said(t, errand, locale);
  if (errand.isDone) return `✅ ${what}`;
  if (errand.taker === "nobody") return `▫️ ${what}`;
  return `✋ ${what}${errand.taker === "you" ? t.shortlist.byYou : t.shortlist.byOther(errand.alias)}`;
}

const button = (t: Messages, errand: Errand): Button => (
  { text: `${errand.taker === "nobody" ? "" : "✋ "}${t.shortlist.press[errand.action](subjectOf(errand))}`, data: errandData("take", errand) });

/** What needs a hand this week, what somebody has taken and what is done. */
export function listMessage(t: Messages, { stationName, weekOn, locale, errands, others }: Copy): Outgoing {
  const words = t.shortlist;
  const open = errands.filter(({ isDone }) => !isDone);
  const more = ACTIONS.filter((action) => others[action] > 0).map((action) => words.more[action](others[action]));
  return {
    text: [
      words.heading(stationName, shortSpan(dayAfter(weekOn, 7), dayAfter(weekOn, 13), locale)), "", ...errands.map((errand) => line(t, errand, locale)),
      ...more.length > 0 ? ["", ...more] : [], "", open.length > 0 ? words.how : words.allDone,
    ].join("\n"),
    buttons: inRows(open.map((errand) => button(t, errand)), COLUMNS),
  };
}
