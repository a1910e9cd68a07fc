import type { Locale, Outgoing } from "../../context.ts";
import type { Messages } from "../../i18n/messages.ts";
import type { Role } from "../command/rules.ts";
import { formatMoment } from "../time/rules.ts";

export const PAGE_DATA = /^audit:page:(\d{1,15}):(\d{1,15})$/;

type Actor =
  | { readonly kind: "self" | "erased" | "bot" }
  | { readonly kind: "person"; readonly role: Role | null; readonly alias: string | null };

interface Line {
  readonly at: Date;
  readonly action: string;
  readonly objectKind: string | null;
  readonly amount: number | null;
  readonly actor: Actor;
}

interface Page {
  readonly stationId: number;
  readonly stationName: string;
  readonly timeZone: string;
  readonly lines: readonly Line[];
  readonly olderThan: number | null;
}

const isKeyOf = <Words extends object>(words: Words, key: string): key is keyof Words & string => Object.hasOwn(words, key);

function who(t: Messages, actor: Actor): string {
  if (actor.kind !== "person") return t.audit[actor.kind];
  const role = actor.role === null ? t.audit.someone : t.audit.roles[actor.role];
  return actor.alias === null ? role : t.audit.named(role, actor.alias);
}

function what(t: Messages, { action, objectKind, amount }: Line): string {
  const { actions, amounts } = t.audit;
  if (amount !== null && objectKind !== null && isKeyOf(amounts, objectKind)) return amounts[objectKind](amount);
  return isKeyOf(actions, action) ? actions[action] : action;
}

/** What members do about themselves names nobody; “somebody without a role” would only say it twice. */
function lineOf(t: Messages, line: Line): string {
  const { actor } = line;
  const isPlain = line.action.startsWith("member.") && actor.kind === "person" && actor.role === null && actor.alias === null;
  return isPlain ? what(t, line) : `${what(t, line)} · ${who(t, actor)}`;
}

/** The newest lines of the trail, and a button to older ones. */
export function trailMessage(t: Messages, locale: Locale, now: Date, page: Page): Outgoing {
  const lines = page.lines.map((line) => `${formatMoment(line.at, page.timeZone, locale, now)} · ${lineOf(t, line)}`);
  return {
    text: [t.audit.heading(page.stationName), lines.length > 0 ? lines.join("\n") : t.audit.empty, t.audit.note].join("\n\n"),
    buttons: page.olderThan === null ? [] : [[{ text: t.audit.older, data: `audit:page:${page.stationId}:${page.olderThan}` }]],
  };
}
