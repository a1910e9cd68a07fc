import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { account } from "../../src/db/schema.ts";
import { activity } from "../../src/db/schema-activity.ts";
import { ping } from "../../src/db/schema-reply.ts";
import { due } from "../../src/features/reminder/jobs.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish, joinToo, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { announceQuietly, jumpTo, onDay, readPings, remindersOf, walkTo } from "../telegram/reminders.ts";
import { accountIdOf, noteReply } from "../telegram/replies.ts";
import { labels } from "../telegram/rollcalls.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
});

const slotAt = (startsAt: Date) => [{ label: null, startsAt, endsAt: hoursFrom(startsAt, 1) }];

async function goesTo(person: Person, station: Established, title: string, startsAt: Date): Promise<void> {
  await noteReply(bench, await announceQuietly(bench, station, { title, slots: slotAt(startsAt) }), person, { answer: "going" });
}

/** So many messages that somebody had on Wednesday. */
async function hadOnWednesday(person: Person, messages: number): Promise<void> {
  const accountId = await accountIdOf(bench, person);
  if (messages > 0) await bench.database.db.insert(ping).values(Array.from({ length: messages }, () => ({ accountId, at: onDay("25 11:00") })));
}

const chooses = async (person: Person, words: string) => {
  await bench.as(person).types(`/reminders ${words}`);
  return bench.as(person).reads();
};

describe("what falls together", () => {
  test("is one message, with a button for each, and counts once", async () => {
    const ben = await enrol(bench, at, "Ben");
    await goesTo(ben, at, "Lecture", onDay("28 10:00"));
    await goesTo(ben, at, "Visit", onDay("28 15:00"));
    await jumpTo(bench, "27 11:00");
    const asked = bench.as(ben).reads();
    expect(asked.text.split("\n\n")).toEqual([
      "⏰ Coming up:",
      "1. Tomorrow: Lecture\n🗓 Sat 28 Nov, 10:00–11:00\n📍 Community centre\nCan you still make it? One tap helps to prepare.",
      "2. Tomorrow: Visit\n🗓 Sat 28 Nov, 15:00–16:00\n📍 Community centre\nCan you still make it? One tap helps to prepare.",
      "Fewer reminders: /reminders",
    ]);
    expect(labels(asked)).toEqual([["1 ✅ I'm coming", "1 ✖️ Can't come"], ["2 ✅ I'm coming", "2 ✖️ Can't come"]]);
    expect(await readPings(bench, ben)).toEqual(["27 11:00"]);
    await bench.as(ben).taps(asked, "2 ✅ I'm coming");
    const after = bench.emulator.message(asked);
    expect(after.text).toContain("2. Tomorrow: Visit\n🗓 Sat 28 Nov, 15:00–16:00\n📍 Community centre\n✅ Confirmed. See you there!");
    expect(labels(after)).toEqual([["1 ✅ I'm coming", "1 ✖️ Can't come"], ["2 ✖️ Can't come"]]);
  });

  test("what comes within the next half hour goes along", async () => {
    const ben = await enrol(bench, at, "Ben");
    await goesTo(ben, at, "Lecture", onDay("28 15:00"));
    await goesTo(ben, at, "Visit", onDay("28 15:20"));
    await goesTo(ben, at, "Tea", onDay("28 15:40"));
    await bench.database.db.update(activity).set({ reminders: ["half_hour"] });
    await jumpTo(bench, "28 14:20");
    await walkTo(bench, "28 14:30");
    expect(bench.as(ben).reads().text).toContain("1. Today: Lecture\n🗓 Sat 28 Nov, 15:00–16:00");
    expect(bench.as(ben).reads().text).toContain("2. Today: Visit\n🗓 Sat 28 Nov, 15:20–16:20");
    await jumpTo(bench, "28 15:10");
    expect(remindersOf(bench, ben)).toEqual(["28 14:30 ⏰ Coming up:", "28 15:10 ⏰ Today: Tea"]);
  });
});

