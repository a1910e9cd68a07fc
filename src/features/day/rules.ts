import { Temporal } from 'temporal-polyfill';
import { SMALL_COUNT, WORD_END, numberFrom, wording } from '../wording/rules.ts';
import type { Wording } from '../wording/rules.ts';

type Day = Temporal.PlainDate;

/** The dates that can be meant; none if there is no such date; `ask` where even one that is left must be confirmed. */
export type DayReading = { days: readonly Day[]; ask: boolean };

/** `open` where the month or the year was not said: the end of a span is then read from its start. */
export type DayPiece = { kind: 'day'; read: (today: Day) => DayReading; open?: boolean } | { kind: 'weekday'; weekday: number };

const EN_MONTHS = [
  'january|jan', 'february|feb', 'march|mar', 'april|apr', 'may', 'june|jun',
  'july|jul', 'august|aug', 'september|sept|sep', 'october|oct', 'november|nov', 'december|dec',
];
const EN_WEEKDAYS = [
  'monday|mon', 'tuesday|tues|tue', 'wednesday|wed', 'thursday|thurs|thur|thu', 'friday|fri', 'saturday|sat', 'sunday|sun',
];
const MONTH = `(${EN_MONTHS.join('|')})${WORD_END}`;
/** Pattern text of an English weekday. */
export const EN_WEEKDAY = EN_WEEKDAYS.join('|');
const WEEKDAY = `(${EN_WEEKDAY})${WORD_END}`;
const ZH_WEEKDAY = '(?:周|星期|礼拜)([一二三四五六日天]|[1-7](?![\\d:]))';
const NTH = '(\\d{1,2})(?:st|nd|rd|th)';
const YEAR = '(?:,? (20\\d\\d)(?![\\d:]))?';

const ZH_DAYS = { 前天: -2, 昨天: -1, 今天: 0, 今日: 0, '今(?=[早晚])': 0, 明天: 1, 明日: 1, '明(?=[早晚])': 1, 大后天: 3, 后天: 2, '后(?=晚)': 2 };
const EN_DAYS = { 'day after tomorrow': 2, tomorrow: 1, today: 0, yesterday: -1 };
const ZH_WEEKS: Readonly<Record<string, number>> = { 上: -1, 上个: -1, 本: 0, 这: 0, 这个: 0, 下: 1, 下个: 1, 下下: 2, 下下个: 2 };

// Only holidays of the calendar; those of the moon (春节, 中秋) cannot be told without an almanac.
const HOLIDAYS: readonly (readonly [string, number, number])[] = [
  ['元旦节?', 1, 1], ['劳动节', 5, 1], ['建党节', 7, 1], ['建军节', 8, 1], ['国庆节?', 10, 1], [`new year'?s day${WORD_END}`, 1, 1],
];

export const DAY_WORDINGS: readonly Wording<DayPiece>[] = [
  wording('(20\\d\\d)([-/.])(\\d{1,2})\\2(\\d{1,2})(?![\\d:/.-])(?:t(?=\\d))?', ([year, , month, day]) => dated(year, month, day)),
  wording(`(20\\d\\d)年(${SMALL_COUNT})月(${SMALL_COUNT})[日号]`, ([year, month, day]) => dated(year, month, day)),
  wording(`(今年|明年)?(${SMALL_COUNT})月(${SMALL_COUNT})(?:[日号]|(?= |$))`, ([year, month, day]) => dated(undefined, month, day, year)),
  wording(`(本|这个?|下个?)月(${SMALL_COUNT})[日号]`, ([which, day]) => dayOfMonth(day, which?.startsWith('下') ? 1 : 0)),
  wording(`(${SMALL_COUNT})[日号]`, ([day]) => dayOfMonth(day)),
  wording(`(\\d{1,2})(?:st|nd|rd|th)?(?: of)? ?${MONTH}${YEAR}`, ([day, month, year]) => dated(year, enIndex(EN_MONTHS, month), day)),
  wording(`${MONTH}\\.? ?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:a-z]| ?[ap]\\.?m)${YEAR}`, ([month, day, year]) => dated(year, enIndex(EN_MONTHS, month), day)),
  wording(`${NTH} of (next|this) month${WORD_END}`, ([day, which]) => dayOfMonth(day, which === 'next' ? 1 : 0)),
  wording(`${NTH}${WORD_END}`, ([day]) => dayOfMonth(day)),
  wording('(\\d{1,2})([/.-])(\\d{1,2})\\2(20\\d\\d)(?![\\d:/.-])', ([first, , second, year]) => slashed(first, second, year)),
  wording('(\\d{1,2})[/.-](\\d{1,2})(?![\\d:/.-])', ([first, second]) => slashed(first, second)),
  wording(`(上个?|本|这个?|下下个?|下个?)${ZH_WEEKDAY}`, ([week, day]) => dayOfWeek(zhWeekday(day), ZH_WEEKS[week ?? ''] ?? 0)),
  wording(`\\(?${ZH_WEEKDAY}\\)?`, ([day]) => [{ kind: 'weekday', weekday: zhWeekday(day) }]),
  wording(`${WEEKDAY},? (?:of )?(next|this) week${WORD_END}`, ([day, week]) => dayOfWeek(Number(enIndex(EN_WEEKDAYS, day)), week === 'next' ? 1 : 0)),
  wording(`(next|this) week,? (?:on )?${WEEKDAY}`, ([week, day]) => dayOfWeek(Number(enIndex(EN_WEEKDAYS, day)), week === 'next' ? 1 : 0)),
  wording(`this ${WEEKDAY}`, ([day]) => dayOfWeek(Number(enIndex(EN_WEEKDAYS, day)), 0)),
  wording(`next ${WEEKDAY}`, ([day]) => nextWeekday(Number(enIndex(EN_WEEKDAYS, day)))),
  wording(WEEKDAY, ([day]) => [{ kind: 'weekday', weekday: Number(enIndex(EN_WEEKDAYS, day)) }]),
  wording(`(${SMALL_COUNT}) ?天[之以]?后`, ([count]) => daysAhead(numberFrom(count))),
  wording(`in (${SMALL_COUNT}) days?${WORD_END}`, ([count]) => daysAhead(numberFrom(count))),
  ...Object.entries(ZH_DAYS).map(([word, days]) => wording<DayPiece>(word, () => daysAhead(days))),
  ...Object.entries(EN_DAYS).map(([word, days]) => wording<DayPiece>(`${word}${WORD_END}`, () => daysAhead(days))),
  ...HOLIDAYS.map(([name, month, day]) => wording<DayPiece>(`(今年|明年)?${name}`, ([year]) => holiday(month, day, year))),
  wording('this (?=morning|afternoon|evening)', () => daysAhead(0)),
];

