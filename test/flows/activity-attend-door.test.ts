import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { account, auditEvent, draft, invitation } from "../../src/db/schema.ts";
import { activity, activityGrant } from "../../src/db/schema-activity.ts";
import { checkIn } from "../../src/db/schema-reply.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { announceActivity, announcementIn, hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { payloadOf, scanned } from "../telegram/doors.ts";
import { labels, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
const MINUTE = 60_000;
const { startsAt, endsAt } = SATURDAY;
const minutesFrom = (at: Date, minutes: number) => new Date(at.getTime() + minutes * MINUTE);

async function turnTo(at: Date, looking: "away" | "closely" = "away"): Promise<void> {
  await bench.advance(at.getTime() - bench.now().getTime());
  await bench.settle();
  if (looking === "away") bench.emulator.markAllSeen();
}

async function idOf(person: Person): Promise<number> {
  const [own] = await bench.database.db.select({ id: account.id }).from(account).where(eq(account.userHash, bench.seal.fingerprint(person.id)));
  return own?.id ?? 0;
}

async function atTheDoor(at: Established, content: Parameters<typeof announceActivity>[2] = {}): Promise<number> {
  const activityId = await announceActivity(bench, at, content);
  await turnTo(minutesFrom(startsAt, -15));
  return activityId;
}

async function handsAttendanceTo(at: Established, activityId: number, person: Person): Promise<void> {
  await bench.database.db.insert(activityGrant).values({
    stationId: at.stationId, activityId, accountId: await idOf(person), right: "attendance", grantedAt: bench.now(),
  });
}

const trail = async () => (await bench.database.db.select({ action: auditEvent.action }).from(auditEvent)).map(({ action }) => action);
const headCount = async () => (await bench.database.db.select({ count: activity.headCount, by: activity.headCountBy }).from(activity))[0];

describe("when check-in opens", () => {
  test("whoever announced it has the door code and the head count at hand, once", async () => {
    const at = await establish(bench, { locale: "en" });
    await announceActivity(bench, at);
    await turnTo(minutesFrom(startsAt, -15), "closely");
    const told = bench.as(at.lead).reads();
    expect(told.text).toBe("✅ Check-in for “Visit to the market” is open until 17:30. People just tap the button in the group; you can hang up the door code, and count those without a phone.");
    expect(labels(told)).toEqual([["🚪 Door QR"], ["👥 Count people"]]);
    bench.emulator.markAllSeen();
    await turnTo(startsAt, "closely");
    expect(bench.as(at.lead).reads().id).toBe(told.id);
    bench.emulator.markAllSeen();
  });

  test("so has whoever was handed the attendance, and nobody else", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, olga] = [await enrol(bench, at, "Ben"), await withRole(bench, at, "Olga", "organizer")];
    const activityId = await announceActivity(bench, at);
    await handsAttendanceTo(at, activityId, ben);
    await turnTo(minutesFrom(startsAt, -15), "closely");
    expect(bench.as(ben).reads().text).toContain("Check-in for “Visit to the market” is open until 17:30.");
    bench.emulator.markAllSeen();
    expect(bench.emulator.journal({ method: "sendMessage" }).filter(({ chatId, params }) => chatId === olga.id && String(params["text"]).includes("Check-in for"))).toEqual([]);
  });

  test("nothing is said that would come when it has closed", async () => {
    const at = await establish(bench, { locale: "en" });
    await announceActivity(bench, at);
    await turnTo(hoursFrom(endsAt, 1));
    expect(bench.emulator.journal({ method: "sendMessage" }).filter(({ params }) => String(params["text"]).includes("Check-in for"))).toEqual([]);
  });
});

