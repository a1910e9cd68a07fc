import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatDay, parseDate, parseDated, type Dated } from "../../src/features/date/rules.ts";
import { formatSpan } from "../../src/features/span/rules.ts";
import { instantOf, localDate } from "../../src/features/time/rules.ts";

const SHANGHAI = "Asia/Shanghai";
const clock = { now: instantOf("2026-11-23", "10:00", SHANGHAI), zone: SHANGHAI };

function outcome(text: string): string {
  const read = parseDate(text, clock);
  if (read.ok) return read.date;
  return read.choices ? `${read.reason}: ${read.choices.join(" | ")}` : read.reason;
}

describe("said on Monday 23 November 2026 in Beijing", () => {
  test.each([
    ["今天", "2026-11-23"], ["明天", "2026-11-24"], ["后天", "2026-11-25"], ["周一", "2026-11-23"], ["周三", "2026-11-25"], ["下周一", "2026-11-30"], ["Sat next week", "2026-12-05"], ["next week on Saturday", "2026-12-05"], ["Fri of this week", "2026-11-27"], ["next week", "unreadable"], ["下个星期五", "2026-12-04"],
    ["11月30日", "2026-11-30"], ["11月30日（周一）", "2026-11-30"], ["30号", "2026-11-30"], ["下个月3号", "2026-12-03"], ["11月23日", "2026-11-23"],
    ["2026-11-30", "2026-11-30"], ["明年1月3日", "2027-01-03"], ["元旦", "2027-01-01"], ["国庆节", "2027-10-01"], ["3天后", "2026-11-26"], ["周三，11月25日", "2026-11-25"],
    ["Fri", "2026-11-27"], ["on Friday", "2026-11-27"], ["30 Nov", "2026-11-30"], ["Nov 30th", "2026-11-30"], ["Mon 30 Nov", "2026-11-30"], ["the 30th", "2026-11-30"],
    ["tomorrow", "2026-11-24"], ["next Monday", "2026-11-30"], ["Sun 3 Jan 2027", "2027-01-03"], ["New Year’s Day", "2027-01-01"], ["28/11", "2026-11-28"], ["12/12", "2026-12-12"],
    ["12/5", "ambiguous: 2026-12-05"], ["3/4/2027", "ambiguous: 2027-03-04 | 2027-04-03"], ["next Friday", "ambiguous: 2026-11-27 | 2026-12-04"],
    ["昨天", "past"], ["11月20日", "past"], ["3号", "past"], ["3 Jan", "past"], ["3/4", "past"],
    ["2月30日", "impossible"], ["31号", "impossible"], ["周五11月28日", "impossible"], ["Fri 28 Nov", "impossible"],
    ["", "unreadable"], [" ", "unreadable"], [",", "unreadable"], ["下周", "unreadable"], ["春节", "unreadable"], ["明天后天", "unreadable"], ["周六周日", "unreadable"], ["周六 15:00", "unreadable"],
    ["明早", "unreadable"], ["3", "unreadable"], ["周三开会", "unreadable"], ["明天".repeat(60), "unreadable"],
  ])("“%s” is %s", (text, expected) => expect(outcome(text)).toBe(expected));

  const dated = (each: Dated) => (each.kind === "day" ? formatDay(each.date, "zh-CN", "2026-11-23") : formatSpan(each.span, SHANGHAI, "zh-CN", clock.now));

  test.each([
    ["周六", "day 11月28日（周六）"],
    ["周六 15:00-17:00", "span 11月28日（周六）15:00–17:00"],
    ["周六 15:00", "span 11月28日（周六）15:00"],
    ["Sat 3-5pm", "span 11月28日（周六）15:00–17:00"],
    ["元旦", "day 2027年1月1日（周五）"],
    ["12/5", "ambiguous 12月5日（周六）"],
    ["12/5 14:00-16:00", "ambiguous 12月5日（周六）14:00–16:00"],
    ["next Fri", "ambiguous 11月27日（周五）、12月4日（周五）"],
    ["昨天", "past"], ["昨天 15:00", "past"], ["2月30日", "impossible"], ["周六 17:00-15:00", "endsBeforeStart"], ["周六 9:00，8天", "tooLong"], ["改天", "unreadable"],
  ])("for a poll “%s” is %s", (text, expected) => {
    const read = parseDated(text, clock);
    const said = read.ok ? `${read.kind} ${dated(read)}` : `${read.reason} ${(read.choices ?? []).map(dated).join("、")}`.trim();
    expect(said).toBe(expected);
  });
});

test("a day reads well in both languages", () => {
  expect([formatDay("2026-11-30", "zh-CN"), formatDay("2026-11-30", "en", "2026-11-23")]).toEqual(["11月30日（周一）", "Mon 30 Nov"]);
  expect([formatDay("2027-01-03", "zh-CN", "2026-11-23"), formatDay("2027-01-03", "en", "2026-11-23")]).toEqual(["2027年1月3日（周日）", "Sun 3 Jan 2027"]);
});

test("a day that the bot has written is read back as the same day", () => {
  const zones = fc.constantFrom(SHANGHAI, "Europe/Berlin", "America/Santiago", "Pacific/Apia");
  const instants = fc.integer({ min: 0, max: 34 * 365 * 1440 }).map((minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000));
  fc.assert(
    fc.property(instants, fc.integer({ min: 0, max: 2000 }), zones, fc.constantFrom("zh-CN" as const, "en" as const), (now, days, zone, locale) => {
      const date = localDate(new Date(now.getTime() + days * 86_400_000), zone);
      const written = formatDay(date, locale, localDate(now, zone));
      expect(parseDate(written, { now, zone })).toEqual({ ok: true, date });
      expect(parseDated(written, { now, zone })).toEqual({ ok: true, kind: "day", date });
    }),
    { numRuns: 500 },
  );
});
