import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import { formatRhythm } from "../series/rules.ts";
import type { TakenOver } from "./actions.ts";
import { LATER_KINDS, type LaterKind } from "./rules.ts";

export const LATER_DATA = new RegExp(`^later:(\\d{1,15}):(${LATER_KINDS.join("|")})$`);

export const kindOf = (text: string | undefined): LaterKind => LATER_KINDS.find((kind) => kind === text) ?? "time";

export function takenOverMessage(t: Messages, kind: LaterKind, taken: TakenOver, locale: Locale): Outgoing {
  const { done } = t.later;
  if (kind === "time") return { text: done.time(taken.title, formatRhythm(taken.rhythm, locale)), buttons: [] };
  if (kind === "place") return { text: done.place(taken.title, taken.place ?? "–"), buttons: [] };
  return { text: taken.capacity === null ? done.unlimited(taken.title) : done.places(taken.title, taken.capacity), buttons: [] };
}
