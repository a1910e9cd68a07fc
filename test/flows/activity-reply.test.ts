import { describe, expect, test } from "vitest";
import { activitySlot, post } from "../../src/db/schema-activity.ts";
import { activityMark, rsvp } from "../../src/db/schema-reply.ts";
import { account, outbox } from "../../src/db/schema.ts";
import { announceActivity, announcementIn, hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { linkGroup, withRole } from "../telegram/rollcalls.ts";
import { joinStation } from "../../src/features/member/actions.ts";
import { readJoinPath } from "../../src/features/member/rules.ts";

const bench = useBench();
const GOING = "✅ I'm going";
const MAYBE = "🤔 Maybe";
const NO = "✖️ Not going";
const replies = () => bench.database.db.select().from(rsvp);

describe("a member answers with a tap", () => {
  test("going: seen by the presser at once, in all groups a second later, counts only", async () => {
    const at = await establish(bench, { locale: "en" });
    const second = await linkGroup(bench, at, "Second");
    const ben = await enrol(bench, at, "Ben", { aliasShown: true });
    const id = await announceActivity(bench, at);
    const board = await announcementIn(bench, at.memberGroup);
    expect(await bench.as(ben, at.memberGroup).taps(board, GOING)).toEqual({ toast: "✅ You are in. See you there!", alert: false, url: undefined });
    expect(await replies()).toMatchObject([{ activityId: id, answer: "going", place: "held", guests: 0 }]);
    for (const group of [at.memberGroup, second]) expect((await announcementIn(bench, group)).text).toContain("👥 1 going · 19 places left");
  });

  test("a changed answer is one fact, and what is taken back leaves no row", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = bench.as(await enrol(bench, at, "Ben"), at.memberGroup);
    await announceActivity(bench, at);
    const board = await announcementIn(bench, at.memberGroup);
    await ben.taps(board, GOING);
    expect((await ben.taps(board, GOING)).toast).toBe("You are in already.");
    expect((await ben.taps(board, MAYBE)).toast).toBe("🤔 Noted as maybe. One more tap when you know.");
    expect(await replies()).toMatchObject([{ answer: "maybe", place: null }]);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 0 going · 1 maybe · 20 places left");
    expect((await ben.taps(board, NO)).toast).toBe("All right, your reply is taken back. Nothing is kept.");
    expect(await replies()).toEqual([]);
    expect((await ben.taps(board, NO)).toast).toBe("All right. Nothing is recorded.");
    await announcementIn(bench, at.memberGroup);
  });

  test("who does not come is stored nowhere; that somebody answered is a mark that names nobody", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    await announceActivity(bench, at);
    await bench.as(ben, at.memberGroup).taps(await announcementIn(bench, at.memberGroup), NO);
    expect(await replies()).toEqual([]);
    const marks = await bench.database.db.select().from(activityMark);
    expect(marks).toMatchObject([{ kind: "answered" }]);
    expect(marks[0]?.mark).toMatch(/^[\w+/=-]{20,}$/);
  });

  test("guests are counted as places, and more than fit change nothing", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = bench.as(await enrol(bench, at, "Ben"), at.memberGroup);
    await announceActivity(bench, at, { capacity: 2, guestsMax: 3 });
    const board = await announcementIn(bench, at.memberGroup);
    expect((await ben.taps(board, "+1")).toast).toBe("✅ You are in, with 1 guest. See you there!");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 1 going, bringing 1 · full");
    expect((await ben.taps(board, "+3")).toast).toBe("You can bring 1 at most; nothing was changed.");
    expect((await ben.taps(board, "Just me")).toast).toBe("✅ You are in. See you there!");
    expect(await replies()).toMatchObject([{ guests: 0, place: "held" }]);
    await announcementIn(bench, at.memberGroup);
  });

  test("of several times one is chosen; another tap moves the one reply", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = bench.as(await enrol(bench, at, "Ben"), at.memberGroup);
    const later = { startsAt: hoursFrom(SATURDAY.startsAt, 4), endsAt: hoursFrom(SATURDAY.startsAt, 5) };
    await announceActivity(bench, at, { slots: [{ label: "Early", ...SATURDAY }, { label: "Late", ...later }], guestsMax: 1 });
    const board = await announcementIn(bench, at.memberGroup);
    expect((await ben.taps(board, "+1")).toast).toBe("Please tap one of the times first, then how many you bring.");
    await ben.taps(board, "✅ Early");
    await ben.taps(board, "✅ Late");
    const [, late] = await bench.database.db.select().from(activitySlot).orderBy(activitySlot.id);
    expect(await replies()).toMatchObject([{ slotId: late?.id, place: "held" }]);
    expect((await announcementIn(bench, at.memberGroup)).text).toMatch(/👥 0 going[^\n]*\n🗓 Late[^\n]*\n👥 1 going/);
  });

  test("after the cut-off nobody can say they come, but whoever comes can still take it back", async () => {
    const at = await establish(bench, { locale: "en" });
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")].map((person) => bench.as(person, at.memberGroup));
    const id = await announceActivity(bench, at, { repliesCloseAt: hoursFrom(bench.now(), 24) });
    const board = await announcementIn(bench, at.memberGroup);
    await ben?.taps(board, GOING);
    await bench.advance(24 * 3_600_000);
    bench.emulator.markAllSeen();
    expect(await cid?.forges(board, `reply:${id}:0:going`)).toMatchObject({ toast: "Replies closed on Tue 24 Nov, 10:00. No harm done, you are welcome next time!", alert: true });
    expect((await ben?.forges(board, `reply:${id}:0:no`))?.toast).toBe("All right, your reply is taken back. Nothing is kept.");
    expect(await replies()).toEqual([]);
    await announcementIn(bench, at.memberGroup);
    bench.emulator.markAllSeen();
  });

  test("the limit of a role is kept for those who hold it", async () => {
    const at = await establish(bench, { locale: "en" });
    const [one, two] = [await withRole(bench, at, "One", "instructor"), await withRole(bench, at, "Two", "instructor")];
    for (const person of [one, two]) {
      const path = readJoinPath(at.joinPayload);
      if (path) await joinStation(bench.scope(), { userId: person.id, locale: "en", aliasPrefix: "Member" }, { path, answers: "ayyyn", version: "2" });
    }
    const ben = await enrol(bench, at, "Ben");
    await announceActivity(bench, at, { limits: [{ role: "instructor", places: 1 }] });
    const board = await announcementIn(bench, at.memberGroup);
    expect((await bench.as(one, at.memberGroup).taps(board, GOING)).toast).toContain("You are in");
    expect((await bench.as(two, at.memberGroup).taps(board, GOING)).toast).toContain("number 1 in line");
    expect((await bench.as(ben, at.memberGroup).taps(board, GOING)).toast).toContain("You are in");
    await announcementIn(bench, at.memberGroup);
    bench.emulator.markAllSeen();
  });
});

