import { describe, expect, test } from "vitest";
import { activity, activitySlot } from "../../src/db/schema-activity.ts";
import { rsvp } from "../../src/db/schema-reply.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { announceActivity, announcementIn, hoursFrom, SATURDAY, scopeOf } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { labels, linkGroup, withRole } from "../telegram/rollcalls.ts";
import { told } from "../telegram/talk.ts";
import type { Person } from "../../src/playground/emulator/state.ts";

const bench = useBench();

/** Somebody's answer, as features/reply would keep it. */
async function comes(at: Established, person: Person, activityId: number, answer: "going" | "maybe" = "going"): Promise<void> {
  const scope = await scopeOf(bench, at, person);
  const [slot] = await scope.db.select().from(activitySlot);
  await scope.db.insert(rsvp).values({
    stationId: at.stationId, activityId, accountId: scope.actor ?? 0, slotId: slot?.id ?? 0, answer, place: answer === "going" ? "held" : null, answeredAt: scope.now,
  });
}

/** Opens the card of an activity in the lead's private chat. */
async function openCard(at: Established, activityId: number, person: Person = at.lead) {
  await bench.as(person).types("/help");
  await bench.as(person).forges(bench.as(person).reads(), `manage:card:${activityId}`);
  return bench.as(person).reads();
}

