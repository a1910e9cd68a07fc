import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import type { HeldRole } from "./actions.ts";
import { INVITE_DATA } from "./rules.ts";

export const ASK_REVOKE_DATA = /^role:ask:(\d{1,15})$/;
export const REVOKE_DATA = /^role:revoke:(\d{1,15})$/;
export const LIST_DATA = "role:list";

/** Telegram takes at most 100 buttons in a message; a station with more roles revokes in reply. */
const MAX_BUTTONS = 80;

function whoOf(t: Messages, held: HeldRole): string {
  if (held.alias !== null) return held.isSelf ? `${held.alias}${t.role.self}` : held.alias;
  return (held.isSelf ? t.role.ownRole : t.role.noAlias)(t.role.names[held.role]);
}

function lineOf(t: Messages, held: HeldRole, number: number): string {
  const dates = t.role.since(held.fromOn, held.throughOn);
  return held.alias === null
    ? t.role.lineNoAlias(number, whoOf(t, held), dates)
    : t.role.line(number, t.role.names[held.role], whoOf(t, held), dates);
}

export function rolesMessage(t: Messages, stationName: string, roles: readonly HeldRole[]): Outgoing {
  const revoke = roles.slice(0, MAX_BUTTONS).map((held, at) => ({ text: t.role.button.revoke(at + 1), data: `role:ask:${held.grantId}` }));
  return {
    text: [t.role.list(stationName), ...roles.map((held, at) => lineOf(t, held, at + 1))].join("\n"),
    buttons: [[{ text: t.role.button.invite(t.role.names.organizer), data: INVITE_DATA }], ...inRows(revoke, 2)],
  };
}

export function askRevokeMessage(t: Messages, held: HeldRole): Outgoing {
  const who = held.alias === null ? whoOf(t, held) : `${whoOf(t, held)} · ${t.role.names[held.role]}`;
  return {
    text: t.role.askRevoke(who),
    buttons: [
      [{ text: t.role.button.revokeNow, data: `role:revoke:${held.grantId}` }],
      [{ text: t.role.button.back, data: LIST_DATA }],
    ],
  };
}