describe("whoever may not be kept yet is shown the way in", () => {
  test("a stranger is led to join, the activity kept, and answers with one tap afterwards", async () => {
    const at = await establish(bench, { locale: "en" });
    const id = await announceActivity(bench, at);
    const board = await announcementIn(bench, at.memberGroup);
    const before = await bench.database.db.select().from(account);
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    bench.emulator.join(sid, at.memberGroup);
    expect((await bench.as(sid, at.memberGroup).taps(board, NO)).toast).toBe("All right. Nothing is recorded.");
    expect((await bench.as(sid, at.memberGroup).taps(board, GOING)).url).toBe(`https://t.me/MusterBot?start=${at.joinPayload}-a${id}`);
    expect(await bench.database.db.select().from(account)).toEqual(before);
    const path = readJoinPath(`${at.joinPayload}-a${id}`);
    if (path) await joinStation(bench.scope(), { userId: sid.id, locale: "en", aliasPrefix: "Member" }, { path, answers: "ayyyn", version: "2" });
    await bench.as(sid).starts(`${at.joinPayload}-a${id}`);
    const shown = bench.as(sid).reads();
    expect(shown.text).toContain("📣 Visit to the market");
    expect((await bench.as(sid).taps(shown, GOING)).toast).toBe("✅ You are in. See you there!");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 1 going");
    bench.emulator.markAllSeen();
  });

  test("the screen after joining leads back to the activity", async () => {
    const at = await establish(bench, { locale: "en" });
    const id = await announceActivity(bench, at);
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    await bench.as(sid).starts(`${at.joinPayload}-a${id}`);
    for (const answer of ["a", "ay", "ayy", "ayyy", "ayyyn"]) {
      const asked = bench.as(sid).reads();
      const button = asked.keyboard.flat().find(({ callback_data: data }) => data?.endsWith(`:${answer}`));
      await bench.as(sid).taps(asked, button?.text ?? "");
    }
    const joined = bench.emulator.messages(sid).findLast(({ keyboard }) => keyboard.flat().some(({ text }) => text === "📣 Back to the activity"));
    if (!joined) throw new Error("no way back");
    await bench.as(sid).taps(joined, "📣 Back to the activity");
    expect(bench.as(sid).reads().text).toContain("📣 Visit to the market");
    bench.emulator.markAllSeen();
  });
});

