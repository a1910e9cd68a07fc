import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkClosing, cleanTitle, DURATION_LIMITS, endedAt, isOpen, isTitleTooLong, maySteer, offeredClosings, readSteering, readWish, shortTitle,
  usualTitle, type Wish,
} from "../../src/features/rollcall/rules.ts";

/** Monday 23 November 2026, 14:30 in Shanghai. */
const clock = { now: new Date("2026-11-23T06:30:00Z"), zone: "Asia/Shanghai" };
const HOUR_MS = 3_600_000;
const at = (time: string, day = "2026-11-23") => new Date(`${day}T${time}:00+08:00`);

/** What a wish comes to, in one line: when it closes, or what is asked. */
function told(wish: Wish): string {
  if (wish.kind === "titleTooLong") return "too long";
  const title = wish.title ?? "-";
  if (wish.kind === "ready") return `${title} | ${wish.closesAt.toISOString()}`;
  return `${title} | ?${wish.doubt}${wish.choices.map((choice) => ` ${choice.toISOString()}`).join("")}`;
}
const ready = (title: string, closesAt: Date) => `${title} | ${closesAt.toISOString()}`;
const after = (title: string, hours: number) => ready(title, new Date(clock.now.getTime() + hours * HOUR_MS));

describe("what is written after /rollcall", () => {
  test.each([
    ["支部学习 2小时", after("支部学习", 2)],
    ["支部学习2小时", after("支部学习", 2)],
    ["学习两个半小时", after("学习", 2.5)],
    ["学习一小时", after("学习", 1)],
    ["学习半小时", after("学习", 0.5)],
    ["第5次学习 1个半小时", after("第5次学习", 1.5)],
    ["会议室302 2小时", after("会议室302", 2)],
    ["学习，2小时", after("学习", 2)],
    ["学习 持续2小时", after("学习", 2)],
    ["签到 2小时", after("签到", 2)],
    ["2小时", after("-", 2)],
    ["学习到18:30", ready("学习", at("18:30"))],
    ["学习 到晚上9点", ready("学习", at("21:00"))],
    ["学习 到 今晚21:00", ready("学习", at("21:00"))],
    ["学习截至20:00", ready("学习", at("20:00"))],
    ["签到到18:30", ready("签到", at("18:30"))],
    ["12小时制讨论 到20:00", ready("12小时制讨论", at("20:00"))],
    ["到明天早上8点", ready("-", at("08:00", "2026-11-24"))],
    ["到3点", ready("-", at("15:00"))],
    ["Canvass for 2h", after("Canvass", 2)],
    ["Canvass 2h", after("Canvass", 2)],
    ["for 2h", after("-", 2)],
    ["90m", after("-", 1.5)],
    ["Briefing 1h30", after("Briefing", 1.5)],
    ["Briefing for an hour and a half", after("Briefing", 1.5)],
    ["Room 302 for 45 minutes", after("Room 302", 0.75)],
    ["Canvass until 18:30", ready("Canvass", at("18:30"))],
    ["Canvass until 6pm", ready("Canvass", at("18:00"))],
    ["Canvass till 6:30 pm", ready("Canvass", at("18:30"))],
    ["until 18:30", ready("-", at("18:30"))],
    ["March on Nov 25 until 20:00", ready("March on Nov 25", at("20:00"))],
  ])("“%s” opens at once: %s", (line, expected) => expect(told(readWish(line, clock))).toBe(expected));

  test.each(["支部学习", "签到", "Meeting for volunteers", "Team 5 to station 3", "March 12/5", "从基层到机关"])(
    "“%s” is only a title, open for two hours", (line) => expect(told(readWish(line, clock))).toBe(after(line, 2)));

  test.each([
    ["", "- | ?nothing"],
    ["  \u202E ", "- | ?nothing"],
    ["Meeting 18:30", `Meeting | ?bareTime ${at("18:30").toISOString()}`],
    ["签到18:30", `签到 | ?bareTime ${at("18:30").toISOString()}`],
    ["学习 3点", `学习 | ?bareTime ${at("15:00").toISOString()}`],
    ["到2点", "- | ?past"],
    ["学习到13:00", "学习 | ?past"],
    ["meet by noon", "meet | ?past"],
    ["学习到25:00", "学习 | ?impossible"],
    ["for 3 minutes", "- | ?tooShort"],
    ["学习 3分钟", "学习 | ?tooShort"],
    ["学习 两天", "学习 | ?tooLong"],
    ["until Friday 18:00", "- | ?tooLong"],
    ["到明天18:30", "- | ?tooLong"],
    ["until victory", "until victory | ?unreadable"],
    ["until tomorrow", "until tomorrow | ?unreadable"],
    ["到周三", "到周三 | ?unreadable"],
    ["从1号楼到3号楼", "从1号楼到3号楼 | ?unreadable"],
    ["字".repeat(61), "too long"],
    [`${"字".repeat(61)} 2小时`, "too long"],
  ])("“%s” opens nothing and asks: %s", (line, expected) => expect(told(readWish(line, clock))).toBe(expected));

  test("a time that can be read in two ways is asked about, with both as buttons", () => {
    const night = { ...clock, now: at("01:00") };
    expect(told(readWish("值班到3点", night))).toBe(`值班 | ?ambiguous ${at("03:00").toISOString()} ${at("15:00").toISOString()}`);
  });

  test.each([
    ["close", { verb: "close" }], ["End", { verb: "close" }], ["结束", { verb: "close" }], ["关闭", { verb: "close" }],
    ["extend 30m", { verb: "extend", ms: HOUR_MS / 2 }], ["extend by 1 hour", { verb: "extend", ms: HOUR_MS }], ["延长1小时", { verb: "extend", ms: HOUR_MS }],
    ["延长 30分钟", { verb: "extend", ms: HOUR_MS / 2 }], ["extend", { verb: "extend", ms: null }], ["延长一会儿", { verb: "extend", ms: null }],
    ["extend 3 days", { verb: "extend", ms: null }], ["extended meeting", null], ["closing meeting", null], ["", null],
  ])("“%s” steers an open one: %j", (line, expected) => expect(readSteering(line)).toEqual(expected));

  test("whatever is written, nothing opens outside five minutes and a day, nor under a title that is too long", () => {
    const pieces = fc.constantFrom("学习", "签到", "到", "until ", "for ", "18:30", "3点", "2小时", "2h", " ", "明天", "noon", "25", "\u202E", "👨‍👩‍👧", "for", "a");
    const lines = fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join("")));
    fc.assert(fc.property(lines, (line) => {
      const wish = readWish(line, clock);
      if (wish.kind === "titleTooLong") return;
      const times = wish.kind === "ready" ? [wish.closesAt] : wish.choices;
      for (const time of times) expect(checkClosing(time, clock.now)).toEqual({ ok: true });
      if (wish.title !== null) expect([cleanTitle(wish.title), isTitleTooLong(wish.title)]).toEqual([wish.title, false]);
    }), { numRuns: 500 });
  });

  test("a long line is read in no time", () => {
    const startedAt = performance.now();
    for (const line of ["到".repeat(4000), "1小时".repeat(1300), "until ".repeat(600), "0".repeat(4000)]) readWish(line, clock);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe("titles", () => {
  test("nothing that turns the line, hides in it or breaks it is left", () => {
    expect(cleanTitle("支部\u202E学习\n 第二 \t 行\u200B\u0000")).toBe("支部学习 第二 行");
    expect(cleanTitle(" \u200D\u202E\n ")).toBeNull();
    expect(cleanTitle("👨‍👩‍👧 家庭日")).toBe("👨‍👩‍👧 家庭日");
  });

  test("cleaning twice is cleaning once, and leaves one line", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const title = cleanTitle(text);
      if (title === null) return;
      expect(cleanTitle(title)).toBe(title);
      expect(title).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\u200E\u200F]|^\s|\s$| {2}/u);
    }), { numRuns: 500 });
  });

  test("sixty signs are enough, however they are made up", () => {
    expect([isTitleTooLong("字".repeat(60)), isTitleTooLong("字".repeat(61)), isTitleTooLong("é".repeat(60))]).toEqual([false, true, false]);
    expect(isTitleTooLong("👨‍👩‍👧".repeat(31))).toBe(true);
  });

  test("on a button a title is cut between signs", () => {
    expect([shortTitle("支部学习"), shortTitle("一".repeat(25)), shortTitle("👨‍👩‍👧".repeat(12))])
      .toEqual(["支部学习", `${"一".repeat(20)}…`, expect.stringMatching(/^.{1,60}…$/u)]);
  });

  test("without a title it is the date, with its weekday", () => {
    expect([usualTitle(clock, "zh-CN"), usualTitle(clock, "en")]).toEqual(["签到 11月23日（周一）", "Roll call Mon 23 Nov"]);
  });
});