describe("an organizer steers an activity from its card", () => {
  test("the card says counts, never a person, and offers what can be done", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben", { aliasShown: true });
    const activityId = await announceActivity(bench, at);
    await comes(at, ben, activityId);
    const card = await openCard(at, activityId);
    expect(card.text).toBe([
      "📣 Visit to the market", "🗓 Sat 28 Nov, 15:00–17:00 (China Time)", "👥 1 going · 0 maybe · 19 places left", "📍 Community centre", "📨 out in 1 group",
    ].join("\n"));
    expect(labels(card).slice(0, 3)).toEqual([["🕒 Move", "📍 Place"], ["👥 Places", "❌ Cancel it"], ["🔔 Reminders", "🤝 Hand over"]]);
  });

  test("moved: every copy shows the new time and the old one, and those who replied are told", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const [ben, cid, eve] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid"), await enrol(bench, at, "Eve")];
    const activityId = await announceActivity(bench, at);
    await comes(at, ben, activityId);
    await comes(at, cid, activityId, "maybe");
    const lead = bench.as(at.lead);
    await lead.taps(await openCard(at, activityId), "🕒 Move");
    expect(lead.reads().text).toBe("When is “Visit to the market” to be instead?\nNow: Sat 28 Nov, 15:00–17:00 (China Time)\nJust send the time, such as: Sun 3-5pm");
    await lead.types("Sun 10:00");
    expect(lead.reads().text).toBe([
      "Move “Visit to the market”?", "Before: Sat 28 Nov, 15:00–17:00 (China Time)", "New: Sun 29 Nov, 10:00–12:00 (China Time)",
      "The announcement in 2 groups is updated, and the 2 who replied are told in private.",
    ].join("\n"));
    await lead.taps(lead.reads(), "Change it");
    expect(lead.reads().text).toBe("👌 “Visit to the market” is moved: Sun 29 Nov, 10:00–12:00 (China Time)");
    for (const group of [at.memberGroup, second]) {
      expect((await announcementIn(bench, group)).text).toContain("🗓 Sun 29 Nov, 10:00–12:00 (China Time)\n(before: Sat 28 Nov, 15:00–17:00)\n");
    }
    for (const person of [ben, cid]) {
      expect(told(bench, person).at(-1)).toContain("has moved\nBefore: Sat 28 Nov, 15:00–17:00 (China Time)\nNew: Sun 29 Nov, 10:00–12:00 (China Time)\n");
    }
    expect(told(bench, eve).filter((text) => text.includes("moved"))).toEqual([]);
  });

  test("a time that can be read in two ways is asked about, and a past one is not taken", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    const lead = bench.as(at.lead);
    await lead.taps(await openCard(at, activityId), "🕒 Move");
    await lead.types("next Friday 15:00-17:00");
    const asked = lead.reads();
    expect(asked.text).toContain("This can be read in several ways");
    expect(labels(asked)).toEqual([["Fri 27 Nov, 15:00–17:00"], ["Fri 4 Dec, 15:00–17:00"]]);
    await lead.taps(asked, "Fri 4 Dec, 15:00–17:00");
    expect(lead.reads().text).toContain("New: Fri 4 Dec, 15:00–17:00");
    await lead.taps(lead.reads(), "Leave it");
    expect(lead.reads().text).toBe("All right, nothing was changed.");
    await lead.taps(await openCard(at, activityId), "🕒 Move");
    await lead.types("yesterday 15:00");
    expect(lead.reads().text).toContain("This time has passed.");
    expect(await bench.database.db.select({ startsAt: activitySlot.startsAt }).from(activitySlot)).toEqual([{ startsAt: SATURDAY.startsAt }]);
    bench.emulator.markAllSeen();
  });

  test.each([
    ["later, the cut-off goes with it", 4, "Sun 29 Nov 15:00", "2026-11-28T10:00:00.000Z"],
    ["nearer than its cut-off, replies stay open until it starts", 4, "today 18:00", null],
    ["after the cut-off, replies stay closed", 120, "Sat 28 Nov 17:00", "2026-11-27T12:00:00.000Z"],
  ])("moved %s", async (_, hours, time, closes) => {
    const at = await establish(bench, { locale: "en" });
    await announceActivity(bench, at, { repliesCloseAt: new Date("2026-11-27T10:00:00Z") });
    await bench.advance(hours * 3_600_000);
    const lead = bench.as(at.lead);
    await lead.types(`/announce move ${time}`);
    await lead.taps(lead.reads(), "Change it");
    expect(lead.reads().text).toContain("is moved");
    const [row] = await bench.database.db.select({ closes: activity.repliesCloseAt }).from(activity);
    expect(row?.closes?.toISOString() ?? null).toBe(closes);
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("one that is not announced yet is not moved to before its announcement", async () => {
    const at = await establish(bench, { locale: "en" });
    const lead = bench.as(at.lead);
    await lead.types("/announce Visit | Sat 15:00-17:00 | market | announce at Fri 9:00");
    await lead.taps(lead.reads(), "📤 Announce Fri 27 Nov, 09:00");
    lead.reads();
    for (const [time, answer] of [["Thu 15:00", "At that time it would not be announced yet."], ["Fri 15:00", "👌 “Visit” is moved: Fri 27 Nov, 15:00–17:00"]]) {
      await lead.types(`/announce move ${time}`);
      const tap = await lead.taps(lead.reads(), "Change it");
      expect(`${tap.toast} ${lead.reads().text}`).toContain(answer);
    }
    await bench.advance(4 * 24 * 3_600_000);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("🗓 Fri 27 Nov, 15:00–17:00 (China Time)\n📍 market");
    bench.emulator.markAllSeen();
  });

  test("of several times one is chosen first, and only that one moves", async () => {
    const at = await establish(bench, { locale: "en" });
    const later = { startsAt: hoursFrom(SATURDAY.startsAt, 4), endsAt: hoursFrom(SATURDAY.startsAt, 5) };
    const activityId = await announceActivity(bench, at, { slots: [{ label: null, ...SATURDAY }, { label: null, ...later }] });
    const lead = bench.as(at.lead);
    await lead.taps(await openCard(at, activityId), "🕒 Move");
    await lead.taps(lead.reads(), "Sat 28 Nov, 19:00–20:00");
    await lead.types("Sat 20:00-21:00");
    await lead.taps(lead.reads(), "Change it");
    lead.reads();
    const rows = await bench.database.db.select({ startsAt: activitySlot.startsAt }).from(activitySlot).orderBy(activitySlot.id);
    expect(rows).toEqual([{ startsAt: SATURDAY.startsAt }, { startsAt: hoursFrom(SATURDAY.startsAt, 5) }]);
    bench.emulator.markAllSeen();
  });

  test("another place: the old one stays readable, and those who replied are told", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const ben = await enrol(bench, at, "Ben", { languageCode: "zh-hans" });
    const activityId = await announceActivity(bench, at);
    await comes(at, ben, activityId);
    const lead = bench.as(at.lead);
    await lead.taps(await openCard(at, activityId), "📍 换地点");
    await lead.types("东街 8 号");
    await lead.taps(lead.reads(), "确定修改");
    expect(lead.reads().text).toBe("👌 “Visit to the market”已换地点：东街 8 号");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("📍 东街 8 号\n（原定：Community centre）");
    expect(told(bench, ben).join("\n")).toContain("东街 8 号");
    bench.emulator.markAllSeen();
  });

  test("more places are shown in every copy, and nobody is written to", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const activityId = await announceActivity(bench, at);
    await comes(at, ben, activityId);
    const lead = bench.as(at.lead);
    await lead.taps(await openCard(at, activityId), "👥 Places");
    await lead.types("many");
    expect(lead.reads().text).toContain("Please write the places as a number from 1 to 9999.");
    await lead.types("30");
    await lead.taps(lead.reads(), "Change it");
    expect(lead.reads().text).toBe("👌 “Visit to the market” has 30 places now.");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("29 places left");
    bench.emulator.markAllSeen();
  });

  test("cancelled with a reason: every copy says so, those who replied are told, and nothing can be changed after it", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    const activityId = await announceActivity(bench, at);
    await comes(at, ben, activityId);
    const lead = bench.as(at.lead);
    const card = await openCard(at, activityId);
    await lead.taps(card, "❌ Cancel it");
    await lead.types("Storm warning");
    expect(lead.reads().text).toContain("Cancel “Visit to the market”? This cannot be undone.");
    const confirm = lead.reads();
    await lead.taps(confirm, "Cancel the activity");
    lead.reads();
    expect((await announcementIn(bench, at.memberGroup)).text).toBe("❌ Cancelled: Visit to the market\nStorm warning\n🗓 Sat 28 Nov, 15:00–17:00");
    expect(told(bench, ben).at(-1)).toBe("❌ “Visit to the market” is cancelled: Storm warning\nIt was to be: Sat 28 Nov, 15:00–17:00 (China Time)");
    expect((await lead.taps(card, "🕒 Move")).toast).toBe("This activity is over or cancelled and cannot be changed any more.");
    expect((await lead.forges(card, confirm.keyboard[0]?.[0]?.callback_data ?? "")).toast).toBe("This change is no longer open; please start again.");
    bench.emulator.markAllSeen();
  });

  test("who is going: only shown aliases, in private, and the look is in the trail", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid] = [await enrol(bench, at, "Ben", { aliasShown: true }), await enrol(bench, at, "Cid")];
    const activityId = await announceActivity(bench, at);
    for (const person of [ben, cid]) await comes(at, person, activityId);
    await bench.as(at.lead).taps(await openCard(at, activityId), "👀 Who is going");
    expect(bench.as(at.lead).reads().text).toMatch(/^2 going to “Visit to the market”\nMember-\w{4}\n1 more without a shown alias\.\n/);
    const trail = await bench.database.db.select({ action: auditEvent.action }).from(auditEvent);
    expect(trail.filter(({ action }) => action === "activity.aliases_read")).toHaveLength(1);
  });

  test("another organizer, a member and a stranger cannot touch it", async () => {
    const at = await establish(bench, { locale: "en" });
    const activityId = await announceActivity(bench, at);
    const [other, ben] = [await withRole(bench, at, "Other", "organizer"), await enrol(bench, at, "Ben")];
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    for (const person of [other, ben, sid]) {
      await bench.as(person).starts();
      const any = bench.as(person).reads();
      for (const data of [`manage:card:${activityId}`, `change:ask:${activityId}:cancel`, `manage:who:${activityId}`, `handover:ask:${activityId}`, `handover:link:${activityId}:manage`]) {
        expect((await bench.as(person).forges(any, data)).toast, data).toMatch(/not found/);
      }
    }
    expect(await bench.database.db.select({ cancelledAt: activity.cancelledAt }).from(activity)).toEqual([{ cancelledAt: null }]);
    bench.emulator.markAllSeen();
  });
});

