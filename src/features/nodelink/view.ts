import type { Button, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatDay } from "../date/rules.ts";
import { answerButtons, declineButton } from "../invitation/rules.ts";
import { startLink } from "../link/rules.ts";
import type { Purpose } from "../node/rules.ts";
import { bodyData, type Body } from "../nodegrant/rules.ts";
import { childText, offeredDays } from "../tree/rules.ts";
import { localDate } from "../time/rules.ts";
import type { Placed } from "../nodemove/actions.ts";
import type { Invited, Offered } from "./actions.ts";

const CODE = "([\\w-]{22})";
const CHILD = "([sn]\\d{1,15})";
export const MAKE_DATA = /^nodelink:make:(\d{1,15}):(child|keeper|reader)$/;
export const PICK_DATA = new RegExp(`^nodelink:pick:${CODE}:${CHILD}$`);
/** A body named by 15 digits still fits into the 64 bytes that a button carries. */
export const PUT_DATA = new RegExp(`^nodelink:put:${CODE}:${CHILD}:(\\d{4}-\\d\\d-\\d\\d)$`);
export const WITHDRAW_DATA = new RegExp(`^nodelink:withdraw:${CODE}$`);
export const TAKE_DATA = new RegExp(`^nodelink:take:${CODE}$`);

/** The link, for the keeper to pass on. */
export function linkMessage(t: Messages, { name, nodeId }: Body, purpose: Purpose, code: string, botUsername: string): Outgoing {
  return {
    text: t.nodelink.link[purpose](name, startLink(botUsername, `scope-${code}`)),
    buttons: [[{ text: t.invitation.button.withdraw, data: `nodelink:withdraw:${code}` }], [{ text: t.nodelink.button.back, data: bodyData(nodeId) }]],
  };
}

/** From which day; what the body will and will not see stays on the screen. */
function whenMessage(t: Messages, locale: Locale, body: Body, movable: Offered["movables"][number], code: string, now: Date): Outgoing {
  const today = localDate(now, movable.timeZone);
  return {
    text: [t.nodelink.child(body.name), t.nodelink.whenFrom(movable.name, code)].join("\n\n"),
    buttons: [
      ...offeredDays(now, movable.timeZone).map((day): Button[] => [{ text: t.nodelink.button.from(formatDay(day, locale, today)), data: `nodelink:put:${code}:${childText(movable)}:${day}` }]),
      [declineButton(t)],
    ],
  };
}

/** What somebody reads who opened the link, before anything is kept or moved. */
export function invitedMessage(t: Messages, locale: Locale, offered: Offered, code: string, now: Date): Outgoing {
  const { body, purpose, movables } = offered;
  if (purpose !== "child") {
    return { text: t.nodelink.grant(body.name, t.node.rights[purpose], purpose), buttons: answerButtons(t, `nodelink:take:${code}`) };
  }
  const [movable] = movables;
  if (!movable) return { text: [t.nodelink.child(body.name), t.nodelink.nothingToPut].join("\n\n") };
  if (movables.length === 1) return whenMessage(t, locale, body, movable, code, now);
  return {
    text: [t.nodelink.child(body.name), t.nodelink.pick].join("\n\n"),
    buttons: [...movables.map((each): Button[] => [{ text: each.name, data: `nodelink:pick:${code}:${childText(each)}` }]), [declineButton(t)]],
  };
}

export function takenMessage(t: Messages, { body, purpose }: Invited): Outgoing {
  const right = purpose === "keeper" ? "keeper" : "reader";
  return { text: t.nodelink.granted(body.name, t.node.rights[right]), buttons: [[{ text: t.nodelink.button.open, data: bodyData(body.nodeId) }]] };
}

export function placedMessage(t: Messages, locale: Locale, placed: Placed): Outgoing {
  const { child, below, fromOn, today } = placed;
  return {
    text: t.nodelink.placed(child.name, below, formatDay(fromOn, locale, today)),
    buttons: [[{ text: t.nodelink.button.open, data: child.kind === "body" ? bodyData(child.id) : "node:list" }]],
  };
}
