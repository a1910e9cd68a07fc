import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";

export const CONFIRM_DATA = /^confirm:([\w-]{22})$/;

export function confirmMessage(t: Messages, code: string): Outgoing {
  return { text: t.confirm.ask, buttons: [[{ text: t.confirm.button, data: `confirm:${code}` }]] };
}