describe("one limit over all stations", () => {
  test("counts what other stations sent, and a week later there is room again", async () => {
    const there = await establish(bench, { locale: "en", name: "Other station" });
    const ben = await enrol(bench, at, "Ben");
    await joinToo(bench, there, ben);
    await hadOnWednesday(ben, 3);
    await goesTo(ben, at, "Here", SATURDAY.startsAt);
    await goesTo(ben, there, "There", onDay("29 15:00"));
    await jumpTo(bench, "27 11:00");
    await walkTo(bench, "29 15:10");
    expect(remindersOf(bench, ben)).toEqual(["27 11:00 ⏰ Tomorrow: Here", "28 08:00 ⏰ Today: Here"]);
    expect(await readPings(bench, ben)).toHaveLength(5);
    await goesTo(ben, there, "Next week", new Date(onDay("29 15:00").getTime() + 4 * 24 * 3_600_000));
    await bench.advance(3 * 24 * 3_600_000 - 4 * 3_600_000);
    expect(remindersOf(bench, ben).slice(2)).toEqual(["02 11:10 ⏰ Tomorrow: Next week"]);
    bench.emulator.markAllSeen();
  });

  test.each([
    ["0", 0, []], ["3", 2, ["27 11:00 ⏰ Tomorrow: Visit"]], ["3", 3, []], ["10", 5, ["27 11:00 ⏰ Tomorrow: Visit"]], ["unlimited", 40, ["27 11:00 ⏰ Tomorrow: Visit"]],
  ])("with a limit of %s and %i in the last week", async (limit, had, said) => {
    const ben = await enrol(bench, at, "Ben");
    await chooses(ben, limit);
    await hadOnWednesday(ben, had);
    await goesTo(ben, at, "Visit", SATURDAY.startsAt);
    await jumpTo(bench, "27 11:00");
    expect(remindersOf(bench, ben)).toEqual(said);
  });

  test("holds also where two processes count at the same time", async () => {
    const ben = await enrol(bench, at, "Ben");
    await hadOnWednesday(ben, 4);
    await goesTo(ben, at, "Lecture", onDay("28 10:00"));
    await jumpTo(bench, "27 10:59");
    const scope = { ...bench.scope(), now: onDay("27 11:00") };
    await Promise.all([due(scope), due({ ...scope, now: onDay("28 08:00") }), due({ ...scope, now: onDay("28 09:30") })]);
    expect(await readPings(bench, ben)).toHaveLength(5);
    await jumpTo(bench, "27 11:05");
    bench.emulator.markAllSeen();
  });
});

describe("quiet time", () => {
  test("whoever wants quiet meal times hears it after the meal, or not at all", async () => {
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    await chooses(ben, "meals quiet");
    const activityId = await announceQuietly(bench, at, { title: "Lunch", slots: slotAt(onDay("28 12:00")) });
    for (const person of [ben, cid]) await noteReply(bench, activityId, person, { answer: "going" });
    await jumpTo(bench, "27 10:50");
    await walkTo(bench, "28 12:10");
    expect(remindersOf(bench, ben)).toEqual(["27 13:30 ⏰ Tomorrow: Lunch", "28 08:00 ⏰ Today: Lunch"]);
    expect(remindersOf(bench, cid)).toEqual(["27 11:00 ⏰ Tomorrow: Lunch", "28 08:00 ⏰ Today: Lunch", "28 11:30 ⏰ Today: Lunch"]);
  });

  test("nobody hears anything between half past nine in the evening and eight in the morning", async () => {
    const ben = await enrol(bench, at, "Ben");
    await goesTo(ben, at, "Night walk", onDay("27 22:00"));
    await goesTo(ben, at, "Early run", onDay("28 06:00"));
    await goesTo(ben, at, "Breakfast", onDay("28 08:20"));
    await jumpTo(bench, "27 21:20");
    await walkTo(bench, "28 08:30");
    expect(remindersOf(bench, ben)).toEqual(["28 08:00 ⏰ Today: Breakfast"]);
  });
});

