import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { StationId } from "../../src/context.ts";
import { account, consent, member, outbox } from "../../src/db/schema.ts";
import { activity, activitySlot } from "../../src/db/schema-activity.ts";
import { activityMark, checkIn, reminder, rsvp } from "../../src/db/schema-reply.ts";
import { attend } from "../../src/features/attend/actions.ts";
import { conclude, concludeDue } from "../../src/features/conclusion/actions.ts";
import { stationScope } from "../../src/features/station/actions.ts";
import { onServer } from "../setup/needs.ts";
import { announceActivity, announcementIn, hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { accountIdOf, hasCome, isGoing, minutesFrom, readHeld, turnTo } from "../telegram/attending.ts";
import { useBench } from "../telegram/bench.ts";
import { labels, linkGroup } from "../telegram/rollcalls.ts";

const bench = useBench();
const { startsAt, endsAt } = SATURDAY;
const closesAt = minutesFrom(endsAt, 30);

describe("an activity closes by the clock", () => {
  test("half an hour after its end: the numbers are final on every board, and no button is left", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const [ben, cid, dan] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid"), await enrol(bench, at, "Dan")];
    const activityId = await announceActivity(bench, at, { guestsMax: 2 });
    bench.emulator.join(dan, second);
    await isGoing(bench, at, activityId, ben, 2);
    await isGoing(bench, at, activityId, cid);
    await turnTo(bench, startsAt);
    await bench.as(ben, at.memberGroup).taps(await announcementIn(bench, at.memberGroup), "✅ I'm here");
    await bench.as(dan, second).types("/checkin");
    await bench.as(at.lead).types("/announce count 5");
    await turnTo(bench, minutesFrom(closesAt, -1));
    expect(labels(await announcementIn(bench, at.memberGroup))).toEqual([["✅ I'm here"], ["Join (voluntary)"]]);
    await turnTo(bench, closesAt);
    for (const group of [at.memberGroup, second]) {
      const board = await announcementIn(bench, group);
      expect(board.text).toBe("📣 Visit to the market\n🗓 Sat 28 Nov, 15:00–17:00\n🔒 Over: 2 going · 2 checked in · 5 more counted by the organizer");
      expect(board.keyboard).toEqual([]);
    }
    expect(await readHeld(bench, activityId)).toEqual({ heldAt: closesAt, going: 2, guests: 2, came: 2, counted: 5 });
  });

  test("only after the last of its slots", async () => {
    const at = await establish(bench, { locale: "en" });
    const slots = [{ label: null, startsAt, endsAt }, { label: null, startsAt: hoursFrom(startsAt, 24), endsAt: hoursFrom(endsAt, 24) }];
    const activityId = await announceActivity(bench, at, { slots });
    await turnTo(bench, closesAt);
    expect(await readHeld(bench, activityId)).toMatchObject({ heldAt: null });
    await turnTo(bench, hoursFrom(closesAt, 24));
    expect(await readHeld(bench, activityId)).toMatchObject({ heldAt: hoursFrom(closesAt, 24) });
  });

  test("and not before its new end, when it was moved meanwhile", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    await bench.database.db.update(activitySlot).set({ startsAt: hoursFrom(startsAt, 2), endsAt: hoursFrom(endsAt, 2) });
    await turnTo(bench, closesAt);
    expect(await bench.scope().act((tx) => conclude(tx, { stationId: at.stationId, activityId }, bench.now()))).toBe(false);
    expect(await readHeld(bench, activityId)).toMatchObject({ heldAt: null });
    await turnTo(bench, hoursFrom(closesAt, 2));
    expect(await readHeld(bench, activityId)).toMatchObject({ heldAt: hoursFrom(closesAt, 2) });
  });

  test("also after an outage, once, however many processes come to it", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    await turnTo(bench, minutesFrom(startsAt, -60));
    const later = { ...bench.scope(), now: hoursFrom(endsAt, 30) };
    await Promise.all([1, 2, 3].map(() => concludeDue(later)));
    expect(await bench.database.db.$count(outbox, eq(outbox.kind, "conclusion.summary"))).toBe(1);
    expect(await readHeld(bench, activityId)).toMatchObject({ heldAt: later.now, came: 0 });
    await turnTo(bench, later.now);
  });

  test("takes marks and reminders along, and keeps the replies for their thirty days", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const activityId = await announceActivity(bench, at);
    await isGoing(bench, at, activityId, ben);
    await bench.database.db.insert(activityMark).values({ stationId: at.stationId, activityId, kind: "answered", mark: "x" });
    await turnTo(bench, minutesFrom(startsAt, -20));
    expect(await bench.database.db.$count(reminder)).toBeGreaterThan(0);
    await turnTo(bench, closesAt);
    const { db } = bench.database;
    expect([await db.$count(activityMark), await db.$count(reminder), await db.$count(rsvp)]).toEqual([0, 0, 1]);
  });

  test("a cancelled one closes without any word about who came", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    await bench.database.db.update(activity).set({ cancelledAt: bench.now(), cancelReason: "Storm" }).where(eq(activity.id, activityId));
    const before = bench.emulator.journal().length;
    await turnTo(bench, hoursFrom(closesAt, 20), "closely");
    expect(bench.emulator.journal().length).toBe(before);
    expect(await readHeld(bench, activityId)).toMatchObject({ heldAt: null, came: null });
  });

  test("a check-in whose person was erased stays in the final number", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    const activityId = await announceActivity(bench, at);
    await turnTo(bench, startsAt);
    for (const person of [ben, cid]) await hasCome(bench, at, activityId, person);
    await bench.as(ben).types("/forgetme");
    await bench.as(ben).taps(bench.as(ben).reads(), "Erase everything about me");
    bench.as(ben).reads();
    await turnTo(bench, closesAt);
    expect(await readHeld(bench, activityId)).toMatchObject({ came: 2 });
    expect(await bench.database.db.$count(checkIn)).toBe(1);
  });
});

