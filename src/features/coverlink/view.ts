import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import { dayBefore } from "../date/rules.ts";
import type { Asked, Ended, Held, Linked, Overlap, UnitRef } from "./actions.ts";

export const ASK_DATA = /^coverlink:ask:(\d{1,15})$/;
export const END_DATA = /^coverlink:end:(\d{1,15})$/;
export const ONE_DATA = /^coverlink:one:(\d{1,15}):(\d{1,15})$/;
export const PICK_DATA = /^coverlink:pick:(\d{1,15}):(\d{1,15})$/;
export const DONE_DATA = /^coverlink:done:(\d{1,15}):(\d{1,15}):(\d{4}-\d\d-\d\d)$/;

/** How many codes a message names; the rest it counts. */
const NAMED = 60;

const cardButton = (t: Messages, id: number): Button[] => [{ text: t.coverlink.button.card, data: `organization:show:${id}` }];
const codesOf = (codes: readonly string[], between = " ") => codes.length > NAMED ? `${codes.slice(0, NAMED).join(between)} …` : codes.join(between);

/** Offers units to link by buttons, and says how to write it. */
export function askMessage(t: Messages, { id, code, market, units, today }: Asked): Outgoing {
  const all = market ? [[{ text: t.coverlink.button.market(market.code), data: `stalls:ask:${id}:${market.id}:${today}` }]] : [];
  const each = units.map((unit) => ({ text: unit.code, data: `coverlink:one:${id}:${unit.id}` }));
  return { text: t.coverlink.ask(code, each.length > 0), buttons: [...all, ...inRows(each, 4), cardButton(t, id)] };
}

export function endMessage(t: Messages, { id, code, units }: Asked): Outgoing {
  const each = units.map((unit) => ({ text: unit.code, data: `coverlink:pick:${id}:${unit.id}` }));
  return { text: units.length === 0 ? t.coverlink.nothingToEnd(code) : t.coverlink.askEnd(code), buttons: [...inRows(each, 4), cardButton(t, id)] };
}

/** Asks which was the last day of a link. */
export function lastDayMessage(t: Messages, { id, code, today }: Asked, unit: UnitRef): Outgoing {
  // With its date: whoever taps it days later sees which day is meant.
  const day = (word: (on: string) => string, on: string) => ({ text: word(on), data: `coverlink:done:${id}:${unit.id}:${on}` });
  const yesterday = dayBefore(today);
  return {
    text: t.coverlink.askLastDay(code, unit.code),
    buttons: [[day(t.coverlink.button.yesterday, yesterday), day(t.coverlink.button.today, today)], [{ text: t.coverlink.button.back, data: `coverlink:end:${id}` }]],
  };
}

const heldOf = (t: Messages, held: readonly Held[]) => codesOf(held.map(({ code, fromOn, throughOn }) => t.coverlink.held(code, t.coverlink.days(fromOn, throughOn))), t.coverlink.list);

/** How the time before a link that is there already can be linked too. */
function earlierLines(t: Messages, { code, fromOn, held }: Overlap): string[] {
  const later = held.find((one) => one.fromOn > fromOn);
  return later ? [t.coverlink.earlier(code, later.code, fromOn, dayBefore(later.fromOn))] : [];
}

export function linkedMessage(t: Messages, { id, code, linked, already, fromOn, throughOn, inOperation, isCrowded }: Linked): Outgoing {
  const lines = [
    t.coverlink.linked(code, linked.length, codesOf(linked), t.coverlink.days(fromOn, throughOn)),
    ...(already.length > 0 ? [t.coverlink.already(heldOf(t, already)), ...earlierLines(t, { code, fromOn, held: already })] : []),
    ...(isCrowded ? [t.coverlink.crowded(inOperation)] : []),
  ];
  return { text: lines.join("\n"), buttons: [cardButton(t, id)] };
}

export function endedMessage(t: Messages, { id, code, ended, never, notLinked, lastOn, isAhead }: Ended): Outgoing {
  const lines = [
    ...(ended.length > 0 ? [t.coverlink[isAhead ? "ending" : "ended"](code, codesOf(ended), lastOn)] : []),
    ...(never.length > 0 ? [t.coverlink.never(code, codesOf(never))] : []),
    ...(notLinked.length > 0 ? [t.coverlink.notLinked(codesOf(notLinked))] : []),
  ];
  return { text: lines.join("\n"), buttons: [cardButton(t, id)] };
}

export function refusalText(t: Messages, { reason, about, overlap }: { reason: keyof Messages["coverlink"]["refusals"]; about: string; overlap?: Overlap }): string {
  if (overlap && overlap.held.length > 0) return [t.coverlink.already(heldOf(t, overlap.held)), ...earlierLines(t, overlap)].join("\n");
  return t.coverlink.refusals[reason](about.length > 200 ? `${about.slice(0, 200)}…` : about);
}