describe("only what is there can be answered", () => {
  test("a forged tap, another group's tap and a tap at another station are answered and count nothing", async () => {
    const at = await establish(bench, { locale: "en" });
    const there = await establish(bench, { locale: "en", name: "Other station" });
    const ben = await enrol(bench, at, "Ben");
    const [id, other] = [await announceActivity(bench, at), await announceActivity(bench, there)];
    const unposted = await linkGroup(bench, at, "Unposted");
    bench.emulator.join(ben, unposted);
    const message = bench.emulator.say(at.lead, unposted, "hello");
    expect((await bench.as(ben, unposted).forges(message, `reply:${id}:0:going`)).toast).toBe("This activity was not found.");
    const board = await announcementIn(bench, at.memberGroup);
    expect((await bench.as(ben, at.memberGroup).forges(board, `reply:${other}:0:going`)).toast).toBe("This activity was not found.");
    expect((await bench.as(ben, at.memberGroup).forges(board, `reply:${id}:999:going`)).toast).toBe("This activity was not found.");
    expect((await bench.as(ben, at.memberGroup).forges(board, `reply:${id}:guests:3`)).toast).toBe("You cannot bring so many to this one.");
    expect(await replies()).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("a tap on a copy whose sending was uncertain makes it the copy that is edited", async () => {
    const at = await establish(bench, { locale: "en" });
    const ben = await enrol(bench, at, "Ben");
    bench.expectFailures();
    bench.emulator.fault({ kind: "dropAfter", method: "sendMessage" });
    await announceActivity(bench, at);
    const copy = bench.emulator.messages(at.memberGroup).find(({ text }) => text.startsWith("📣"));
    if (!copy) throw new Error("it was not sent");
    await bench.as(ben, at.memberGroup).taps(copy, GOING);
    expect(await bench.database.db.select({ state: post.state }).from(post)).toEqual([{ state: "posted" }]);
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 1 going");
    bench.emulator.markAllSeen();
  });

  test("ten people who tap together are one edit in each group", async () => {
    const at = await establish(bench, { locale: "zh-CN" });
    const people = [];
    for (const name of ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"]) people.push(await enrol(bench, at, name));
    await announceActivity(bench, at);
    const board = await announcementIn(bench, at.memberGroup);
    for (const person of people) expect((await bench.as(person, at.memberGroup).taps(board, "✅ 我会来")).toast).toBe("✅ 已报名，到时见！");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("👥 会来 10 人 · 余 10 个名额");
    expect(bench.emulator.journal({ method: "editMessageText" }).filter(({ messageId }) => messageId === board.id)).toHaveLength(1);
    expect(await bench.database.db.select().from(outbox)).toEqual([]);
    bench.emulator.markAllSeen();
  });
});
