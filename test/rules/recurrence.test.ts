import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { formatRecurrence, occurrences, parseRecurrence, parseRecurringTime, type Recurrence, type Series } from "../../src/features/recurrence/rules.ts";
import { spanOn } from "../../src/features/span/rules.ts";
import { exactInstant, localDate, localTime } from "../../src/features/time/rules.ts";

const weekly = (...weekdays: number[]): Recurrence => ({ every: "week", interval: 1, weekdays });
const weeks = (interval: number, ...weekdays: number[]): Recurrence => ({ every: "week", interval, weekdays });
const monthly = (day: number, interval = 1): Recurrence => ({ every: "month", interval, day });
const nthOf = (nth: 1 | 2 | 3 | 4 | -1, weekday: number, interval = 1): Recurrence => ({ every: "month", interval, weekday, nth });

const RHYTHMS: readonly (readonly [string, Recurrence])[] = [
  ["每周一", weekly(1)],
  ["每星期五", weekly(5)],
  ["每礼拜天", weekly(7)],
  ["每週六", weekly(6)],
  ["每个周六", weekly(6)],
  ["每逢周日", weekly(7)],
  ["每周6", weekly(6)],
  ["每周一、周三", weekly(1, 3)],
  ["每周一和周三", weekly(1, 3)],
  ["每周三，周一", weekly(1, 3)],
  ["每周一三五", weekly(1, 3, 5)],
  ["每周一、三、五", weekly(1, 3, 5)],
  ["每周周六周日", weekly(6, 7)],
  ["每周六、周六", weekly(6)],
  ["每一周周二", weekly(2)],
  ["每两周周五", weeks(2, 5)],
  ["每两周的周五", weeks(2, 5)],
  ["隔周周三", weeks(2, 3)],
  ["隔周三", weeks(2, 3)],
  ["每3周周二", weeks(3, 2)],
  ["每 3 周 周二", weeks(3, 2)],
  ["每十二个星期周一", weeks(12, 1)],
  ["每月15号", monthly(15)],
  ["每月15日", monthly(15)],
  ["每个月十五号", monthly(15)],
  ["每月三十一号", monthly(31)],
  ["每月最后一天", monthly(-1)],
  ["每两个月1号", monthly(1, 2)],
  ["每3个月最后一天", monthly(-1, 3)],
  ["隔月15号", monthly(15, 2)],
  ["每月第一个周六", nthOf(1, 6)],
  ["每月第1个星期六", nthOf(1, 6)],
  ["每月的第二个周日", nthOf(2, 7)],
  ["每月最后一个周五", nthOf(-1, 5)],
  ["每两个月第四个周三", nthOf(4, 3, 2)],
  ["weekly on Mon", weekly(1)],
  ["every week on Monday", weekly(1)],
  ["every Monday", weekly(1)],
  ["Every Mondays", weekly(1)],
  ["every Mon and Wed", weekly(1, 3)],
  ["every Mon, Wed and Fri", weekly(1, 3, 5)],
  ["every Sat & Sun", weekly(6, 7)],
  ["every Sat/Sun", weekly(6, 7)],
  ["every 2 weeks on Fri", weeks(2, 5)],
  ["every two weeks on Fri", weeks(2, 5)],
  ["every other week on Friday", weeks(2, 5)],
  ["every other Wednesday", weeks(2, 3)],
  ["every 12 weeks on Tue", weeks(12, 2)],
  ["monthly on the 15th", monthly(15)],
  ["every month on the 1st", monthly(1)],
  ["every month on day 15", monthly(15)],
  ["every month on the last day", monthly(-1)],
  ["the last day of every month", monthly(-1)],
  ["the 15th of each month", monthly(15)],
  ["every 2 months on the 3rd", monthly(3, 2)],
  ["every other month on the 3rd", monthly(3, 2)],
  ["first Saturday of every month", nthOf(1, 6)],
  ["on the 2nd Sun of the month", nthOf(2, 7)],
  ["every third Thursday of the month", nthOf(3, 4)],
  ["monthly on the last Friday", nthOf(-1, 5)],
  ["monthly on the second Tuesday", nthOf(2, 2)],
  ["last Fri of every 3 months", nthOf(-1, 5, 3)],
];

test.each(RHYTHMS)("“%s” is understood", (text, expected) => {
  expect(parseRecurrence(text)).toEqual({ ok: true, recurrence: expected });
});

