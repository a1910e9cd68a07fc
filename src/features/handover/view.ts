import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { answerButtons, INVITATION } from "../invitation/rules.ts";
import { startLink } from "../link/rules.ts";
import { cardData, listData, nextOnes } from "../manage/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import type { Handed, HandLink, HandOffer } from "./actions.ts";
import { handData, RIGHTS, type Right } from "./rules.ts";

export const ASK_DATA = /^handover:ask:(\d{1,15})$/;
export const LINK_DATA = new RegExp(`^handover:link:(\\d{1,15}):(${RIGHTS.join("|")})$`);
export const END_DATA = /^handover:end:(\d{1,15})$/;
export const WITHDRAW_DATA = new RegExp(`^handover:withdraw:${INVITATION}$`);
export const ACCEPT_DATA = new RegExp(`^handover:ok:${INVITATION}$`);

export const rightOf = (text: string | undefined): Right => RIGHTS.find((right) => right === text) ?? "attendance";

/** What is to be handed over, and what has been. */
export function askMessage(t: Messages, { activityId, title, handedTo, open }: Handed): Outgoing {
  const link = (right: Right) => [{ text: t.handover.button[right], data: `handover:link:${activityId}:${right}` }];
  const end = handedTo + open > 0 ? [[{ text: t.handover.button.end, data: `handover:end:${activityId}` }]] : [];
  return { text: t.handover.ask(title, handedTo, open), buttons: [link("attendance"), link("manage"), ...end] };
}

/** Which of several activities is meant. */
export function whichMessage(t: Messages, listed: readonly { id: number; title: string }[]): Outgoing {
  const { shown, all } = nextOnes(listed);
  const rest = all === null ? [] : [[{ text: t.manage.button.all(all), data: listData(0) }]];
  return { text: t.handover.which, buttons: [...shown.map(({ id, title }) => [{ text: shortTitle(title), data: handData(id) }]), ...rest] };
}

export function linkMessage(t: Messages, { title, code }: HandLink, right: Right, botUsername: string): Outgoing {
  return { text: t.handover.link(title, t.handover.rights[right], startLink(botUsername, `hand-${code}`)), buttons: [[{ text: t.invitation.button.withdraw, data: `handover:withdraw:${code}` }]] };
}

export function offerMessage(t: Messages, offer: HandOffer, code: string): Outgoing {
  return {
    text: t.handover.offer(offer.stationName, offer.title, t.handover.rights[offer.right]),
    buttons: answerButtons(t, `handover:ok:${code}`),
  };
}

export function acceptedMessage(t: Messages, offer: HandOffer): Outgoing {
  return { text: t.handover.accepted(offer.title, t.handover.rights[offer.right]), buttons: [[{ text: t.handover.button.open, data: cardData(offer.activityId) }]] };
}
