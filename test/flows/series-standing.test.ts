import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { activity, activitySlot } from "../../src/db/schema-activity.ts";
import { rsvp, standingReply } from "../../src/db/schema-reply.ts";
import { account, consent } from "../../src/db/schema.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { announcementIn } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { jumpTo, remindersOf } from "../telegram/reminders.ts";
import { accountIdOf } from "../telegram/replies.ts";
import { labels } from "../telegram/rollcalls.ts";
import { beginSeries } from "../telegram/series.ts";

const DAY_MS = 24 * 3_600_000;
const bench = useBench();
let at: Established;
let ben: Person;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
  ben = await enrol(bench, at, "Ben");
});

const open = async (person: Person) => {
  await bench.as(person).types("/activities mine");
  return bench.as(person).reads();
};

/** Says going in the group, and in private that it is for every time. */
async function comesEveryTime(person: Person): Promise<void> {
  await bench.as(person, at.memberGroup).taps(await announcementIn(bench, at.memberGroup), "✅ I'm going");
  const told = await bench.as(person).taps(await open(person), "1 🔁 Every time");
  expect(told).toMatchObject({ alert: true, toast: expect.stringMatching(/^🔁 All right: you are put down for “Study group” every time\./) });
  await bench.settle();
  bench.emulator.markAllSeen();
}

async function repliesTo(on: string) {
  const rows = await bench.database.db.select({ accountId: rsvp.accountId, place: rsvp.place, isStanding: rsvp.isStanding, guests: rsvp.guests }).from(rsvp)
    .innerJoin(activity, eq(activity.id, rsvp.activityId)).where(eq(activity.seriesOn, on)).orderBy(rsvp.answeredAt, rsvp.waitingSince, rsvp.accountId);
  return rows;
}

