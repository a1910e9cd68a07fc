import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatDate } from "../time/rules.ts";
import type { Grant, People } from "./actions.ts";
import { bodyData, layDownData, peopleData, type Body, type Held, type Right } from "./rules.ts";

export const LIST_DATA = /^nodegrant:list:(\d{1,15})$/;
export const ASK_WITHDRAW_DATA = /^nodegrant:ask:(\d{1,15}):(\d{1,15})$/;
export const WITHDRAW_DATA = /^nodegrant:withdraw:(\d{1,15})$/;
export const ASK_LAY_DOWN_DATA = /^nodegrant:asklay:(\d{1,15})$/;
export const LAY_DOWN_DATA = /^nodegrant:lay:(\d{1,15})$/;

const lineOf = (t: Messages, locale: Locale, { body }: People, grant: Grant, at: number): string =>
  t.node.person(at + 1, t.node.rights[grant.right], formatDate(grant.grantedAt, body.timeZone, locale), grant.isSelf);

/** Who keeps and reads a body, without names. */
export function peopleMessage(t: Messages, locale: Locale, people: People): Outgoing {
  const { body, grants } = people;
  return {
    text: [t.node.people(body.name), ...grants.map((grant, at) => lineOf(t, locale, people, grant, at))].join("\n"),
    buttons: [
      ...grants.map(({ grantId }, at) => [{ text: t.node.button.withdraw(at + 1), data: `nodegrant:ask:${body.nodeId}:${grantId}` }]),
      [{ text: t.node.button.back, data: bodyData(body.nodeId) }],
    ],
  };
}

export function askWithdrawMessage(t: Messages, locale: Locale, people: People, grant: Grant): Outgoing {
  const { nodeId, name } = people.body;
  return {
    text: t.node.ask.withdraw(name, lineOf(t, locale, people, grant, people.grants.indexOf(grant))),
    buttons: [[{ text: t.node.button.withdrawNow, data: `nodegrant:withdraw:${grant.grantId}` }], [{ text: t.node.button.back, data: peopleData(nodeId) }]],
  };
}

export function withdrawnMessage(t: Messages, { name, nodeId }: Body, right: Right): Outgoing {
  return { text: t.node.withdrawn(name, t.node.rights[right]), buttons: [[{ text: t.node.button.people, data: peopleData(nodeId) }]] };
}

export function askLayDownMessage(t: Messages, { name, nodeId, right }: Held): Outgoing {
  return {
    text: t.node.ask.resign(name, t.node.rights[right]),
    buttons: [[{ text: t.node.button.resignNow, data: layDownData(nodeId, "do") }], [{ text: t.node.button.back, data: bodyData(nodeId) }]],
  };
}

export function laidDownMessage(t: Messages, { name, right }: Held): Outgoing {
  return { text: t.node.resigned(name, t.node.rights[right]), buttons: [[{ text: t.node.button.list, data: "node:list" }]] };
}
