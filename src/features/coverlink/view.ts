import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { OF_STATION, ofStation } from "../button/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { inRows } from "../rows/rules.ts";
import type { Asked, Held, Linked, Overlap } from "./actions.ts";
import { cardButton, codesOf, linkData, refusalOf } from "./rules.ts";

export const ASK_DATA = new RegExp(`^coverlink:ask:${OF_STATION}$`);
export const ONE_DATA = new RegExp(`^coverlink:one:${OF_STATION}:(\\d{1,12})$`);

/** Offers units to link by buttons, and says how to write it. */
export function askMessage(t: Messages, asked: Asked): Outgoing {
  const { code, market, units, today } = asked;
  const all = market ? [[{ text: t.coverlink.button.market(market.code), data: `stalls:ask:${ofStation(asked)}:${market.id}:${today}` }]] : [];
  const each = units.map((unit) => ({ text: unit.code, data: linkData(asked, unit.id) }));
  return { text: t.coverlink.ask(code, each.length > 0), buttons: [...all, ...inRows(each, 4), cardButton(t, asked)] };
}

const heldOf = (t: Messages, held: readonly Held[]) => codesOf(held.map(({ code, fromOn, throughOn }) => t.coverlink.held(code, t.coverlink.days(fromOn, throughOn))), t.coverlink.list);

/** How the time before a link that is there already can be linked too. */
function earlierLines(t: Messages, { code, fromOn, held }: Overlap): string[] {
  const later = held.find((one) => one.fromOn > fromOn);
  return later ? [t.coverlink.earlier(code, later.code, fromOn, dayBefore(later.fromOn))] : [];
}

export function linkedMessage(t: Messages, made: Linked): Outgoing {
  const { code, linked, already, fromOn, throughOn, inOperation, isCrowded } = made;
  const lines = [
    t.coverlink.linked(code, linked.length, codesOf(linked), t.coverlink.days(fromOn, throughOn)),
    ...(already.length > 0 ? [t.coverlink.already(heldOf(t, already)), ...earlierLines(t, { code, fromOn, held: already })] : []),
    ...(isCrowded ? [t.coverlink.crowded(inOperation)] : []),
  ];
  return { text: lines.join("\n"), buttons: [cardButton(t, made)] };
}

export function refusalText(t: Messages, { reason, about, overlap }: { reason: keyof Messages["coverlink"]["refusals"]; about: string; overlap?: Overlap }): string {
  if (overlap && overlap.held.length > 0) return [t.coverlink.already(heldOf(t, overlap.held)), ...earlierLines(t, overlap)].join("\n");
  return refusalOf(t, { reason, about });
}
