import { asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { AccountId } from "../../src/context.ts";
import { account, outbox } from "../../src/db/schema.ts";
import { activity, activitySlot, post } from "../../src/db/schema-activity.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import { withdrawConsent } from "../../src/features/consent/actions.ts";
import { turnWindows } from "../../src/features/opening/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { announceActivity, announcementIn, hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { boardIn, labels, linkGroup, openRollCall } from "../telegram/rollcalls.ts";

const bench = useBench();
const MINUTE = 60_000;

/** Turns the clock to an instant and lets everything be sent, unlooked at. */
async function turnTo(at: Date): Promise<void> {
  await bench.advance(at.getTime() - bench.now().getTime());
  await bench.settle();
  bench.emulator.markAllSeen();
}

const minutesFrom = (at: Date, minutes: number) => new Date(at.getTime() + minutes * MINUTE);
const { startsAt, endsAt } = SATURDAY;
const readCheckIns = () => bench.database.db.select().from(checkIn).orderBy(asc(checkIn.id));

/** A quarter of an hour before the activity begins. */
async function atTheDoor(at: Established, content: Parameters<typeof announceActivity>[2] = {}): Promise<number> {
  const activityId = await announceActivity(bench, at, content);
  await turnTo(minutesFrom(startsAt, -15));
  return activityId;
}

const inGroup = (at: Established, person: Person) => bench.as(person, at.memberGroup);

describe("check-in opens by itself on the announcement", () => {
  test("a quarter of an hour before the start, not a minute earlier, in all groups", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    await announceActivity(bench, at);
    await turnTo(minutesFrom(startsAt, -16));
    expect(labels(await announcementIn(bench, at.memberGroup))[0]).toEqual(["✅ I'm going", "🤔 Maybe", "✖️ Not going"]);
    await turnTo(minutesFrom(startsAt, -15));
    for (const group of [at.memberGroup, second]) {
      const board = await announcementIn(bench, group);
      expect(labels(board)).toEqual([["✅ I'm here"], ["✖️ Not going"], ["Join (voluntary)"]]);
      expect(board.text).toContain("✅ 0 checked in\n⏰ Check-in closes at 17:30\n\nChecking in is voluntary; only the count is shown");
    }
  });

  test("the board is owed once for each opening, however many processes look", async () => {
    const at = await establish(bench, { locale: "en" });
    await announceActivity(bench, at);
    await turnTo(minutesFrom(startsAt, -16));
    const then = { ...bench.scope(), now: minutesFrom(startsAt, -15) };
    await Promise.all([1, 2, 3].map(() => turnWindows(then)));
    expect(await bench.database.db.$count(outbox, eq(outbox.kind, "post.boards"))).toBe(1);
    await turnWindows(then);
    expect(await bench.database.db.$count(outbox, eq(outbox.kind, "post.boards"))).toBe(1);
    await turnTo(minutesFrom(startsAt, -14));
    expect(labels(await announcementIn(bench, at.memberGroup))[0]).toEqual(["✅ I'm here"]);
  });

  test("an activity at any time asks whether one took part", async () => {
    const at = await establish(bench, { locale: "en" });
    await atTheDoor(at, { mode: "async" });
    expect(labels(await announcementIn(bench, at.memberGroup))).toEqual([["✅ I took part"], ["✖️ Not going"], ["Join (voluntary)"]]);
  });

  test("a cancelled one opens nothing", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const activityId = await announceActivity(bench, at);
    await bench.database.db.update(activity).set({ cancelledAt: bench.now() }).where(eq(activity.id, activityId));
    await turnTo(startsAt);
    const board = await announcementIn(bench, at.memberGroup);
    expect(await inGroup(at, ben).forges(board, `attend:${activityId}:here`))
      .toMatchObject({ toast: "This activity is cancelled; there is nothing to check in to.", alert: true });
    expect(await readCheckIns()).toEqual([]);
  });
});

