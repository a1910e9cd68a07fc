import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { OF_STATION, ofStation } from "../button/rules.ts";
import type { Asked, UnitRef } from "../coverlink/actions.ts";
import { cardButton, codesOf } from "../coverlink/rules.ts";
import { dayBefore } from "../date/rules.ts";
import { inRows } from "../rows/rules.ts";
import type { Ended } from "./actions.ts";

export const END_DATA = new RegExp(`^coverend:ask:${OF_STATION}$`);
export const PICK_DATA = new RegExp(`^coverend:pick:${OF_STATION}:(\\d{1,12})$`);
export const DONE_DATA = new RegExp(`^coverend:done:${OF_STATION}:(\\d{1,12}):(\\d{4}-\\d\\d-\\d\\d)$`);

export function endMessage(t: Messages, asked: Asked): Outgoing {
  const { code, units } = asked;
  const each = units.map((unit) => ({ text: unit.code, data: `coverend:pick:${ofStation(asked)}:${unit.id}` }));
  return { text: units.length === 0 ? t.coverlink.nothingToEnd(code) : t.coverlink.askEnd(code), buttons: [...inRows(each, 4), cardButton(t, asked)] };
}

/** Asks which was the last day of a link. */
export function lastDayMessage(t: Messages, asked: Asked, unit: UnitRef): Outgoing {
  const { code, today } = asked;
  // With its date: whoever taps it days later sees which day is meant.
  const day = (word: (on: string) => string, on: string) => ({ text: word(on), data: `coverend:done:${ofStation(asked)}:${unit.id}:${on}` });
  const yesterday = dayBefore(today);
  return {
    text: t.coverlink.askLastDay(code, unit.code),
    buttons: [[day(t.coverlink.button.yesterday, yesterday), day(t.coverlink.button.today, today)], [{ text: t.coverlink.button.back, data: `coverend:ask:${ofStation(asked)}` }]],
  };
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

