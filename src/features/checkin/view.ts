import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { formatMoment, localDate, localTime } from "../time/rules.ts";
import { attendData } from "../attend/rules.ts";
import { checkinData, type Choice } from "./rules.ts";
import { startLink } from "../link/rules.ts";

export const CHECKIN_DATA = /^checkin:(\d{1,15}):(here|way|not)$/;

/** What the tap data says; the pattern has proved the choice. */
export function readTap(match: readonly (string | undefined)[]): { rollCallId: number; choice: Choice } {
  return { rollCallId: Number(match[1]), choice: match[2] as Choice };
}

export interface TakenShown {
  readonly title: string;
  readonly answer: "here" | "on_way" | "not";
  readonly changed: boolean;
}

/** The answer to a tap that was taken. */
export function takenToast(t: Messages, { answer, changed }: TakenShown): string {
  const { toasts } = t.checkin;
  if (answer === "not") return changed ? toasts.takenBack : toasts.nothingToTakeBack;
  return changed ? toasts[answer] : toasts[`${answer}Already`];
}

export function countedMessage(t: Messages, { title, changed }: TakenShown): Outgoing {
  return { text: changed ? t.checkin.counted(title) : t.checkin.countedAlready(title) };
}

export interface Late {
  readonly endedAt: Date;
  readonly timeZone: string;
  readonly locale: Locale;
  readonly now: Date;
}

/** Told kindly; the date is added where it is not today's. */
export function lateText(t: Messages, { endedAt, timeZone, locale, now }: Late): string {
  const isToday = localDate(endedAt, timeZone) === localDate(now, timeZone);
  return t.checkin.late(isToday ? localTime(endedAt, timeZone) : formatMoment(endedAt, timeZone, locale, now));
}

/** The way in for somebody who has not joined. */
export function inviteMessage(t: Messages, botUsername: string, join: string): Outgoing {
  return { text: t.checkin.invite, buttons: [[{ text: t.checkin.joinButton, url: startLink(botUsername, join) }]] };
}

/** The way to the one consent that is missing; features/consent answers the button. */
export function consentMessage(t: Messages, stationId: number): Outgoing {
  return { text: t.checkin.inviteConsent, buttons: [[{ text: t.checkin.consentButton, data: `consent:page:${stationId}:attendance` }]] };
}

export function whichMessage(t: Messages, open: readonly { kind: "rollcall" | "activity"; id: number; title: string }[]): Outgoing {
  return {
    text: t.checkin.which,
    buttons: open.map(({ kind, id, title }) => [{ text: `✅ ${shortTitle(title)}`, data: kind === "activity" ? attendData(id) : checkinData(id, "here") }]),
  };
}

export function hintMessage(t: Messages, about: { title: string; join: string }, botUsername: string): Outgoing {
  return { text: t.checkin.hint(about.title), buttons: [[{ text: t.checkin.joinButton, url: startLink(botUsername, about.join) }]] };
}
