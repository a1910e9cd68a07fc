import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { OF_STATION, ofStation, type OfStation } from "../button/rules.ts";
import { cardButton } from "../coverlink/rules.ts";

// As much as the day and a count leave room for.
const MARKET = "(\\d{1,10})";
export const ASK_DATA = new RegExp(`^stalls:ask:${OF_STATION}:${MARKET}:(\\d{4}-\\d\\d-\\d\\d)$`);
export const LINK_DATA = new RegExp(`^stalls:link:${OF_STATION}:${MARKET}:(\\d{4}-\\d\\d-\\d\\d):(\\d{1,4})$`);

/** How many would be linked at once, before it is done. */
export function previewMessage(t: Messages, bulk: OfStation & { code: string; marketId: number; market: string; fromOn: string; stalls: number; gone: number; fresh: number }): Outgoing {
  const { code, marketId, market, fromOn, stalls, gone, fresh } = bulk;
  return {
    text: t.stalls.preview({ code, market, fromOn, stalls, already: stalls - fresh - gone, gone, fresh }),
    buttons: [[{ text: t.stalls.link(fresh), data: `stalls:link:${ofStation(bulk)}:${marketId}:${fromOn}:${fresh}` }], cardButton(t, bulk)],
  };
}

export function linkedMessage(t: Messages, linked: OfStation & { code: string; linked: readonly string[]; fromOn: string; inOperation: number; isCrowded: boolean }): Outgoing {
  const lines = [t.stalls.linked(linked.code, linked.linked.length, linked.fromOn), ...(linked.isCrowded ? [t.coverlink.crowded(linked.inOperation)] : [])];
  return { text: lines.join("\n"), buttons: [cardButton(t, linked)] };
}
