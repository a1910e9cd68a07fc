import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { activity } from "../../src/db/schema-activity.ts";
import { account, member } from "../../src/db/schema.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { announceActivity, hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { accountIdOf, noteReply } from "../telegram/replies.ts";
import { labels, withRole } from "../telegram/rollcalls.ts";

const bench = useBench();
let at: Established;
let ben: Person;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
  ben = await enrol(bench, at, "Ben");
});

const shown = () => bench.as(ben).reads();
const shiftedBy = (hours: number) => ({ slots: [{ label: null, startsAt: hoursFrom(SATURDAY.startsAt, hours), endsAt: hoursFrom(SATURDAY.endsAt, hours) }] });
const dataOf = () => shown().keyboard.flat().map(({ callback_data: data }) => data);

describe("what I can join", () => {
  test("is listed by start, with free places and who waits, each with one-tap answers", async () => {
    const later = await announceActivity(bench, at, { title: "Lecture", capacity: null, place: null, ...shiftedBy(24) });
    const sooner = await announceActivity(bench, at, { capacity: 3 });
    const [ann, cid] = [await enrol(bench, at, "Ann"), await enrol(bench, at, "Cid")];
    await noteReply(bench, sooner, ann, { answer: "going", guests: 2 });
    await noteReply(bench, sooner, cid, { answer: "going", place: "waiting", waitingSince: bench.now() });
    await noteReply(bench, later, ann, { answer: "going", guests: 1 });
    await bench.as(ben).types("/activities");
    expect(shown().text).toBe([
      "📣 Activities that you can join: 2", "",
      "1. Visit to the market", "📍 Community centre", "🗓 Sat 28 Nov, 15:00–17:00", "👥 full · 1 waiting", "",
      "2. Lecture", "🗓 Sun 29 Nov, 15:00–17:00", "👥 1 going, bringing 1",
    ].join("\n"));
    expect(labels(shown())).toEqual([["1 ✅ I'm going", "1 🤔 Maybe"], ["2 ✅ I'm going", "2 🤔 Maybe"], ["🔄 Refresh"]]);
    expect(dataOf()[0]).toMatch(new RegExp(`^reply:${sooner}:\\d+:going$`));
  });

  test("leaves out what is answered, cancelled, not yet announced, begun or closed for replies", async () => {
    await noteReply(bench, await announceActivity(bench, at, { title: "Answered" }), ben, { answer: "maybe" });
    await announceActivity(bench, at, { title: "Begun", slots: [{ label: null, startsAt: hoursFrom(bench.now(), -1), endsAt: hoursFrom(bench.now(), 1) }] });
    await announceActivity(bench, at, { title: "Closed", repliesCloseAt: bench.now() });
    await announceActivity(bench, at, { title: "Cancelled" });
    await bench.database.db.update(activity).set({ cancelledAt: bench.now() }).where(eq(activity.title, "Cancelled"));
    await announceActivity(bench, at, { title: "Planned" });
    await bench.database.db.update(activity).set({ announcedAt: hoursFrom(bench.now(), 1) }).where(eq(activity.title, "Planned"));
    await bench.as(ben).types("/activities");
    expect(shown().text).toBe("There is nothing to join just now. What is new is announced in the group.");
    expect(labels(shown())).toEqual([["🔄 Refresh"], ["📋 My activities (1)"]]);
  });

  test("says what is free for the reader's own role, where that has a limit", async () => {
    const [one, cid] = [await withRole(bench, at, "One", "instructor"), await enrol(bench, at, "Cid")];
    const limited = await announceActivity(bench, at, { limits: [{ role: "instructor", places: 1 }, { role: "member", places: 5 }] });
    await announceActivity(bench, at, { title: "Lecture", capacity: null, limits: [{ role: "instructor", places: 3 }] });
    await noteReply(bench, limited, cid, { answer: "going", guests: 1, limitedAs: "member" });
    await bench.as(ben).types("/activities");
    expect(shown().text).toContain("1. Visit to the market\n📍 Community centre\n🗓 Sat 28 Nov, 15:00–17:00\n👥 3 places left");
    expect(shown().text).toContain("2. Lecture\n📍 Community centre\n🗓 Sat 28 Nov, 15:00–17:00\n👥 0 going");
    await bench.as(one).types("/activities");
    expect(bench.as(one).reads().text).toContain("👥 1 place left");
    expect(bench.as(one).reads().text).toContain("👥 3 places left");
  });

  test("of several slots each that is still open has its button", async () => {
    const slot = (label: string | null, hours: number) => ({ label, startsAt: hoursFrom(bench.now(), hours), endsAt: hoursFrom(bench.now(), hours + 1) });
    await announceActivity(bench, at, { slots: [slot("Early", -1), slot("Noon", 2), slot(null, 5), slot("Night", 10)] });
    await bench.as(ben).types("/activities");
    expect(labels(shown())).toEqual([["1 ✅ Noon", "1 ✅ Mon 23 Nov, 15:00"], ["1 ✅ Night"], ["1 🤔 Maybe"], ["🔄 Refresh"]]);
    expect(shown().text).not.toContain("Early");
  });

  test("is turned page by page, four to a page", async () => {
    for (const number of [1, 2, 3, 4, 5, 6]) await announceActivity(bench, at, { title: `Training ${number}`, place: null, ...shiftedBy(number) });
    await bench.as(ben).types("/activities");
    expect(shown().text).toContain("Page 1 of 2");
    expect(labels(shown()).slice(4)).toEqual([["🔄 Refresh", "Next »"]]);
    await bench.as(ben).taps(shown(), "Next »");
    expect(shown().text).toContain("5. Training 5");
    expect(shown().text).not.toContain("Training 4");
    expect(labels(shown()).slice(2)).toEqual([["« Previous", "🔄 Refresh"]]);
    await bench.as(ben).forges(shown(), "agenda:open:9");
    expect(shown().text).toContain("5. Training 5");
    await bench.as(ben).taps(shown(), "« Previous");
    expect(shown().text).toContain("Page 1 of 2");
  });

  test("tells of all the stations that I belong to, by name", async () => {
    await announceActivity(bench, at);
    const other = await establish(bench, { locale: "en", name: "Harbour station" });
    await announceActivity(bench, other, { title: "Harbour walk", ...shiftedBy(2) });
    await bench.as(ben).types("/activities");
    expect(shown().text).not.toContain("Harbour");
    await bench.database.db.insert(member).values({ stationId: other.stationId, accountId: await accountIdOf(bench, ben), alias: "Member-HHHH", joinedAt: bench.now() });
    await bench.as(ben).types("/activities");
    expect(shown().text).toContain("1. Visit to the market (Example station)");
    expect(shown().text).toContain("2. Harbour walk (Harbour station)");
    bench.emulator.markAllSeen();
  });
});

