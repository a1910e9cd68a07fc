import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Commission, CommissionCode } from "./actions.ts";

export const ACCEPT_DATA = /^commission:(\d{1,15})-([\w-]{22})$/;

/** What somebody reads who opened the link, before anything of them is kept. */
export function commissionMessage(t: Messages, found: Commission, { stationId, code }: CommissionCode): Outgoing {
  return {
    text: t.instructor.commission(found.stationName, t.instructor.names[found.role], found.instructorCode),
    buttons: [[{ text: t.instructor.accept, data: `commission:${stationId}-${code}` }]],
  };
}

export function acceptedMessage(t: Messages, found: Commission): Outgoing {
  return { text: t.instructor.accepted(found.stationName, t.instructor.names[found.role], found.instructorCode) };
}
