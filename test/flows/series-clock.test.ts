import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { activity, activitySlot, post } from "../../src/db/schema-activity.ts";
import { account, auditEvent, chat, roleGrant } from "../../src/db/schema.ts";
import { due } from "../../src/features/series/jobs.ts";
import { announcementIn } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { jumpTo, onDay } from "../telegram/reminders.ts";
import { linkGroup } from "../telegram/rollcalls.ts";
import { announcedDates, beginSeries, readSeries } from "../telegram/series.ts";

const DAY_MS = 24 * 3_600_000;
const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
});

describe("an activity that comes again", () => {
  test("what is due is announced at once, the next a week before at ten, as ordinary announcements", async () => {
    const seriesId = await beginSeries(bench, at);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00"]);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("📣 Study group\n");
    await jumpTo(bench, "28 09:59");
    expect(await announcedDates(bench)).toHaveLength(1);
    await jumpTo(bench, "28 10:00");
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-05 15:00"]);
    const board = await announcementIn(bench, at.memberGroup);
    expect(board.text).toContain("🗓 Sat 5 Dec, 15:00–17:00");
    expect(board.keyboard.length).toBeGreaterThan(0);
    const [first, second] = await bench.database.db.select().from(activity).orderBy(activity.id);
    expect([first?.seriesOn, second?.seriesOn]).toEqual(["2026-11-28", "2026-12-05"]);
    expect(second).toMatchObject({ seriesId, title: "Study group", capacity: 20, announcedAt: onDay("28 10:00"), announcedBy: first?.announcedBy });
    bench.emulator.markAllSeen();
  });

  test("several processes that notice at the same time announce it once", async () => {
    await beginSeries(bench, at);
    await bench.advance(5 * DAY_MS - 60_000);
    const later = () => ({ ...bench.scope(), now: new Date(bench.now().getTime() + 60_000) });
    await Promise.all([due(later()), due(later()), due(later())]);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-05 15:00"]);
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("after an outage what is past is not announced, and what is still to come is, once", async () => {
    await beginSeries(bench, at);
    await bench.advance(16 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-12 15:00"]);
    await bench.advance(60_000);
    expect(await announcedDates(bench)).toHaveLength(2);
    bench.emulator.markAllSeen();
  });

  test("a group is not woken at night: it waits for eight in the morning", async () => {
    await beginSeries(bench, at);
    await bench.advance(10 * DAY_MS + 13 * 3_600_000);
    expect(await announcedDates(bench)).toHaveLength(1);
    await bench.advance(9 * 3_600_000);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-05 15:00"]);
    bench.emulator.markAllSeen();
  });

  test("ends by itself after its last date", async () => {
    await beginSeries(bench, at, { endsOn: "2026-12-05" });
    await bench.advance(5 * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-28 15:00", "2026-12-05 15:00"]);
    expect(await readSeries(bench)).toMatchObject([{ endedAt: bench.now(), plannedThroughOn: "2026-12-05" }]);
    await bench.advance(7 * DAY_MS);
    expect(await announcedDates(bench)).toHaveLength(2);
    bench.emulator.markAllSeen();
  });

  test("monthly on the 31st comes on the last day of shorter months; its replies close as long before", async () => {
    await beginSeries(bench, at, { recurrence: { every: "month", interval: 1, day: 31 }, from: "19:00" }, { closesMsBefore: DAY_MS });
    await bench.advance(60_000);
    expect(await announcedDates(bench)).toEqual(["2026-11-30 19:00"]);
    const [first] = await bench.database.db.select().from(activity);
    expect(first?.repliesCloseAt).toEqual(new Date("2026-11-29T11:00:00Z"));
    for (const days of [31, 31, 28]) await bench.advance(days * DAY_MS);
    expect(await announcedDates(bench)).toEqual(["2026-11-30 19:00", "2026-12-31 19:00", "2027-01-31 19:00", "2027-02-28 19:00"]);
    bench.emulator.markAllSeen();
  });

  test("goes to the groups that are still linked, and to a group only if it was chosen", async () => {
    await linkGroup(bench, at, "Riders");
    await beginSeries(bench, at);
    await linkGroup(bench, at, "Newcomers");
    await bench.database.db.delete(chat).where(eq(chat.title, "Riders"));
    await bench.advance(5 * DAY_MS);
    const [, later] = await bench.database.db.select().from(activity).orderBy(activity.id);
    const posted = await bench.database.db.select({ title: chat.title }).from(post).innerJoin(chat, eq(chat.id, post.chatId)).where(eq(post.activityId, later?.id ?? 0));
    expect(posted).toEqual([{ title: "Members" }]);
    bench.emulator.markAllSeen();
  });

  test("goes on as the station's own when whoever began it is no organizer any more", async () => {
    await beginSeries(bench, at);
    await bench.database.db.update(roleGrant).set({ revokedAt: bench.now() });
    await bench.advance(5 * DAY_MS);
    const [first, second] = await bench.database.db.select().from(activity).orderBy(activity.id);
    expect(first?.announcedBy).not.toBeNull();
    expect(second).toMatchObject({ seriesOn: "2026-12-05", announcedBy: null });
    bench.emulator.markAllSeen();
  });

  test("the trail says who began it, and that the bot announced the later ones", async () => {
    await beginSeries(bench, at);
    await bench.advance(5 * DAY_MS);
    const [lead] = await bench.database.db.select().from(account);
    const rows = await bench.database.db.select().from(auditEvent).orderBy(auditEvent.id);
    const told = rows.map(({ action, actorId }) => [action, actorId]).filter(([action]) => /series|activity/.test(String(action)));
    expect(told).toEqual([["series.started", lead?.id], ["activity.announced", lead?.id], ["activity.announced", null]]);
    bench.emulator.markAllSeen();
  });

  test("members answer each of them for itself", async () => {
    const ben = await enrol(bench, at, "Ben");
    await beginSeries(bench, at);
    await bench.advance(5 * DAY_MS);
    await bench.as(ben).types("/activities");
    expect(bench.as(ben).reads().text).toContain("1. Study group\n📍 Community centre\n🗓 Sat 28 Nov, 15:00–17:00");
    expect(bench.as(ben).reads().text).toContain("2. Study group\n📍 Community centre\n🗓 Sat 5 Dec, 15:00–17:00");
    expect(await bench.database.db.select().from(activitySlot)).toHaveLength(2);
    bench.emulator.markAllSeen();
  });
});
