import { beforeEach, describe, expect, test } from "vitest";
import { activity } from "../../src/db/schema-activity.ts";
import { standingReply } from "../../src/db/schema-reply.ts";
import { account } from "../../src/db/schema.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { announcementIn } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { accountIdOf, noteReply } from "../telegram/replies.ts";
import { labels, withRole } from "../telegram/rollcalls.ts";
import { announcedDates, beginSeries, readSeries } from "../telegram/series.ts";

const DAY_MS = 24 * 3_600_000;
const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
});

const lead = () => bench.as(at.lead);
const shown = () => lead().reads();

async function openPage(): Promise<void> {
  await lead().types("/announce series");
  await lead().taps(shown(), "Study group");
}

/** Presses what changes one activity, as its card offers it. */
async function change(activityId: number, kind: string, text: string): Promise<void> {
  await lead().forges(shown(), `change:ask:${activityId}:${kind}`);
  await lead().types(text);
  const asked = shown();
  await lead().taps(asked, asked.keyboard[0]?.[0]?.text ?? "");
}

describe("the page of a series", () => {
  test("says its rhythm, when it is announced, who comes every time as a number, and its next dates", async () => {
    const seriesId = await beginSeries(bench, at, { endsOn: "2026-12-31" });
    const ben = await enrol(bench, at, "Ben");
    await bench.database.db.insert(standingReply).values({ stationId: at.stationId, seriesId, accountId: await accountIdOf(bench, ben), since: bench.now() });
    await lead().types("/announce series");
    expect(shown().text).toBe("Series:\n\n🔁 Study group\nevery Sat 15:00–17:00");
    await lead().taps(shown(), "Study group");
    expect(shown().text).toBe([
      "🔁 Study group", "every Sat 15:00–17:00", "📍 Community centre", "until Thu 31 Dec", "📣 announced 7 days before at 10:00, in 1 group", "🔁 1 come every time", "",
      "Coming up:", "· Sat 28 Nov, announced", "· Sat 5 Dec", "· Sat 12 Dec", "· Sat 19 Dec",
    ].join("\n"));
    expect(labels(shown())).toEqual([
      ["📣 Sat 28 Nov"], ["⏭ Skip Sat 5 Dec"], ["⏭ Skip Sat 12 Dec"], ["⏭ Skip Sat 19 Dec"], ["1 day before", "3 days", "14 days"], ["⏹ End the series"],
    ]);
    await lead().taps(shown(), "📣 Sat 28 Nov");
    expect(shown().text).toContain("📣 Study group\n");
  });

  test("is reached from the list of what is announced, and speaks Chinese", async () => {
    await bench.database.db.update(account).set({ locale: "zh-CN" });
    await lead().types("/announce 系列");
    expect(shown().text).toContain("还没有系列活动。");
    await beginSeries(bench, at);
    await lead().types("/announce 列表");
    await lead().taps(shown(), "🔁 系列活动（1）");
    expect(shown().text).toBe("系列活动：\n\n🔁 Study group\n每周六 15:00–17:00");
    await lead().taps(shown(), "Study group");
    expect(shown().text).toContain("📣 提前 7 天 10:00 自动发到 1 个群");
    expect(labels(shown())[1]).toEqual(["⏭ 跳过 12月5日（周六）"]);
    bench.emulator.markAllSeen();
  });

  test("belongs to its beginner and the leads: another organizer neither sees nor changes it", async () => {
    const seriesId = await beginSeries(bench, at);
    const olga = await withRole(bench, at, "Olga", "organizer");
    await bench.as(olga).types("/announce series");
    expect(bench.as(olga).reads().text).toContain("There is no series yet.");
    for (const data of [`timetable:page:${seriesId}`, `timetable:end:${seriesId}`, `timetable:skip:${seriesId}:2026-12-05`, `timetable:ahead:${seriesId}:14`]) {
      expect((await bench.as(olga).forges(bench.as(olga).reads(), data)).toast).toBe("There is no such series, or it is not yours to change.");
    }
    expect(await readSeries(bench)).toMatchObject([{ endedAt: null, exceptions: [], announceDaysBefore: 7 }]);
  });

  test("takes how long before it is announced", async () => {
    await beginSeries(bench, at);
    await openPage();
    await lead().taps(shown(), "14 days");
    expect(shown().text).toContain("📣 announced 14 days before at 10:00");
    await bench.advance(60_000);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-05 15:00"]);
    bench.emulator.markAllSeen();
  });
});

