import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { CONTACT_VERSION, contactsData } from "../contact/rules.ts";
import { answerButtons, INVITATION } from "../invitation/rules.ts";
import { UNIT_AT, unitAt, type UnitAt } from "../unit/rules.ts";
import type { Invited } from "./actions.ts";

export const MAKE_DATA = new RegExp(`^contactlink:make:${UNIT_AT}$`);
export const WITHDRAW_DATA = new RegExp(`^contactlink:withdraw:${UNIT_AT}$`);
export const ACCEPT_DATA = new RegExp(`^contactlink:yes:(\\w{1,4}):${INVITATION}$`);

/** The link, for the organizer to pass on. */
export function linkMessage(t: Messages, unit: UnitAt & { readonly code: string }, link: string): Outgoing {
  return { text: t.contact.linkIs(unit.code, link), buttons: [[{ text: t.invitation.button.withdraw, data: `contactlink:withdraw:${unitAt(unit)}` }]] };
}

export function withdrawnMessage(t: Messages, unit: UnitAt & { readonly code: string }, wasOpen: boolean): Outgoing {
  return { text: wasOpen ? t.contact.withdrawn(unit.code) : t.contact.noLink(unit.code), buttons: [[{ text: t.contact.button.contacts, data: contactsData(unit) }]] };
}

/** What somebody reads who opened the link, before anything of them is kept. */
export function invitedMessage(t: Messages, { stationName, unit }: Invited, code: string): Outgoing {
  return {
    text: t.contact.invited(stationName, unit.code, unit.area),
    buttons: answerButtons(t, `contactlink:yes:${CONTACT_VERSION}:${code}`),
  };
}

export function acceptedMessage(t: Messages, { stationName, unit }: Invited): Outgoing {
  return { text: t.contact.accepted(stationName, unit.code), buttons: [[{ text: t.contact.button.own, data: "contactcard:own" }]] };
}