describe("a member says that they are here", () => {
  test("by one tap: they see it at once, the group a second later, and nobody is named", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben", { aliasShown: true });
    const activityId = await atTheDoor(at);
    const board = await announcementIn(bench, at.memberGroup);
    expect(await inGroup(at, ben).taps(board, "✅ I'm here")).toEqual({ toast: "✅ You are counted. Thank you!", alert: false, url: undefined });
    expect(await readCheckIns()).toMatchObject([{ activityId, rollCallId: null, answer: "here", method: "button", at: bench.now() }]);
    const after = await announcementIn(bench, at.memberGroup);
    expect(after.text).toContain("✅ 1 checked in\n");
    expect(after.text).not.toContain("Member-");
  });

  test("whether or not they had replied, and the reply is another fact", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await atTheDoor(at);
    await inGroup(at, ben).taps(await announcementIn(bench, at.memberGroup), "✅ I'm here");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 0 going · 20 places left\n✅ 1 checked in");
  });

  test("twice is once, and owes no second edit", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = inGroup(at, await enrol(bench, at, "Ben"));
    await atTheDoor(at);
    const board = await announcementIn(bench, at.memberGroup);
    await ben.taps(board, "✅ I'm here");
    await announcementIn(bench, at.memberGroup);
    expect((await ben.taps(board, "✅ I'm here")).toast).toBe("You are counted already; once is enough.");
    expect(await bench.database.db.$count(outbox)).toBe(0);
    expect(await readCheckIns()).toHaveLength(1);
  });

  test("at two slots of one activity they are counted once", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = inGroup(at, await enrol(bench, at, "Ben"));
    const slots = [
      { label: "First", startsAt, endsAt: hoursFrom(startsAt, 1) }, { label: "Second", startsAt: hoursFrom(startsAt, 4), endsAt: hoursFrom(startsAt, 5) },
    ];
    await atTheDoor(at, { slots });
    const board = await announcementIn(bench, at.memberGroup);
    expect(labels(board)).toEqual([["✅ I'm here"], ["✅ Second"], ["🤔 Maybe", "✖️ Not going"], ["Join (voluntary)"]]);
    await ben.taps(board, "✅ I'm here");
    await turnTo(minutesFrom(startsAt, 91));
    expect(labels(await announcementIn(bench, at.memberGroup))).toEqual([["✅ Second"], ["🤔 Maybe", "✖️ Not going"], ["Join (voluntary)"]]);
    expect((await ben.forges(board, board.keyboard[0]?.[0]?.callback_data ?? "")).toast).toBe("Check-in opens at 18:45; just tap again then.");
    await turnTo(hoursFrom(startsAt, 4));
    expect((await ben.taps(await announcementIn(bench, at.memberGroup), "✅ I'm here")).toast).toBe("You are counted already; once is enough.");
    const [first] = await bench.database.db.select().from(activitySlot).orderBy(asc(activitySlot.startsAt));
    expect(await readCheckIns()).toMatchObject([{ slotId: first?.id }]);
  });

  test("too early or too late is told kindly, and nothing is kept", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = inGroup(at, await enrol(bench, at, "Ben"));
    const activityId = await announceActivity(bench, at);
    const board = await announcementIn(bench, at.memberGroup);
    expect(await ben.forges(board, `attend:${activityId}:here`)).toMatchObject({ toast: "Check-in opens at Sat 28 Nov, 14:45; just tap again then.", alert: true });
    await turnTo(minutesFrom(endsAt, 30));
    expect((await ben.forges(board, `attend:${activityId}:here`)).toast)
      .toBe("Check-in closed at 17:30, so this was not counted. No harm done, see you next time!");
    expect(await readCheckIns()).toEqual([]);
  });

  test("in two groups a tap in either is seen in both", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const ben = await enrol(bench, at, "Ben");
    bench.emulator.join(ben, second);
    await atTheDoor(at);
    await bench.as(ben, second).taps(await announcementIn(bench, second), "✅ I'm here");
    for (const group of [at.memberGroup, second]) expect((await announcementIn(bench, group)).text).toContain("✅ 1 checked in\n");
  });

  test("a tap on a copy that the bot does not know makes it the copy", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await atTheDoor(at);
    const board = await announcementIn(bench, at.memberGroup);
    await bench.database.db.update(post).set({ state: "uncertain", messageId: null });
    await inGroup(at, ben).taps(board, "✅ I'm here");
    expect(await bench.database.db.select({ state: post.state, messageId: post.messageId }).from(post)).toEqual([{ state: "posted", messageId: board.id }]);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("✅ 1 checked in\n");
  });

  test("the words are Chinese where the group speaks Chinese", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const ben = inGroup(at, await enrol(bench, at, "Ben"));
    await atTheDoor(at);
    const board = await announcementIn(bench, at.memberGroup);
    expect(labels(board)).toEqual([["✅ 我到了"], ["✖️ 不来"], ["加入（自愿）"]]);
    expect((await ben.taps(board, "✅ 我到了")).toast).toBe("✅ 已签到，谢谢！");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("✅ 已签到 1 人\n⏰ 签到到 17:30 为止\n\n签到自愿，这里只显示人数；没有点的人不会被记录。");
  });
});

