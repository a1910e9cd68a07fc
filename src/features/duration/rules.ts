import { COUNT, WORD_END, numberFrom, piecesOf, readableText, wording } from '../wording/rules.ts';
import type { Wording } from '../wording/rules.ts';

const MINUTE_MS = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;

/** Both ends are allowed lengths. */
export type DurationLimits = { minMs: number; maxMs: number };

export type ParsedDuration = { ok: true; ms: number } | { ok: false; reason: 'unreadable' | 'tooShort' | 'tooLong' };

type Length = { unit: number; minutes: number; last: boolean } | { unit: 'joint' };

const ANY_LENGTH: DurationLimits = { minMs: MINUTE_MS, maxMs: 366 * DAY * MINUTE_MS };

const HOURS = `(?:个?小时|个?钟头|个钟|(?:hours?|hrs?|h)${WORD_END})`;
const MINUTES = `(?:分钟?|(?:minutes?|mins?|m)${WORD_END})`;
const DAYS = `(?:天|(?:days?|d)${WORD_END})`;

const WORDINGS: readonly Wording<Length>[] = [
  wording(`(${COUNT}) ?个半(?:小时|钟头|钟)`, ([count]) => amount(HOUR, numberFrom(count) + 0.5, true)),
  wording(`(${COUNT}) ?${HOURS}半`, ([count]) => amount(HOUR, numberFrom(count) + 0.5, true)),
  wording(`(?:(${COUNT})|an) (?:hours?|hrs?) and a half${WORD_END}`, ([count]) => amount(HOUR, numberFrom(count ?? '1') + 0.5, true)),
  wording(`(${COUNT}) and a half ?${HOURS}`, ([count]) => amount(HOUR, numberFrom(count) + 0.5, true)),
  wording('半个?(?:小时|钟头|钟)', () => amount(HOUR, 0.5, true)),
  wording(`(?:half an|a half|half) hour${WORD_END}`, () => amount(HOUR, 0.5, true)),
  wording(`(?:a )?quarter of an hour${WORD_END}`, () => amount(HOUR, 0.25, true)),
  wording(`(?:three|3) quarters of an hour${WORD_END}`, () => amount(HOUR, 0.75, true)),
  wording('([一两二三123])刻钟?', ([count]) => amount(1, numberFrom(count) * 15, true)),
  wording(`(\\d+\\.\\d+) ?${HOURS}`, ([count]) => amount(HOUR, numberFrom(count), true)),
  wording(`(${COUNT}) ?${DAYS}`, ([count]) => amount(DAY, numberFrom(count))),
  // “1h30” and “1小时30”: a number that ends the text counts minutes.
  wording(`(${COUNT}) ?(?:h|小时) ?(\\d{2})$`, ([hours, minutes]) => [...amount(HOUR, numberFrom(hours)), ...amount(1, numberFrom(minutes), true)]),
  wording(`(${COUNT}) ?${HOURS}`, ([count]) => amount(HOUR, numberFrom(count))),
  wording(`an hour${WORD_END}`, () => amount(HOUR, 1)),
  wording(`(${COUNT}) ?${MINUTES}`, ([count]) => amount(1, numberFrom(count), true)),
  wording(` and${WORD_END}`, () => [{ unit: 'joint' }]),
  wording('[ ,、又零]', () => [{ unit: 'joint' }]),
];

function amount(unit: number, count: number, last = false): Length[] {
  return [{ unit, minutes: unit * count, last }];
}

/** A length of time in words, zh or en, to the whole minute. */
export function parseDuration(text: string, limits: DurationLimits = ANY_LENGTH): ParsedDuration {
  const plain = readableText(text);
  const pieces = plain === undefined ? undefined : piecesOf(plain, WORDINGS);
  const minutes = pieces && !isLoose(pieces[0]) && !isLoose(pieces.at(-1)) ? totalOf(pieces) : undefined;
  if (minutes === undefined) return { ok: false, reason: 'unreadable' };
  const ms = Math.round(minutes) * MINUTE_MS;
  if (ms < limits.minMs) return { ok: false, reason: 'tooShort' };
  return ms > limits.maxMs ? { ok: false, reason: 'tooLong' } : { ok: true, ms };
}

function isLoose(piece: Length | undefined): boolean {
  return piece === undefined || piece.unit === 'joint';
}

/** Days, then hours, then minutes, each once, and nothing after a part such as “half an hour”. */
function totalOf(pieces: readonly Length[]): number | undefined {
  const lengths = pieces.filter((piece) => piece.unit !== 'joint');
  const inOrder = lengths.every((length, index) => {
    const before = lengths[index - 1];
    return Number.isFinite(length.minutes) && (!before || (!before.last && before.unit > length.unit));
  });
  return inOrder ? lengths.reduce((sum, { minutes }) => sum + minutes, 0) : undefined;
}

/** Rounded to the minute, at least “0 min”; parseDuration reads it back. */
export function formatDuration(ms: number, locale: 'zh-CN' | 'en'): string {
  const total = Math.max(0, Math.round(ms / MINUTE_MS));
  const parts = [
    [Math.floor(total / DAY), '天', ' d'],
    [Math.floor((total % DAY) / HOUR), '小时', ' h'],
    [total % HOUR, '分钟', ' min'],
  ] as const;
  const said = parts.filter(([count]) => count > 0);
  if (said.length === 0) return locale === 'zh-CN' ? '0分钟' : '0 min';
  if (locale === 'zh-CN') return said.map(([count, zh]) => `${count}${zh}`).join('');
  return said.map(([count, , en]) => `${count}${en}`).join(' ');
}
