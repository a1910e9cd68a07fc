import { graphemesOf, oneLine } from "../line/rules.ts";
import type { Clock } from "../moment/rules.ts";
import { parseSpan, type Span, type SpanReason } from "../span/rules.ts";

export const CHANGE_KINDS = ["time", "place", "places", "cancel"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

const MAX_TEXT = 200;
const MAX_PLACES = 9_999;

const VERBS: readonly (readonly [ChangeKind, RegExp])[] = [
  ["places", /^(?:places|capacity|改名额|名额)(?:\s+|$)/iu],
  ["place", /^(?:place|改地点|换地点)(?:\s+|$)/iu],
  ["time", /^(?:move|reschedule|改期|改时间)(?:\s+|$)/iu],
  ["cancel", /^(?:cancel|取消活动|取消)(?:\s+|$)/iu],
];

/** Reads `move Sun 3-5pm` and the like after /announce; a line with a bar is an announcement, whatever it begins with. */
export function readChangeLine(rest: string): { kind: ChangeKind; text: string } | null {
  if (/[|｜\n]/u.test(rest)) return null;
  for (const [kind, pattern] of VERBS) {
    const verb = pattern.exec(rest)?.[0];
    if (verb !== undefined) return { kind, text: rest.slice(verb.length).trim() };
  }
  return null;
}

/** What an activity is to become. Times are kept as text, for a draft is JSON. */
export type Wanted =
  | { readonly kind: "time"; readonly startsAt: string; readonly endsAt: string }
  | { readonly kind: "place"; readonly place: string }
  | { readonly kind: "places"; readonly capacity: number | null }
  | { readonly kind: "cancel"; readonly reason: string | null };

export type Doubt = SpanReason | "noText" | "tooLong200" | "noNumber";
export type ReadWanted = { ok: true; wanted: Wanted } | { ok: false; doubt: Doubt; choices: readonly Span[] };

const doubt = (reason: Doubt, choices: readonly Span[] = []): ReadWanted => ({ ok: false, doubt: reason, choices });

/** As long as before where no end was said. */
export function wantedTime(span: Span, before: { readonly startsAt: Date; readonly endsAt: Date }): Wanted {
  const endsAt = span.endsAt ?? new Date(span.startsAt.getTime() + before.endsAt.getTime() - before.startsAt.getTime());
  return { kind: "time", startsAt: span.startsAt.toISOString(), endsAt: endsAt.toISOString() };
}

function readTime(text: string, clock: Clock, before: { readonly startsAt: Date; readonly endsAt: Date }): ReadWanted {
  const read = parseSpan(text, clock);
  if (!read.ok) return doubt(read.reason, read.choices ?? []);
  return { ok: true, wanted: wantedTime(read.span, before) };
}

const NO_LIMIT = /^(?:不限|无限制|不限名额|no limit|unlimited|none)$/iu;

function readPlaces(text: string): ReadWanted {
  if (NO_LIMIT.test(text)) return { ok: true, wanted: { kind: "places", capacity: null } };
  const capacity = /^(\d{1,4})\s*(?:人|个|名|places?)?$/iu.exec(text.normalize("NFKC"))?.[1];
  const number = Number(capacity ?? 0);
  return number >= 1 && number <= MAX_PLACES ? { ok: true, wanted: { kind: "places", capacity: number } } : doubt("noNumber");
}

const NO_REASON = /^(?:-|—|无|没有原因|none|no reason)$/iu;

/** Reads the text that says what is to become of the activity; `before` is the slot that is moved. */
export function readWanted(kind: ChangeKind, text: string, clock: Clock, before: { readonly startsAt: Date; readonly endsAt: Date }): ReadWanted {
  const line = oneLine(text);
  if (line === "") return doubt("noText");
  if (graphemesOf(line).length > MAX_TEXT) return doubt("tooLong200");
  if (kind === "time") return readTime(line, clock, before);
  if (kind === "places") return readPlaces(line);
  if (kind === "place") return { ok: true, wanted: { kind, place: line } };
  return { ok: true, wanted: { kind, reason: NO_REASON.test(line) ? null : line } };
}

/** What the buttons of the organizer's card carry. */
export function changeData(activityId: number, kind: ChangeKind): string {
  return `change:ask:${activityId}:${kind}`;
}
