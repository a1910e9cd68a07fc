import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMoment } from '../../src/features/moment/rules.ts';
import type { ParsedMoment } from '../../src/features/moment/rules.ts';
import { exactInstant, formatMoment, instantOf, localDate, localTime, zonedTime } from '../../src/features/time/rules.ts';

const SHANGHAI = 'Asia/Shanghai';
const MONDAY_10 = '2026-11-23 10:00';

function at(local: string, zone: string): Date {
  const [date = '', time = ''] = local.split(' ');
  return instantOf(date, time, zone);
}

/** “2026-11-23 15:00”, or the reason, with the choices after a colon. */
function outcome(text: string, nowLocal = MONDAY_10, zone = SHANGHAI): string {
  const parsed: ParsedMoment = parseMoment(text, { now: at(nowLocal, zone), zone });
  const said = (instant: Date) => `${localDate(instant, zone)} ${localTime(instant, zone)}`;
  if (parsed.ok) return said(parsed.at);
  return parsed.choices ? `${parsed.reason}: ${parsed.choices.map(said).join(' | ')}` : parsed.reason;
}

describe('said on Monday 23 November 2026 at 10:00 in Beijing', () => {
  test.each([
    ['今天18:30', '2026-11-23 18:30'],
    ['今天 18：30', '2026-11-23 18:30'],
    ['１８：３０', '2026-11-23 18:30'],
    ['18:30', '2026-11-23 18:30'],
    ['24:00', '2026-11-24 00:00'],
    ['明天下午3点', '2026-11-24 15:00'],
    ['明天的下午三点', '2026-11-24 15:00'],
    ['明天下午三點半', '2026-11-24 15:30'],
    ['明晚8点半', '2026-11-24 20:30'],
    ['明早7点', '2026-11-24 07:00'],
    ['今晚8点', '2026-11-23 20:00'],
    ['今晚十点一刻', '2026-11-23 22:15'],
    ['今晚12点', '2026-11-24 00:00'],
    ['今晚1点', '2026-11-24 01:00'],
    ['后天上午九点', '2026-11-25 09:00'],
    ['後天上午九點', '2026-11-25 09:00'],
    ['大后天9点', '2026-11-26 09:00'],
    ['3天后 15:00', '2026-11-26 15:00'],
    ['周六15:00', '2026-11-28 15:00'],
    ['星期六 下午3点', '2026-11-28 15:00'],
    ['礼拜天晚上7点', '2026-11-29 19:00'],
    ['周六十点', '2026-11-28 10:00'],
    ['周一 15:00', '2026-11-23 15:00'],
    ['下周一 9点', '2026-11-30 09:00'],
    ['下周一九点', '2026-11-30 09:00'],
    ['下周一十一点半', '2026-11-30 11:30'],
    ['下个星期五15:00', '2026-12-04 15:00'],
    ['下下周三上午10点', '2026-12-09 10:00'],
    ['本周五晚上7点', '2026-11-27 19:00'],
    ['这周日19点', '2026-11-29 19:00'],
    ['周五晚7点', '2026-11-27 19:00'],
    ['11月28日 15:00', '2026-11-28 15:00'],
    ['11月28 15:00', '2026-11-28 15:00'],
    ['十一月二十八日十五点', '2026-11-28 15:00'],
    ['11月28日（周六）15:00', '2026-11-28 15:00'],
    ['明年1月3日上午10点', '2027-01-03 10:00'],
    ['28号15点', '2026-11-28 15:00'],
    ['二十八号下午三点二十', '2026-11-28 15:20'],
    ['下午3点 28号', '2026-11-28 15:00'],
    ['30号下午4点', '2026-11-30 16:00'],
    ['下个月3号上午10点', '2026-12-03 10:00'],
    ['下月3号10点', '2026-12-03 10:00'],
    ['本月30号晚上8点', '2026-11-30 20:00'],
    ['中午12点', '2026-11-23 12:00'],
    ['中午', '2026-11-23 12:00'],
    ['明天中午1点', '2026-11-24 13:00'],
    ['傍晚6点', '2026-11-23 18:00'],
    ['明天凌晨2点', '2026-11-24 02:00'],
    ['明天03点', '2026-11-24 03:00'],
    ['15时30分', '2026-11-23 15:30'],
    ['下午3点05', '2026-11-23 15:05'],
    ['下午三点整', '2026-11-23 15:00'],
    ['2026年11月28日下午3点', '2026-11-28 15:00'],
    ['元旦上午9点', '2027-01-01 09:00'],
    ['明年元旦 15:00', '2027-01-01 15:00'],
    ['今年元旦 15:00', 'past'],
    ['国庆节上午10点', '2027-10-01 10:00'],
    ['国庆下午3点', '2027-10-01 15:00'],
    ['劳动节 9:30', '2027-05-01 09:30'],
    ['建党节19:00', '2027-07-01 19:00'],
    ['建军节下午2点', '2027-08-01 14:00'],
    ['半小时后', '2026-11-23 10:30'],
    ['两小时以后', '2026-11-23 12:00'],
    ['48小时后', '2026-11-25 10:00'],
  ])('“%s” is %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
  });

  test.each([
    ['tomorrow 3pm', '2026-11-24 15:00'],
    ['Tomorrow at 3 p.m.', '2026-11-24 15:00'],
    ['3pm tomorrow', '2026-11-24 15:00'],
    ['tomorrow at three in the afternoon', '2026-11-24 15:00'],
    ['tomorrow morning 9', '2026-11-24 09:00'],
    ['tomorrow at 9', '2026-11-24 09:00'],
    ['today 18:30', '2026-11-23 18:30'],
    ['this evening at 7', '2026-11-23 19:00'],
    ['day after tomorrow, noon', '2026-11-25 12:00'],
    ['in 3 days at 15:00', '2026-11-26 15:00'],
    ['Sat 15:00', '2026-11-28 15:00'],
    ['on Saturday, 3:30 pm', '2026-11-28 15:30'],
    ['this Friday 7pm', '2026-11-27 19:00'],
    ['next Monday 9am', '2026-11-30 09:00'],
    ['28 Nov 15:00', '2026-11-28 15:00'],
    ['28 November at 15:00', '2026-11-28 15:00'],
    ['28 Nov 2026 15:00', '2026-11-28 15:00'],
    ['Nov 28 3 pm', '2026-11-28 15:00'],
    ['November 28th, 2026 3pm', '2026-11-28 15:00'],
    ['the 28th at 3pm', '2026-11-28 15:00'],
    ['3rd of next month 10am', '2026-12-03 10:00'],
    ['Sat 28 Nov, 15:00', '2026-11-28 15:00'],
    ['3 Jan 2027 10:00', '2027-01-03 10:00'],
    ['2026-11-28 15:00', '2026-11-28 15:00'],
    ['2026-11-28T15:00', '2026-11-28 15:00'],
    ['2026/11/28 15:00', '2026-11-28 15:00'],
    ['tonight 8', '2026-11-23 20:00'],
    ['8 tonight', '2026-11-23 20:00'],
    ['tonight at 8:30', '2026-11-23 20:30'],
    ['tonight 12am', '2026-11-24 00:00'],
    ['noon', '2026-11-23 12:00'],
    ['12 noon', '2026-11-23 12:00'],
    ['12pm', '2026-11-23 12:00'],
    ['tomorrow 12am', '2026-11-24 00:00'],
    ['midnight', '2026-11-24 00:00'],
    ["11 o'clock", '2026-11-23 11:00'],
    ["New Year's Day 10am", '2027-01-01 10:00'],
    ['on New Year’s Day at noon', '2027-01-01 12:00'],
    ['in 2 hours', '2026-11-23 12:00'],
    ['in half an hour', '2026-11-23 10:30'],
    ['90 min from now', '2026-11-23 11:30'],
    ['an hour and a half later', '2026-11-23 11:30'],
  ])('“%s” is %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
  });

  test.each([
    ['28/11 15:00', '2026-11-28 15:00'],
    ['11/28 15:00', '2026-11-28 15:00'],
    ['11-28 15:00', '2026-11-28 15:00'],
    ['28/11/2026 15:00', '2026-11-28 15:00'],
    ['12/12 15:00', '2026-12-12 15:00'],
    ['12/5 14:00', 'ambiguous: 2026-12-05 14:00'],
    ['12/11 14:00', 'ambiguous: 2026-12-11 14:00'],
    ['3/4 14:00', 'past'],
    ['3/4/2027 14:00', 'ambiguous: 2027-03-04 14:00 | 2027-04-03 14:00'],
    ['31/2 14:00', 'impossible'],
  ])('the slashed date in “%s” is asked about unless only one reading exists: %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
  });

  test.each([
    ['明天3点', 'ambiguous: 2026-11-24 03:00 | 2026-11-24 15:00'],
    ['周六6点半', 'ambiguous: 2026-11-28 06:30 | 2026-11-28 18:30'],
    ['tomorrow 3:00', 'ambiguous: 2026-11-24 03:00 | 2026-11-24 15:00'],
    ['tomorrow at 3', 'ambiguous: 2026-11-24 03:00 | 2026-11-24 15:00'],
    ['next Friday 15:00', 'ambiguous: 2026-11-27 15:00 | 2026-12-04 15:00'],
    ['周六晚上1点', 'ambiguous: 2026-11-28 01:00 | 2026-11-29 01:00'],
    ['Sat midnight', 'ambiguous: 2026-11-28 00:00 | 2026-11-29 00:00'],
    ['tomorrow 03:00', '2026-11-24 03:00'],
    ['tomorrow 9:30', '2026-11-24 09:30'],
  ])('“%s” can be taken in two ways, or not: %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
  });

  test.each([
    ['9:30', 'past'],
    ['10:00', 'past'],
    ['今天早上8点', 'past'],
    ['昨天15:00', 'past'],
    ['yesterday 3pm', 'past'],
    ['周一 9:00', 'past'],
    ['上周五15:00', 'past'],
    ['11月20日15:00', 'past'],
    ['1月3日15:00', 'past'],
    ['3号15点', 'past'],
    ['3 Jan 10:00', 'past'],
    ['2025-11-28 15:00', 'past'],
    ['2月30日15:00', 'impossible'],
    ['31号15点', 'impossible'],
    ['2027-02-29 15:00', 'impossible'],
    ['13月1日15:00', 'impossible'],
    ['25:00', 'impossible'],
    ['18:75', 'impossible'],
    ['15pm', 'impossible'],
    ['上午15点', 'impossible'],
    ['9am tonight', 'impossible'],
    ['周五11月28日15:00', 'impossible'],
    ['Fri 28 Nov, 15:00', 'impossible'],
  ])('“%s” is refused and never moved: %s', (text, expected) => {
    expect(outcome(text)).toBe(expected);
  });

  test.each([
    '', '   ', '明天', 'tomorrow', '3', '8', '周六 9', '1830', '15:5', '15:000', '15:00:00', '下午3点到5点', '18:30-20:30', '3-5pm', '春节上午9点', '中秋晚上7点',
    '12/5', '明天后天15:00', '周六周日15:00', '15:00 16:00', '上午下午3点', 'sometime tomorrow 3pm', '15:00 or so', '明天下午3点开会', '2026-11-28T15:00Z',
    'monat 9', '后天见', 'tomorrow tonight 8', '3天后', 'in 2 days', 'in 1d', '0分钟后', `in ${'9'.repeat(80)}h`, '-15:00', '午时',
  ])('“%s” is not understood', (text) => {
    expect(outcome(text)).toBe('unreadable');
  });
});