describe("the organizer's summary", () => {
  test("comes once, in private: going, came, guests, head count, and what can be done next", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid] = [await enrol(bench, at, "Ben", { aliasShown: true }), await enrol(bench, at, "Cid", { aliasShown: true })];
    const activityId = await announceActivity(bench, at, { guestsMax: 1 });
    await isGoing(bench, at, activityId, ben, 1);
    await isGoing(bench, at, activityId, cid);
    await turnTo(bench, startsAt);
    await hasCome(bench, at, activityId, ben);
    await bench.as(at.lead).types("/announce count 3");
    await turnTo(bench, minutesFrom(closesAt, -1));
    await turnTo(bench, closesAt, "closely");
    const told = bench.as(at.lead).reads();
    expect(told.text.split("\n")).toEqual([
      "📋 “Visit to the market” is over", "🗓 Sat 28 Nov, 15:00–17:00", "👥 2 going, bringing 1 · 1 checked in · 3 counted by you", "",
      "What you can do next:", "· count people without a phone; possible for two more days",
      "· those who checked in and agreed to reminders are asked once how it was, anonymously; if at least 5 rate, you hear the average in two days",
      "· hold it again: /announce again",
    ]);
    expect(labels(told)).toEqual([["👥 Count people"]]);
    bench.emulator.markAllSeen();
    await turnTo(bench, hoursFrom(closesAt, 3), "closely");
    expect(bench.as(at.lead).reads().id).toBe(told.id);
  });

  test("names what became of the waiting list, in counts", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    const activityId = await announceActivity(bench, at, { capacity: 1 });
    await isGoing(bench, at, activityId, ben);
    await turnTo(bench, minutesFrom(startsAt, -30));
    await isGoing(bench, at, activityId, cid);
    await bench.database.db.update(rsvp).set({ place: "waiting", waitingSince: bench.now() }).where(eq(rsvp.accountId, await accountIdOf(bench, cid)));
    await bench.database.db.update(activitySlot).set({ offersMade: 3, offersAccepted: 2, offersLapsed: 1 });
    await turnTo(bench, minutesFrom(closesAt, -1));
    await turnTo(bench, closesAt, "closely");
    expect(bench.as(at.lead).reads().text).toContain("👥 报名 1 人 · 签到 0 人\n⏳ 候补：发出邀请 3 次，接受 2，过期 1；结束时还有 1 人在候补\n\n接下来：\n· 没带手机的人，两天内还可以补记人数");
    bench.emulator.markAllSeen();
  });

  test("waits for the morning, where the activity closes at night", async () => {
    const at = await establish(bench, { locale: "en" });
    await announceActivity(bench, at, { slots: [{ label: null, startsAt: hoursFrom(startsAt, 4), endsAt: hoursFrom(startsAt, 7) }] });
    await turnTo(bench, hoursFrom(startsAt, 8));
    expect(bench.emulator.journal({ method: "sendMessage" }).filter(({ params }) => String(params["text"]).includes("is over"))).toEqual([]);
    await turnTo(bench, hoursFrom(startsAt, 17), "closely");
    expect(bench.as(at.lead).reads().text).toContain("📋 “Visit to the market” is over");
  });

  test("is for whoever announced it; where they are gone nobody gets it", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    await bench.database.db.update(activity).set({ announcedBy: null }).where(eq(activity.id, activityId));
    await turnTo(bench, closesAt);
    expect(bench.emulator.journal({ method: "sendMessage" }).filter(({ params }) => String(params["text"]).includes("is over"))).toEqual([]);
    expect(await readHeld(bench, activityId)).toMatchObject({ heldAt: closesAt });
  });
});

describe("people who check in while it closes", () => {
  onServer("are counted if and only if they were told so", async () => {
    const at = await establish(bench);
    const { db } = bench.database;
    for (let round = 0; round < 4; round += 1) {
      const activityId = await announceActivity(bench, at, { slots: [{ label: null, startsAt: bench.now(), endsAt: minutesFrom(bench.now(), 60) }] });
      const people = await db.insert(account).values(Array.from({ length: 12 }, (_, i) => ({
        userHash: `${round}-${i}`, userSealed: bench.seal.seal(i + 1, "account"), lastActiveAt: bench.now(), createdAt: bench.now(),
      }))).returning({ id: account.id });
      await db.insert(member).values(people.map(({ id }) => ({ stationId: at.stationId, accountId: id, alias: `M${id}`, joinedAt: bench.now() })));
      await db.insert(consent).values(people.map(({ id }) => ({ stationId: at.stationId, accountId: id, purpose: "attendance" as const, textVersion: "2", givenAt: bench.now() })));
      const scope = bench.scope();
      const facts = { stationId: at.stationId as StationId, stationName: "", timeZone: "Asia/Shanghai", stationLocale: "en" as const };
      const taps = people.map(({ id }) => attend(stationScope(scope, facts, id as never), { activityId, method: "button", copy: null }));
      const closing = scope.act((tx) => conclude(tx, { stationId: at.stationId, activityId }, minutesFrom(bench.now(), 90)));
      const told = await Promise.all(taps);
      expect(await closing).toBe(true);
      expect((await readHeld(bench, activityId))?.came).toBe(told.filter(({ ok }) => ok).length);
    }
    await bench.settle();
    bench.emulator.markAllSeen();
  });
});