test.each([
  ["每13周周一", "tooRare"], ["每20个月1号", "tooRare"], ["every 13 weeks on Mon", "tooRare"], ["每月32号", "impossible"], ["每月0号", "impossible"], ["每0周周一", "impossible"],
  ["每月第五个周六", "impossible"], ["every fifth Sat of the month", "impossible"], ["monthly on the 32nd", "impossible"],
  ["", "unreadable"], ["每周", "unreadable"], ["每天", "unreadable"], ["周一", "unreadable"], ["每月", "unreadable"], ["每周八", "unreadable"], ["每年1月1号", "unreadable"],
  ["每周末", "unreadable"], ["每月初", "unreadable"], ["每周一到周五", "unreadable"], ["every day", "unreadable"], ["Monday", "unreadable"], ["every second Wednesday", "unreadable"],
  ["monthly", "unreadable"], ["biweekly on Mon", "unreadable"], ["every Monday maybe", "unreadable"], ["每月农历十五", "unreadable"],
  [`每周${"一".repeat(97)}x`, "unreadable"], [`每周${"一、".repeat(48)}x`, "unreadable"], [`every ${"mon ".repeat(23)}`, "unreadable"], ["每".repeat(100), "unreadable"], ["每周一".repeat(40), "unreadable"],
])("“%s” is refused: %s", (text, reason) => {
  expect(parseRecurrence(text)).toEqual({ ok: false, reason });
});

describe("with a time", () => {
  const said = (text: string) => {
    const read = parseRecurringTime(text);
    const time = ({ recurrence, from, minutes }: { recurrence: Recurrence; from: string; minutes: number | null }) =>
      `${formatRecurrence(recurrence, "zh-CN")} ${from}${minutes === null ? "" : ` ${minutes}`}`;
    if (read.ok) return time(read);
    return read.choices ? `${read.reason}: ${read.choices.map(time).join(" | ")}` : read.reason;
  };

  test.each([
    ["每周六 15:00-17:00", "每周六 15:00 120"],
    ["每周六15:00-17:00", "每周六 15:00 120"],
    ["每周六的15:00", "每周六 15:00"],
    ["每周六，下午3点到5点", "每周六 15:00 120"],
    ["每周一十一点", "每周一 11:00"],
    ["每周一三五 19:00 90分钟", "每周一、周三、周五 19:00 90"],
    ["每周一三五晚上7点", "每周一、周三、周五 19:00"],
    ["每周二 20:30-22:00", "每周二 20:30 90"],
    ["每两周周五晚7点，2小时", "每两周周五 19:00 120"],
    ["隔周周三 19:00-21:00", "每两周周三 19:00 120"],
    ["每月第一个周六 下午3点 2小时", "每月第一个周六 15:00 120"],
    ["每月15号上午10点", "每月15日 10:00"],
    ["每月15号 10:00-12:00", "每月15日 10:00 120"],
    ["每月最后一天中午12点", "每月最后一天 12:00"],
    ["每周六 22:00-次日1:00", "每周六 22:00 180"],
    ["每周六晚上10点到1点", "每周六 22:00 180"],
    ["下午3点到5点 每周六", "每周六 15:00 120"],
    ["每周六 8点到10点", "每周六 08:00 120"],
    ["every Sat 3-5pm", "每周六 15:00 120"],
    ["every Sat, 15:00–17:00", "每周六 15:00 120"],
    ["3-5pm every Sat", "每周六 15:00 120"],
    ["every Mon and Wed at 7pm", "每周一、周三 19:00"],
    ["weekly on Fri, 19:00 for 2 hours", "每周五 19:00 120"],
    ["every 2 weeks on Fri 7-9pm", "每两周周五 19:00 120"],
    ["monthly on the 15th at 9am", "每月15日 09:00"],
    ["first Saturday of every month 3pm to 5pm", "每月第一个周六 15:00 120"],
    ["every month on the last Friday, noon", "每月最后一个周五 12:00"],
    ["每周六3点到5点", "ambiguous: 每周六 03:00 120 | 每周六 15:00 120"],
    ["every Sat at 3", "ambiguous: 每周六 03:00 | 每周六 15:00"],
    ["每周六午夜", "每周六 00:00"],
    ["每周六晚上12点", "impossible"],
    ["每周六 17:00-15:00", "endsBeforeStart"],
    ["每周六 25:00", "impossible"],
    ["每周六 9:00 8天", "tooLong"],
    ["每13周周六 9:00", "tooRare"],
    ["每月32号 9:00", "impossible"],
    ["每周一二十点", "unreadable"],
    ["每周六", "unreadable"],
    ["每周15:00", "unreadable"],
    ["15:00-17:00", "unreadable"],
    ["周六 15:00-17:00", "unreadable"],
    ["每周六 11月28日15:00", "unreadable"],
    ["every Sat tomorrow 3pm", "unreadable"],
    ["每周六 15:00 每周日", "unreadable"],
    ["", "unreadable"],
    ["3-".repeat(50), "unreadable"],
    ["每周六 ".repeat(20), "unreadable"],
  ])("“%s” is %s", (text, expected) => expect(said(text)).toBe(expected));
});

