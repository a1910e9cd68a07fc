import { SMALL_COUNT, WORD_END, numberFrom, wording } from '../wording/rules.ts';
import type { Wording } from '../wording/rules.ts';

export type DayPart = 'dawn' | 'morning' | 'noon' | 'afternoon' | 'dusk' | 'evening' | 'night' | 'midnight';

/** How an hour was said: on the 24-hour clock, loosely (3点), with am or pm, or as a number that needs a part of the day. */
type Said = 'exact' | 'loose' | 'am' | 'pm' | 'bare';

export type HourPiece =
  | { kind: 'part'; part: DayPart }
  | { kind: 'clock'; hour: number; minute: number; said: Said }
  | { kind: 'at' };

/** Minutes from the day's midnight, also past 24:00; `ask` means that each is as likely, else the first one to come is meant. */
export type HourReading = { minutes: readonly number[]; ask: boolean };

const DAY_PARTS: readonly (readonly [DayPart, string, string])[] = [
  ['midnight', '午夜', 'midnight'],
  ['dawn', '凌晨', 'early morning'],
  ['morning', '早上|早晨|上午|清晨|早', 'morning'],
  ['noon', '中午|正午', 'noon|midday'],
  ['afternoon', '下午|午后', 'afternoon'],
  ['dusk', '傍晚', 'early evening'],
  ['night', '半夜|深夜|夜里', 'late night'],
  ['evening', '晚上|晚间|夜晚|晚', 'evening|night'],
];

const AM_PM = '(?:([ap])\\.?m\\.?)(?![a-z])';
// A number after a clock's hour belongs to it only if no date or range begins there.
const NO_DATE = '(?![\\d零一二两三四五六七八九十号日月天年点时:])';

export const HOUR_WORDINGS: readonly Wording<HourPiece>[] = [
  wording(`(\\d{1,2}):(\\d{2})(?!\\d|:) ?${AM_PM}`, ([hour, minute, half]) => clock(hour, minute, meridiem(half))),
  wording('(\\d{1,2}):(\\d{2})(?!\\d|:)', ([hour, minute]) => clock(hour, minute, isLooseHour(hour) ? 'loose' : 'exact')),
  wording(`(${SMALL_COUNT}) ?${AM_PM}`, ([hour, half]) => clock(hour, '0', meridiem(half))),
  wording(`(${SMALL_COUNT}) ?[点时]半`, ([hour]) => spokenClock(hour, '30')),
  wording(`(${SMALL_COUNT}) ?[点时]([一三13])刻`, ([hour, quarters]) => spokenClock(hour, String(numberFrom(quarters) * 15))),
  wording(`(${SMALL_COUNT}) ?[点时](${SMALL_COUNT})(?:分|${NO_DATE})`, ([hour, minute]) => spokenClock(hour, minute)),
  wording(`(${SMALL_COUNT}) ?(?:点[钟整]?|时整?)`, ([hour]) => spokenClock(hour, '0')),
  wording(`(${SMALL_COUNT}) ?o'clock${WORD_END}`, ([hour]) => spokenClock(hour, '0')),
  ...DAY_PARTS.flatMap(([part, zh, en]) => [
    wording<HourPiece>(`(?:${zh})`, () => [{ kind: 'part', part }]),
    wording<HourPiece>(`(?:in the )?(?:${en})${WORD_END}`, () => [{ kind: 'part', part }]),
  ]),
  wording(`at${WORD_END}`, () => [{ kind: 'at' }]),
  wording(`(${SMALL_COUNT})(?![\\da-z/.:-])`, ([hour]) => (/^[\da-z]/.test(hour ?? '') ? clock(hour, '0', 'bare') : undefined)),
];

function clock(hour: string | undefined, minute: string | undefined, said: Said): HourPiece[] | undefined {
  const piece = { kind: 'clock', hour: numberFrom(hour), minute: numberFrom(minute), said } as const;
  return Number.isNaN(piece.hour) || Number.isNaN(piece.minute) ? undefined : [piece];
}

function spokenClock(hour: string | undefined, minute: string | undefined): HourPiece[] | undefined {
  return clock(hour, minute, /^0\d/.test(hour ?? '') ? 'exact' : 'loose');
}