describe("my own list", () => {
  test("says how I stand: going, waiting at which place, offered until when, undecided", async () => {
    const [going, waiting, offered, maybe] = [
      await announceActivity(bench, at, { title: "One" }), await announceActivity(bench, at, { title: "Two", ...shiftedBy(1) }),
      await announceActivity(bench, at, { title: "Three", ...shiftedBy(2) }), await announceActivity(bench, at, { title: "Four", place: null, ...shiftedBy(3) }),
    ];
    const cid = await enrol(bench, at, "Cid");
    await noteReply(bench, waiting, cid, { answer: "going", place: "waiting", waitingSince: hoursFrom(bench.now(), -1) });
    await noteReply(bench, going, ben, { answer: "going", guests: 1 });
    await noteReply(bench, waiting, ben, { answer: "going", place: "waiting", waitingSince: bench.now() });
    await noteReply(bench, offered, ben, { answer: "going", place: "offered", waitingSince: bench.now(), offeredAt: bench.now(), offerEndsAt: hoursFrom(bench.now(), 24) });
    await noteReply(bench, maybe, ben, { answer: "maybe" });
    await bench.as(ben).types("/activities mine");
    expect(shown().text).toBe([
      "📋 My activities: 4", "",
      "1. One", "🗓 Sat 28 Nov, 15:00–17:00", "📍 Community centre", "✅ Going, with 1 more", "",
      "2. Two", "🗓 Sat 28 Nov, 16:00–18:00", "📍 Community centre", "⏳ On the waiting list, number 2", "",
      "3. Three", "🗓 Sat 28 Nov, 17:00–19:00", "📍 Community centre", "🎟 A place is kept for you; please answer by Tue 24 Nov, 10:00", "",
      "4. Four", "🗓 Sat 28 Nov, 18:00–20:00", "🤔 Maybe",
    ].join("\n"));
    expect(labels(shown())).toEqual([
      ["1 ✖️ Not going", "1 📅"], ["2 ✖️ Stop waiting", "2 📅"], ["3 ✅ I'm going", "3 ✖️ Stop waiting"], ["4 ✅ I'm going", "4 ✖️ Not going"],
      ["🔄 Refresh"], ["📣 To join (0)"],
    ]);
  });

  test("gives the calendar file of each, and the way back to what can be joined", async () => {
    await noteReply(bench, await announceActivity(bench, at), ben, { answer: "going" });
    await bench.as(ben).types("/activities mine");
    const list = shown();
    await bench.as(ben).taps(list, "1 📅");
    expect(shown().document?.name).toMatch(/^muster-\d+\.ics$/);
    await bench.as(ben).taps(list, "📣 To join (0)");
    expect(bench.emulator.message(list).text).toContain("There is nothing to join just now.");
  });

  test("holds nobody else, and nothing that is over or cancelled", async () => {
    const cid = await enrol(bench, at, "Cid");
    await noteReply(bench, await announceActivity(bench, at), cid, { answer: "going" });
    await noteReply(bench, await announceActivity(bench, at, { title: "Over", slots: [{ label: null, startsAt: hoursFrom(bench.now(), -2), endsAt: hoursFrom(bench.now(), -1) }] }), ben, { answer: "going" });
    await bench.as(ben).types("/activities mine");
    expect(shown().text).toBe("You have not joined any activity yet.");
  });
});

