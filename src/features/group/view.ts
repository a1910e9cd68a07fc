import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";

export function greetingMessage(t: Messages): Outgoing {
  return { text: t.chat.greeting };
}