test.each([
  // One to six without am or pm: asked, unless only one of the two is still to come today.
  ['2026-11-23 01:00', '3点', 'ambiguous: 2026-11-23 03:00 | 2026-11-23 15:00'],
  ['2026-11-23 10:00', '3点', '2026-11-23 15:00'],
  ['2026-11-23 10:00', '今天3点', '2026-11-23 15:00'],
  ['2026-11-23 16:00', '3点', 'past'],
  // Seven to twelve: the next one to come today; on another day the one before noon, or noon.
  ['2026-11-23 06:00', '8点', '2026-11-23 08:00'],
  ['2026-11-23 15:00', '8点', '2026-11-23 20:00'],
  ['2026-11-23 15:00', 'at 8', '2026-11-23 20:00'],
  ['2026-11-23 22:00', '12点', '2026-11-24 00:00'],
  ['2026-11-23 22:00', '8点', 'past'],
  ['2026-11-23 15:00', '8:30', 'past'],
  ['2026-11-23 15:00', '明天8点', '2026-11-24 08:00'],
  // A weekday is the nearest from today on; today's is not moved to next week.
  ['2026-11-28 16:00', '周六15:00', 'past'],
  ['2026-11-28 16:00', '周五15:00', '2026-12-04 15:00'],
  ['2026-11-29 16:00', '下周一9点', '2026-11-30 09:00'],
  ['2026-11-29 16:00', '本周一9点', 'past'],
  ['2026-11-25 10:00', 'next Monday 9am', '2026-11-30 09:00'],
  ['2026-11-23 00:30', '今晚1点', 'ambiguous: 2026-11-23 01:00 | 2026-11-24 01:00'],
  ['2026-12-31 23:00', '明天9点', '2027-01-01 09:00'],
  // A holiday is the next one to come; today's is not moved to next year.
  ['2026-10-01 08:00', '国庆节上午10点', '2026-10-01 10:00'],
  ['2026-10-01 12:00', '国庆节上午10点', 'past'],
  ['2026-09-30 12:00', '国庆节3点', 'ambiguous: 2026-10-01 03:00 | 2026-10-01 15:00'],
  ['2027-01-31 10:00', '下个月30号15:00', 'impossible'],
  ['2028-02-28 10:00', '2月29日15:00', '2028-02-29 15:00'],
])('at %s “%s” is %s', (now, text, expected) => {
  expect(outcome(text, now)).toBe(expected);
});

