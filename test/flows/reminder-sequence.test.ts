import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { account, consent, outbox } from "../../src/db/schema.ts";
import { activity, activitySlot } from "../../src/db/schema-activity.ts";
import { reminder, rsvp } from "../../src/db/schema-reply.ts";
import { due } from "../../src/features/reminder/jobs.ts";
import { announcementIn, hoursFrom } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { announceQuietly, jumpTo, onDay, readLedger, readPings, remindersOf, walkTo } from "../telegram/reminders.ts";
import { accountIdOf, dropReply, noteReply } from "../telegram/replies.ts";
import { labels } from "../telegram/rollcalls.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
});

const ALL = ["27 11:00 ⏰ Tomorrow: Visit to the market", "28 08:00 ⏰ Today: Visit to the market", "28 14:30 ⏰ Today: Visit to the market"];

describe("the sequence", () => {
  test("whoever is going is reminded the day before at eleven, on the day at eight, and half an hour before", async () => {
    const ben = await enrol(bench, at, "Ben");
    await noteReply(bench, await announceQuietly(bench, at), ben, { answer: "going" });
    await jumpTo(bench, "27 10:50");
    await walkTo(bench, "28 15:10");
    expect(remindersOf(bench, ben)).toEqual(ALL);
    expect(await readPings(bench, ben)).toEqual(["27 11:00", "28 08:00", "28 14:30"]);
  });

  test("the question the day before is answered by one button, and the button does not stay", async () => {
    const ben = await enrol(bench, at, "Ben");
    const activityId = await announceQuietly(bench, at);
    await noteReply(bench, activityId, ben, { answer: "going" });
    await jumpTo(bench, "27 11:00");
    const asked = bench.as(ben).reads();
    expect(asked.text).toBe([
      "⏰ Tomorrow: Visit to the market", "🗓 Sat 28 Nov, 15:00–17:00", "📍 Community centre", "Can you still make it? One tap helps to prepare.", "", "Fewer reminders: /reminders",
    ].join("\n"));
    expect(labels(asked)).toEqual([["✅ I'm coming", "✖️ Can't come"]]);
    await bench.as(ben).taps(asked, "✅ I'm coming");
    const after = bench.emulator.message(asked);
    expect(after.text).toContain("✅ Confirmed. See you there!");
    expect(labels(after)).toEqual([["✖️ Can't come"]]);
    const [kept] = await bench.database.db.select().from(rsvp);
    expect(kept).toMatchObject({ activityId, answer: "going", place: "held", confirmedAt: onDay("27 11:00") });
    // A press that was on its way twice changes nothing, and neither does one by a stranger to the activity.
    const data = `reminder:${activityId}:${kept?.slotId ?? 0}:day_before:confirm`;
    expect((await bench.as(ben).forges(asked, data)).toast).toBe("");
    const cid = await enrol(bench, at, "Cid");
    expect((await bench.as(cid).forges(bench.as(cid).reads(), data)).toast).toBe("This reminder is over.");
    expect(await bench.database.db.select().from(rsvp)).toEqual([kept]);
  });

  test("whoever can't come says so beneath any reminder: the place is free at once, the message says it, and there is a way back", async () => {
    const ben = await enrol(bench, at, "Ben");
    const activityId = await announceQuietly(bench, at, { capacity: 1 });
    await noteReply(bench, activityId, ben, { answer: "going" });
    await jumpTo(bench, "27 11:00");
    const asked = bench.as(ben).reads();
    await bench.as(ben).taps(asked, "✖️ Can't come");
    const after = bench.emulator.message(asked);
    expect(after.text).toContain("✖️ You are not coming; your place is free for others.");
    expect(labels(after)).toEqual([["↩️ I'm coming after all"]]);
    expect(await bench.database.db.select().from(rsvp)).toEqual([]);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 0 going · 1 place left");
    await bench.as(ben).taps(after, "↩️ I'm coming after all");
    const back = bench.emulator.message(asked);
    expect(back.text).toContain("✅ Confirmed. See you there!");
    expect(labels(back)).toEqual([["✖️ Can't come"]]);
    expect(await bench.database.db.select().from(rsvp)).toMatchObject([{ answer: "going", place: "held" }]);
    await jumpTo(bench, "28 08:00");
    const morning = bench.as(ben).reads();
    expect(labels(morning)).toEqual([["✖️ Can't come"]]);
    await bench.as(ben).taps(morning, "✖️ Can't come");
    expect(bench.emulator.message(morning).text).toContain("✖️ You are not coming");
    await jumpTo(bench, "28 15:10");
    expect((await bench.as(ben).taps(bench.emulator.message(morning), "↩️ I'm coming after all"))).toMatchObject({ alert: true, toast: expect.stringContaining("Replies closed on") });
    expect(labels(bench.emulator.message(morning))).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("a maybe is asked once to decide, the day before, and hears nothing else", async () => {
    const ben = await enrol(bench, at, "Ben");
    await noteReply(bench, await announceQuietly(bench, at), ben, { answer: "maybe" });
    await jumpTo(bench, "27 10:50");
    await walkTo(bench, "28 15:10");
    expect(remindersOf(bench, ben)).toEqual([ALL[0]]);
    expect(await readLedger(bench, ben)).toMatchObject([{ kind: "decide" }]);
  });

  test("a maybe decides by one tap: going, waiting where it is full, or not", async () => {
    const [ben, cid, dan] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid"), await enrol(bench, at, "Dan")];
    const activityId = await announceQuietly(bench, at, { capacity: 1 });
    for (const person of [ben, cid, dan]) await noteReply(bench, activityId, person, { answer: "maybe" });
    await jumpTo(bench, "27 11:00");
    const asked = [ben, cid, dan].map((person) => bench.as(person).reads());
    expect(asked[0]?.text).toContain("You said maybe. Can you tell by now?");
    const [first, second, third] = asked;
    if (!first || !second || !third) throw new Error("somebody was not asked");
    expect(labels(first)).toEqual([["✅ I'm going", "✖️ Can't come"]]);
    await bench.as(ben).taps(first, "✅ I'm going");
    expect(bench.emulator.message(first).text).toContain("✅ Noted: you are going. See you there!");
    expect((await bench.as(cid).taps(second, "✅ I'm going")).toast).toContain("you are number 1 in line");
    expect(bench.emulator.message(second).text).toContain("⏳ You are on the waiting list.");
    await bench.as(dan).taps(third, "✖️ Can't come");
    expect(bench.emulator.message(third).text).toContain("✖️ You are not coming");
    expect((await bench.database.db.select().from(rsvp)).map(({ answer, place }) => `${answer} ${place}`).toSorted()).toEqual(["going held", "going waiting"]);
    bench.emulator.markAllSeen();
  });

  test("whoever answers late gets what is left, and nothing that has passed", async () => {
    const [ben, cid, dan] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid"), await enrol(bench, at, "Dan")];
    const activityId = await announceQuietly(bench, at);
    await jumpTo(bench, "27 11:20");
    await noteReply(bench, activityId, ben, { answer: "going" });
    await walkTo(bench, "28 08:30");
    await noteReply(bench, activityId, cid, { answer: "going" });
    await walkTo(bench, "28 14:40");
    await noteReply(bench, activityId, dan, { answer: "going" });
    await walkTo(bench, "28 15:10");
    expect(remindersOf(bench, ben)).toEqual(ALL.slice(1));
    expect(remindersOf(bench, cid)).toEqual(ALL.slice(2));
    expect(remindersOf(bench, dan)).toEqual([]);
  });

  test("nobody is reminded who waits, said no, did not agree to reminders, or cannot be written to", async () => {
    const [waits, said, silent, gone] = [
      await enrol(bench, at, "Waits"), await enrol(bench, at, "Said no"), await enrol(bench, at, "Silent", { reminders: false }), await enrol(bench, at, "Gone"),
    ];
    const activityId = await announceQuietly(bench, at);
    await noteReply(bench, activityId, waits, { answer: "going", place: "waiting", waitingSince: bench.now() });
    await noteReply(bench, activityId, said, { answer: "going" });
    await dropReply(bench, activityId, said);
    for (const person of [silent, gone]) await noteReply(bench, activityId, person, { answer: "going" });
    bench.emulator.block(gone);
    await bench.run();
    await jumpTo(bench, "27 11:00");
    await walkTo(bench, "28 15:10");
    expect(await bench.database.db.select().from(reminder)).toEqual([]);
    // Whoever waits hears from the waitlist.
    bench.emulator.markAllSeen();
  });

  test("an activity may ask for fewer kinds, or for none", async () => {
    const ben = await enrol(bench, at, "Ben");
    const [some, none] = [await announceQuietly(bench, at), await announceQuietly(bench, at, { title: "Quiet one" })];
    const { db } = bench.database;
    await db.update(activity).set({ reminders: ["half_hour"] }).where(eq(activity.id, some));
    await db.update(activity).set({ reminders: [] }).where(eq(activity.id, none));
    for (const id of [some, none]) await noteReply(bench, id, ben, { answer: "going" });
    await jumpTo(bench, "27 11:00");
    await walkTo(bench, "28 15:10");
    expect(remindersOf(bench, ben)).toEqual(ALL.slice(2));
  });

  test("in Chinese too", async () => {
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    const activityId = await announceQuietly(bench, at, { title: "走访市场", place: "社区中心" });
    await bench.database.db.update(account).set({ locale: "zh-CN" });
    await noteReply(bench, activityId, ben, { answer: "going" });
    await noteReply(bench, activityId, cid, { answer: "maybe" });
    await jumpTo(bench, "27 11:00");
    const asked = bench.as(ben).reads();
    expect(asked.text).toBe("⏰ 明天：走访市场\n🗓 11月28日（周六）15:00–17:00\n📍 社区中心\n还能来吗？请点一下，组织员好做准备。\n\n想少收提醒：/reminders");
    expect(labels(asked)).toEqual([["✅ 会来", "✖️ 来不了"]]);
    await bench.as(ben).taps(asked, "✅ 会来");
    expect(bench.emulator.message(asked).text).toContain("✅ 已确认，到时见！");
    expect(bench.as(cid).reads().text).toContain("您选了“待定”，现在能定下来吗？");
    await jumpTo(bench, "28 08:00");
    expect(bench.as(ben).reads().text).toContain("⏰ 今天：走访市场");
    expect(bench.as(ben).reads().text).toContain("临时来不了的话，请点一下，名额可以让给别人。");
  });
});

describe("after an outage", () => {
  test.each([
    ["27 20:20", ["27 20:20 ⏰ Tomorrow: Visit to the market"]], ["27 20:40", []], ["28 13:50", ["28 13:50 ⏰ Today: Visit to the market"]], ["28 14:10", []],
    ["28 14:50", ["28 14:50 ⏰ Today: Visit to the market"]], ["28 15:00", []],
  ])("a bot that is back at %s says only what is still in time", async (back, said) => {
    const ben = await enrol(bench, at, "Ben");
    await noteReply(bench, await announceQuietly(bench, at), ben, { answer: "going" });
    await jumpTo(bench, back);
    expect(remindersOf(bench, ben)).toEqual(said);
  });

  test("what was owed while Telegram could not be reached is not said after its last moment", async () => {
    const ben = await enrol(bench, at, "Ben");
    bench.expectFailures();
    await noteReply(bench, await announceQuietly(bench, at), ben, { answer: "going" });
    bench.emulator.fault({ kind: "serverErrorBefore", method: "sendMessage", chatId: ben.id });
    await jumpTo(bench, "27 11:00");
    expect(await readLedger(bench, ben)).toMatchObject([{ kind: "day_before" }]);
    await jumpTo(bench, "27 20:30");
    expect(remindersOf(bench, ben)).toEqual([]);
    expect(await bench.database.db.select().from(outbox)).toEqual([]);
  });

  test("a passing error of Telegram's costs nobody their reminder", async () => {
    const ben = await enrol(bench, at, "Ben");
    bench.expectFailures();
    await noteReply(bench, await announceQuietly(bench, at), ben, { answer: "going" });
    bench.emulator.fault({ kind: "serverErrorBefore", method: "sendMessage", chatId: ben.id });
    await jumpTo(bench, "27 11:00");
    await bench.settle();
    expect(remindersOf(bench, ben)).toEqual(ALL.slice(0, 1));
  });
});

describe("the message says the present", () => {
  async function moveTo(startsAt: string) {
    await bench.database.db.update(activitySlot).set({
      startsAt: onDay(startsAt), endsAt: hoursFrom(onDay(startsAt), 2), previousStartsAt: activitySlot.startsAt, previousEndsAt: activitySlot.endsAt,
    });
    await bench.database.db.update(activity).set({ movedAt: bench.now() });
  }

  async function owedAtEleven() {
    const ben = await enrol(bench, at, "Ben");
    const activityId = await announceQuietly(bench, at);
    await noteReply(bench, activityId, ben, { answer: "going" });
    await jumpTo(bench, "27 10:59");
    const scope = { ...bench.scope(), now: onDay("27 11:00") };
    await due(scope);
    expect(await readLedger(bench, ben)).toHaveLength(1);
    return { ben, activityId };
  }

  test("nothing goes to whoever took their answer back a moment before", async () => {
    const { ben, activityId } = await owedAtEleven();
    await dropReply(bench, activityId, ben);
    await jumpTo(bench, "27 11:01");
    expect(remindersOf(bench, ben)).toEqual([]);
  });

  test("nothing goes out of an activity that was cancelled a moment before", async () => {
    const { ben } = await owedAtEleven();
    await bench.database.db.update(activity).set({ cancelledAt: bench.now() });
    await jumpTo(bench, "27 11:01");
    expect(remindersOf(bench, ben)).toEqual([]);
  });

  test("nothing goes to whoever took their consent to reminders back a moment before", async () => {
    const { ben } = await owedAtEleven();
    await bench.database.db.delete(consent).where(eq(consent.purpose, "reminders"));
    await jumpTo(bench, "27 11:01");
    expect(remindersOf(bench, ben)).toEqual([]);
  });

  test("of an activity that was moved a moment before, the news of the change stands in for the reminder; the new day has its own", async () => {
    const { ben } = await owedAtEleven();
    await moveTo("29 15:00");
    await walkTo(bench, "27 20:40");
    expect(remindersOf(bench, ben)).toEqual([]);
    await walkTo(bench, "29 08:00");
    expect(remindersOf(bench, ben)).toEqual(["28 11:00 ⏰ Tomorrow: Visit to the market", "29 08:00 ⏰ Today: Visit to the market"]);
  });

  test("nobody hears of the same day twice where it was moved on that day", async () => {
    const ben = await enrol(bench, at, "Ben");
    await noteReply(bench, await announceQuietly(bench, at), ben, { answer: "going" });
    await jumpTo(bench, "27 09:00");
    await moveTo("28 16:00");
    await walkTo(bench, "28 07:00");
    expect(remindersOf(bench, ben)).toEqual([]);
    await walkTo(bench, "28 16:00");
    expect(remindersOf(bench, ben)).toEqual(["28 08:00 ⏰ Today: Visit to the market", "28 15:30 ⏰ Today: Visit to the market"]);
  });

  test("the news of a new place stands in for the morning's reminder, and the last reminder names the newest place", async () => {
    const ben = await enrol(bench, at, "Ben");
    const activityId = await announceQuietly(bench, at);
    await noteReply(bench, activityId, ben, { answer: "going" });
    await jumpTo(bench, "27 11:00");
    await jumpTo(bench, "28 07:00");
    bench.emulator.markAllSeen();
    const lead = bench.as(at.lead);
    await lead.types("/announce place Town hall");
    await lead.taps(lead.reads(), "Change it");
    await walkTo(bench, "28 08:00");
    await bench.settle();
    const news = bench.emulator.messages(ben).filter(({ text }) => text.startsWith("📍"));
    expect(news.map(({ text }) => text)).toEqual(["📍 “Visit to the market” has a new place\nBefore: Community centre\nNew: Town hall\n🗓 Sat 28 Nov, 15:00–17:00 (China Time)"]);
    await walkTo(bench, "28 14:30");
    expect(remindersOf(bench, ben)).toEqual([ALL[0], ALL[2]]);
    expect(bench.as(ben).reads().text).toContain("📍 Town hall");
    bench.emulator.markAllSeen();
  });

  test("nothing is told twice where only the place was changed", async () => {
    const ben = await enrol(bench, at, "Ben");
    await noteReply(bench, await announceQuietly(bench, at), ben, { answer: "going" });
    await jumpTo(bench, "27 11:00");
    await bench.database.db.update(activity).set({ place: "Town hall" });
    await walkTo(bench, "27 20:40");
    expect(remindersOf(bench, ben)).toEqual(ALL.slice(0, 1));
    await jumpTo(bench, "28 08:00");
    expect(bench.as(ben).reads().text).toContain("📍 Town hall");
  });
});

describe("somebody who blocked the bot", () => {
  test("is marked, and not tried again until they are back", async () => {
    const ben = await enrol(bench, at, "Ben");
    bench.expectFailures();
    const activityId = await announceQuietly(bench, at);
    await noteReply(bench, activityId, ben, { answer: "going" });
    bench.emulator.fault({ kind: "error", method: "sendMessage", chatId: ben.id, code: 403, description: "Forbidden: bot was blocked by the user" });
    await jumpTo(bench, "27 11:00");
    const tries = () => bench.emulator.journal({ method: "sendMessage" }).filter(({ chatId }) => chatId === ben.id).length;
    const before = tries();
    const [marked] = await bench.database.db.select().from(account).where(eq(account.id, await accountIdOf(bench, ben)));
    expect(marked?.unreachableSince).not.toBeNull();
    await walkTo(bench, "28 08:30");
    expect(tries()).toBe(before);
    expect(await bench.database.db.select().from(outbox)).toEqual([]);
    await bench.as(ben).starts();
    bench.emulator.markAllSeen();
    await walkTo(bench, "28 14:30");
    expect(remindersOf(bench, ben)).toEqual(ALL.slice(1).map((line) => line.replace("28 08:00", "28 09:00")));
  });
});

test("two processes that look at the same time owe one message", async () => {
  const people = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid"), await enrol(bench, at, "Dan")];
  const activityId = await announceQuietly(bench, at);
  for (const person of people) await noteReply(bench, activityId, person, { answer: "going" });
  await jumpTo(bench, "27 10:59");
  const scope = { ...bench.scope(), now: onDay("27 11:00") };
  await Promise.all([due(scope), due({ ...scope, now: new Date(scope.now.getTime() + 1) }), due(scope)]);
  expect(await bench.database.db.select().from(outbox)).toHaveLength(3);
  await jumpTo(bench, "27 11:01");
  for (const person of people) {
    expect(remindersOf(bench, person)).toEqual(["27 11:01 ⏰ Tomorrow: Visit to the market"]);
    expect(await readPings(bench, person)).toHaveLength(1);
  }
});