function meridiem(half: string | undefined): Said {
  return half === 'a' ? 'am' : 'pm';
}

/** 3:00 may be either half of the day; 03:00, 9:30 and 15:00 are read on the 24-hour clock. */
function isLooseHour(hour: string | undefined): boolean {
  return hour !== undefined && /^[1-6]$/.test(hour);
}

/** One hour as it was said; `at` where a word such as “at” shows that a bare number is one. */
export type HourSaying = { hour: number; minute: number; said: Said; part: DayPart | undefined; at: boolean };

/** The readings of what was said about the hour: none if it contradicts itself, undefined if no hour was said. */
export function hourReading(pieces: readonly HourPiece[]): HourReading | undefined {
  const saying = hourSaying(pieces);
  return !saying || isBare(saying) ? undefined : readingOf(saying);
}

/** Undefined if no hour was said, or two. */
export function hourSaying(pieces: readonly HourPiece[]): HourSaying | undefined {
  const parts = pieces.filter((piece) => piece.kind === 'part');
  const clocks = pieces.filter((piece) => piece.kind === 'clock');
  const part = parts[0]?.part;
  const [clock] = clocks.length === 0 ? clockOfPart(part) : clocks;
  if (!clock || clocks.length > 1 || parts.length > 1) return undefined;
  return { hour: clock.hour, minute: clock.minute, said: clock.said, part, at: pieces.some(({ kind }) => kind === 'at') };
}

/** A number that nothing shows to be an hour. */
export function isBare({ said, part, at }: HourSaying): boolean {
  return said === 'bare' && !part && !at;
}

export function readingOf({ hour, minute, said, part }: HourSaying): HourReading {
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return { minutes: [], ask: false };
  const hours = hoursOf(hour, said, part);
  const ask = part !== undefined || hour < 7;
  return { minutes: hours.map((each) => each * 60 + minute), ask };
}

function clockOfPart(part: DayPart | undefined) {
  if (part !== 'noon' && part !== 'midnight') return [];
  return [{ kind: 'clock', hour: 12, minute: 0, said: 'loose' } as const];
}

function hoursOf(hour: number, said: Said, part: DayPart | undefined): readonly number[] {
  if (said === 'am' || said === 'pm') {
    if (hour < 1 || hour > 12) return [];
    const both = part ? hoursInPart(hour, part) : [hour % 12, (hour % 12) + 12];
    return both.filter((each) => (each % 24 < 12) === (said === 'am'));
  }
  if (part) return hoursInPart(hour, part);
  return said === 'exact' || hour < 1 || hour > 12 ? [hour] : [hour, hour + 12];
}

/** The hours that people mean by this number in this part of the day; an hour past 24 belongs to the night that follows. */
function hoursInPart(hour: number, part: DayPart): readonly number[] {
  switch (part) {
    case 'dawn':
      return hour <= 6 ? [hour] : hour === 12 ? [0] : [];
    case 'morning':
      return within(hour, 1, 11, 0);
    case 'noon':
      return [...within(hour, 11, 14, 0), ...within(hour, 1, 2, 12)];
    case 'afternoon':
      return [...within(hour, 12, 19, 0), ...within(hour, 1, 7, 12)];
    case 'dusk':
      return [...within(hour, 16, 20, 0), ...within(hour, 4, 8, 12)];
    case 'evening':
      return hour === 12 ? [24] : [...within(hour, 17, 24, 0), ...within(hour, 5, 11, 12), ...smallHours(hour, 3)];
    case 'night':
      return hour === 12 ? [0, 24] : [...within(hour, 21, 24, 0), ...within(hour, 9, 11, 12), ...smallHours(hour, 4)];
    case 'midnight':
      return hour % 12 === 0 ? [0, 24] : [];
  }
}

function within(hour: number, first: number, last: number, shift: number): readonly number[] {
  return hour >= first && hour <= last ? [hour + shift] : [];
}

function smallHours(hour: number, last: number): readonly number[] {
  return hour <= last ? [hour, hour + 24] : [];
}
