import type { Controller, Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { boardMessage } from "../bulletin/rules.ts";
import { CONSENT_VERSION } from "../consent/rules.ts";
import { startLink } from "../link/rules.ts";
import { standData } from "../standing/rules.ts";
import { formatMoment } from "../time/rules.ts";
import type { Agreed, Replied, Shown } from "./actions.ts";
import { agreeData } from "./rules.ts";

export const REPLY_DATA = /^reply:(\d{1,15}):(\d{1,15}):(going|maybe|no)$/;
export const GUESTS_DATA = /^reply:(\d{1,15}):guests:([0-5])$/;
export const AGREE_DATA = /^reply:agree:(\w{1,4}):(\d{1,15}):(yes|no)$/;
export const SHOW_DATA = /^reply:show:(\d{1,15})$/;

interface Saying {
  readonly timeZone: string;
  readonly locale: Locale;
  readonly now: Date;
}

/** The answer to a tap that was taken, or why not; null where the way in is shown instead. */
export function replyToast(t: Messages, replied: Replied, { timeZone, locale, now }: Saying): string | null {
  const { toasts, refusals } = t.reply;
  if (replied.ok) {
    if ("position" in replied) return toasts[replied.outcome](replied.position, replied.hasFree);
    return replied.outcome === "going" || replied.outcome === "already" ? toasts[replied.outcome](replied.guests) : toasts[replied.outcome];
  }
  if (replied.reason === "late") return refusals.late(formatMoment(replied.closedAt, timeZone, locale, now));
  if (replied.reason === "onlyFits") return replied.most > 0 ? refusals.onlyFits(replied.most) : refusals.noRoom;
  return "join" in replied ? null : refusals[replied.reason];
}

/** The activity in private, with the same buttons as in the groups. */
export function shownMessage(t: Messages, { about }: Shown, io: { locale: Locale; now: Date; botUsername: string }): Outgoing {
  const message = boardMessage(t, { ...about, locale: io.locale }, io);
  const rows = (message.buttons ?? []).filter((row) => row.every(({ url }) => url === undefined));
  const every = about.seriesId === null || rows.length === 0 ? [] : [[{ text: t.standing.button.every, data: standData(about.seriesId, true) }]];
  return { text: message.text, buttons: [...rows, ...every] };
}

/** The one consent that is missing, word for word, with yes and no of equal weight. */
export function consentMessage(t: Messages, activityId: number, controller: Controller): Outgoing {
  const button = (text: string, answer: "yes" | "no") => ({ text, data: agreeData(CONSENT_VERSION, activityId, answer) });
  return {
    text: [t.reply.needsConsent, t.consent.texts[CONSENT_VERSION].attendance(controller), t.consent.ask].join("\n\n"),
    buttons: [[button(t.consent.yes, "yes"), button(t.consent.no, "no")]],
  };
}

export const notAgreedMessage = (t: Messages): Outgoing => ({ text: t.reply.notAgreed });

export function agreedToast(t: Messages, result: Agreed): string {
  return result.ok ? t.consent.givenToast : t.consent.refusals[result.reason];
}

export function inviteMessage(t: Messages, botUsername: string, join: string): Outgoing {
  return { text: t.reply.invite, buttons: [[{ text: t.checkin.joinButton, url: startLink(botUsername, join) }]] };
}
