import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatSpan, formatSpanInZone, moveSpan, parseSpan, parseSpans, spanOn, type Span } from "../../src/features/span/rules.ts";
import { exactInstant, instantOf, localDate, localTime, zonedTime } from "../../src/features/time/rules.ts";

const SHANGHAI = "Asia/Shanghai";
const MONDAY_10 = "2026-11-23 10:00";

function at(local: string, zone: string): Date {
  const [date = "", time = ""] = local.split(" ");
  return instantOf(date, time, zone);
}

/** “11-28 15:00-17:00”, with the second date if it is another, and the year if it is not 2026. */
function shown({ startsAt, endsAt }: Span, zone: string): string {
  const date = (instant: Date) => localDate(instant, zone).replace("2026-", "");
  const start = `${date(startsAt)} ${localTime(startsAt, zone)}`;
  if (!endsAt) return start;
  return `${start}-${date(endsAt) === date(startsAt) ? "" : `${date(endsAt)} `}${localTime(endsAt, zone)}`;
}

function outcome(text: string, nowLocal = MONDAY_10, zone = SHANGHAI): string {
  const parsed = parseSpan(text, { now: at(nowLocal, zone), zone });
  if (parsed.ok) return shown(parsed.span, zone);
  return parsed.choices ? `${parsed.reason}: ${parsed.choices.map((each) => shown(each, zone)).join(" | ")}` : parsed.reason;
}