const intervals = fc.integer({ min: 1, max: 12 });
const weekdays = fc.integer({ min: 1, max: 7 });
const rhythms: fc.Arbitrary<Recurrence> = fc.oneof(
  fc.record({ every: fc.constant("week" as const), interval: intervals, weekdays: fc.uniqueArray(weekdays, { minLength: 1 }).map((each) => each.toSorted()) }),
  fc.record({ every: fc.constant("month" as const), interval: intervals, day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constantFrom(-1, 28, 29, 30, 31)) }),
  fc.record({ every: fc.constant("month" as const), interval: intervals, weekday: weekdays, nth: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, -1 as const) }),
);
const dates = fc.integer({ min: 0, max: 3000 }).map((days) => Temporal.PlainDate.from("2026-01-01").add({ days }));
const serieses: fc.Arbitrary<Series> = fc
  .tuple(dates, fc.option(fc.integer({ min: 0, max: 500 })), fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 60 }))
  .map(([start, days, left]) => ({
    startsOn: start.toString(), endsOn: days === null ? null : start.add({ days }).toString(), exceptions: left.map((each) => start.add({ days: each }).toString()),
  }));

test("a rhythm that the bot has written is read back as the same, alone and with a time", () => {
  fc.assert(
    fc.property(rhythms, fc.constantFrom("zh-CN" as const, "en" as const), (recurrence, locale) => {
      const written = formatRecurrence(recurrence, locale);
      expect(parseRecurrence(written)).toEqual({ ok: true, recurrence });
      expect(parseRecurringTime(`${written} 15:00–17:30`)).toEqual({ ok: true, recurrence, from: "15:00", minutes: 150 });
      expect(parseRecurringTime(`${written} ${locale === "en" ? "9am" : "上午九点"}`)).toEqual({ ok: true, recurrence, from: "09:00", minutes: null });
    }),
    { numRuns: 1000 },
  );
});

test.each([
  [weekly(1, 3), "每周一、周三", "every Mon and Wed"],
  [weekly(1, 3, 5), "每周一、周三、周五", "every Mon, Wed and Fri"],
  [weeks(2, 5), "每两周周五", "every 2 weeks on Fri"],
  [weeks(3, 2), "每3周周二", "every 3 weeks on Tue"],
  [monthly(22), "每月22日", "every month on the 22nd"],
  [monthly(11, 2), "每两个月11日", "every 2 months on the 11th"],
  [monthly(-1), "每月最后一天", "every month on the last day"],
  [nthOf(1, 6), "每月第一个周六", "every month on the first Sat"],
  [nthOf(-1, 5, 3), "每3个月最后一个周五", "every 3 months on the last Fri"],
])("a rhythm reads well in both languages", (recurrence, zh, en) => {
  expect([formatRecurrence(recurrence, "zh-CN"), formatRecurrence(recurrence, "en")]).toEqual([zh, en]);
});

/** Day by day, from the words of the rule alone. */
function fits(recurrence: Recurrence, date: Temporal.PlainDate, start: Temporal.PlainDate): boolean {
  if (recurrence.every === "week") {
    const monday = (each: Temporal.PlainDate) => each.subtract({ days: each.dayOfWeek - 1 });
    return recurrence.weekdays.includes(date.dayOfWeek) && (monday(start).until(monday(date)).days / 7) % recurrence.interval === 0;
  }
  const isMonth = ((date.year - start.year) * 12 + date.month - start.month) % recurrence.interval === 0;
  const isLast = date.day === date.daysInMonth;
  if ("day" in recurrence) return isMonth && (recurrence.day === -1 ? isLast : date.day === recurrence.day || (isLast && recurrence.day > date.day));
  if (date.dayOfWeek !== recurrence.weekday || !isMonth) return false;
  return recurrence.nth === -1 ? date.day + 7 > date.daysInMonth : Math.ceil(date.day / 7) === recurrence.nth;
}

