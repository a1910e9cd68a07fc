import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { startLink } from "../link/rules.ts";

export const ATTEND_DATA = /^attend:(\d{1,15}):here$/;

export function attendedToast(t: Messages, { changed }: { changed: boolean }): string {
  return changed ? t.checkin.toasts.here : t.checkin.toasts.hereAlready;
}

/** The way to the one consent that is missing; features/consent answers the button. */
export function consentMessage(t: Messages, stationId: number): Outgoing {
  return { text: t.checkin.inviteConsent, buttons: [[{ text: t.checkin.consentButton, data: `consent:page:${stationId}:attendance` }]] };
}

export function hintMessage(t: Messages, about: { title: string; join: string }, botUsername: string): Outgoing {
  return { text: t.checkin.hint(about.title), buttons: [[{ text: t.checkin.joinButton, url: startLink(botUsername, about.join) }]] };
}
