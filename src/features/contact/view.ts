import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Over } from "./actions.ts";

/** To whoever is a contact no more: kindly, and what has become of what was kept. */
export function overMessage(t: Messages, { stationName, unitCode }: Over, why: "closed" | "ended"): Outgoing {
  return { text: t.contact.over[why](stationName, unitCode) };
}