describe("said on Monday 23 November 2026 at 10:00 in Beijing", () => {
  test.each([
    ["周六 15:00-17:00", "11-28 15:00-17:00"],
    ["周六15:00－17:00", "11-28 15:00-17:00"],
    ["周六 15：00—17：00", "11-28 15:00-17:00"],
    ["周六 15:00～17:00", "11-28 15:00-17:00"],
    ["周六下午3点到5点", "11-28 15:00-17:00"],
    ["下周六下午三點到五點半", "12-05 15:00-17:30"],
    ["周六下午3-5点", "11-28 15:00-17:00"],
    ["周六 15点至17点半", "11-28 15:00-17:30"],
    ["周六从15:00到17:00", "11-28 15:00-17:00"],
    ["下午3点到5点", "11-23 15:00-17:00"],
    ["3点到5点", "11-23 15:00-17:00"],
    ["明晚7点 2小时", "11-24 19:00-21:00"],
    ["明晚7点2小时", "11-24 19:00-21:00"],
    ["明晚7点，共两个半小时", "11-24 19:00-21:30"],
    ["11月28日 15:00，2小时", "11-28 15:00-17:00"],
    ["11月28日15:00 1小时30分钟", "11-28 15:00-16:30"],
    ["11月28日 15:00 90分钟", "11-28 15:00-16:30"],
    ["11月28日（周六）15:00–17:00", "11-28 15:00-17:00"],
    ["11月28日（周六）15:00", "11-28 15:00"],
    ["2026-11-28 15:00-17:00", "11-28 15:00-17:00"],
    ["2026年11月28日15:00-17:00", "11-28 15:00-17:00"],
    ["11-28 15:00-17:00", "11-28 15:00-17:00"],
    ["11/28 15:00 - 11/29 17:00", "11-28 15:00-11-29 17:00"],
    ["周六 15:00", "11-28 15:00"],
    ["周六 22:00-次日1:00", "11-28 22:00-11-29 01:00"],
    ["周六 22:00 到第二天凌晨1点", "11-28 22:00-11-29 01:00"],
    ["周六晚上10点到次日凌晨2点", "11-28 22:00-11-29 02:00"],
    ["周六晚上10点到凌晨2点", "11-28 22:00-11-29 02:00"],
    ["周六晚上10点到1点", "11-28 22:00-11-29 01:00"],
    ["周六晚上8点到12点", "11-28 20:00-11-29 00:00"],
    ["周六 22:00-24:00", "11-28 22:00-11-29 00:00"],
    ["周六9:00至周日17:00", "11-28 09:00-11-29 17:00"],
    ["周六9:00至周日下午5点", "11-28 09:00-11-29 17:00"],
    ["周六上午9点到下周一12:00", "11-28 09:00-11-30 12:00"],
    ["中午12点半到1点", "11-23 12:30-13:00"],
    ["明天中午12:30-13:00", "11-24 12:30-13:00"],
    ["周六上午9点到12点", "11-28 09:00-12:00"],
    ["周六上午10点到3点", "11-28 10:00-15:00"],
    ["周六上午9点到下午5点", "11-28 09:00-17:00"],
    ["周六9点到下午5点", "11-28 09:00-17:00"],
    ["周六8点到10点", "11-28 08:00-10:00"],
    ["周六8点到6点", "11-28 08:00-18:00"],
    ["周六9:00-5:00", "11-28 09:00-17:00"],
    ["周六晚上7:30-9:30", "11-28 19:30-21:30"],
    ["周六9:30到晚上11点", "11-28 09:30-23:00"],
    ["下个月3号上午10点", "12-03 10:00"],
    ["下个月3号上午10点到12点", "12-03 10:00-12:00"],
    ["30号下午4点", "11-30 16:00"],
    ["30号下午4点到6点", "11-30 16:00-18:00"],
    ["30号9:00到1号17:00", "11-30 09:00-12-01 17:00"],
    ["12月24日9:00到25号17:00", "12-24 09:00-12-25 17:00"],
    ["12月31日20:00到1月1日01:00", "12-31 20:00-2027-01-01 01:00"],
    ["12月31日20:00到元旦01:00", "12-31 20:00-2027-01-01 01:00"],
    ["元旦上午9点", "2027-01-01 09:00"],
    ["元旦上午9点到11点", "2027-01-01 09:00-11:00"],
    ["国庆节9:00-17:00", "2027-10-01 09:00-17:00"],
    ["劳动节下午2点，3小时", "2027-05-01 14:00-17:00"],
    ["半小时后", "11-23 10:30"],
    ["半小时后 2小时", "unreadable"],
    ["下午3点到5点 28号", "11-28 15:00-17:00"],
    ["周六9:00 2天", "11-28 09:00-11-30 09:00"],
    ["周六二十点一小时", "11-28 20:00-21:00"],
  ])("“%s” is %s", (text, expected) => expect(outcome(text)).toBe(expected));

  test.each([
    ["Sat 3-5pm", "11-28 15:00-17:00"],
    ["Sat 3pm-5pm", "11-28 15:00-17:00"],
    ["Sat 3 – 5 p.m.", "11-28 15:00-17:00"],
    ["3-5pm Sat", "11-28 15:00-17:00"],
    ["3-5pm on 28 Nov", "11-28 15:00-17:00"],
    ["Sat 3pm to 5", "11-28 15:00-17:00"],
    ["Sat 3:30-5pm", "11-28 15:30-17:00"],
    ["Sat 9-5pm", "11-28 09:00-17:00"],
    ["Sat 9am-5", "11-28 09:00-17:00"],
    ["Sat 11-1pm", "11-28 11:00-13:00"],
    ["Sat 11am-1pm", "11-28 11:00-13:00"],
    ["Sat 12-2pm", "11-28 12:00-14:00"],
    ["Sat 10:30-12pm", "11-28 10:30-12:00"],
    ["Sat 3 to 5 in the afternoon", "11-28 15:00-17:00"],
    ["Sat 15:00 to 17:00", "11-28 15:00-17:00"],
    ["Sat from 15:00 until 17:00", "11-28 15:00-17:00"],
    ["Sat 28 Nov, 15:00–17:00", "11-28 15:00-17:00"],
    ["28 Nov 3pm for 2 hours", "11-28 15:00-17:00"],
    ["28 Nov 3pm, 90 min", "11-28 15:00-16:30"],
    ["tomorrow at 7pm for an hour and a half", "11-24 19:00-20:30"],
    ["tomorrow 9:30-11", "11-24 09:30-11:00"],
    ["tomorrow 9:30-1", "11-24 09:30-13:00"],
    ["tonight 8 to 10", "11-23 20:00-22:00"],
    ["Sat 9am – Sun 5pm", "11-28 09:00-11-29 17:00"],
    ["Sat 28 Nov, 22:00 – Sun 29 Nov, 01:00", "11-28 22:00-11-29 01:00"],
    ["Sat 9am to 5pm Sun", "11-28 09:00-11-29 17:00"],
    ["Sat 22:00 to next day 1am", "11-28 22:00-11-29 01:00"],
    ["Sat 10pm till 1am the next day", "11-28 22:00-11-29 01:00"],
    ["Sat 8pm to midnight", "11-28 20:00-11-29 00:00"],
    ["Sat 10am to noon", "11-28 10:00-12:00"],
    ["New Year's Day 10am-noon", "2027-01-01 10:00-12:00"],
    ["Sat 3pm", "11-28 15:00"],
    ["in 2 hours", "11-23 12:00"],
    ["in 1 hour 30 minutes", "11-23 11:30"],
  ])("“%s” is %s", (text, expected) => expect(outcome(text)).toBe(expected));

  test.each([
    ["12/5 14:00", "ambiguous: 12-05 14:00"],
    ["12/5 14:00-16:00", "ambiguous: 12-05 14:00-16:00"],
    ["12/5 14:00, 2 hours", "ambiguous: 12-05 14:00-16:00"],
    ["3/4/2027 14:00-16:00", "ambiguous: 2027-03-04 14:00-16:00 | 2027-04-03 14:00-16:00"],
    ["周六3点到5点", "ambiguous: 11-28 03:00-05:00 | 11-28 15:00-17:00"],
    ["周六3点 2小时", "ambiguous: 11-28 03:00-05:00 | 11-28 15:00-17:00"],
    ["周六3:00-9:30", "ambiguous: 11-28 03:00-09:30 | 11-28 15:00-21:30"],
    ["周六3点到17:00", "ambiguous: 11-28 03:00-17:00 | 11-28 15:00-17:00"],
    ["周六8点到晚上9点", "ambiguous: 11-28 08:00-21:00 | 11-28 20:00-21:00"],
    ["Sat 9:30-11pm", "ambiguous: 11-28 09:30-23:00 | 11-28 21:30-23:00"],
    ["Sat from 3 to 5", "ambiguous: 11-28 03:00-05:00 | 11-28 15:00-17:00"],
    ["next Friday 3-5pm", "ambiguous: 11-27 15:00-17:00 | 12-04 15:00-17:00"],
    ["周六9:00到周日5点", "ambiguous: 11-28 09:00-11-29 05:00 | 11-28 09:00-11-29 17:00"],
  ])("“%s” can be taken in two ways: %s", (text, expected) => expect(outcome(text)).toBe(expected));

  test.each([
    ["周六 17:00-15:00", "endsBeforeStart"],
    ["周六 15:00-15:00", "endsBeforeStart"],
    ["周六 22:00-1:00", "endsBeforeStart"],
    ["Sat 5pm-3pm", "endsBeforeStart"],
    ["Sat 11pm-1am", "endsBeforeStart"],
    ["周六下午5点到2点", "endsBeforeStart"],
    ["11月28日15:00至11月27日17:00", "endsBeforeStart"],
    ["明天15:00到今天17:00", "endsBeforeStart"],
    ["周六15:00至周六14:00", "endsBeforeStart"],
    ["11月28日15:00至12月6日15:00", "tooLong"],
    ["11月28日15:00至12月5日15:01", "tooLong"],
    ["11月28日15:00至12月5日15:00", "11-28 15:00-12-05 15:00"],
    ["周六 15:00，8天", "tooLong"],
    ["9:00-11:00", "past"],
    ["周一 8:00-9:00", "past"],
    ["昨天15:00-17:00", "past"],
    ["1月3日15:00-17:00", "past"],
    ["2月30日15:00-17:00", "impossible"],
    ["周六15:00-25:00", "impossible"],
    ["周六15:00-16:75", "impossible"],
    ["周五11月28日15:00-17:00", "impossible"],
    ["11月28日9:00–11月29日（周六）17:00", "impossible"],
  ])("“%s” is refused, or just still allowed: %s", (text, expected) => expect(outcome(text)).toBe(expected));

  test.each([
    "", "  ", "周六", "Sat", "11-28", "3-5", "Sat 3-5", "周六到周日15:00", "周六15:00-", "-17:00", "周六15:00到", "15:00-16:00-17:00", "周六15:00-17:00 2小时", "2小时",
    "春节上午9点", "中秋晚上7点到9点", "周六下午开会3点到5点", "周六15:00-次日周日1:00", "0分钟", "Sat 3pm for 0 min", "12", "15:00,17:00",
    "-".repeat(100), "到".repeat(100), "3-".repeat(50), "1小时".repeat(33), `${"3 ".repeat(49)}pm`,
  ])("“%s” is not understood", (text) => expect(outcome(text)).toBe("unreadable"));
});

