import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { answerButtons, INVITATION } from "../invitation/rules.ts";
import type { Commission } from "./actions.ts";

export const ACCEPT_DATA = new RegExp(`^commission:${INVITATION}$`);

/** What somebody reads who opened the link, before anything of them is kept. */
export function commissionMessage(t: Messages, found: Commission, code: string): Outgoing {
  return {
    text: t.instructor.commission(found.stationName, t.instructor.names[found.role], found.instructorCode),
    buttons: answerButtons(t, `commission:${code}`),
  };
}

export function acceptedMessage(t: Messages, found: Commission): Outgoing {
  return { text: t.instructor.accepted(found.stationName, t.instructor.names[found.role], found.instructorCode) };
}