describe("/reminders", () => {
  test("shows how it stands, and changes by buttons", async () => {
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben).types("/reminders");
    const page = bench.as(ben).reads();
    expect(page.text).toBe([
      "🔔 Reminders (only for you)", "", "Example station: on", "", "At most 5 within 7 days, all stations together; 0 in the last 7 days.", "Quiet from 21:30 to 08:00.", "",
      "News of a move, a cancellation or a free place does not count.",
    ].join("\n"));
    expect(labels(page)).toEqual([["🔔 Example station: on"], ["None", "3", "✓ 5", "10", "No limit"], ["🍚 Quiet at meal times too"]]);
    expect((await bench.as(ben).taps(page, "10")).toast).toBe("✅ Changed.");
    await bench.as(ben).taps(page, "🍚 Quiet at meal times too");
    expect(labels(bench.emulator.message(page)).slice(1)).toEqual([["None", "3", "5", "✓ 10", "No limit"], ["🍚 Meal times are fine"]]);
    expect(await bench.database.db.select().from(account).where(eq(account.id, await accountIdOf(bench, ben)))).toMatchObject([{ pingsPerWeek: 10, ridesAtMeals: true }]);
    await bench.as(ben).forges(page, "budget:limit:7");
    expect(await bench.database.db.select().from(account).where(eq(account.id, await accountIdOf(bench, ben)))).toMatchObject([{ pingsPerWeek: 10 }]);
    bench.emulator.markAllSeen();
  });

  test("turns a station's reminders off and on by their own page", async () => {
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben).types("/reminders");
    const page = bench.as(ben).reads();
    await bench.as(ben).taps(page, "🔔 Example station: on");
    const consentPage = bench.emulator.message(page);
    expect(consentPage.text).toContain("Reminders (voluntary)");
    await bench.as(ben).taps(page, "Withdraw");
    bench.emulator.markAllSeen();
    await bench.as(ben).types("/reminders");
    expect(bench.as(ben).reads().text).toContain("Example station: off");
    await goesTo(ben, at, "Visit", SATURDAY.startsAt);
    await jumpTo(bench, "27 11:00");
    expect(remindersOf(bench, ben)).toEqual([]);
  });

  test("as one line, in either language; what is unclear changes nothing and says what would be right", async () => {
    const ben = await enrol(bench, at, "Ben");
    expect((await chooses(ben, "3")).text).toContain("At most 3 within 7 days");
    expect((await chooses(ben, "off")).text).toContain("You get no reminders at all now.");
    expect((await chooses(ben, "饭点 安静")).text).toContain("and at meal times (11:00–13:30, 17:00–20:00)");
    expect((await chooses(ben, "7")).text).toBe("Please write 0, 3, 5, 10 or “no limit”, for example: /reminders 3. For quiet meal times: /reminders meals quiet.");
    expect(await bench.database.db.select().from(account).where(eq(account.id, await accountIdOf(bench, ben)))).toMatchObject([{ pingsPerWeek: 0, ridesAtMeals: true }]);
    await bench.database.db.update(account).set({ locale: "zh-CN" });
    const page = await chooses(ben, "不限");
    expect(page.text).toBe("🔔 提醒设置（只对您自己）\n\nExample station：已开启\n\n条数不限；最近 7 天已收到 0 条。\n21:30–08:00 以及饭点（11:00–13:30、17:00–20:00）不打扰。\n\n改期、取消、候补名额等消息不算在内。");
    expect(labels(page)[1]).toEqual(["不要", "3", "5", "10", "✓ 不限"]);
  });

  test("somebody who has not joined is told so, and nothing of them is stored", async () => {
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    bench.emulator.start(sid);
    await bench.run();
    bench.emulator.markAllSeen();
    const before = await bench.database.db.select().from(account);
    expect((await chooses(sid, "3")).text).toContain("You have not joined any station");
    expect(await bench.database.db.select().from(account)).toEqual(before);
  });
});