test.each([
  ["2026-11-23 16:00", "3点到5点", "past"],
  ["2026-11-23 16:00", "3点到8点", "past"],
  ["2026-11-23 15:00", "8点到10点", "11-23 20:00-22:00"],
  ["2026-11-28 16:00", "周六15:00-17:00", "past"],
  ["2026-12-31 12:00", "今晚10点到元旦01:00", "12-31 22:00-2027-01-01 01:00"],
  ["2026-12-31 12:00", "12月31日22:00-次日1:00", "12-31 22:00-2027-01-01 01:00"],
])("at %s “%s” is %s", (now, text, expected) => expect(outcome(text, now)).toBe(expected));

test.each([
  ["Europe/Berlin", "2027-03-27 12:00", "tomorrow 01:00-03:30", "2027-03-28 01:00-03:30"],
  ["Europe/Berlin", "2027-03-27 12:00", "tomorrow 01:00-02:30", "impossible"],
  ["Europe/Berlin", "2027-03-27 12:00", "tomorrow 02:30-04:00", "impossible"],
  ["Europe/Berlin", "2027-03-27 12:00", "tomorrow 01:00 for 2 hours", "2027-03-28 01:00-04:00"],
  ["Europe/Berlin", "2027-10-30 12:00", "tomorrow 02:00 for 2 hours", "2027-10-31 02:00-03:00"],
  ["America/Santiago", "2026-09-05 12:00", "today 22:00-24:00", "impossible"],
])("where the clocks change, in %s at %s, “%s” is %s", (zone, now, text, expected) => expect(outcome(text, now, zone)).toBe(expected));

