import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { labelOf } from "../option/rules.ts";
import type { Choices } from "./actions.ts";

export const CHOICES_DATA = /^poll:who:(\d{1,15})$/;

/** What fits on a screen; who else chose it is a number. */
const SHOWN_ALIASES = 30;

/** Who chose what: aliases of those who show theirs, everybody else as a number. */
export function choicesMessage(t: Messages, shown: Choices, { now, locale }: { now: Date; locale: Locale }): Outgoing {
  const lines = shown.options.map((option, at) => {
    const aliases = (shown.aliases[at] ?? []).slice(0, SHOWN_ALIASES);
    const others = Math.max(0, (shown.tally.totals[at] ?? 0) - aliases.length);
    return t.result.choice(labelOf(option, { zone: shown.timeZone, locale, now }), aliases, others);
  });
  return { text: [`👥 ${shown.question}`, ...lines, "", t.result.choicesNote].join("\n") };
}
