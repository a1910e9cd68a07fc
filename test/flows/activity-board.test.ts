import { expect, test } from "vitest";
import { activity, activityGrant, activitySlot } from "../../src/db/schema-activity.ts";
import { rsvp } from "../../src/db/schema-reply.ts";
import { atActivityStation, holdActivity } from "../../src/features/activity/actions.ts";
import { oweBoards } from "../../src/features/post/actions.ts";
import { announceActivity, announcementIn, hoursFrom, promiseActivity, readPosts, SATURDAY, scopeOf } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { labels, linkGroup } from "../telegram/rollcalls.ts";

const bench = useBench();

test("an announcement says in every group what, when, where, and how many come", async () => {
  const at = await establish(bench, { locale: "en" });
  const second = await linkGroup(bench, at, "Second");
  await announceActivity(bench, at, { hosts: ["Branch A", "branch a", "Branch B"], contact: "Ms Li", guestsMax: 2 });
  const board = await announcementIn(bench, at.memberGroup);
  expect(board.text).toBe([
    "📣 Visit to the market", "Theme day · on site · hosted by Branch A, Branch B", "🗓 Sat 28 Nov, 15:00–17:00 (China Time)", "📍 Community centre",
    "☎️ Contact: Ms Li", "", "👥 0 going · 20 places left", "", "Replying is voluntary; only counts are shown here.",
  ].join("\n"));
  expect(labels(board)).toEqual([["✅ I'm going", "🤔 Maybe", "✖️ Not going"], ["Just me", "+1", "+2"], ["Join (voluntary)"]]);
  expect((await announcementIn(bench, second)).text).toBe(board.text);
  expect(await readPosts(bench)).toMatchObject([{ state: "posted" }, { state: "posted" }]);
});

test("with several slots each has its line and its button", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  const slots = [
    { label: "短时", startsAt: SATURDAY.startsAt, endsAt: hoursFrom(SATURDAY.startsAt, 1) },
    { label: null, startsAt: hoursFrom(SATURDAY.startsAt, 3), endsAt: hoursFrom(SATURDAY.startsAt, 4) },
  ];
  await announceActivity(bench, at, { slots, capacity: null, place: null });
  const board = await announcementIn(bench, at.memberGroup);
  expect(board.text).toContain("🗓 短时：11月28日（周六）15:00–16:00（北京时间）\n👥 会来 0 人\n🗓 11月28日（周六）18:00–19:00（北京时间）\n👥 会来 0 人");
  expect(labels(board)).toEqual([["✅ 短时"], ["✅ 11月28日（周六）18:00"], ["🤔 待定", "✖️ 不来"], ["加入（自愿）"]]);
});

test.each([
  ["onsite", "on site", "线下"], ["online", "online", "线上"], ["hybrid", "on site and online", "线上线下"], ["async", "any time", "随到随学"],
] as const)("how one takes part is said in the group's language: %s", async (mode, en, zh) => {
  for (const [locale, word] of [["en", en], ["zh-CN", zh]] as const) {
    const at = await establish(bench, { locale, name: `Station ${locale}` });
    await announceActivity(bench, at, { mode });
    expect((await announcementIn(bench, at.memberGroup)).text.split("\n")[1]).toBe(locale === "en" ? `Theme day · ${word}` : `主题党日 · ${word}`);
  }
});

test("what changes is seen in all groups, counts only", async () => {
  const at = await establish(bench, { locale: "en" });
  const second = await linkGroup(bench, at, "Second");
  const ben = await enrol(bench, at, "Ben", { aliasShown: true });
  const activityId = await announceActivity(bench, at, { capacity: 2 });
  const scope = await scopeOf(bench, at, ben);
  const [slot] = await scope.db.select().from(activitySlot);
  await scope.act(async (tx) => {
    await tx.insert(rsvp).values({
      stationId: at.stationId, activityId, accountId: scope.actor ?? 0, slotId: slot?.id ?? 0, answer: "going", guests: 1, place: "held", answeredAt: scope.now,
    });
    await oweBoards(tx, scope, activityId);
  });
  for (const group of [at.memberGroup, second]) expect((await announcementIn(bench, group)).text).toContain("👥 1 going, bringing 1 · full\n");
});