describe("several slots", () => {
  const read = (text: string) => {
    const parsed = parseSpans(text, { now: at(MONDAY_10, SHANGHAI), zone: SHANGHAI });
    return parsed.ok ? parsed.spans.map((each) => shown(each, SHANGHAI)) : `${parsed.index} ${parsed.text} ${parsed.reason}`;
  };

  test.each([
    ["周六 15:00-17:00；周日 9:00，2小时", ["11-28 15:00-17:00", "11-29 09:00-11:00"]],
    ["周六 15:00-17:00\n\n周日 9:00\r\n", ["11-28 15:00-17:00", "11-29 09:00"]],
    ["Sat 3-5pm / Sun 3-5pm", ["11-28 15:00-17:00", "11-29 15:00-17:00"]],
    ["11/28 15:00; 11/29 15:00", ["11-28 15:00", "11-29 15:00"]],
    ["周六 15:00-17:00", ["11-28 15:00-17:00"]],
    ["周六 9:00-11:00；14:00-16:00；周日 9:00；下午3点 1小时", ["11-28 09:00-11:00", "11-28 14:00-16:00", "11-29 09:00", "11-29 15:00-16:00"]],
    ["周六 9:00；15:00-17:00 周日", ["11-28 09:00", "11-29 15:00-17:00"]],
    ["周六 9:00；半小时后", ["11-28 09:00", "11-23 10:30"]],
  ])("“%s” is read slot by slot", (text, expected) => expect(read(text)).toEqual(expected));

  test.each([
    ["周六 15:00-17:00；周日", "1 周日 unreadable"],
    ["周六 17:00-15:00；周日", "0 周六 17:00-15:00 endsBeforeStart"],
    ["周六 15:00；12/5 14:00", "1 12/5 14:00 ambiguous"],
    [" ；\n", "0  unreadable"],
  ])("“%s” tells the first slot that is wrong", (text, expected) => expect(read(text)).toBe(expected));
});