test.each([
  ['Europe/Berlin', '2027-03-27 12:00', 'tomorrow 02:30', 'impossible'],
  ['Europe/Berlin', '2027-03-27 12:00', 'tomorrow 02:00', 'impossible'],
  ['Europe/Berlin', '2027-03-27 12:00', 'tomorrow 03:00', '2027-03-28T01:00:00.000Z'],
  ['Europe/Berlin', '2027-03-27 12:00', '明天2点半', '2027-03-28T12:30:00.000Z'],
  ['Europe/Berlin', '2027-10-30 12:00', 'tomorrow 02:30', '2027-10-31T00:30:00.000Z'],
  ['Europe/Berlin', '2027-10-30 12:00', 'tomorrow 03:00', '2027-10-31T02:00:00.000Z'],
  ['Europe/Berlin', '2027-03-28 01:30', 'in 1 hour', '2027-03-28T01:30:00.000Z'],
  ['America/Santiago', '2026-09-05 12:00', 'tomorrow 00:00', 'impossible'],
  ['America/Santiago', '2026-09-05 12:00', 'tonight 12', 'impossible'],
  ['America/Santiago', '2026-09-05 12:00', 'tomorrow 00:30', 'impossible'],
  ['America/Santiago', '2026-09-05 12:00', 'tomorrow 01:00', '2026-09-06T04:00:00.000Z'],
  ['America/Santiago', '2027-04-03 12:00', 'today 23:30', '2027-04-04T02:30:00.000Z'],
  ['Australia/Lord_Howe', '2026-10-03 12:00', 'tomorrow 02:15', 'impossible'],
  ['Australia/Lord_Howe', '2026-10-03 12:00', 'tomorrow 02:30', '2026-10-03T15:30:00.000Z'],
  ['Australia/Lord_Howe', '2027-04-03 12:00', 'tomorrow 01:45', '2027-04-03T14:45:00.000Z'],
])('where the clocks change, in %s at %s, “%s” is %s', (zone, nowLocal, text, expected) => {
  const parsed = parseMoment(text, { now: at(nowLocal, zone), zone });
  expect(parsed.ok ? parsed.at.toISOString() : parsed.reason).toBe(expected);
});