describe("the code at the door of an activity", () => {
  test("checks in whoever scans it, once, and says so", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const activityId = await atTheDoor(at);
    await bench.as(at.lead).types("/announce qr");
    const picture = bench.as(at.lead).reads();
    expect(picture.text).toMatch(/^🚪 Door code for “Visit to the market”, valid until 15:05\.\nTake a new one every 10 minutes/);
    const payload = payloadOf(scanned(bench, picture));
    await bench.as(ben).starts(payload);
    expect(bench.as(ben).reads().text).toBe("✅ You are counted: “Visit to the market”. Thank you!");
    await bench.as(ben).starts(payload);
    expect(bench.as(ben).reads().text).toBe("You are counted already in “Visit to the market”; once is enough.");
    expect(await bench.database.db.select().from(checkIn)).toMatchObject([{ activityId, method: "door" }]);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("✅ 1 checked in\n");
    expect(await trail()).toContain("activity.door_shown");
  });

  test("is renewed by its button, in private, and the one before stays good for a while", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await atTheDoor(at);
    expect((await bench.as(at.lead, at.memberGroup).types("/announce 二维码")).reactions).toEqual(["👌"]);
    const first = bench.as(at.lead).reads();
    await turnTo(minutesFrom(startsAt, -5));
    await bench.as(at.lead).taps(first, "🔄 New code");
    expect(scanned(bench, bench.as(at.lead).reads())).not.toBe(scanned(bench, first));
    await bench.as(ben).starts(payloadOf(scanned(bench, first)));
    expect(bench.as(ben).reads().text).toContain("✅ You are counted");
    await turnTo(minutesFrom(startsAt, 30));
    await bench.as(ben).starts(payloadOf(scanned(bench, first)));
    expect(bench.as(ben).reads().text).toBe("This code has expired. Please scan the new one at the door.");
    expect(bench.emulator.messages(at.memberGroup, { peek: true }).filter(({ photo }) => photo !== undefined)).toEqual([]);
    await announcementIn(bench, at.memberGroup);
  });

  test("shows who has not joined, or has not agreed, the way in", async () => {
    const at = await establish(bench, { locale: "en" });
    const shy = await enrol(bench, at, "Shy", { attendance: false });
    const activityId = await atTheDoor(at);
    await bench.as(at.lead).types("/announce qr");
    const payload = payloadOf(scanned(bench, bench.as(at.lead).reads()));
    const sid = bench.as(bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" }));
    await sid.starts(payload);
    expect(sid.reads().keyboard[0]?.[0]?.url).toBe(`https://t.me/MusterBot?start=${at.joinPayload}-a${activityId}`);
    await bench.as(shy).starts(payload);
    expect(labels(bench.as(shy).reads())).toEqual([["Turn on check-in"]]);
    expect(await bench.database.db.$count(checkIn)).toBe(0);
  });

  test("is made only by those who take the attendance, and only while check-in is open", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid, olga] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid"), await withRole(bench, at, "Olga", "organizer")];
    const activityId = await announceActivity(bench, at);
    await handsAttendanceTo(at, activityId, ben);
    await bench.as(ben).types("/announce qr");
    expect(bench.as(ben).reads().text).toBe("There is no activity now whose door you can open. It is possible from 15 minutes before the start.");
    await bench.as(ben).forges(bench.as(ben).reads(), `door:activity:${activityId}`);
    await turnTo(minutesFrom(startsAt, -15));
    for (const person of [cid, olga]) {
      await bench.as(person).types("/announce qr");
      const refused = bench.as(person).reads();
      expect(refused.text).toContain("There is no activity now whose door you can open.");
      expect((await bench.as(person).forges(refused, `door:activity:${activityId}`)).toast).toBe("Not found, or not yours to use.");
    }
    await bench.as(ben).types("/announce qr");
    expect(bench.as(ben).reads().photo).toBeDefined();
    expect(await bench.database.db.$count(invitation, eq(invitation.purpose, "door"))).toBe(1);
    await turnTo(hoursFrom(endsAt, 1));
    expect((await bench.as(ben).forges(bench.as(ben).reads(), `door:activity:${activityId}`)).toast).toContain("Check-in closed at 17:30");
    expect(await bench.database.db.$count(invitation, eq(invitation.purpose, "door"))).toBe(0);
  });
});

