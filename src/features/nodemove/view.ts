import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatDay } from "../date/rules.ts";
import { bodyData } from "../nodegrant/rules.ts";
import { childText, offeredDays, placeParts, type Child } from "../tree/rules.ts";
import type { Choice, Left, Placed } from "./actions.ts";
import { askMoveData } from "./rules.ts";

const CHILD = "([sn]\\d{1,15})";
export const MOVE_DATA = new RegExp(`^nodemove:move:${CHILD}$`);
export const TO_DATA = new RegExp(`^nodemove:to:${CHILD}:(\\d{1,15})$`);
export const PUT_DATA = new RegExp(`^nodemove:put:${CHILD}:(\\d{1,15}):(\\d{4}-\\d\\d-\\d\\d)$`);
export const LEAVE_DATA = new RegExp(`^nodemove:leave:${CHILD}$`);
export const OUT_DATA = new RegExp(`^nodemove:out:${CHILD}:(\\d{4}-\\d\\d-\\d\\d)$`);

const backTo = ({ kind, id }: Child): string => (kind === "body" ? bodyData(id) : "node:list");

/** Which of the bodies that the person keeps. */
export function whereMessage(t: Messages, { child, targets }: Choice): Outgoing {
  const back = [{ text: t.nodelink.button.back, data: backTo(child) }];
  if (targets.length === 0) return { text: t.nodelink.noTargets, buttons: [back] };
  return {
    text: t.nodelink.moveTo(child.name),
    buttons: [...targets.map(({ nodeId, name }) => [{ text: name, data: `nodemove:to:${childText(child)}:${nodeId}` }]), back],
  };
}

/** From which day. */
export function whenMessage(t: Messages, locale: Locale, { child, today, targets }: Choice, nodeId: number, now: Date): Outgoing {
  const days = offeredDays(now, child.timeZone);
  return {
    text: t.nodelink.from(child.name, targets.find((each) => each.nodeId === nodeId)?.name ?? ""),
    buttons: [
      ...days.map((day): Button[] => [{ text: t.nodelink.button.from(formatDay(day, locale, today)), data: `nodemove:put:${childText(child)}:${nodeId}:${day}` }]),
      [{ text: t.nodelink.button.back, data: askMoveData(child) }],
    ],
  };
}

/** The last day, for whatever stands somewhere. */
export function askLeaveMessage(t: Messages, locale: Locale, { child, places, today }: Choice, now: Date): Outgoing {
  const days = places.length === 0 ? [] : offeredDays(now, child.timeZone);
  return {
    text: places.length === 0 ? t.nodelink.refusals.standsNowhere : t.nodelink.askLeave(child.name, places.map((place) => t.node.placed(...placeParts(place, locale, today)))),
    buttons: [
      ...days.map((day): Button[] => [{ text: t.nodelink.button.last(formatDay(day, locale, today)), data: `nodemove:out:${childText(child)}:${day}` }]),
      [{ text: t.nodelink.button.back, data: backTo(child) }],
    ],
  };
}

export function placedMessage(t: Messages, locale: Locale, { child, below, fromOn, today }: Placed): Outgoing {
  return { text: t.nodelink.placed(child.name, below, formatDay(fromOn, locale, today)), buttons: [[{ text: t.nodelink.button.open, data: backTo(child) }]] };
}

export function leftMessage(t: Messages, locale: Locale, { child, place, lastOn, today }: Left): Outgoing {
  return { text: t.nodelink.left(child.name, place.name, formatDay(lastOn, locale, today)), buttons: [[{ text: t.nodelink.button.open, data: backTo(child) }]] };
}