/** For words such as “tonight” that say the day and more. */
export const TODAY: DayPiece = { kind: 'day', read: (today) => daysOf(today) };

function enIndex(names: readonly string[], name: string | undefined): string {
  return String(names.findIndex((each) => each.split('|').includes(name ?? '')) + 1);
}

/** Monday 1 to Sunday 7, from “mon”, “一” or “1”. */
export function weekdayOf(said: string): number {
  return /^[a-z]/.test(said) ? Number(enIndex(EN_WEEKDAYS, said)) : zhWeekday(said);
}

function zhWeekday(sign: string | undefined): number {
  return sign === '日' || sign === '天' ? 7 : numberFrom(sign);
}

function daysOf(...days: readonly (Day | undefined)[]): DayReading {
  return { days: days.filter((day) => day !== undefined), ask: false };
}

function dated(year: string | undefined, month: string | undefined, day: string | undefined, which?: string): DayPiece[] {
  const yearsAhead = which === '明年' ? 1 : 0;
  const read = (today: Day) =>
    daysOf(realDate(year === undefined ? today.year + yearsAhead : Number(year), numberFrom(month), numberFrom(day)));
  return [{ kind: 'day', read, open: year === undefined && which === undefined }];
}

function dayOfMonth(day: string | undefined, monthsAhead?: number): DayPiece[] {
  const read = (today: Day) => {
    const month = today.toPlainYearMonth().add({ months: monthsAhead ?? 0 });
    return daysOf(realDate(month.year, month.month, numberFrom(day)));
  };
  return [{ kind: 'day', read, open: monthsAhead === undefined }];
}

/** The name of a holiday says no year: the next one to come is meant, today's included. */
function holiday(month: number, day: number, which: string | undefined): DayPiece[] {
  if (which !== undefined) return dated(undefined, String(month), String(day), which);
  const read = (today: Day) => {
    const thisYear = Temporal.PlainDate.from({ year: today.year, month, day });
    return daysOf(Temporal.PlainDate.compare(thisYear, today) < 0 ? thisYear.add({ years: 1 }) : thisYear);
  };
  return [{ kind: 'day', read, open: true }];
}

/** 12/5 is May to some and December to others; only a part above 12, or two equal parts, leave no doubt. */
function slashed(one: string | undefined, other: string | undefined, year?: string): DayPiece[] {
  const first = numberFrom(one);
  const second = numberFrom(other);
  const read = (today: Day) => {
    const inYear = year === undefined ? today.year : Number(year);
    const monthFirst = realDate(inYear, first, second);
    const dayFirst = realDate(inYear, second, first);
    if (!monthFirst || !dayFirst || first === second) return daysOf(monthFirst ?? dayFirst);
    return { days: [monthFirst, dayFirst], ask: true };
  };
  return [{ kind: 'day', read, open: year === undefined }];
}

function daysAhead(days: number): DayPiece[] | undefined {
  return Number.isNaN(days) ? undefined : [{ kind: 'day', read: (today) => daysOf(today.add({ days })) }];
}

function dayOfWeek(weekday: number, weeksAhead: number): DayPiece[] {
  return [{ kind: 'day', read: (today) => daysOf(today.add({ days: weekday - today.dayOfWeek + 7 * weeksAhead })) }];
}

/** “Next Friday” said on a Monday is this week's to some and next week's to others. */
function nextWeekday(weekday: number): DayPiece[] {
  const read = (today: Day) => {
    const thisWeek = today.add({ days: weekday - today.dayOfWeek });
    const nextWeek = thisWeek.add({ days: 7 });
    return weekday > today.dayOfWeek ? daysOf(thisWeek, nextWeek) : daysOf(nextWeek);
  };
  return [{ kind: 'day', read }];
}

function realDate(year: number, month: number, day: number): Day | undefined {
  if (!(month >= 1 && month <= 12 && day >= 1)) return undefined;
  const date = Temporal.PlainDate.from({ year, month, day });
  return date.day === day ? date : undefined;
}

/** The dates meant by what was said about the day: today if nothing was, undefined if two days were said. */
export function dayReading(pieces: readonly DayPiece[], today: Day): DayReading | undefined {
  const [named, otherNamed] = pieces.filter((piece) => piece.kind === 'day');
  const [weekly, otherWeekly] = pieces.filter((piece) => piece.kind === 'weekday');
  if (otherNamed || otherWeekly) return undefined;
  if (!weekly) return named ? named.read(today) : daysOf(today);
  if (!named) return daysOf(today.add({ days: (weekly.weekday - today.dayOfWeek + 7) % 7 }));
  const { days, ask } = named.read(today);
  return { days: days.filter((day) => day.dayOfWeek === weekly.weekday), ask };
}