describe("people without a phone", () => {
  test("are counted by the organizer in one line; a new number replaces the one before and stands apart on the board", async () => {
    const at = await establish(bench, { locale: "en" });
    await atTheDoor(at);
    await bench.as(at.lead).types("/announce count 5");
    expect(bench.as(at.lead).reads().text).toBe([
      "👥 “Visit to the market”: 0 checked in themselves, 5 more counted by you.",
      "Add those without a phone here: only a number is kept, not who. A new number replaces the one before.",
    ].join("\n"));
    expect((await bench.as(at.lead, at.memberGroup).types("/announce 清点 3人")).reactions).toEqual(["👌"]);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("✅ 0 checked in · 3 more counted by the organizer\n");
    expect(await headCount()).toEqual({ count: 3, by: await idOf(at.lead) });
    expect(await bench.database.db.$count(checkIn)).toBe(0);
    expect((await trail()).filter((action) => action === "activity.counted")).toHaveLength(2);
  });

  test("or with buttons: one more, five more, or a number; a tap that comes twice counts once", async () => {
    const at = await establish(bench, { locale: "en" });
    await atTheDoor(at);
    const lead = bench.as(at.lead);
    await lead.types("/announce count");
    const page = lead.reads();
    expect(labels(page)).toEqual([["+1", "+5", "✏️ Type it"]]);
    const fivemore = page.keyboard[0]?.[1]?.callback_data ?? "";
    expect((await lead.taps(page, "+5")).toast).toBe("“Visit to the market”: 5 people counted");
    await lead.forges(page, fivemore);
    await lead.taps(bench.emulator.message(page), "+1");
    expect(bench.emulator.message(page).text).toContain("6 more counted by you.");
    await lead.taps(bench.emulator.message(page), "✏️ Type it");
    expect(lead.reads().text).toContain("Please send a number");
    await lead.types("about ten");
    expect(lead.reads().text).toBe("Please write a number from 0 to 9999, for example /announce count 5.");
    await lead.types("１２");
    expect(lead.reads().text).toContain("12 more counted by you.");
    expect(await bench.database.db.$count(draft)).toBe(0);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("12 more counted by the organizer");
  });

  test("are counted by whoever was handed the attendance, and by nobody else", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, olga] = [await enrol(bench, at, "Ben"), await withRole(bench, at, "Olga", "organizer")];
    const activityId = await atTheDoor(at);
    await handsAttendanceTo(at, activityId, ben);
    await bench.as(ben).types("/announce count 4");
    expect(bench.as(ben).reads().text).toContain("4 more counted by you.");
    expect(await headCount()).toEqual({ count: 4, by: await idOf(ben) });
    await bench.as(olga).types("/announce count 9");
    const refused = bench.as(olga).reads();
    expect(refused.text).toContain("There is no activity now at which you can count people.");
    for (const data of [`headcount:${activityId}:9`, `headcount:${activityId}:page`, `headcount:${activityId}:ask`]) {
      expect((await bench.as(olga).forges(refused, data)).toast).toBe("Not found, or not yours to use.");
    }
    expect(await headCount()).toMatchObject({ count: 4 });
    await announcementIn(bench, at.memberGroup);
  });

  test("also by a helper who has joined nothing: they open the door, count and see the numbers, and nothing more", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    const lead = bench.as(at.lead);
    await lead.types("/announce hand over attendance");
    const sid = bench.as(bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" }));
    await sid.starts(/start=(hand-\S+)/.exec(lead.reads().text)?.[1]);
    await sid.taps(sid.reads(), "Accept (I am 18 or over)");
    await turnTo(minutesFrom(startsAt, -15));
    expect(sid.reads().text).toContain("Check-in for “Visit to the market” is open until 17:30.");
    await sid.types("/announce qr");
    expect(sid.reads().photo).toBeDefined();
    await sid.types("/announce count 4");
    expect(sid.reads().text).toContain("4 more counted by you.");
    await sid.types("/announce move Sun 10:00");
    expect(sid.reads().text).toBe("There is no activity in your hands now.");
    for (const data of [`change:ask:${activityId}:cancel`, `handover:link:${activityId}:attendance`]) {
      expect((await sid.forges(sid.reads(), data)).toast).toMatch(/not found/);
    }
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("4 more counted by the organizer");
    bench.emulator.markAllSeen();
  });

  test("cannot be counted before check-in opens, nor more than two days after the end", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    const lead = bench.as(at.lead);
    await lead.types("/announce count 5");
    const early = lead.reads();
    expect(early.text).toContain("There is no activity now at which you can count people.");
    expect((await lead.forges(early, `headcount:${activityId}:5`)).toast).toContain("Check-in has not opened yet");
    await bench.database.db.update(activity).set({ heldAt: endsAt, finalCame: 0, finalGoing: 0, finalGuests: 0 });
    await turnTo(hoursFrom(endsAt, 47));
    expect((await lead.forges(early, `headcount:${activityId}:5`)).toast).toBe("“Visit to the market”: 5 people counted");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("🔒 Over: 0 going · 0 checked in · 5 more counted by the organizer");
    await turnTo(hoursFrom(endsAt, 49));
    expect((await lead.forges(early, `headcount:${activityId}:7`)).toast).toContain("ended more than two days ago");
    expect(await headCount()).toMatchObject({ count: 5 });
  });

  test("at several activities at once: it asks which, the number kept", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    await announceActivity(bench, at, { title: "走访市场" });
    await atTheDoor(at, { title: "义务理发" });
    await bench.as(at.lead).types("/announce 清点 7");
    const which = bench.as(at.lead).reads();
    expect([which.text, labels(which)]).toEqual(["清点的是哪个活动？", [["👥 走访市场"], ["👥 义务理发"]]]);
    await bench.as(at.lead).taps(which, "👥 义务理发");
    expect(bench.emulator.message(which).text).toContain("“义务理发”：自己签到 0 人，另由您清点 7 人。");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("✅ 已签到 0 人 · 另有 7 人由组织者清点\n");
    bench.emulator.markAllSeen();
  });

  test("stand on the organizer's card as well, while it is time", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    await bench.as(at.lead).types("/announce list");
    const list = bench.as(at.lead).reads();
    await bench.as(at.lead).forges(list, `manage:card:${activityId}`);
    expect(labels(bench.as(at.lead).reads()).flat()).not.toContain("👥 Count people");
    await turnTo(startsAt);
    await bench.as(at.lead).forges(list, `manage:card:${activityId}`);
    expect(labels(bench.as(at.lead).reads())).toContainEqual(["🚪 Door QR", "👥 Count people"]);
  });
});
