import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { RoleTerms } from "../role/rules.ts";
import { answerButtons, INVITATION } from "../invitation/rules.ts";
import { startLink } from "../link/rules.ts";

/** In private and in a group alike; what the code is bound to decides who may press. */
export const ACCEPT_DATA = new RegExp(`^offer:accept:${INVITATION}$`);
export const WITHDRAW_DATA = new RegExp(`^offer:withdraw:${INVITATION}$`);

const acceptData = (code: string): string => `offer:accept:${code}`;

interface Offered extends RoleTerms {
  readonly stationName: string;
}

/** The offer as somebody sees it who opened the link in private. */
export function offerMessage(t: Messages, offer: Offered, code: string): Outgoing {
  return {
    text: t.role.offer(offer.stationName, t.role.names[offer.role], offer.throughOn, t.role.may[offer.role]),
    buttons: answerButtons(t, acceptData(code)),
  };
}

/** The offer in a group, to the one person who was replied to; it names nobody. */
export function groupOfferMessage(t: Messages, offer: Offered, code: string): Outgoing {
  return {
    text: t.role.offerInGroup(offer.stationName, t.role.names[offer.role], offer.throughOn, t.role.may[offer.role]),
    buttons: [[{ text: t.invitation.button.accept, data: acceptData(code) }]],
  };
}

/** The link, for the lead to pass on. */
export function inviteMessage(t: Messages, terms: RoleTerms, code: string, botUsername: string): Outgoing {
  return {
    text: t.role.inviteText(t.role.names[terms.role], terms.throughOn, startLink(botUsername, `role-${code}`)),
    buttons: [[{ text: t.invitation.button.withdraw, data: `offer:withdraw:${code}` }]],
  };
}

export function acceptedMessage(t: Messages, offer: Offered): Outgoing {
  return { text: t.role.accepted(offer.stationName, t.role.names[offer.role]) };
}

export function acceptedInGroupMessage(t: Messages, offer: RoleTerms, botUsername: string): Outgoing {
  return {
    text: t.role.acceptedInGroup(t.role.names[offer.role]),
    buttons: [[{ text: t.role.button.openPrivate, url: startLink(botUsername) }]],
  };
}
