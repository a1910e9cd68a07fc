import { and, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { checkIn, rsvp } from "../../src/db/schema-reply.ts";
import { account, consent, consentProof } from "../../src/db/schema.ts";
import { announceActivity, announcementIn, hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { accountIdOf } from "../telegram/replies.ts";
import { boardIn, labels } from "../telegram/rollcalls.ts";
import { answers } from "../telegram/talk.ts";

const bench = useBench();
const GOING = "✅ I'm going";

let at: Established;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
});

const attendance = async () => (await bench.database.db.select().from(consent).where(eq(consent.purpose, "attendance"))).map(({ textVersion }) => textVersion);
const replies = () => bench.database.db.select().from(rsvp);

/** Somebody who joined while the first text was shown. */
async function agreedToTheFirst() {
  const person = await enrol(bench, at, "Ben");
  await bench.database.db.update(consent).set({ textVersion: "1" });
  return person;
}

describe("whoever agreed to the first text", () => {
  test("reads in /mydata that it covers check-ins only, and everybody else what the newer one covers", async () => {
    const ben = await agreedToTheFirst();
    await bench.as(ben).types("/mydata");
    expect(bench.as(ben).reads().text).toContain("✅ Counting check-ins: agreed on 23 Nov 2026 (text version 1)");
    await bench.database.db.update(consent).set({ textVersion: "2" });
    await bench.as(ben).types("/mydata");
    expect(bench.as(ben).reads().text).toContain("✅ Counting check-ins, replies and votes: agreed on 23 Nov 2026 (text version 2)");
    await bench.database.db.update(account).set({ locale: "zh-CN" });
    await bench.as(ben).types("/mydata");
    expect(bench.as(ben).reads().text).toContain("✅ 签到、报名和投票计数：");
  });

  test("checks in as before", async () => {
    const ben = await agreedToTheFirst();
    await bench.as(at.lead, at.memberGroup).types("/rollcall Meeting for 1h");
    bench.emulator.markAllSeen();
    expect((await bench.as(ben, at.memberGroup).taps(await boardIn(bench, at.memberGroup), "✅ I'm here")).toast).toContain("You are counted");
    expect(await bench.database.db.select().from(checkIn)).toHaveLength(1);
    expect(await attendance()).toEqual(["1"]);
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("is asked once when they reply: one screen, one tap, and one further tap is the reply", async () => {
    const ben = await agreedToTheFirst();
    await announceActivity(bench, at);
    const board = await announcementIn(bench, at.memberGroup);
    await bench.as(ben, at.memberGroup).taps(board, GOING);
    const asked = bench.as(ben).reads();
    expect(asked.text).toContain("Before your reply counts, there is one thing to agree to (voluntary):");
    expect(asked.text).toContain("replies (going, maybe, guests, waiting, every time)");
    expect(asked.text).toContain("until 30 days after the end");
    expect(labels(asked)).toEqual([["Yes", "No"]]);
    expect(await replies()).toEqual([]);
    expect((await bench.as(ben).taps(asked, "Yes")).toast).toBe("Noted, thank you.");
    const shown = bench.emulator.message(asked);
    expect(shown.text).toContain("📣 Visit to the market");
    expect((await bench.as(ben).taps(shown, GOING)).toast).toBe("✅ You are in. See you there!");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 1 going");
    expect(await attendance()).toEqual(["2"]);
    expect(await bench.database.db.select({ purpose: consentProof.purpose, textVersion: consentProof.textVersion }).from(consentProof))
      .toEqual([{ purpose: "attendance", textVersion: "1" }]);
    await announceActivity(bench, at, { title: "Another" });
    expect((await bench.as(ben, at.memberGroup).taps(await announcementIn(bench, at.memberGroup), GOING)).toast).toContain("You are in");
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("may say no: nothing is kept, and check-ins go on as they were", async () => {
    const ben = await agreedToTheFirst();
    await announceActivity(bench, at);
    await bench.as(ben, at.memberGroup).taps(await announcementIn(bench, at.memberGroup), GOING);
    const asked = bench.as(ben).reads();
    await bench.as(ben).taps(asked, "No");
    expect(bench.emulator.message(asked).text).toBe("All right, nothing was kept. You are welcome all the same, and check-ins stay as they are.");
    expect(await replies()).toEqual([]);
    expect(await attendance()).toEqual(["1"]);
  });

  test("can still read what they agreed to, beside the newer text", async () => {
    const ben = bench.as(await agreedToTheFirst());
    await ben.types("/mydata");
    expect(ben.reads().text).toMatch(/agreed on 23 Nov 2026 \(text version 1\)/);
    const button = labels(ben.reads()).flat().find((label) => label.startsWith("✅") && !/Writing|Reminders/.test(label));
    await answers(ben, button ?? "");
    expect(ben.reads().text).toContain("You agreed to version 1. There is a newer one");
    await ben.taps(ben.reads(), labels(ben.reads()).flat()[1] ?? "");
    expect(ben.reads().text).toContain("Counting your check-ins (voluntary)");
    expect(ben.reads().text).not.toContain("replies");
  });

  test("reads it in Chinese where they speak Chinese: what is kept, how long, and that those who wait are asked", async () => {
    const ben = await agreedToTheFirst();
    await bench.database.db.update(account).set({ locale: "zh-CN" }).where(eq(account.id, await accountIdOf(bench, ben)));
    await announceActivity(bench, at);
    await bench.as(ben, at.memberGroup).taps(await announcementIn(bench, at.memberGroup), GOING);
    const asked = bench.as(ben).reads();
    expect(asked.text).toContain("报名算数之前，还要请您看一下这一项（自愿）：");
    expect(asked.text).toContain("您在候补时，有名额会私聊问您");
    expect(asked.text).toContain("报名在活动结束 30 天后删除");
    expect(labels(asked)).toEqual([["是", "否"]]);
  });
});

describe("a screen that is out of date, or not theirs", () => {
  test("agreeing under an older text keeps nothing and shows the present one", async () => {
    const ben = await agreedToTheFirst();
    const id = await announceActivity(bench, at);
    await bench.as(ben, at.memberGroup).taps(await announcementIn(bench, at.memberGroup), GOING);
    const asked = bench.as(ben).reads();
    expect((await bench.as(ben).forges(asked, `reply:agree:1:${id}:yes`)).toast).toContain("There is a new version of this text");
    expect(bench.emulator.message(asked).text).toContain("Before your reply counts");
    expect(await attendance()).toEqual(["1"]);
  });

  test("a member of one station agrees to nothing at another", async () => {
    const ben = await agreedToTheFirst();
    const there = await establish(bench, { locale: "en", name: "Other station" });
    const id = await announceActivity(bench, there);
    await bench.as(ben).types("/help");
    const message = bench.as(ben).reads();
    expect((await bench.as(ben).forges(message, `reply:agree:2:${id}:yes`)).toast).toBe("You have not joined this station.");
    expect(await bench.database.db.select().from(consent).where(and(eq(consent.stationId, there.stationId), eq(consent.purpose, "attendance")))).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("for what is over nobody is asked to agree", async () => {
    const ben = await agreedToTheFirst();
    const id = await announceActivity(bench, at, { repliesCloseAt: hoursFrom(bench.now(), 1) });
    await bench.advance(2 * 3_600_000);
    bench.emulator.markAllSeen();
    await bench.as(ben).starts(`${at.joinPayload}-a${id}`);
    expect(bench.as(ben).reads().text).toContain("📣 Visit to the market");
  });
});

describe("whoever joins from an announcement", () => {
  async function joins(activityId: number, taps = ["a", "ay", "ayy", "ayyy", "ayyyn"]) {
    const sid = bench.as(bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" }));
    await sid.starts(`${at.joinPayload}-a${activityId}`);
    for (const answer of taps) {
      const asked = sid.reads();
      await sid.taps(asked, asked.keyboard.flat().find(({ callback_data: data }) => data?.endsWith(`:${answer}`))?.text ?? "");
    }
    const joined = bench.emulator.messages(sid.person).findLast(({ text }) => text.startsWith("You have joined"));
    if (!joined) throw new Error("not joined");
    return { sid, joined };
  }

  test("answers with one tap from the screen that says that they have joined", async () => {
    const id = await announceActivity(bench, at);
    const { sid, joined } = await joins(id);
    expect(labels(joined)).toEqual([[GOING, "🤔 Maybe"], ["📣 Back to the activity"]]);
    expect((await sid.taps(joined, GOING)).toast).toBe("✅ You are in. See you there!");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 1 going");
    bench.emulator.markAllSeen();
  });

  test("goes back to it where there are several times to choose from", async () => {
    const later = { startsAt: hoursFrom(SATURDAY.startsAt, 4), endsAt: hoursFrom(SATURDAY.startsAt, 5) };
    const id = await announceActivity(bench, at, { slots: [{ label: "Early", ...SATURDAY }, { label: "Late", ...later }] });
    const { sid, joined } = await joins(id);
    expect(labels(joined)).toEqual([["📣 Back to the activity"]]);
    await sid.taps(joined, "📣 Back to the activity");
    expect((await sid.taps(sid.reads(), "✅ Late")).toast).toContain("You are in");
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("and did not agree to be counted is asked that before the tap counts", async () => {
    const id = await announceActivity(bench, at);
    const { sid, joined } = await joins(id, ["a", "ay", "ayn", "aynn", "aynnn"]);
    await sid.taps(joined, GOING);
    const asked = sid.reads();
    expect(asked.text).toContain("Before your reply counts");
    expect(await replies()).toEqual([]);
    await sid.taps(asked, "Yes");
    await sid.taps(bench.emulator.message(asked), GOING);
    expect(await replies()).toHaveLength(1);
    await bench.settle();
    bench.emulator.markAllSeen();
  });
});