describe("a change in one line", () => {
  test.each([
    ["en", "/announce move Sun 10:00", "New: Sun 29 Nov, 10:00–12:00 (China Time)", "🗓 Sun 29 Nov, 10:00–12:00 (China Time)\n(before: Sat 28 Nov, 15:00–17:00)"],
    ["en", "/announce place Town hall", "New: Town hall", "📍 Town hall\n(before: Community centre)"],
    ["en", "/announce places 30", "New: 30 places", "👥 0 going · 30 places left"],
    ["en", "/announce cancel Storm warning", "Reason: Storm warning", "❌ Cancelled: Visit to the market\nStorm warning"],
    ["zh-CN", "/announce 改期 周日 10:00", "改为：11月29日（周日）10:00–12:00（北京时间）", "🗓 11月29日（周日）10:00–12:00（北京时间）\n（原定：11月28日（周六）15:00–17:00）"],
    ["zh-CN", "/announce 换地点 东街 8 号", "改为：东街 8 号", "📍 东街 8 号\n（原定：Community centre）"],
    ["zh-CN", "/announce 名额 30", "改为：30 个名额", "👥 会来 0 人 · 余 30 个名额"],
    ["zh-CN", "/announce 取消 台风", "原因：台风", "❌ 已取消：Visit to the market\n台风"],
  ] as const)("in %s: “%s” is asked back once, and then done", async (locale, line, asked, shown) => {
    const at = await establish(bench, { locale });
    await announceActivity(bench, at);
    const lead = bench.as(at.lead);
    await lead.types(line);
    const question = lead.reads();
    expect(question.text).toContain(asked);
    await lead.taps(question, labels(question)[0]?.[0] ?? "");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain(shown);
    bench.emulator.markAllSeen();
  });

  test("written in a group is asked back in private, and of several activities it is asked which", async () => {
    const at = await establish(bench, { locale: "en" });
    await announceActivity(bench, at);
    expect((await bench.as(at.lead, at.memberGroup).types("/announce move Sun 10:00")).reactions).toEqual(["👌"]);
    expect(bench.as(at.lead).reads().text).toContain("Move “Visit to the market”?");
    await announceActivity(bench, at, { title: "Lecture" });
    await bench.as(at.lead).types("/announce cancel Storm");
    expect(labels(bench.as(at.lead).reads())).toEqual([["Visit to the market"], ["Lecture"]]);
    bench.emulator.markAllSeen();
  });
});