describe("an exception", () => {
  test("is one line: the date is left out, and can be put back", async () => {
    await beginSeries(bench, at);
    await lead().types("/announce skip 5 Dec");
    expect(shown().text).toContain("· Sat 28 Nov, announced\n· Sat 12 Dec\n· Sat 19 Dec");
    expect(shown().text).toContain("Skipped: Sat 5 Dec");
    await bench.advance(5 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00"]);
    await openPage();
    await lead().taps(shown(), "↩️ Put back Sat 5 Dec");
    await bench.advance(60_000);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-05 15:00"]);
    bench.emulator.markAllSeen();
  });

  test("is one tap on the page", async () => {
    await beginSeries(bench, at);
    await openPage();
    await lead().taps(shown(), "⏭ Skip Sat 12 Dec");
    expect(shown().text).toContain("Skipped: Sat 12 Dec");
    await bench.advance(12 * DAY_MS);
    await bench.advance(8 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-05 15:00", "2026-12-19 15:00"]);
    bench.emulator.markAllSeen();
  });

  test("of one that is announced already leads to its cancellation, so that people are told", async () => {
    await beginSeries(bench, at);
    await lead().types("/announce skip 28 Nov");
    expect(shown().text).toBe("This one is announced already and cannot be skipped. Cancel it, and those who replied are told.");
    await lead().taps(shown(), "❌ Cancel this one");
    expect(shown().text).not.toContain("cannot be skipped");
    expect(await readSeries(bench)).toMatchObject([{ exceptions: [] }]);
    bench.emulator.markAllSeen();
  });

  test("on a day without any is refused, without a date asked for, and of two series the right one is chosen", async () => {
    await beginSeries(bench, at);
    await lead().types("/announce skip 6 Dec");
    expect(shown().text).toBe("None of your series is on that day; nothing was changed.");
    await lead().types("/announce skip");
    expect(shown().text).toBe("Please write the date, for example: /announce skip 5 Dec");
    await lead().types("/announce 跳过 some day");
    expect(shown().text).toBe("Please write the date, for example: /announce skip 5 Dec");
    await beginSeries(bench, at, { from: "09:00" }, { title: "Clean-up" });
    await lead().types("/announce skip 5 Dec");
    expect(labels(shown())).toEqual([["Study group · Sat 5 Dec"], ["Clean-up · Sat 5 Dec"]]);
    await lead().taps(shown(), "Clean-up · Sat 5 Dec");
    expect(shown().text).toContain("🔁 Clean-up\n");
    expect((await readSeries(bench)).map(({ exceptions }) => exceptions)).toEqual([[], ["2026-12-05"]]);
  });
});

describe("this one, or all later ones", () => {
  let ben: Person;
  beforeEach(async () => {
    ben = await enrol(bench, at, "Ben");
  });

  test("a moved one changes alone; with one more tap all later ones come at that time", async () => {
    await beginSeries(bench, at);
    const [first] = await bench.database.db.select().from(activity);
    await noteReply(bench, first?.id ?? 0, ben, { answer: "going" });
    await lead().types("/announce series");
    await change(first?.id ?? 0, "time", "Sun 29 Nov 14:00-15:30");
    expect(labels(shown())).toEqual([["🔁 This time for all later ones too"]]);
    expect(await readSeries(bench)).toMatchObject([{ fromTime: "15:00", recurrence: { weekdays: [6] } }]);
    await lead().taps(shown(), "🔁 This time for all later ones too");
    expect(shown().text).toBe("👌 “Study group” from now on: every Sun 14:00–15:30");
    await bench.settle();
    await bench.advance(8 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-29 14:00", "2026-12-06 14:00"]);
    bench.emulator.markAllSeen();
  });

  test("later ones that are out already are moved too and their people told; one that was moved by hand, or skipped, stays so", async () => {
    await beginSeries(bench, at);
    await lead().types("/announce skip 19 Dec");
    await openPage();
    await lead().taps(shown(), "14 days");
    await bench.advance(5 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-05 15:00", "2026-12-12 15:00"]);
    const [first, second, third] = await bench.database.db.select().from(activity).orderBy(activity.id);
    await noteReply(bench, second?.id ?? 0, ben, { answer: "going" });
    await change(third?.id ?? 0, "time", "Sat 12 Dec 18:00-19:00");
    await change(first?.id ?? 0, "time", "Sun 29 Nov 15:00-17:00");
    await lead().taps(shown(), "🔁 This time for all later ones too");
    await bench.settle();
    expect(await announcedDates(bench)).toEqual(["2026-11-29 15:00", "2026-12-06 15:00", "2026-12-12 18:00"]);
    expect(await readSeries(bench)).toMatchObject([{ exceptions: ["2026-12-20"] }]);
    expect(bench.as(ben).reads().text).toContain("Study group");
    await bench.advance(15 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-29 15:00", "2026-12-06 15:00", "2026-12-12 18:00", "2026-12-27 15:00"]);
    bench.emulator.markAllSeen();
  });

  test("a new place, and more places, for all later ones", async () => {
    await beginSeries(bench, at);
    const [first] = await bench.database.db.select().from(activity);
    await lead().types("/announce series");
    await change(first?.id ?? 0, "place", "Library");
    await lead().taps(shown(), "🔁 This place for all later ones too");
    expect(shown().text).toBe("👌 “Study group” from now on at: Library");
    await change(first?.id ?? 0, "places", "30");
    await lead().taps(shown(), "🔁 As many places for all later ones");
    expect(shown().text).toBe("👌 “Study group” from now on with 30 places");
    await bench.settle();
    await bench.advance(5 * DAY_MS);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("📍 Library");
    const rows = await bench.database.db.select().from(activity);
    expect(rows.map(({ place, capacity }) => [place, capacity])).toEqual([["Library", 30], ["Library", 30]]);
    bench.emulator.markAllSeen();
  });

  test("one that went to another week is no rhythm: the later ones stay as they are", async () => {
    await beginSeries(bench, at);
    const [first] = await bench.database.db.select().from(activity);
    await lead().types("/announce series");
    await change(first?.id ?? 0, "time", "Tue 1 Dec 15:00-17:00");
    expect((await lead().taps(shown(), "🔁 This time for all later ones too")).toast).toContain("This one went to another week");
    expect(await readSeries(bench)).toMatchObject([{ fromTime: "15:00", recurrence: { weekdays: [6] } }]);
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("after one is cancelled the series can be ended; what is out stays, nothing new is announced", async () => {
    await beginSeries(bench, at);
    await bench.advance(5 * DAY_MS);
    const [first] = await bench.database.db.select().from(activity).orderBy(activity.id);
    await lead().types("/announce series");
    await change(first?.id ?? 0, "cancel", "Hall closed");
    await lead().taps(shown(), "⏹ No later ones either");
    expect(shown().text).toContain("End the series “Study group”?");
    await lead().taps(shown(), "⏹ Yes, end it");
    expect(shown().text).toContain("⏹ Ended; no new ones are announced.");
    await bench.settle();
    await bench.advance(14 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00 cancelled", "2026-12-05 15:00"]);
    bench.emulator.markAllSeen();
  });
});
