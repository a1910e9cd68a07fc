import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Settings } from "./actions.ts";
import { LIMITS, UNLIMITED } from "./rules.ts";

export const LIMIT_DATA = /^budget:limit:(\d{1,4})$/;
export const MEALS_DATA = /^budget:meals:(on|off)$/;

const limitWord = (t: Messages, limit: number) => limit === 0 ? t.budget.none : limit >= UNLIMITED ? t.budget.unlimited : String(limit);

function limitButtons(t: Messages, { limit }: Settings): Button[] {
  return LIMITS.map((each) => ({ text: each === limit ? t.budget.chosen(limitWord(t, each)) : limitWord(t, each), data: `budget:limit:${each}` }));
}

function limitLine(t: Messages, { limit, sent }: Settings): string {
  if (limit === 0) return t.budget.noneAtAll;
  return limit >= UNLIMITED ? t.budget.anyNumber(sent) : t.budget.atMost(limit, sent);
}

/** How somebody is reminded, with a button for all that can be changed; the consents have their own pages. */
export function settingsMessage(t: Messages, shown: Settings): Outgoing {
  const { stations, quietAtMeals } = shown;
  const words = (isOn: boolean) => isOn ? t.budget.on : t.budget.off;
  return {
    text: [
      t.budget.heading,
      stations.map(({ stationName, isOn }) => t.budget.station(stationName, words(isOn))).join("\n"),
      [limitLine(t, shown), quietAtMeals ? t.budget.quietWithMeals : t.budget.quiet].join("\n"),
      t.budget.notCounted,
    ].join("\n\n"),
    buttons: [
      ...stations.map(({ stationId, stationName, isOn }) => [{ text: t.budget.stationButton(stationName, words(isOn)), data: `consent:page:${stationId}:reminders` }]),
      limitButtons(t, shown),
      [quietAtMeals ? { text: t.budget.mealsOff, data: "budget:meals:off" } : { text: t.budget.mealsOn, data: "budget:meals:on" }],
    ],
  };
}
