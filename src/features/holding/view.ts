import type { Button, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import { dayAfter } from "../date/rules.ts";
import type { Known } from "../proposal/actions.ts";
import type { Holding } from "./actions.ts";

const IT = "(\\d{1,15}):(\\d{1,15})";
const DAY = "(20\\d\\d-\\d\\d-\\d\\d)";
const CODE = "([A-Z0-9-]{1,16})";
export const CARD_DATA = new RegExp(`^holding:card:${IT}$`);
export const ASK_END_DATA = new RegExp(`^holding:askend:${IT}$`);
export const END_DATA = new RegExp(`^holding:end:${IT}:${DAY}$`);
/** The last day that it had before. */
export const UNDO_DATA = new RegExp(`^holding:undo:${IT}:(open|${DAY.slice(1, -1)})$`);
export const TAKERS_DATA = new RegExp(`^holding:takers:${IT}$`);
export const ASK_GIVE_DATA = new RegExp(`^holding:askgive:${IT}:${CODE}$`);
export const GIVE_DATA = new RegExp(`^holding:give:${IT}:${CODE}:(\\d{1,2})$`);
export const OTHERS_DATA = new RegExp(`^holding:others:${IT}$`);
export const ASK_SWAP_DATA = new RegExp(`^holding:askswap:${IT}:(\\d{1,15})$`);
export const SWAP_DATA = new RegExp(`^holding:swap:${IT}:(\\d{1,15})$`);

/** A screen of buttons that can be read. */
const MAX_TAKERS = 6;
export const MAX_OTHERS = 12;
const OVERLAPS = [7, 14, 0];

const it = ({ stationId, id }: Holding) => `${stationId}:${id}`;

const back = (t: Messages, holding: Holding): Button[] => [{ text: t.assignment.holding.button.back, data: `holding:card:${it(holding)}` }];

export function cardMessage(t: Messages, holding: Holding): Outgoing {
  const { button, card } = t.assignment.holding;
  return {
    text: card(holding.instructorCode, holding.unitCode, holding.fromOn, holding.throughOn),
    buttons: [
      [{ text: button.give, data: `holding:takers:${it(holding)}` }, { text: button.swap, data: `holding:others:${it(holding)}` }],
      [{ text: button.end, data: `holding:askend:${it(holding)}` }],
      [{ text: button.unit(holding.unitCode), data: `proposal:unit:${holding.stationId}:${holding.unitCode}` }],
    ],
  };
}

export function askEndMessage(t: Messages, holding: Holding, today: string): Outgoing {
  const { button, askEnd } = t.assignment.holding;
  const yesterday = dayAfter(today, -1);
  return {
    text: askEnd(holding.instructorCode, holding.unitCode),
    buttons: [
      [{ text: button.lastToday(today), data: `holding:end:${it(holding)}:${today}` }], [{ text: button.lastYesterday(yesterday), data: `holding:end:${it(holding)}:${yesterday}` }],
      back(t, holding),
    ],
  };
}

export function endedMessage(t: Messages, ended: { readonly instructorCode: string; readonly unitCode: string; readonly lastOn: string }, before: Holding | null): Outgoing {
  return {
    text: t.assignment.ended(ended.instructorCode, ended.unitCode, ended.lastOn),
    buttons: before === null ? [] : [[{ text: t.assignment.holding.button.undo, data: `holding:undo:${it(before)}:${before.throughOn ?? "open"}` }]],
  };
}

export function undoneMessage(t: Messages, made: { readonly instructorCode: string; readonly unitCode: string; readonly throughOn: string | null }): Outgoing {
  return { text: t.assignment.holding.undone(made.instructorCode, made.unitCode, made.throughOn) };
}

export function takersMessage(t: Messages, holding: Holding, takers: readonly Known[]): Outgoing {
  const words = t.assignment.holding;
  const buttons = takers.slice(0, MAX_TAKERS).map(({ code, load, capacity }) => ({ text: `${code} ${load}/${capacity}`, data: `holding:askgive:${it(holding)}:${code}` }));
  return { text: buttons.length === 0 ? words.noTakers(holding.unitCode) : words.takers(holding.unitCode), buttons: [...inRows(buttons, 3), back(t, holding)] };
}

export function askGiveMessage(t: Messages, holding: Holding, to: string): Outgoing {
  const words = t.assignment.holding;
  return {
    text: words.askGive(holding.unitCode, holding.instructorCode, to),
    buttons: [...OVERLAPS.map((days) => [{ text: words.button.overlap(days), data: `holding:give:${it(holding)}:${to}:${days}` }]), back(t, holding)],
  };
}

export function othersMessage(t: Messages, holding: Holding, others: readonly Holding[]): Outgoing {
  const words = t.assignment.holding;
  const buttons = others.map((other) => ({ text: `${other.unitCode} · ${other.instructorCode}`, data: `holding:askswap:${it(holding)}:${other.id}` }));
  return { text: buttons.length === 0 ? words.noOthers : words.others(holding.unitCode), buttons: [...inRows(buttons, 2), back(t, holding)] };
}

export function askSwapMessage(t: Messages, holding: Holding, other: Holding): Outgoing {
  const words = t.assignment.holding;
  return {
    text: words.askSwap(words.gets(holding.instructorCode, other.unitCode), words.gets(other.instructorCode, holding.unitCode)),
    buttons: [[{ text: words.button.yes, data: `holding:swap:${it(holding)}:${other.id}` }], back(t, holding)],
  };
}

export function givenMessage(t: Messages, made: { readonly unitCode: string; readonly from: string; readonly to: string; readonly fromOn: string; readonly lastOn: string; readonly throughOn: string | null }): Outgoing {
  return { text: t.assignment.succession.handedOver(made.unitCode, made.from, made.to, made.fromOn, made.lastOn, made.throughOn) };
}

export function swappedMessage(t: Messages, taken: readonly { readonly instructorCode: string; readonly unitCode: string; readonly throughOn: string | null }[]): Outgoing {
  const [one = "", other = ""] = taken.map(({ instructorCode, unitCode, throughOn }) => t.assignment.succession.taken(instructorCode, unitCode, throughOn));
  return { text: t.assignment.succession.swapped(one, other) };
}