function dayByDay(recurrence: Recurrence, { startsOn, endsOn, exceptions }: Series, after: string, limit: number): string[] {
  const start = Temporal.PlainDate.from(startsOn);
  const found: string[] = [];
  let date = startsOn > after ? start : Temporal.PlainDate.from(after).add({ days: 1 });
  while (found.length < limit && (endsOn === null || date.toString() <= endsOn)) {
    if (fits(recurrence, date, start) && !exceptions.includes(date.toString())) found.push(date.toString());
    date = date.add({ days: 1 });
  }
  return found;
}

test("the dates of a series are those that a walk from day to day finds: none skipped, none twice, no exception, the end included", () => {
  fc.assert(
    fc.property(rhythms, serieses, dates, fc.integer({ min: 0, max: 8 }), (recurrence, series, after, limit) => {
      const found = occurrences(recurrence, series, after.toString(), limit);
      expect(found).toEqual(dayByDay(recurrence, series, after.toString(), limit));
      expect(found.every((date, index) => index === 0 || date > (found[index - 1] ?? ""))).toBe(true);
      expect(found.some((date) => series.exceptions.includes(date))).toBe(false);
    }),
    { numRuns: 400 },
  );
});

test("asked date by date, a series gives what it gives at once", () => {
  fc.assert(
    fc.property(rhythms, serieses, (recurrence, series) => {
      const atOnce = occurrences(recurrence, series, "2025-12-31", 6);
      let after = "2025-12-31";
      for (const date of atOnce) {
        expect(occurrences(recurrence, series, after, 1)).toEqual([date]);
        after = date;
      }
    }),
    { numRuns: 300 },
  );
});

test.each([
  [monthly(31), "2027-12-31", ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]],
  [monthly(-1), "2026-12-31", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]],
  [monthly(30, 2), "2027-12-30", ["2028-02-29", "2028-04-30", "2028-06-30", "2028-08-30"]],
  [nthOf(-1, 2), "2028-01-25", ["2028-02-29", "2028-03-28", "2028-04-25", "2028-05-30"]],
  [weeks(2, 1, 7), "2026-11-29", ["2026-12-07", "2026-12-13", "2026-12-21", "2026-12-27"]],
])("at the ends of months and years the dates are the right ones", (recurrence, startsOn, expected) => {
  expect(occurrences(recurrence, { startsOn, endsOn: null, exceptions: [] }, startsOn, 4)).toEqual(expected);
});

test("the end is inclusive, an exception is left out, and a rhythm without weekdays has no dates", () => {
  const series = { startsOn: "2026-11-28", endsOn: "2026-12-19", exceptions: ["2026-12-05"] };
  expect(occurrences(weekly(6), series, "2026-01-01", 9)).toEqual(["2026-11-28", "2026-12-12", "2026-12-19"]);
  expect(occurrences(weekly(), series, "2026-01-01", 9)).toEqual([]);
  expect(occurrences(weekly(6), series, "2026-12-19", 9)).toEqual([]);
});

test("in zones that change their clocks a series keeps its wall time, except where the clocks jump over it, and never overlaps itself", () => {
  const zones = fc.constantFrom("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Asia/Shanghai");
  const times = fc.oneof(fc.constantFrom("00:00", "00:30", "01:45", "02:00", "02:15", "02:30", "23:30"), fc.integer({ min: 0, max: 1439 }).map((each) => `${String(Math.floor(each / 60)).padStart(2, "0")}:${String(each % 60).padStart(2, "0")}`));
  const daily = fc.constant(weekly(1, 2, 3, 4, 5, 6, 7));
  fc.assert(
    fc.property(fc.oneof(daily, rhythms), dates, times, zones, fc.integer({ min: 1, max: 22 * 60 }), (recurrence, start, from, zone, minutes) => {
      const found = occurrences(recurrence, { startsOn: start.toString(), endsOn: null, exceptions: [] }, start.toString(), 200);
      let endedAt = new Date(0);
      for (const date of found) {
        const { startsAt, endsAt } = spanOn(date, from, minutes, zone);
        const exists = exactInstant(Temporal.PlainDate.from(date).toPlainDateTime(Temporal.PlainTime.from(from)), zone);
        if (exists) expect(startsAt).toEqual(exists);
        else expect(localTime(startsAt, zone) > from).toBe(true);
        expect(localDate(startsAt, zone)).toBe(date);
        expect(startsAt >= endedAt).toBe(true);
        expect(endsAt.getTime() - startsAt.getTime()).toBe(minutes * 60_000);
        endedAt = endsAt;
      }
    }),
    { numRuns: 60 },
  );
});