describe("what is written", () => {
  const now = at(MONDAY_10, SHANGHAI);
  const span = (from: string, through: string | null): Span => ({ startsAt: at(from, SHANGHAI), endsAt: through === null ? null : at(through, SHANGHAI) });

  test.each([
    [span("2026-11-28 15:00", "2026-11-28 17:00"), "11月28日（周六）15:00–17:00", "Sat 28 Nov, 15:00–17:00"],
    [span("2026-11-28 15:00", null), "11月28日（周六）15:00", "Sat 28 Nov, 15:00"],
    [span("2026-11-28 22:00", "2026-11-29 00:00"), "11月28日（周六）22:00–24:00", "Sat 28 Nov, 22:00–24:00"],
    [span("2026-11-28 22:00", "2026-11-29 01:00"), "11月28日（周六）22:00 – 11月29日（周日）01:00", "Sat 28 Nov, 22:00 – Sun 29 Nov, 01:00"],
    [span("2026-12-31 22:00", "2027-01-01 01:00"), "12月31日（周四）22:00 – 2027年1月1日（周五）01:00", "Thu 31 Dec, 22:00 – Fri 1 Jan 2027, 01:00"],
    [span("2027-01-02 09:00", "2027-01-03 17:00"), "2027年1月2日（周六）09:00 – 1月3日（周日）17:00", "Sat 2 Jan 2027, 09:00 – Sun 3 Jan, 17:00"],
  ])("a span reads well in both languages", (each, zh, en) => {
    expect([formatSpan(each, SHANGHAI, "zh-CN", now), formatSpan(each, SHANGHAI, "en", now)]).toEqual([zh, en]);
  });

  test("the echo names the zone", () => {
    const each = span("2026-11-28 15:00", "2026-11-28 17:00");
    expect(formatSpanInZone(each, SHANGHAI, "zh-CN", now)).toBe("11月28日（周六）15:00–17:00（北京时间）");
    expect(formatSpanInZone(each, SHANGHAI, "en", now)).toBe("Sat 28 Nov, 15:00–17:00 (China Time)");
  });

  test("a span that is moved keeps its length, and one without an end stays so", () => {
    expect(moveSpan(span("2026-11-28 15:00", "2026-11-28 17:00"), at("2026-12-05 09:30", SHANGHAI))).toEqual(span("2026-12-05 09:30", "2026-12-05 11:30"));
    expect(moveSpan(span("2026-11-28 15:00", null), at("2026-12-05 09:30", SHANGHAI))).toEqual(span("2026-12-05 09:30", null));
  });

  test.each([
    ["Europe/Berlin", "2027-03-28", "02:30", "2027-03-28T01:00:00.000Z", "2027-03-28T03:00:00.000Z"],
    ["Europe/Berlin", "2027-10-31", "02:30", "2027-10-31T00:30:00.000Z", "2027-10-31T02:30:00.000Z"],
    ["America/Santiago", "2026-09-06", "00:00", "2026-09-06T04:00:00.000Z", "2026-09-06T06:00:00.000Z"],
    ["Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00.000Z", "2026-10-03T17:30:00.000Z"],
  ])("two hours in %s on %s from %s are two real hours", (zone, date, from, startsAt, endsAt) => {
    expect(spanOn(date, from, 120, zone)).toEqual({ startsAt: new Date(startsAt), endsAt: new Date(endsAt) });
    expect(spanOn(date, from, null, zone)).toEqual({ startsAt: new Date(startsAt), endsAt: null });
  });
});