describe("the list of what somebody manages", () => {
  test("is turned page by page, and says so; a card is opened from any page", async () => {
    const at = await establish(bench, { locale: "en" });
    for (let number = 1; number <= 11; number += 1) {
      await announceActivity(bench, at, { title: `Visit ${number}`, slots: [{ label: null, startsAt: hoursFrom(SATURDAY.startsAt, number), endsAt: hoursFrom(SATURDAY.endsAt, number) }] });
    }
    const lead = bench.as(at.lead);
    await lead.types("/announce list");
    const list = lead.reads();
    expect(list.text).toBe("The activities in your hands:\nPage 1 of 2");
    expect([labels(list).length, labels(list).at(-1)]).toEqual([9, ["Next »"]]);
    await lead.taps(list, "Next »");
    const second = bench.emulator.message(list);
    expect(second.text).toContain("Page 2 of 2");
    expect(labels(second)).toEqual([["Visit 9 · Sun 29 Nov, 00:00"], ["Visit 10 · Sun 29 Nov, 01:00"], ["Visit 11 · Sun 29 Nov, 02:00"], ["« Previous"]]);
    await lead.taps(second, "Visit 11 · Sun 29 Nov, 02:00");
    expect(lead.reads().text).toContain("📣 Visit 11");
    await lead.taps(second, "« Previous");
    expect(bench.emulator.message(list).text).toContain("Page 1 of 2");
  });

  test("is the way to the rest, where a line could mean more activities than fit", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    for (let number = 1; number <= 9; number += 1) await announceActivity(bench, at, { title: `走访${number}` });
    const lead = bench.as(at.lead);
    for (const line of ["/announce 改期 周日 10:00", "/announce 提醒", "/announce 催一下"]) {
      await lead.types(line);
      expect([labels(lead.reads()).length, labels(lead.reads()).at(-1)]).toEqual([9, ["📋 全部 9 个活动"]]);
    }
    await lead.taps(lead.reads(), "📋 全部 9 个活动");
    expect(lead.reads().text).toBe("您管理的活动：\n第 1 页，共 2 页");
  });
});
