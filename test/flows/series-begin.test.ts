import { beforeEach, describe, expect, test } from "vitest";
import { activity, activitySeries } from "../../src/db/schema-activity.ts";
import { draft } from "../../src/db/schema.ts";
import { announcementIn, readPosts } from "../telegram/activities.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { labels, linkGroup, withRole } from "../telegram/rollcalls.ts";
import { announcedDates, readSeries } from "../telegram/series.ts";

// The clock stands at Monday 23 November 2026, 10:00 in Shanghai.
const bench = useBench();
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;
const BEGIN = { en: "🔁 Begin the series (60 s to undo)", "zh-CN": "🔁 开始这个系列（60 秒内可撤回）" };
let at: Established;

const lead = () => bench.as(at.lead);
const shown = () => lead().reads();
const untouched = async () => [await bench.database.db.select().from(activity), await bench.database.db.select().from(activitySeries)];

describe("one line with a time that recurs", () => {
  test("is previewed with its first date as it will be posted, its rhythm, its end and how each one goes out", async () => {
    at = await establish(bench, { locale: "zh-CN" });
    await lead().types("/announce 读书会 | 每周六 15:00-17:00 | 直到 12月31日 | 社区中心 | 名额 20");
    expect(shown().text).toBe([
      "👁 预览：下面是 1 个群里将看到的内容。", "────────",
      "📣 读书会", "活动 · 线下", "🗓 11月28日（周六）15:00–17:00（北京时间）", "📍 社区中心", "", "👥 会来 0 人 · 余 20 个名额", "", "报名自愿，这里只显示人数。",
      "［✅ 我会来］ ［🤔 待定］ ［✖️ 不来］", "［加入（自愿）］", "────────",
      "📨 发到：Members", "🔁 每周六 15:00–17:00，直到12月31日（周四）", "📣 每次提前 7 天 10:00 自动发布", "第一次：11月28日（周六），发送后就发",
      "⚠️ 请不要写涉密和内部信息。", "要改，点按钮，或直接写，例如：名额 30",
    ].join("\n"));
    expect(labels(shown())).toEqual([[BEGIN["zh-CN"]], ["💬 选群 1/1", "⏰ 定时发布"], ["✏️ 修改", "🗂 存为模板"], ["🗑 放弃"]]);
    expect(await untouched()).toEqual([[], []]);
  });

  test("begins with Send: the first goes out a minute later, the others each a week ahead, until the last", async () => {
    at = await establish(bench, { locale: "zh-CN" });
    const second = await linkGroup(bench, at, "骑手一群");
    await lead().types("/announce 读书会 | 每周六 15:00-17:00 | 直到 12月12日 | 社区中心");
    const preview = shown();
    await lead().taps(preview, BEGIN["zh-CN"]);
    expect(bench.emulator.message(preview).text).toBe(
      "🔁 “读书会”（每周六 15:00–17:00）第一次 60 秒后发到 2 个群；以后每次提前 7 天 10:00 自动发布。\n发现写错了，第一次发布之前都可以撤回。",
    );
    await bench.advance(59_000);
    expect(bench.as(at.lead, at.memberGroup).glances()?.text).not.toContain("📣");
    await bench.advance(1_000);
    for (const group of [at.memberGroup, second]) expect((await announcementIn(bench, group)).text).toContain("🗓 11月28日（周六）15:00–17:00");
    await bench.advance(5 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-05 15:00"]);
    await bench.advance(14 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-05 15:00", "2026-12-12 15:00"]);
    expect(await readSeries(bench)).toMatchObject([{ endedAt: expect.any(Date) }]);
    bench.emulator.markAllSeen();
  });

  test("in English, every other week from a day on, announced when the organizer says", async () => {
    at = await establish(bench, { locale: "en" });
    await lead().types("/announce Study group | every other Sat 3-5pm | from 12 Dec | announce: 11 Dec 9:00 | reply by 12 Dec 12:00");
    expect(shown().text).toContain([
      "📨 Goes to: Members", "🔁 every 2 weeks on Sat 15:00–17:00, with no end date", "📣 Each is announced the day before at 09:00",
      "The first goes out on Fri 11 Dec, 09:00 (China Time)",
    ].join("\n"));
    await lead().taps(shown(), BEGIN.en);
    expect(shown().text).toBe([
      "🔁 “Study group” (every 2 weeks on Sat 15:00–17:00): the first goes out to 1 group on Fri 11 Dec, 09:00 (China Time); after that each is announced the day before at 09:00.",
      "Spotted a slip? Until the first one is out you can take it back.",
    ].join("\n"));
    await bench.advance(15 * DAY_MS);
    expect(await announcedDates(bench)).toEqual([]);
    await bench.advance(3 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-12-12 15:00"]);
    await bench.advance(14 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-12-12 15:00", "2026-12-26 15:00"]);
    expect((await bench.database.db.select().from(activity).orderBy(activity.id)).map(({ repliesCloseAt }) => repliesCloseAt?.toISOString()))
      .toEqual(["2026-12-12T04:00:00.000Z", "2026-12-26T04:00:00.000Z"]);
    bench.emulator.markAllSeen();
  });

  test("its page is one tap away", async () => {
    at = await establish(bench, { locale: "en" });
    await lead().types("/announce Study group | every first Sat of the month 10:00 | Community centre");
    await lead().taps(shown(), BEGIN.en);
    expect(labels(shown())).toEqual([["↩️ Undo", "🔁 The series"]]);
    await lead().taps(shown(), "🔁 The series");
    expect(shown().text).toContain("every month on the first Sat 10:00–12:00");
    bench.emulator.markAllSeen();
  });

  test.each([
    ["every Sat 3-5pm until 31 Dec", "every Sat 15:00–17:00, until Thu 31 Dec"],
    ["every Sat | 3-5pm | until 31 Dec", "every Sat 15:00–17:00, until Thu 31 Dec"],
    ["Time: every Mon and Wed 19:00-20:30 through 1 Jan 2027", "every Mon and Wed 19:00–20:30, until Fri 1 Jan 2027"],
    ["每两周周三 下午3点到5点，从12月2日起，直到12月31日", "every 2 weeks on Wed 15:00–17:00, until Thu 31 Dec"],
    ["从12月2日起每月最后一个周五 19:00-21:00", "every month on the last Fri 19:00–21:00, with no end date"],
    ["每月31日 9:00-11:00 | 2027年3月1日为止", "every month on the 31st 09:00–11:00, with no end date"],
  ])("%s is read as %s", async (words, rhythm) => {
    at = await establish(bench, { locale: "en" });
    await lead().types(`/announce Study group | ${words}`);
    expect(shown().text).toContain(`🔁 ${rhythm}`);
  });

  test("a name that speaks of every month stays a name", async () => {
    at = await establish(bench, { locale: "zh-CN" });
    await lead().types("/announce 每月主题党日 | 周六 15:00-17:00 | 社区中心");
    expect(shown().text).toContain("📣 每月主题党日");
    expect(shown().text).not.toContain("🔁");
  });
});

describe("what is not sure is asked", () => {
  beforeEach(async () => {
    at = await establish(bench, { locale: "en" });
  });

  test("days without an hour: which hour, as buttons", async () => {
    await lead().types("/announce Study group | every Sat");
    expect(shown().text).toContain("“every Sat”: at what time?");
    expect(labels(shown()).slice(0, 3)).toEqual([["every Sat 09:00"], ["every Sat 14:00"], ["every Sat 19:00"]]);
    await lead().taps(shown(), "every Sat 14:00");
    expect(shown().text).toContain("🔁 every Sat 14:00–16:00, with no end date");
  });

  test("an hour that can be in the morning or in the afternoon", async () => {
    await lead().types("/announce 读书会 | 每周六 3点");
    expect(shown().text).toContain("can be read in more than one way");
    expect(labels(shown()).slice(0, 2)).toEqual([["every Sat 03:00"], ["every Sat 15:00"]]);
    await lead().taps(shown(), "every Sat 15:00");
    expect(shown().text).toContain("🔁 every Sat 15:00–17:00");
  });

  test("two times of one series", async () => {
    await lead().types("/announce Study group | every Sat 15:00 | every Sun 10:00");
    expect(shown().text).toContain("A series has one time.");
    await lead().types("every Sun 10:00-11:00");
    expect(shown().text).toContain("🔁 every Sun 10:00–11:00");
  });

  test("a last day without a rhythm: how often, or only this once", async () => {
    await lead().types("/announce Study group | Sat 15:00-17:00 | until 31 Dec");
    expect(shown().text).toContain("A first or last day belongs to a series.");
    await lead().types("every Sat 15:00-17:00");
    expect(shown().text).toContain("🔁 every Sat 15:00–17:00, until Thu 31 Dec");
    await lead().types("/announce Study group | Sat 15:00-17:00 | until 31 Dec");
    await lead().taps(shown(), "Only this once");
    expect(shown().text).not.toContain("🔁");
    expect(shown().text).toContain("🗓 Sat 28 Nov, 15:00–17:00");
  });

  test("an end before its first date", async () => {
    await lead().types("/announce Study group | every Sat 15:00 | from 10 Dec | until 11 Dec");
    expect(shown().text).toContain("That leaves no date at all");
    await lead().taps(shown(), "No end date");
    expect(shown().text).toContain("🗓 Sat 12 Dec, 15:00–17:00");
  });

  test("a last day that is past, and one that does not exist", async () => {
    await lead().types("/announce Study group | every Sat 15:00 | until 1 Nov");
    expect(shown().text).toContain("“1 Nov” is already past.");
    await lead().taps(shown(), "Mon 1 Nov 2027");
    expect(shown().text).toContain("until Mon 1 Nov 2027");
    await lead().types("/announce Study group | every Sat 15:00 | until 31 Nov");
    expect(shown().text).toContain("There is no such time as “31 Nov”.");
  });

  test("an interval of more than a year, and words that only look like a rhythm", async () => {
    await lead().types("/announce Study group | every 20 weeks on Sat 15:00");
    expect(shown().text).toContain("is too rare: at most every 12 weeks or 12 months");
    await lead().types("/announce Study group | every blue moon 15:00");
    expect(shown().text).toContain("I could not read “every blue moon 15:00”.");
  });
});

describe("the preview of a series", () => {
  beforeEach(async () => {
    at = await establish(bench, { locale: "en" });
  });

  test("takes a last day by its button, other words under it, and becomes a single activity again", async () => {
    await lead().types("/announce Study group | every Sat 15:00-17:00 | Community centre");
    await lead().taps(shown(), "📅 Until when…");
    expect(shown().text).toContain("Until which day? For example: 31 Dec");
    await lead().types("31 Dec");
    expect(shown().text).toContain("🔁 every Sat 15:00–17:00, until Thu 31 Dec");
    await lead().types("when: every Sun 10:00-11:00");
    expect(shown().text).toContain("🔁 every Sun 10:00–11:00, until Thu 31 Dec");
    await lead().types("when: Sun 10:00-11:00");
    expect(shown().text).not.toContain("🔁");
    expect(labels(shown())[0]).toEqual(["📤 Send (60 s to undo)"]);
  });

  test("says each date that goes out at once, where several lie within the week", async () => {
    await lead().types("/announce Study group | every Tue and Fri 19:00-20:00");
    expect(shown().text).toContain("The first 2, on Tue 24 Nov, Fri 27 Nov, go out right after sending");
    await lead().taps(shown(), BEGIN.en);
    expect(shown().text).toContain("the first 2 go out to 1 group in 60 seconds");
    await bench.advance(MINUTE_MS);
    await bench.advance(5_000);
    expect(await announcedDates(bench)).toEqual(["2026-11-24 19:00", "2026-11-27 19:00"]);
    expect((await readPosts(bench)).map(({ state }) => state)).toEqual(["posted", "posted"]);
    bench.emulator.markAllSeen();
  });

  test("moves to the next date where the first one has passed while the draft lay there, its cut-off with it", async () => {
    await lead().types("/announce Study group | every Mon 12:00-13:00 | reply by Mon 11:30");
    expect(shown().text).toContain("🗓 Mon 23 Nov, 12:00–13:00");
    await bench.advance(3 * 3_600_000);
    await lead().types("places 10");
    expect(shown().text).toContain("🗓 Mon 30 Nov, 12:00–13:00");
    expect(shown().text).toContain("Mon 30 Nov, 11:30");
  });

  test("is also reached step by step", async () => {
    await lead().types("/announce");
    expect(shown().text).toContain("Step 1 of 10");
    await lead().types("Study group");
    await lead().taps(shown(), "Training");
    expect(shown().text).toContain("or if it recurs: every Sat 15:00-17:00");
    await lead().types("every Sat 15:00-17:00 until 31 Dec");
    expect(shown().text).toContain("Where?");
    await lead().types("Community centre");
    expect(shown().text).toContain("How does one take part?");
    for (let step = 0; step < 4; step += 1) await lead().taps(shown(), "Skip");
    await lead().taps(shown(), "The one group");
    await lead().taps(shown(), "Skip");
    expect(shown().text).toContain("🔁 every Sat 15:00–17:00, until Thu 31 Dec");
  });
});

describe("Undo", () => {
  beforeEach(async () => {
    at = await establish(bench, { locale: "en" });
  });

  test("takes the whole series back while nothing of it is out, and gives the draft back", async () => {
    await lead().types("/announce Study group | every Sat 15:00-17:00 | until 31 Dec | reply by Fri 18:00 | Community centre | places 20");
    const { text } = shown();
    await lead().taps(shown(), BEGIN.en);
    expect(await bench.database.db.select().from(draft)).toEqual([]);
    expect(await lead().taps(shown(), "↩️ Undo")).toMatchObject({ toast: "Taken back; nothing went out." });
    expect(shown().text).toBe(text);
    expect(await untouched()).toEqual([[], []]);
    await bench.advance(10 * DAY_MS);
    expect(await announcedDates(bench)).toEqual([]);
  });

  test("takes one back too whose dates all go out at once", async () => {
    await lead().types("/announce Study group | every Tue and Fri 19:00-20:00 | until 27 Nov");
    await lead().taps(shown(), BEGIN.en);
    const sent = shown();
    await lead().taps(sent, "🔁 The series");
    expect(shown().text).toContain("⏹ Ended; no new ones are announced.");
    await lead().forges(shown(), `announce:undo:series:${(await readSeries(bench))[0]?.id}`);
    expect(shown().text).toContain("🔁 every Tue and Fri 19:00–20:00, until Fri 27 Nov");
    expect(await untouched()).toEqual([[], []]);
  });

  test("comes too late once the first one is out, and shows the way to the series", async () => {
    await lead().types("/announce Study group | every Sat 15:00-17:00");
    await lead().taps(shown(), BEGIN.en);
    const sent = shown();
    await bench.advance(MINUTE_MS);
    await lead().taps(sent, "↩️ Undo");
    expect(bench.emulator.message(sent).text).toBe("The first one is out already, so it cannot be taken back. You can end the series on its page.");
    expect(await announcedDates(bench)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("is for whoever began it and for a lead, not for another organizer", async () => {
    await lead().types("/announce Study group | every Sat 15:00-17:00");
    await lead().taps(shown(), BEGIN.en);
    const [series] = await readSeries(bench);
    const olga = await withRole(bench, at, "Olga", "organizer");
    await bench.as(olga).types("/help");
    expect((await bench.as(olga).forges(bench.as(olga).reads(), `announce:undo:series:${series?.id}`)).toast).toBe("Not found, or not yours to use.");
    expect(await readSeries(bench)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });
});

test("without a series, /announce series says how to begin one", async () => {
  at = await establish(bench, { locale: "zh-CN" });
  await lead().types("/announce 系列");
  expect(shown().text).toBe("还没有系列活动。要开始一个，把时间写成定期的，例如：\n/announce 读书会 | 每周六 15:00-17:00 | 直到12月31日 | 社区中心");
  await lead().types(shown().text.split("\n")[1] ?? "");
  expect(shown().text).toContain("🔁 每周六 15:00–17:00，直到12月31日（周四）");
});
