import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatMoment } from "../time/rules.ts";

/** More names than these do not fit a phone; the rest are told as a number. */
const NAMED_GROUPS = 30;

export function troubleMessage(t: Messages, about: { trouble: "public" | "unreachable" | "left"; titles: readonly string[]; stationName: string }): Outgoing {
  const { trouble, titles, stationName } = about;
  const [only, another] = titles;
  if (only !== undefined && (another === undefined || trouble === "public")) return { text: t.chat.trouble[trouble](only, stationName) };
  const named = titles.slice(0, NAMED_GROUPS).map((title) => t.chat.troubles.line(title));
  const more = titles.length - named.length;
  return {
    text: [
      t.chat.troubles[trouble === "left" ? "left" : "unreachable"](titles.length, stationName), ...named,
      ...(more > 0 ? [t.chat.troubles.more(more)] : []), t.chat.troubles.hint,
    ].join("\n"),
  };
}

export function gapMessage(
  t: Messages,
  gap: { count: number; fromAt: Date; toAt: Date; timeZone: string; locale: Locale; now: Date },
): Outgoing {
  const said = (at: Date) => formatMoment(at, gap.timeZone, gap.locale, gap.now);
  return { text: t.chat.gap(said(gap.fromAt), said(gap.toAt), gap.count) };
}

/** Kinds of one feature are one thing to the reader; a kind without a word of its own counts as other. */
export function deadMessage(t: Messages, stationName: string, dead: readonly { kind: string; messages: number }[]): Outgoing {
  const totals = new Map<string, number>();
  for (const { kind, messages } of dead) {
    const noun = kind.split(".")[0] ?? kind;
    const words: Readonly<Record<string, string>> = t.chat.dead.kinds;
    const word = words[noun] ?? t.chat.dead.other;
    totals.set(word, (totals.get(word) ?? 0) + messages);
  }
  const lines = [...totals].map(([word, messages]) => t.chat.dead.line(word, messages));
  return { text: t.chat.dead.text(stationName, lines.join("\n")) };
}
