import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatMoment } from "../time/rules.ts";
import { isFrozen, mayOffer } from "../waitlist/rules.ts";
import type { Turn } from "./actions.ts";

function standing(t: Messages, turn: Turn, { locale, now }: { locale: Locale; now: Date }): string {
  if (turn.offerEndsAt !== null) return t.why.offered(formatMoment(turn.offerEndsAt, turn.timeZone, locale, now));
  if (isFrozen(turn.startsAt, turn.timeZone, now)) return t.why.frozen;
  return mayOffer(turn.startsAt, turn.timeZone, now) ? t.why.full : t.why.night;
}

/** Where somebody stands, and the rule in a few sentences. */
export function whyMessage(t: Messages, turns: readonly Turn[], io: { locale: Locale; now: Date }): Outgoing {
  const blocks = turns.map((turn) => [
    t.why.turn(turn.title, formatMoment(turn.startsAt, turn.timeZone, io.locale, io.now), turn.position), standing(t, turn, io),
  ].join("\n"));
  return { text: [...(blocks.length > 0 ? blocks : [t.why.none]), t.why.rule].join("\n\n") };
}
