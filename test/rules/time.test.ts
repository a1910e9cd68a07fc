import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatMoment, formatMomentInZone, instantOf, isQuiet, isTimeZone, isoWeek, localDate, localTime, nextAt, zoneName,
} from '../../src/features/time/rules.ts';

const SHANGHAI = 'Asia/Shanghai';

test.each([
  ['2026-11-23T15:59:59Z', SHANGHAI, '2026-11-23', '23:59'],
  ['2026-11-23T16:00:00Z', SHANGHAI, '2026-11-24', '00:00'],
  ['2026-12-31T23:30:00Z', 'Europe/Berlin', '2027-01-01', '00:30'],
  ['2026-01-01T02:00:00Z', 'America/Santiago', '2025-12-31', '23:00'],
])('at %s it is, in %s, %s %s', (instant, zone, date, time) => {
  expect(localDate(new Date(instant), zone)).toBe(date);
  expect(localTime(new Date(instant), zone)).toBe(time);
});

test.each([
  ['2027-01-03T15:59:00Z', 2026, 53],
  ['2027-01-03T16:00:00Z', 2027, 1],
  ['2026-11-23T00:00:00Z', 2026, 48],
  ['2024-12-29T16:00:00Z', 2025, 1],
])('in Beijing, %s is in the week of %s number %s', (instant, year, week) => {
  expect(isoWeek(new Date(instant), SHANGHAI)).toEqual({ year, week });
});

describe('a wall time becomes an instant: the first of a repeated hour, the end of a jump', () => {
  test.each([
    ['Europe/Berlin', '2027-03-28', '01:59', '2027-03-28T00:59:00.000Z'],
    ['Europe/Berlin', '2027-03-28', '02:00', '2027-03-28T01:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28', '02:30', '2027-03-28T01:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28', '03:00', '2027-03-28T01:00:00.000Z'],
    ['Europe/Berlin', '2027-10-31', '02:30', '2027-10-31T00:30:00.000Z'],
    ['Europe/Berlin', '2027-10-31', '03:00', '2027-10-31T02:00:00.000Z'],
    ['America/Santiago', '2026-09-06', '00:00', '2026-09-06T04:00:00.000Z'],
    ['America/Santiago', '2026-09-06', '00:59', '2026-09-06T04:00:00.000Z'],
    ['America/Santiago', '2026-09-06', '01:00', '2026-09-06T04:00:00.000Z'],
    ['America/Santiago', '2027-04-03', '23:30', '2027-04-04T02:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-04', '02:30', '2026-10-03T15:30:00.000Z'],
    ['Australia/Lord_Howe', '2027-04-04', '01:45', '2027-04-03T14:45:00.000Z'],
    [SHANGHAI, '2026-11-28', '15:00', '2026-11-28T07:00:00.000Z'],
  ])('in %s %s %s is %s', (zone, date, time, expected) => {
    expect(instantOf(date, time, zone).toISOString()).toBe(expected);
  });
});

