import QRCode from "qrcode";
import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { startLink } from "../link/rules.ts";
import { shortTitle } from "../rollcall/rules.ts";
import { formatMoment, localTime } from "../time/rules.ts";
import { doorData, doorOfActivity } from "./rules.ts";

export const DOOR_DATA = /^door:show:(\d{1,15})$/;
export const ACTIVITY_DOOR_DATA = /^door:activity:(\d{1,15})$/;

/** The picture to hang at the door: large enough for a camera some metres away. */
export async function doorPicture(botUsername: string, parameter: string): Promise<Uint8Array> {
  return QRCode.toBuffer(startLink(botUsername, parameter), { errorCorrectionLevel: "M", margin: 4, scale: 12 });
}

export function doorCaption(
  t: Messages,
  code: { renew: string; title: string; parameter: string; expiresAt: Date },
  io: { botUsername: string; timeZone: string },
): Outgoing {
  return {
    text: t.door.caption(code.title, localTime(code.expiresAt, io.timeZone), startLink(io.botUsername, code.parameter)),
    buttons: [[{ text: t.door.next, data: code.renew }]],
  };
}

/** Buttons that fetch the picture in private: a code for the door does not belong into the members' group. */
export function doorsMessage(t: Messages, open: readonly { id: number; title: string }[]): Outgoing {
  const [first, second] = open;
  return {
    text: first && !second ? t.door.askInPrivate(first.title) : t.rollcall.control.which,
    buttons: open.map(({ id, title }) => [{ text: t.rollcall.control.doorTitle(shortTitle(title)), data: doorData(id) }]),
  };
}

/** The same for activities. */
export function activityDoorsMessage(t: Messages, open: readonly { id: number; title: string }[]): Outgoing {
  return { text: t.door.which, buttons: open.map(({ id, title }) => [{ text: t.rollcall.control.doorTitle(shortTitle(title)), data: doorOfActivity(id) }]) };
}

export function closedText(t: Messages, endedAt: Date, saying: { timeZone: string; locale: Locale; now: Date }): string {
  return t.door.refusals.alreadyClosed(formatMoment(endedAt, saying.timeZone, saying.locale, saying.now));
}

/** Who came in through the door without having joined is shown the way in, the roll call kept. */
export function inviteMessage(t: Messages, botUsername: string, join: string): Outgoing {
  return { text: t.checkin.invite, buttons: [[{ text: t.checkin.joinButton, url: startLink(botUsername, join) }]] };
}

export function consentMessage(t: Messages, stationId: number): Outgoing {
  return { text: t.checkin.inviteConsent, buttons: [[{ text: t.checkin.consentButton, data: `consent:page:${stationId}:attendance` }]] };
}

export function welcomeMessage(t: Messages, { title, changed }: { title: string; changed: boolean }): Outgoing {
  return { text: changed ? t.checkin.counted(title) : t.checkin.countedAlready(title) };
}

export function lateMessage(t: Messages, endedAt: Date, timeZone: string): Outgoing {
  return { text: t.checkin.late(localTime(endedAt, timeZone)) };
}