describe("a standing reply", () => {
  test("is said once; each new one has the place before it goes out, and the list shows both", async () => {
    await beginSeries(bench, at);
    await comesEveryTime(ben);
    const list = bench.as(ben).reads();
    expect(list.text).toContain("🔁 Coming every time: Study group");
    expect(labels(list)).toEqual([["1 ✖️ Not going", "1 📅"], ["🔁 Not every time: Study group"], ["🔄 Refresh"], ["📣 To join (0)"]]);
    await bench.advance(5 * DAY_MS);
    expect(await repliesTo("2026-12-05")).toEqual([{ accountId: await accountIdOf(bench, ben), place: "held", isStanding: true, guests: 0 }]);
    const board = await announcementIn(bench, at.memberGroup);
    expect(board.text).toContain("🗓 Sat 5 Dec");
    expect(board.text).toContain("👥 1 going · 19 places left");
    bench.emulator.markAllSeen();
  });

  test("is told in the reminder the day before, as every reply", async () => {
    await beginSeries(bench, at);
    await comesEveryTime(ben);
    await jumpTo(bench, "27 11:00");
    expect(remindersOf(bench, ben)).toEqual(["27 11:00 ⏰ Tomorrow: Study group"]);
    for (let day = 0; day < 7; day += 1) await bench.advance(DAY_MS);
    expect(remindersOf(bench, ben).filter((line) => line.startsWith("04 11:"))).toEqual([expect.stringContaining("⏰ Tomorrow: Study group")]);
    bench.emulator.markAllSeen();
  });

  test("keeps to the places: whoever said it first is first, the rest wait in that order", async () => {
    await beginSeries(bench, at, {}, { capacity: 2 });
    const [ann, cid] = [await enrol(bench, at, "Ann"), await enrol(bench, at, "Cid")];
    for (const person of [cid, ann]) {
      await comesEveryTime(person);
      await bench.advance(60_000);
    }
    const seriesId = (await bench.database.db.select().from(standingReply))[0]?.seriesId ?? 0;
    await bench.database.db.insert(standingReply).values({ stationId: at.stationId, seriesId, accountId: await accountIdOf(bench, ben), since: bench.now() });
    await bench.advance(5 * DAY_MS);
    const ids = await Promise.all([cid, ann, ben].map((person) => accountIdOf(bench, person)));
    const placed = await repliesTo("2026-12-05");
    expect(ids.map((id) => placed.find(({ accountId }) => accountId === id)?.place)).toEqual(["held", "held", "waiting"]);
    bench.emulator.markAllSeen();
  });

  test("is taken back for one time by “not going”, and the next is as before", async () => {
    await beginSeries(bench, at);
    await comesEveryTime(ben);
    await bench.advance(5 * DAY_MS);
    await bench.as(ben, at.memberGroup).taps(await announcementIn(bench, at.memberGroup), "✖️ Not going");
    expect(await repliesTo("2026-12-05")).toEqual([]);
    // Said again, it does not go over an answer of one's own.
    await bench.as(ben).forges(await open(ben), "standing:on:1");
    expect(await repliesTo("2026-12-05")).toEqual([]);
    await bench.advance(7 * DAY_MS);
    expect(await repliesTo("2026-12-12")).toMatchObject([{ place: "held", isStanding: true }]);
    bench.emulator.markAllSeen();
  });

  test("is taken back for all by one button; what is answered stays", async () => {
    await beginSeries(bench, at);
    await comesEveryTime(ben);
    expect((await bench.as(ben).taps(await open(ben), "🔁 Not every time: Study group")).toast).toMatch(/^All right, you are no longer put down by yourself\./);
    expect(bench.as(ben).reads().text).not.toContain("every time");
    expect(await bench.database.db.select().from(standingReply)).toEqual([]);
    expect(await repliesTo("2026-11-28")).toHaveLength(1);
    await bench.advance(5 * DAY_MS);
    expect(await repliesTo("2026-12-05")).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("said from the private page of one, it answers that one too; guests are brought every time", async () => {
    await beginSeries(bench, at, {}, { guestsMax: 2 });
    const [first] = await bench.database.db.select().from(activity);
    await bench.as(ben).starts(`${at.joinPayload}-a${first?.id ?? 0}`);
    const shown = bench.as(ben).reads();
    expect(labels(shown).at(-1)).toEqual(["🔁 Every time"]);
    await bench.as(ben).taps(shown, "✅ I'm going");
    await bench.as(ben).taps(shown, "+2");
    await bench.as(ben).taps(shown, "🔁 Every time");
    await bench.advance(5 * DAY_MS);
    expect(await repliesTo("2026-12-05")).toMatchObject([{ place: "held", guests: 2 }]);
    bench.emulator.markAllSeen();
  });

  test("said where the next ones are out already, it answers them too", async () => {
    await beginSeries(bench, at);
    await bench.advance(5 * DAY_MS);
    const [first] = await bench.database.db.select().from(activity).orderBy(activity.id);
    await bench.as(ben).starts(`${at.joinPayload}-a${first?.id ?? 0}`);
    await bench.as(ben).taps(bench.as(ben).reads(), "🔁 Every time");
    expect((await repliesTo("2026-11-28")).length + (await repliesTo("2026-12-05")).length).toBe(2);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 1 going");
    bench.emulator.markAllSeen();
  });

  test("needs the same consent as a reply, and ends with it", async () => {
    const seriesId = await beginSeries(bench, at);
    const cid = await enrol(bench, at, "Cid", { attendance: false });
    expect((await bench.as(cid).forges(await open(cid), `standing:on:${seriesId}`)).toast).toMatch(/^Replying needs your consent/);
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    await bench.as(sid).starts();
    expect((await bench.as(sid).forges(bench.as(sid).reads(), `standing:on:${seriesId}`)).toast).toBe("There is no such series; it may have ended.");
    expect(await bench.database.db.select().from(standingReply)).toEqual([]);
    await comesEveryTime(ben);
    await bench.database.db.delete(consent).where(eq(consent.purpose, "attendance"));
    await bench.advance(5 * DAY_MS);
    expect(await repliesTo("2026-12-05")).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("ends with the series", async () => {
    await beginSeries(bench, at, { endsOn: "2026-12-05" });
    await comesEveryTime(ben);
    await bench.advance(5 * DAY_MS);
    expect(await repliesTo("2026-12-05")).toHaveLength(1);
    expect(await bench.database.db.select().from(standingReply)).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("speaks Chinese", async () => {
    await beginSeries(bench, at);
    await bench.database.db.update(account).set({ locale: "zh-CN" });
    await bench.as(ben, at.memberGroup).taps(await announcementIn(bench, at.memberGroup), "✅ I'm going");
    expect((await bench.as(ben).taps(await open(ben), "1 🔁 每次都来")).toast).toBe("🔁 好的，“Study group”以后每次都给您报上名。哪次来不了，点那次的“不来”就行。");
    expect(bench.as(ben).reads().text).toContain("🔁 每次都来：Study group");
    expect(await bench.database.db.select().from(activitySlot)).toHaveLength(1);
    await bench.settle();
    bench.emulator.markAllSeen();
  });
});
