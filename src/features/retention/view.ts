import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";

export const STAY_DATA = /^retention:stay$/;

export function askMessage(t: Messages): Outgoing {
  return { text: t.retention.ask, buttons: [[{ text: t.retention.stay, data: "retention:stay" }]] };
}

export const stayedMessage = (t: Messages): Outgoing => ({ text: t.retention.stayed });
export const goneMessage = (t: Messages): Outgoing => ({ text: t.retention.gone });