const zones = fc.constantFrom(SHANGHAI, 'Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC');
const minuteIn2026To2060 = fc.integer({ min: 0, max: 34 * 365 * 1440 }).map((minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000));

test('a moment that the bot has written is read back as the same moment', () => {
  fc.assert(
    fc.property(minuteIn2026To2060, minuteIn2026To2060, zones, fc.constantFrom('zh-CN', 'en'), (one, other, zone, locale) => {
      const [now, later] = one < other ? [one, other] : [other, one];
      fc.pre(now < later);
      const first = exactInstant(zonedTime(later, zone).toPlainDateTime(), zone);
      fc.pre(first !== undefined && first > now);
      expect(parseMoment(formatMoment(later, zone, locale, now), { now, zone })).toEqual({ ok: true, at: first });
    }),
    { numRuns: 500 },
  );
});

const fragments = fc.constantFrom(
  ...'今天 明晚 后天 周六 下周一 下个月 3号 12/5 11月 28日 二十 十一 点 半 刻 下午 晚上 凌晨 中午 15:00 24:00 0 99 3 pm am tonight tomorrow next Friday Nov 28th 2026- -02-30 at in 3 days 后 , ( ) . : 年 零 百'.split(' '),
  ' ',
);

test('whatever is typed, the answer is a future moment or a refusal', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join('')));
  fc.assert(
    fc.property(anything, zones, minuteIn2026To2060, (text, zone, now) => {
      const parsed = parseMoment(text, { now, zone });
      const offered = parsed.ok ? [parsed.at] : (parsed.choices ?? []);
      expect(offered.every((each) => each > now)).toBe(true);
      expect(offered.length > 0).toBe(parsed.ok || parsed.reason === 'ambiguous');
    }),
    { numRuns: 2000 },
  );
});

test.each(['1'.repeat(100), ' '.repeat(100), '一'.repeat(100), '十'.repeat(100), '明天'.repeat(50), `${'3 '.repeat(49)}pm`, 'in '.repeat(33), '后'.repeat(100), `${'9'.repeat(98)}点`])(
  'the hostile text “%s” is refused',
  (text) => {
    expect(outcome(text)).toBe('unreadable');
  },
);

test('a text over 100 characters is not looked at', () => {
  expect(outcome(`tomorrow${' '.repeat(90)}15:00`)).toBe('unreadable');
  expect(outcome(`tomorrow${' '.repeat(80)}15:00`)).toBe('2026-11-24 15:00');
});
