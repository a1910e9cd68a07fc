import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { RoleTerms } from "../role/rules.ts";
import { startLink } from "../link/rules.ts";

/** Both name the station and the code; what the code is bound to decides who may press. */
export const ACCEPT_DATA = /^offer:accept:(\d{1,15})-([\w-]{22})$/;
export const OFFER_PAYLOAD = /^role-(\d{1,15})-([\w-]{22})$/;

function accept(t: Messages, stationId: number, code: string) {
  return [[{ text: t.role.button.accept, data: `offer:accept:${stationId}-${code}` }]];
}

/** The offer as somebody sees it who opened the link in private. */
export function offerMessage(t: Messages, offer: RoleTerms & { stationId: number; stationName: string }, code: string): Outgoing {
  return {
    text: t.role.offer(offer.stationName, t.role.names[offer.role], offer.throughOn, t.role.may[offer.role]),
    buttons: accept(t, offer.stationId, code),
  };
}

/** The offer in a group, to the one person who was replied to; it names nobody. */
export function groupOfferMessage(t: Messages, offer: RoleTerms & { stationId: number; stationName: string }, code: string): Outgoing {
  return {
    text: t.role.offerInGroup(offer.stationName, t.role.names[offer.role], offer.throughOn, t.role.may[offer.role]),
    buttons: accept(t, offer.stationId, code),
  };
}

export function inviteMessage(t: Messages, terms: RoleTerms, link: string): Outgoing {
  return { text: t.role.inviteText(t.role.names[terms.role], terms.throughOn, link) };
}

export function offerLink(botUsername: string, stationId: number, code: string): string {
  return startLink(botUsername, `role-${stationId}-${code}`);
}

export function acceptedMessage(t: Messages, offer: RoleTerms & { stationName: string }): Outgoing {
  return { text: t.role.accepted(offer.stationName, t.role.names[offer.role]) };
}

export function acceptedInGroupMessage(t: Messages, offer: RoleTerms, botUsername: string): Outgoing {
  return {
    text: t.role.acceptedInGroup(t.role.names[offer.role]),
    buttons: [[{ text: t.role.button.openPrivate, url: startLink(botUsername) }]],
  };
}
