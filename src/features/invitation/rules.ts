import type { Button } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";

/** Long enough to be passed on and thought over, short enough that a lost link harms nobody. */
export const DAY_VALID_MS = 24 * 3_600_000;
/** For somebody who is often met only days later; a lost link can be made anew at any time. */
export const WEEK_VALID_MS = 7 * DAY_VALID_MS;

/** What links and buttons carry of an invitation, as a part of their patterns. */
export const INVITATION = "(\\d{1,15}-[\\w-]{22})";

export interface Secret {
  readonly stationId: number;
  readonly secret: string;
}

export const writeInvitation = ({ stationId, secret }: Secret): string => `${stationId}-${secret}`;

export function readInvitation(code: string): Secret | null {
  const [, stationId, secret] = /^(\d{1,15})-([\w-]{22})$/.exec(code) ?? [];
  return secret === undefined ? null : { stationId: Number(stationId), secret };
}

/** The same for every link: what it is for stays as it is. */
export const DECLINE_DATA = "invitation:no";

export const declineButton = (t: Messages): Button => ({ text: t.invitation.button.decline, data: DECLINE_DATA });

/** Under what somebody reads who opened a link. */
export function answerButtons(t: Messages, acceptData: string): Button[][] {
  return [[{ text: t.invitation.button.accept, data: acceptData }], [declineButton(t)]];
}
