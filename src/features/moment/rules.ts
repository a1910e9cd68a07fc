import type { Temporal } from 'temporal-polyfill';
import { DAY_WORDINGS, TODAY, dayReading } from '../day/rules.ts';
import type { DayPiece } from '../day/rules.ts';
import { parseDuration } from '../duration/rules.ts';
import { HOUR_WORDINGS, hourReading } from '../hour/rules.ts';
import type { HourPiece, HourReading } from '../hour/rules.ts';
import { exactInstant, zonedTime } from '../time/rules.ts';
import { piecesOf, readableText, wording } from '../wording/rules.ts';
import type { Wording } from '../wording/rules.ts';

/** `choices` comes with `ambiguous`: at least one instant, all in the future, earliest first. */
export type ParsedMoment =
  | { ok: true; at: Date }
  | { ok: false; reason: 'unreadable' | 'past' | 'ambiguous' | 'impossible'; choices?: Date[] };

export type MomentPiece = DayPiece | HourPiece | { kind: 'joint' };

export const MOMENT_WORDINGS: readonly Wording<MomentPiece>[] = [
  ...DAY_WORDINGS,
  ...HOUR_WORDINGS,
  wording('tonight(?![a-z])', () => [TODAY, { kind: 'part', part: 'evening' }]),
  wording('(?:on|the|by|until|till)(?![a-z])', () => [{ kind: 'joint' }]),
  wording('[ ,、的在]', () => [{ kind: 'joint' }]),
];

// Days ahead are counted on the calendar, where a change of the clocks does not shift them, and need an hour.
const IN_DAYS = /天|day|\d ?d/;
const FROM_NOW = [/^in (.+)$/, /^(.+) (?:from now|later)$/, /^(.+?) ?[之以]?后$/];

export type Clock = { now: Date; zone: string };

/** The station's clock. */
export function clockOf({ now, timeZone }: { readonly now: Date; readonly timeZone: string }): Clock {
  return { now, zone: timeZone };
}

/** A point in time in words, zh or en, read in the zone; a past one is refused and never moved to another week or year. */
export function parseMoment(text: string, clock: Clock): ParsedMoment {
  const plain = readableText(text);
  if (plain === undefined) return { ok: false, reason: 'unreadable' };
  const shortly = fromNow(plain, clock.now);
  if (shortly) return { ok: true, at: shortly };
  const pieces = piecesOf(plain, MOMENT_WORDINGS);
  return pieces ? momentOf(pieces, clock) : { ok: false, reason: 'unreadable' };
}

/** “In half an hour”, “2小时后”. */
export function fromNow(plain: string, now: Date): Date | undefined {
  const length = FROM_NOW.map((pattern) => pattern.exec(plain)?.[1]).find((found) => found !== undefined);
  const duration = length === undefined || IN_DAYS.test(length) ? undefined : parseDuration(length);
  return duration?.ok ? new Date(now.getTime() + duration.ms) : undefined;
}

export function momentOf(pieces: readonly MomentPiece[], { now, zone }: Clock): ParsedMoment {
  const hour = hourReading(pieces.filter(isHourPiece));
  const day = dayReading(pieces.filter(isDayPiece), zonedTime(now, zone).toPlainDate());
  if (!hour || !day) return { ok: false, reason: 'unreadable' };
  const outcomes = day.days.map((each) => instantsOn(each, hour, { now, zone }));
  return verdict(outcomes.flatMap(({ future }) => future), outcomes.some(({ past }) => past), day.ask);
}

export function isDayPiece(piece: { kind: string }): piece is DayPiece {
  return piece.kind === 'day' || piece.kind === 'weekday';
}

export function isHourPiece(piece: { kind: string }): piece is HourPiece {
  return piece.kind === 'part' || piece.kind === 'clock' || piece.kind === 'at';
}

function instantsOn(day: Temporal.PlainDate, { minutes, ask }: HourReading, { now, zone }: Clock) {
  const instants = minutes.map((each) => exactInstant(day.toPlainDateTime().add({ minutes: each }), zone));
  const past = instants.some((at) => at !== undefined && at <= now);
  const left = instants.filter((at) => at === undefined || at > now);
  const future = (ask ? left : left.slice(0, 1)).filter((at) => at !== undefined);
  return { future, past };
}

function verdict(future: readonly Date[], past: boolean, ask: boolean): ParsedMoment {
  const choices = future.toSorted((a, b) => a.getTime() - b.getTime());
  const [first] = choices;
  if (!first) return { ok: false, reason: past ? 'past' : 'impossible' };
  return choices.length > 1 || ask ? { ok: false, reason: 'ambiguous', choices } : { ok: true, at: first };
}