describe("who may be counted", () => {
  test("a stranger is led to join, the activity kept; nothing of them is stored", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await atTheDoor(at);
    const before = await bench.database.db.select().from(account);
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    bench.emulator.join(sid, at.memberGroup);
    const tap = await inGroup(at, sid).taps(await announcementIn(bench, at.memberGroup), "✅ I'm here");
    expect(tap.url).toBe(`https://t.me/MusterBot?start=${at.joinPayload}-a${activityId}`);
    expect(await bench.database.db.select().from(account)).toEqual(before);
    expect(await readCheckIns()).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("a member who has not agreed to be counted is led to that one consent", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben", { attendance: false });
    const activityId = await atTheDoor(at);
    expect((await inGroup(at, ben).taps(await announcementIn(bench, at.memberGroup), "✅ I'm here")).url).toContain(`-a${activityId}`);
    bench.emulator.markAllSeen();
    await bench.as(ben).types("/mydata");
    await bench.as(ben).forges(bench.as(ben).reads(), `attend:${activityId}:here`);
    expect(bench.as(ben).reads().text).toContain("You have not agreed to check-in");
    expect(labels(bench.as(ben).reads())).toEqual([["Turn on check-in"]]);
    expect(await readCheckIns()).toEqual([]);
  });

  test("a forged tap is answered and counts nothing", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const there = await establish(bench, { locale: "en", name: "Other station" });
    bench.emulator.join(ben, there.memberGroup);
    const activityId = await atTheDoor(at);
    const elsewhere = bench.emulator.say(there.lead, there.memberGroup, "hello");
    for (const data of [`attend:${activityId}:here`, `attend:${activityId + 7}:here`]) {
      expect((await bench.as(ben, there.memberGroup).forges(elsewhere, data)).toast).toBe("This activity was not found.");
    }
    const organizers = bench.emulator.say(at.lead, at.organizerGroup, "hello");
    expect((await bench.as(ben, at.organizerGroup).forges(organizers, `attend:${activityId}:here`)).toast).toBe("This activity was not found.");
    expect(await readCheckIns()).toEqual([]);
  });

  test("one that can still be taken back is not known to anybody", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const activityId = await atTheDoor(at);
    await bench.database.db.update(activity).set({ announcedAt: minutesFrom(bench.now(), 1) }).where(eq(activity.id, activityId));
    await bench.as(ben).types("/mydata");
    expect((await bench.as(ben).forges(bench.as(ben).reads(), `attend:${activityId}:here`)).toast).toBe("This activity was not found.");
  });

  test("who withdraws their consent stays in the number and leaves no row", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    await atTheDoor(at);
    const board = await announcementIn(bench, at.memberGroup);
    await inGroup(at, ben).taps(board, "✅ I'm here");
    const [row] = await readCheckIns();
    await withdrawConsent(bench.scope(), row?.accountId as AccountId, { stationId: at.stationId, purpose: "attendance" });
    expect(await readCheckIns()).toEqual([]);
    await inGroup(at, cid).taps(board, "✅ I'm here");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("✅ 2 checked in\n");
  });
});

describe("/checkin", () => {
  test("knows an activity that is open here, in the group and in private", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    await atTheDoor(at);
    expect((await inGroup(at, ben).types("/checkin")).reactions).toEqual(["👍"]);
    await bench.as(cid).types("/checkin");
    expect(bench.as(cid).reads().text).toBe("✅ You are counted: “Visit to the market”. Thank you!");
    expect(await readCheckIns()).toMatchObject([{ method: "command" }, { method: "command" }]);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("✅ 2 checked in\n");
  });

  test("asks which, where a roll call and an activity are open", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await atTheDoor(at);
    await openRollCall(bench, at);
    await bench.as(ben).types("/checkin");
    const which = bench.as(ben).reads();
    expect(which.text).toBe("Several check-ins are open. Where are you?");
    expect(labels(which)).toEqual([["✅ Visit to the market"], ["✅ Meeting"]]);
    expect((await bench.as(ben).taps(which, "✅ Visit to the market")).toast).toBe("✅ You are counted. Thank you!");
    expect(await readCheckIns()).toMatchObject([{ rollCallId: null }]);
    await boardIn(bench, at.memberGroup);
    bench.emulator.markAllSeen();
  });

  test("before it opens and after it has closed says when that is", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await announceActivity(bench, at);
    await bench.as(ben).types("/checkin");
    expect(bench.as(ben).reads().text).toBe("No check-in is open right now. When one opens, you see it in the group.");
    await turnTo(hoursFrom(startsAt, -2));
    await bench.as(ben).types("/checkin");
    expect(bench.as(ben).reads().text).toBe("Check-in opens at 14:45; just tap again then.");
    await turnTo(hoursFrom(endsAt, 2));
    await bench.as(ben).types("/checkin");
    expect(bench.as(ben).reads().text).toBe("Check-in closed at 17:30, so this was not counted. No harm done, see you next time!");
  });

  test("in a group means what was announced there", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await atTheDoor(at);
    const second = await linkGroup(bench, at, "Second");
    bench.emulator.join(ben, second);
    await bench.as(ben, second).types("/checkin");
    expect(bench.as(ben).reads().text).toContain("No check-in is open right now.");
    expect(await readCheckIns()).toEqual([]);
  });

  test("by people who cannot be written to gives one hint in the group for all of them", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await atTheDoor(at);
    for (const firstName of ["Sid", "Tom"]) {
      const stranger = bench.emulator.addPerson({ firstName, languageCode: "en" });
      bench.emulator.join(stranger, at.memberGroup);
      expect((await inGroup(at, stranger).types("/checkin")).reactions).toEqual(["🤔"]);
      await bench.settle();
    }
    const hints = bench.emulator.messages(at.memberGroup).filter(({ text }) => text.includes("have not joined yet"));
    expect(hints.map(({ text }) => text)).toEqual(["“Visit to the market”: if you would like to check in and have not joined yet, please use the button below (voluntary)."]);
    expect(hints[0]?.keyboard[0]?.[0]?.url).toBe(`https://t.me/MusterBot?start=${at.joinPayload}-a${activityId}`);
  });
});