describe("where it is asked", () => {
  test("in the group it is handed over in private, and the group sees a sign only", async () => {
    await announceActivity(bench, at);
    const said = await bench.as(ben, at.memberGroup).types("/activities");
    expect(said.reactions).toEqual(["👌"]);
    expect(shown().text).toContain("1. Visit to the market");
  });

  test("whoever has not joined sees what the group is invited to, and nothing is stored of them", async () => {
    await announceActivity(bench, at);
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "zh-hans" });
    bench.emulator.join(sid, at.memberGroup);
    bench.emulator.start(sid);
    await bench.run();
    bench.emulator.markAllSeen();
    const before = await bench.database.db.select().from(account);
    expect((await bench.as(sid, at.memberGroup).types("/activities")).reactions).toEqual(["👌"]);
    expect(bench.as(sid).reads().text).toBe([
      "📣 可以报名的活动：1 个", "", "1. Visit to the market", "📍 Community centre", "🗓 11月28日（周六）15:00–17:00", "👥 余 20 个名额",
    ].join("\n"));
    expect(labels(bench.as(sid).reads())).toEqual([["1 加入并报名：Visit to the…"], ["🔄 刷新"]]);
    expect(await bench.database.db.select().from(account)).toEqual(before);
  });

  test("a stranger in private is told how to come in", async () => {
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    await bench.as(sid).starts();
    await bench.as(sid).types("/activities");
    expect(bench.as(sid).reads().text).toContain("You have not joined a station yet");
    bench.emulator.markAllSeen();
  });
});

describe("an answer given from the list", () => {
  test("is seen in it at once: what is joined moves to my list, what is given up comes back", async () => {
    await announceActivity(bench, at, { capacity: 1 });
    await bench.as(ben).types("/activities");
    expect((await bench.as(ben).taps(shown(), "1 ✅ I'm going")).toast).not.toBe("");
    expect(shown().text).toBe("There is nothing to join just now. What is new is announced in the group.");
    await bench.as(ben).taps(shown(), "📋 My activities (1)");
    expect(shown().text).toContain("✅ Going");
    await bench.as(ben).taps(shown(), "1 ✖️ Not going");
    expect(shown().text).toBe("You have not joined any activity yet.");
    await bench.as(ben).taps(shown(), "📣 To join (1)");
    expect(shown().text).toContain("👥 1 place left");
    await bench.settle();
    bench.emulator.markAllSeen();
  });

  test("by somebody who has not joined leads to the way in, the activity kept", async () => {
    const activityId = await announceActivity(bench, at);
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    bench.emulator.join(sid, at.memberGroup);
    bench.emulator.start(sid);
    await bench.run();
    await bench.as(sid, at.memberGroup).types("/activities");
    const tapped = await bench.as(sid).taps(bench.as(sid).reads(), "1 Join and reply: Visit to the…");
    expect(tapped.url).toBe(`https://t.me/MusterBot?start=${at.joinPayload}-a${activityId}`);
    bench.emulator.markAllSeen();
  });
});
