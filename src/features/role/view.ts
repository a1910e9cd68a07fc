import type { Button, Outgoing, StationScope } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { inRows } from "../rows/rules.ts";
import type { HeldRole } from "./actions.ts";
import { inviteData } from "./rules.ts";

export const ASK_REVOKE_DATA = /^role:ask:(\d{1,15}):(\d{1,15})$/;
export const REVOKE_DATA = /^role:revoke:(\d{1,15}):(\d{1,15})$/;
export const LIST_DATA = /^role:list:(\d{1,15})$/;

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

type Of = Pick<StationScope, "stationId" | "stationName">;

const backTo = (t: Messages, { stationId }: Of): Button => ({ text: t.role.button.back, data: `role:list:${stationId}` });

export function rolesMessage(t: Messages, { stationId, stationName }: Of, roles: readonly HeldRole[]): Outgoing {
  const revoke = roles.slice(0, MAX_BUTTONS).map((held, at) => ({ text: t.role.button.revoke(at + 1), data: `role:ask:${stationId}:${held.grantId}` }));
  return {
    text: [t.role.list(stationName), ...roles.map((held, at) => lineOf(t, held, at + 1))].join("\n"),
    buttons: [[{ text: t.role.button.invite(t.role.names.organizer), data: inviteData(stationId) }], ...inRows(revoke, 2)],
  };
}

export function askRevokeMessage(t: Messages, of: Of, held: HeldRole): Outgoing {
  const who = held.alias === null ? whoOf(t, held) : `${whoOf(t, held)} · ${t.role.names[held.role]}`;
  return {
    text: t.role.askRevoke(who),
    buttons: [
      [{ text: t.role.button.revokeNow, data: `role:revoke:${of.stationId}:${held.grantId}` }],
      [backTo(t, of)],
    ],
  };
}

export const revokedMessage = (t: Messages, of: Of, text: string): Outgoing => ({ text, buttons: [[backTo(t, of)]] });
