import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { CONTACT_VERSION, contactsData } from "../contact/rules.ts";
import type { ContactCode, Invited } from "./actions.ts";

export const MAKE_DATA = /^contactlink:make:(\d{1,15})$/;
export const WITHDRAW_DATA = /^contactlink:withdraw:(\d{1,15})$/;
export const ACCEPT_DATA = /^contactlink:yes:(\w{1,4}):(\d{1,15})-([\w-]{22})$/;
export const DECLINE_DATA = /^contactlink:no$/;

/** The link, for the organizer to pass on. */
export function linkMessage(t: Messages, unit: { readonly id: number; readonly code: string }, link: string): Outgoing {
  return { text: t.contact.linkIs(unit.code, link), buttons: [[{ text: t.contact.button.withdraw, data: `contactlink:withdraw:${unit.id}` }]] };
}

export function withdrawnMessage(t: Messages, unit: { readonly id: number; readonly code: string }, wasOpen: boolean): Outgoing {
  return { text: wasOpen ? t.contact.withdrawn(unit.code) : t.contact.noLink(unit.code), buttons: [[{ text: t.contact.button.contacts, data: contactsData(unit.id) }]] };
}

/** What somebody reads who opened the link, before anything of them is kept. */
export function invitedMessage(t: Messages, { stationName, unit }: Invited, { stationId, code }: ContactCode): Outgoing {
  return {
    text: t.contact.invited(stationName, unit.code, unit.area),
    buttons: [[{ text: t.contact.button.accept, data: `contactlink:yes:${CONTACT_VERSION}:${stationId}-${code}` }], [{ text: t.contact.button.decline, data: "contactlink:no" }]],
  };
}

export function acceptedMessage(t: Messages, { stationName, unit }: Invited): Outgoing {
  return { text: t.contact.accepted(stationName, unit.code), buttons: [[{ text: t.contact.button.own, data: "contactcard:own" }]] };
}
