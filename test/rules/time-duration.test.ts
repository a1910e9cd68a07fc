import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration } from '../../src/features/duration/rules.ts';

const MINUTE = 60_000;

test.each([
  ['2h', 120],
  ['2 h', 120],
  ['2H', 120],
  ['90m', 90],
  ['90 min', 90],
  ['90 mins', 90],
  ['1 minute', 1],
  ['1h30m', 90],
  ['1h 30m', 90],
  ['1h30', 90],
  ['1h 30', 90],
  ['1.5h', 90],
  ['0.5 hours', 30],
  ['2 hours', 120],
  ['two hours', 120],
  ['2 hrs', 120],
  ['1 hour and 30 minutes', 90],
  ['1 hour, 30 minutes', 90],
  ['an hour', 60],
  ['half an hour', 30],
  ['Half an hour', 30],
  ['half hour', 30],
  ['an hour and a half', 90],
  ['one hour and a half', 90],
  ['one and a half hours', 90],
  ['2 and a half hours', 150],
  ['quarter of an hour', 15],
  ['three quarters of an hour', 45],
  ['forty-five minutes', 45],
  ['ninety minutes', 90],
  ['1 day', 1440],
  ['1 d 2 h', 1560],
  ['2小时', 120],
  ['２小时', 120],
  ['2 小时', 120],
  ['两小时', 120],
  ['两个小时', 120],
  ['兩個小時', 120],
  ['半小时', 30],
  ['半个小时', 30],
  ['半个钟头', 30],
  ['一个半小时', 90],
  ['两个半钟头', 150],
  ['一小时半', 90],
  ['1小时30分', 90],
  ['1小时30', 90],
  ['1小时30分钟', 90],
  ['两小时零五分', 125],
  ['90分钟', 90],
  ['九十分钟', 90],
  ['一百二十分钟', 120],
  ['一百零五分钟', 105],
  ['十五分', 15],
  ['廿分', undefined],
  ['三刻钟', 45],
  ['一刻', 15],
  ['一小时一刻钟', 75],
  ['1.5小时', 90],
  ['1天', 1440],
  ['三个钟', 180],
])('“%s” is %s minutes', (text, minutes) => {
  expect(parseDuration(text)).toEqual(minutes === undefined ? { ok: false, reason: 'unreadable' } : { ok: true, ms: minutes * MINUTE });
});

test.each([
  '', ' ', '2', 'h', '2x', 'two', '-2h', '2h-', '30m 1h', '1h 1h', '1.5h30m', '半小时10分', '2h and', 'and 2h', '一百二分钟', '十十分钟', '1:30', '2hh', 'about 2h', '2h or so',
  '2 hours tomorrow', '2e3h', 'Infinity h', '½h', '2²h', '١h',
])('“%s” is not understood', (text) => {
  expect(parseDuration(text)).toEqual({ ok: false, reason: 'unreadable' });
});

test.each([
  ['4 min', 'tooShort'],
  ['0h', 'tooShort'],
  ['5 min', 'ok'],
  ['24h', 'ok'],
  ['24h1m', 'tooLong'],
  ['2天', 'tooLong'],
  ['9'.repeat(99) + 'h', 'tooLong'],
])('with limits of 5 minutes and 24 hours, “%s” is %s', (text, expected) => {
  const parsed = parseDuration(text, { minMs: 5 * MINUTE, maxMs: 1440 * MINUTE });
  expect(parsed.ok ? 'ok' : parsed.reason).toBe(expected);
});

test.each([
  [0, '0分钟', '0 min'],
  [1, '1分钟', '1 min'],
  [60, '1小时', '1 h'],
  [150, '2小时30分钟', '2 h 30 min'],
  [1440, '1天', '1 d'],
  [1445, '1天5分钟', '1 d 5 min'],
])('%s minutes are written %s and %s', (minutes, zh, en) => {
  expect(formatDuration(minutes * MINUTE, 'zh-CN')).toBe(zh);
  expect(formatDuration(minutes * MINUTE, 'en')).toBe(en);
});

test('a length that the bot has written is read back as the same length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 366 * 1440 }), fc.constantFrom('zh-CN', 'en'), (minutes, locale) => {
      expect(parseDuration(formatDuration(minutes * MINUTE, locale))).toEqual({ ok: true, ms: minutes * MINUTE });
    }),
  );
});

test('whatever is typed, the answer is whole minutes within the limits or a refusal', () => {
  const fragments = fc.constantFrom(...'1 30 1.5 . h m min hour an half a and 半 个 小时 分 钟 刻 零 百 十 两 天 day quarter of'.split(' '), ' ');
  const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join('')));
  fc.assert(
    fc.property(anything, (text) => {
      const parsed = parseDuration(text);
      expect(!parsed.ok || (parsed.ms >= MINUTE && parsed.ms % MINUTE === 0)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
