import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { OF_STATION, ofStation, type OfStation } from "../button/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { cardData } from "../organization/rules.ts";
import { inRows } from "../rows/rules.ts";
import type { Asked, Ended, Held, Linked, Overlap, UnitRef } from "./actions.ts";
import { linkData } from "./rules.ts";

export const ASK_DATA = new RegExp(`^coverlink:ask:${OF_STATION}$`);
export const END_DATA = new RegExp(`^coverlink:end:${OF_STATION}$`);
export const ONE_DATA = new RegExp(`^coverlink:one:${OF_STATION}:(\\d{1,12})$`);
export const PICK_DATA = new RegExp(`^coverlink:pick:${OF_STATION}:(\\d{1,12})$`);
export const DONE_DATA = new RegExp(`^coverlink:done:${OF_STATION}:(\\d{1,12}):(\\d{4}-\\d\\d-\\d\\d)$`);

/** How many codes a message names; the rest it counts. */
const NAMED = 60;

const cardButton = (t: Messages, organization: OfStation): Button[] => [{ text: t.coverlink.button.card, data: cardData(organization) }];
const codesOf = (codes: readonly string[], between = " ") => codes.length > NAMED ? `${codes.slice(0, NAMED).join(between)} …` : codes.join(between);

/** Offers units to link by buttons, and says how to write it. */
export function askMessage(t: Messages, asked: Asked): Outgoing {
  const { code, market, units, today } = asked;
  const all = market ? [[{ text: t.coverlink.button.market(market.code), data: `stalls:ask:${ofStation(asked)}:${market.id}:${today}` }]] : [];
  const each = units.map((unit) => ({ text: unit.code, data: linkData(asked, unit.id) }));
  return { text: t.coverlink.ask(code, each.length > 0), buttons: [...all, ...inRows(each, 4), cardButton(t, asked)] };
}

export function endMessage(t: Messages, asked: Asked): Outgoing {
  const { code, units } = asked;
  const each = units.map((unit) => ({ text: unit.code, data: `coverlink:pick:${ofStation(asked)}:${unit.id}` }));
  return { text: units.length === 0 ? t.coverlink.nothingToEnd(code) : t.coverlink.askEnd(code), buttons: [...inRows(each, 4), cardButton(t, asked)] };
}

/** Asks which was the last day of a link. */
export function lastDayMessage(t: Messages, asked: Asked, unit: UnitRef): Outgoing {
  const { code, today } = asked;
  // With its date: whoever taps it days later sees which day is meant.
  const day = (word: (on: string) => string, on: string) => ({ text: word(on), data: `coverlink:done:${ofStation(asked)}:${unit.id}:${on}` });
  const yesterday = dayBefore(today);
  return {
    text: t.coverlink.askLastDay(code, unit.code),
    buttons: [[day(t.coverlink.button.yesterday, yesterday), day(t.coverlink.button.today, today)], [{ text: t.coverlink.button.back, data: `coverlink:end:${ofStation(asked)}` }]],
  };
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

export function endedMessage(t: Messages, made: Ended): Outgoing {
  const { code, ended, never, notLinked, lastOn, isAhead } = made;
  const lines = [
    ...(ended.length > 0 ? [t.coverlink[isAhead ? "ending" : "ended"](code, codesOf(ended), lastOn)] : []),
    ...(never.length > 0 ? [t.coverlink.never(code, codesOf(never))] : []),
    ...(notLinked.length > 0 ? [t.coverlink.notLinked(codesOf(notLinked))] : []),
  ];
  return { text: lines.join("\n"), buttons: [cardButton(t, made)] };
}

export function refusalText(t: Messages, { reason, about, overlap }: { reason: keyof Messages["coverlink"]["refusals"]; about: string; overlap?: Overlap }): string {
  if (overlap && overlap.held.length > 0) return [t.coverlink.already(heldOf(t, overlap.held)), ...earlierLines(t, overlap)].join("\n");
  return t.coverlink.refusals[reason](about.length > 200 ? `${about.slice(0, 200)}…` : about);
}