test("a cancelled one says so and why, with no button left", async () => {
  const at = await establish(bench, { locale: "en" });
  const activityId = await announceActivity(bench, at);
  const scope = await scopeOf(bench, at, at.lead);
  await scope.act(async (tx) => {
    await tx.update(activity).set({ cancelledAt: scope.now, cancelReason: "Storm warning" });
    await oweBoards(tx, scope, activityId);
  });
  const board = await announcementIn(bench, at.memberGroup);
  expect(board.text).toBe("❌ Cancelled: Visit to the market\nStorm warning\n🗓 Sat 28 Nov, 15:00–17:00");
  expect(board.keyboard).toEqual([]);
});

test("a group that cannot be written to is noted, the others have their copy", async () => {
  const at = await establish(bench, { locale: "en" });
  const second = await linkGroup(bench, at, "Second");
  bench.expectFailures();
  bench.emulator.restrictBot(second);
  await announceActivity(bench, at);
  expect((await readPosts(bench)).map(({ state }) => state)).toEqual(["posted", "unreachable"]);
  bench.emulator.markAllSeen();
});

test("a copy whose sending is uncertain is not sent twice", async () => {
  const at = await establish(bench, { locale: "en" });
  bench.expectFailures();
  bench.emulator.fault({ kind: "dropAfter", method: "sendMessage" });
  await announceActivity(bench, at);
  expect(await readPosts(bench)).toMatchObject([{ state: "uncertain", messageId: null }]);
  expect(bench.emulator.messages(at.memberGroup).filter(({ text }) => text.startsWith("📣"))).toHaveLength(1);
});

test("one that was deleted in the group is not posted anew", async () => {
  const at = await establish(bench, { locale: "en" });
  const activityId = await announceActivity(bench, at);
  bench.expectFailures();
  bench.emulator.erase(await announcementIn(bench, at.memberGroup));
  const scope = await scopeOf(bench, at, at.lead);
  await scope.act((tx) => oweBoards(tx, scope, activityId));
  await bench.settle();
  expect(bench.emulator.messages(at.memberGroup).filter(({ text }) => text.startsWith("📣"))).toEqual([]);
});

test("one activity can be in the hands of somebody without any role, and only it", async () => {
  const at = await establish(bench, { locale: "en" });
  const ben = await enrol(bench, at, "Ben");
  const [given, other] = [await announceActivity(bench, at), await announceActivity(bench, at, { title: "Another" })];
  const scope = await scopeOf(bench, at, ben);
  const held = (id: number, right: "manage" | "attendance") => scope.act(async (tx) => (await holdActivity(tx, scope, id, right))?.id ?? null);
  expect(await held(given, "attendance")).toBeNull();
  await scope.db.insert(activityGrant).values({
    stationId: at.stationId, activityId: given, accountId: scope.actor ?? 0, right: "attendance", grantedAt: scope.now,
  });
  expect([await held(given, "attendance"), await held(given, "manage"), await held(other, "attendance")]).toEqual([given, null, null]);
});

test("in private an activity is looked for at its own station, in a group only at the group's", async () => {
  const at = await establish(bench, { locale: "en" });
  const there = await establish(bench, { locale: "en", name: "Other station" });
  const activityId = await announceActivity(bench, there);
  const scope = await scopeOf(bench, at, at.lead);
  expect((await atActivityStation(scope, { kind: "private" }, activityId)).stationId).toBe(there.stationId);
  expect((await atActivityStation(scope, { kind: "member", chatId: 1, telegramChatId: -1 }, activityId)).stationId).toBe(at.stationId);
});

test("a copy that is on its way while somebody replies under another one says so too, once it is out", async () => {
  const at = await establish(bench, { locale: "en" });
  const second = await linkGroup(bench, at, "Second");
  const ben = await enrol(bench, at, "Ben");
  await bench.advance(60_000);
  const held = bench.emulator.hold({ method: "sendMessage", chatId: second.id, when: "after" });
  await promiseActivity(bench, at);
  const sending = bench.app.step.deliver();
  await held.arrived;
  const first = await bench.emulator.until(() => bench.emulator.messages(at.memberGroup).find(({ text }) => text.startsWith("📣")), { withinMs: 10_000, what: "the copy in the first group" });
  await bench.as(ben, at.memberGroup).taps(first, "✅ I'm going");
  await bench.advance(1_000);
  await bench.advance(1_000);
  held.release();
  await sending;
  expect((await announcementIn(bench, second)).text).toContain("👥 1 going");
  expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 1 going");
  expect(bench.as(at.lead).reads().text).toContain("is out in all 2 groups");
});