const zones = fc.constantFrom(SHANGHAI, "Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC");
const locales = fc.constantFrom("zh-CN" as const, "en" as const);
const minuteIn2026To2060 = fc.integer({ min: 0, max: 34 * 365 * 1440 }).map((minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000));
const minutesLong = fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 360 }), fc.integer({ min: 1, max: 7 * 1440 }));
const isFirst = (instant: Date, zone: string) => exactInstant(zonedTime(instant, zone).toPlainDateTime(), zone)?.getTime() === instant.getTime();

test("a span that the bot has written is read back as the same span", () => {
  fc.assert(
    fc.property(minuteIn2026To2060, minuteIn2026To2060, minutesLong, zones, locales, (one, other, minutes, zone, locale) => {
      const [now, startsAt] = one < other ? [one, other] : [other, one];
      const span = { startsAt, endsAt: minutes === null ? null : new Date(startsAt.getTime() + minutes * 60_000) };
      fc.pre(now < startsAt && isFirst(startsAt, zone) && (!span.endsAt || isFirst(span.endsAt, zone)));
      expect(parseSpan(formatSpan(span, zone, locale, now), { now, zone })).toEqual({ ok: true, span });
    }),
    { numRuns: 2000 },
  );
});

test("slots that the bot has written one under another are read back", () => {
  fc.assert(
    fc.property(minuteIn2026To2060, fc.array(fc.tuple(fc.integer({ min: 1, max: 60 * 1440 }), minutesLong), { minLength: 1, maxLength: 5 }), zones, locales, (now, drawn, zone, locale) => {
      const spans = drawn.map(([ahead, minutes]) => moveSpan({ startsAt: now, endsAt: minutes === null ? null : new Date(now.getTime() + minutes * 60_000) }, new Date(now.getTime() + ahead * 60_000)));
      fc.pre(spans.every(({ startsAt, endsAt }) => isFirst(startsAt, zone) && (!endsAt || isFirst(endsAt, zone))));
      expect(parseSpans(spans.map((each) => formatSpan(each, zone, locale, now)).join("\n"), { now, zone })).toEqual({ ok: true, spans });
    }),
    { numRuns: 300 },
  );
});

const fragments = fc.constantFrom(
  ..."今天 明晚 周六 下周一 3号 12/5 11月28日 元旦 十一 点 半 下午 晚上 凌晨 中午 15:00 24:00 9:30 0 3 pm am tonight tomorrow Fri Nov 28th 2026- - – 到 至 to 次日 next day for 2小时 30min , ( ) ; 年".split(" "),
  " ",
);

test("whatever is typed, the answer is a span ahead that ends after it starts, or a refusal", () => {
  const anything = fc.oneof(fc.string({ unit: "binary" }), fc.array(fragments, { maxLength: 12 }).map((parts) => parts.join("")));
  fc.assert(
    fc.property(anything, zones, minuteIn2026To2060, (text, zone, now) => {
      const parsed = parseSpan(text, { now, zone });
      const offered = parsed.ok ? [parsed.span] : (parsed.choices ?? []);
      const longest = 7 * 24 * 3_600_000;
      expect(offered.every(({ startsAt, endsAt }) => startsAt > now && (!endsAt || (endsAt > startsAt && endsAt.getTime() - startsAt.getTime() <= longest)))).toBe(true);
      expect(offered.length > 0).toBe(parsed.ok || parsed.reason === "ambiguous");
    }),
    { numRuns: 3000 },
  );
});