describe('a daily time comes once for each date', () => {
  test.each([
    [SHANGHAI, '2026-11-23T00:59:59Z', '09:00', '2026-11-23T01:00:00.000Z'],
    [SHANGHAI, '2026-11-23T01:00:00Z', '09:00', '2026-11-24T01:00:00.000Z'],
    ['Europe/Berlin', '2027-03-27T12:00:00Z', '02:30', '2027-03-28T01:00:00.000Z'],
    ['Europe/Berlin', '2027-03-28T01:00:00Z', '02:30', '2027-03-29T00:30:00.000Z'],
    ['Europe/Berlin', '2027-10-31T00:30:00Z', '02:30', '2027-11-01T01:30:00.000Z'],
    ['America/Santiago', '2026-09-06T03:59:59Z', '00:00', '2026-09-06T04:00:00.000Z'],
    ['America/Santiago', '2026-09-06T04:00:00Z', '00:00', '2026-09-07T03:00:00.000Z'],
    ['Australia/Lord_Howe', '2026-10-03T12:00:00Z', '02:15', '2026-10-03T15:30:00.000Z'],
  ])('in %s after %s the next %s is %s', (zone, now, time, expected) => {
    expect(nextAt(new Date(now), zone, time).toISOString()).toBe(expected);
  });

  test('it is always later than now, and within 26 hours', () => {
    const zones = fc.constantFrom(SHANGHAI, 'Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe');
    const times = fc.integer({ min: 0, max: 1439 }).map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);
    const moments = fc.date({ min: new Date('2026-01-01'), max: new Date('2036-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, zones, times, (now, zone, time) => {
        const waitMs = nextAt(now, zone, time).getTime() - now.getTime();
        expect(waitMs > 0 && waitMs <= 26 * 3_600_000).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['21:30', '08:00', '21:29', false],
  ['21:30', '08:00', '21:30', true],
  ['21:30', '08:00', '00:00', true],
  ['21:30', '08:00', '07:59', true],
  ['21:30', '08:00', '08:00', false],
  ['11:00', '13:30', '10:59', false],
  ['11:00', '13:30', '11:00', true],
  ['11:00', '13:30', '13:30', false],
  ['08:00', '08:00', '08:00', false],
])('with quiet hours from %s to %s, %s is quiet: %s', (from, through, time, expected) => {
  expect(isQuiet(instantOf('2026-11-23', time, SHANGHAI), SHANGHAI, from, through)).toBe(expected);
});

describe('moments are written with weekday, and with the year where it is another one', () => {
  const saturday = instantOf('2026-11-28', '15:00', SHANGHAI);
  const inJanuary = instantOf('2027-01-02', '09:05', SHANGHAI);
  const now = instantOf('2026-11-23', '10:00', SHANGHAI);

  test('in Chinese', () => {
    expect(formatMoment(saturday, SHANGHAI, 'zh-CN', now)).toBe('11月28日（周六）15:00');
    expect(formatMoment(saturday, SHANGHAI, 'zh-CN')).toBe('11月28日（周六）15:00');
    expect(formatMoment(inJanuary, SHANGHAI, 'zh-CN', now)).toBe('2027年1月2日（周六）09:05');
    expect(formatMomentInZone(saturday, SHANGHAI, 'zh-CN', now)).toBe('11月28日（周六）15:00（北京时间）');
  });

  test('in English', () => {
    expect(formatMoment(saturday, SHANGHAI, 'en', now)).toBe('Sat 28 Nov, 15:00');
    expect(formatMoment(inJanuary, SHANGHAI, 'en', now)).toBe('Sat 2 Jan 2027, 09:05');
    expect(formatMomentInZone(saturday, SHANGHAI, 'en', now)).toBe('Sat 28 Nov, 15:00 (China Time)');
  });
});

test.each([
  [SHANGHAI, '北京时间', 'China Time'],
  ['asia/shanghai', '北京时间', 'China Time'],
  ['UTC', 'UTC', 'UTC'],
  ['Asia/Kathmandu', '尼泊尔时间', 'Nepal Time'],
  ['America/Santiago', '智利时间', 'Chile Time'],
])('the zone %s is called %s and %s', (zone, zh, en) => {
  expect(zoneName(zone, 'zh-CN')).toBe(zh);
  expect(zoneName(zone, 'en')).toBe(en);
});

test.each([
  [SHANGHAI, true], ['europe/berlin', true], ['UTC', true], ['America/Argentina/Buenos_Aires', true], ['Etc/GMT+8', true],
  ['', false], ['+08:00', false], ['Beijing', false], ['Asia/Shanghai ', false], ['Asia/Nowhere', false], ['Asia/Shanghai[u-ca=iso8601]', false], ['../etc', false], ['北京', false],
])('“%s” names a time zone: %s', (text, expected) => {
  expect(isTimeZone(text)).toBe(expected);
});
