import type { Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";

export const PRESENCE_DATA = /^presence:show:(\d{1,15})$/;

/** A message carries so many; who else is here is a number. */
const SHOWN_ALIASES = 100;

export function presenceMessage(t: Messages, shown: { title: string; here: number; aliases: readonly string[] }): Outgoing {
  const words = t.rollcall.presence;
  if (shown.here === 0) return { text: `${words.none(shown.title)}\n${words.note}` };
  const aliases = shown.aliases.slice(0, SHOWN_ALIASES);
  const hidden = shown.here - shown.aliases.length;
  const unsaid = shown.aliases.length - aliases.length;
  const list = `${aliases.join("  ·  ")}${unsaid > 0 ? ` … +${unsaid}` : ""}`;
  const lines = [words.count(shown.title, shown.here), ...(aliases.length > 0 ? [words.shown(list)] : []), ...(hidden > 0 ? [words.hidden(hidden)] : []), words.note];
  return { text: lines.join("\n") };
}