describe("when it is open, and who may steer it", () => {
  const closesAt = at("18:00");

  test("it ends at its time, or earlier by a hand, and never later because the clock came late", () => {
    expect(isOpen({ closesAt, closedAt: null }, at("17:59"))).toBe(true);
    expect(isOpen({ closesAt, closedAt: null }, closesAt)).toBe(false);
    expect(isOpen({ closesAt, closedAt: at("15:00") }, at("15:00"))).toBe(false);
    expect(endedAt({ closesAt, closedAt: at("15:00") })).toEqual(at("15:00"));
    expect(endedAt({ closesAt, closedAt: at("18:07") })).toEqual(closesAt);
    expect(endedAt({ closesAt, closedAt: null })).toEqual(closesAt);
  });

  test("an hour and two are offered, and tonight while it is ahead", () => {
    expect(offeredClosings(clock)).toEqual({ minutes: [30, 60, 120], tonight: at("21:00") });
    expect(offeredClosings({ ...clock, now: at("20:45") }).tonight).toBeNull();
    expect(offeredClosings({ ...clock, now: at("21:30") }).tonight).toBeNull();
    for (const minutes of offeredClosings(clock).minutes) expect(minutes * 60_000).toBeGreaterThanOrEqual(DURATION_LIMITS.minMs);
  });

  test("the opener may while they are an organizer, a lead always, nobody else", () => {
    expect(maySteer(["organizer"], true)).toBe(true);
    expect(maySteer(["station_lead"], false)).toBe(true);
    expect([maySteer(["organizer"], false), maySteer([], true), maySteer(["auditor", "instructor", "unit_contact"], true)]).toEqual([false, false, false]);
  });
});
