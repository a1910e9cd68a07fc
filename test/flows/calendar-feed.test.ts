import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { activity, activitySlot } from "../../src/db/schema-activity.ts";
import { account } from "../../src/db/schema.ts";
import { calendarFeed, rsvp } from "../../src/db/schema-reply.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import type { ChatMessage } from "../../src/playground/emulator/views.ts";
import { announceActivity, hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { noteReply } from "../telegram/replies.ts";
import { labels } from "../telegram/rollcalls.ts";

const bench = useBench({ config: { publicUrl: "https://bot.example.org/muster" } });
const LINK = /https:\/\/bot\.example\.org(\/muster\/calendar\/[\w-]{22}\.ics)/;
let at: Established;
let ben: Person;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
  ben = await enrol(bench, at, "Ben");
});

const page = () => bench.as(ben).reads();
const press = (data: string) => bench.as(ben).forges(page(), data);
const read = async (path: string) => {
  const answer = await bench.app.http.request(path);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const lines = (text: string, name: string) => text.replaceAll("\r\n ", "").split("\r\n").filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1));

async function takeLink(): Promise<string> {
  await bench.as(ben).starts();
  await press("calendar:feed");
  await bench.as(ben).taps(page(), "🔗 Get my link");
  const path = LINK.exec(page().text)?.[1];
  if (path === undefined) throw new Error("no link was shown");
  return path;
}

const fileOf = (message: ChatMessage): string => new TextDecoder().decode(bench.emulator.fileBytes(message.document?.id ?? ""));

describe("an activity as a calendar file", () => {
  test("comes in private at one tap: what, when in UTC and where, and nobody's name", async () => {
    const activityId = await announceActivity(bench, at, { contact: "Ms Example" });
    await bench.as(ben).starts();
    expect((await press(`agenda:ics:${activityId}`)).toast).toBe("");
    const sent = page();
    expect(sent.text).toBe("“Visit to the market”: open the file to put it in your calendar. If the time changes, tap 📅 again.");
    expect(sent.document?.name).toBe(`muster-${activityId}.ics`);
    const text = fileOf(sent);
    expect([lines(text, "SUMMARY"), lines(text, "LOCATION"), lines(text, "DTSTART"), lines(text, "DTEND"), lines(text, "STATUS"), lines(text, "SEQUENCE")])
      .toEqual([["Visit to the market"], ["Community centre"], ["20261128T070000Z"], ["20261128T090000Z"], ["CONFIRMED"], ["0"]]);
    expect(text).not.toMatch(/Ben|Member-|Example/);
    bench.emulator.markAllSeen();
  });

  test("keeps its identity when it is moved or cancelled, and says so with a higher number", async () => {
    const activityId = await announceActivity(bench, at);
    await bench.as(ben).starts();
    await press(`agenda:ics:${activityId}`);
    const before = fileOf(page());
    await bench.advance(3_600_000);
    await bench.database.db.update(activitySlot).set({ startsAt: hoursFrom(SATURDAY.startsAt, 1), endsAt: hoursFrom(SATURDAY.endsAt, 1) });
    await bench.database.db.update(activity).set({ movedAt: bench.now() });
    await press(`agenda:ics:${activityId}`);
    const moved = fileOf(page());
    await bench.advance(3_600_000);
    await bench.database.db.update(activity).set({ cancelledAt: bench.now() });
    await press(`agenda:ics:${activityId}`);
    const cancelled = fileOf(page());
    expect(new Set([before, moved, cancelled].map((text) => lines(text, "UID")[0])).size).toBe(1);
    expect(lines(moved, "DTSTART")).toEqual(["20261128T080000Z"]);
    expect(lines(cancelled, "STATUS")).toEqual(["CANCELLED"]);
    const numbers = [before, moved, cancelled].map((text) => Number(lines(text, "SEQUENCE")[0]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(numbers).size).toBe(3);
    bench.emulator.markAllSeen();
  });

  test("of several slots holds all of them until one is chosen, then that one", async () => {
    const slots = [
      { label: "Early", startsAt: SATURDAY.startsAt, endsAt: SATURDAY.endsAt },
      { label: "Late", startsAt: hoursFrom(SATURDAY.startsAt, 3), endsAt: hoursFrom(SATURDAY.endsAt, 3) },
    ];
    const activityId = await announceActivity(bench, at, { slots });
    await bench.as(ben).starts();
    await press(`agenda:ics:${activityId}`);
    expect(lines(fileOf(page()), "SUMMARY")).toEqual(["Visit to the market (Early)", "Visit to the market (Late)"]);
    const [, late] = await bench.database.db.select().from(activitySlot).orderBy(activitySlot.startsAt);
    await noteReply(bench, activityId, ben, { answer: "going", slotId: late?.id ?? 0 });
    await press(`agenda:ics:${activityId}`);
    expect(lines(fileOf(page()), "SUMMARY")).toEqual(["Visit to the market (Late)"]);
    bench.emulator.markAllSeen();
  });

  test("is not given to somebody of another station, nor before it is announced", async () => {
    const activityId = await announceActivity(bench, at);
    const sid = bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" });
    await bench.as(sid).starts();
    expect((await bench.as(sid).forges(bench.as(sid).reads(), `agenda:ics:${activityId}`)).toast).toBe("There is no such activity for you.");
    await bench.as(ben).starts();
    await bench.database.db.update(activity).set({ announcedAt: hoursFrom(bench.now(), 1) });
    expect((await press(`agenda:ics:${activityId}`)).toast).toBe("There is no such activity for you.");
    bench.emulator.markAllSeen();
  });
});

describe("the private calendar link", () => {
  test("shows what one goes to and, marked tentative, what one waits for; nothing else, and nobody", async () => {
    const [going, waiting, maybe] = [
      await announceActivity(bench, at, { title: "Lecture" }), await announceActivity(bench, at, { title: "Training" }), await announceActivity(bench, at, { title: "Perhaps" }),
    ];
    await announceActivity(bench, at, { title: "Unanswered" });
    await noteReply(bench, going, ben, { answer: "going", guests: 2 });
    await noteReply(bench, waiting, ben, { answer: "going", place: "waiting", waitingSince: bench.now() });
    await noteReply(bench, maybe, ben, { answer: "maybe" });
    const { status, text, headers } = await read(await takeLink());
    expect(status).toBe(200);
    expect([headers.get("content-type"), headers.get("cache-control")]).toEqual(["text/calendar; charset=utf-8", "no-store"]);
    expect(lines(text, "SUMMARY")).toEqual(["Lecture", "Waiting list: Training"]);
    expect(lines(text, "STATUS")).toEqual(["CONFIRMED", "TENTATIVE"]);
    expect(text).not.toMatch(/Ben|Member-|Example/);
  });

  test("reads all one's stations, the last thirty days and the next ninety", async () => {
    const shifted = (days: number) => ({ slots: [{ label: null, startsAt: hoursFrom(bench.now(), days * 24), endsAt: hoursFrom(bench.now(), days * 24 + 1) }] });
    for (const [title, days] of [["Long ago", -31], ["Past", -29], ["Soon", 1], ["Later", 89], ["Far", 91]] as const) {
      await noteReply(bench, await announceActivity(bench, at, { title, ...shifted(days) }), ben, { answer: "going" });
    }
    const path = await takeLink();
    expect(lines((await read(path)).text, "SUMMARY")).toEqual(["Past", "Soon", "Later"]);
  });

  test("a cancelled activity stays in the calendar, struck out", async () => {
    const activityId = await announceActivity(bench, at);
    await noteReply(bench, activityId, ben, { answer: "going" });
    const path = await takeLink();
    await bench.database.db.update(activity).set({ cancelledAt: bench.now() }).where(eq(activity.id, activityId));
    expect(lines((await read(path)).text, "STATUS")).toEqual(["CANCELLED"]);
  });

  test("is kept only as a hash, is shown once, and a new one ends the old", async () => {
    const old = await takeLink();
    const [kept] = await bench.database.db.select().from(calendarFeed);
    expect(old).not.toContain(kept?.codeHash);
    await press("calendar:feed");
    expect(page().text).not.toMatch(LINK);
    expect(labels(page())).toEqual([["🔄 New link", "Turn off"], ["« My activities"]]);
    await bench.as(ben).taps(page(), "🔄 New link");
    const renewed = LINK.exec(page().text)?.[1] ?? "";
    expect([(await read(old)).status, (await read(renewed)).status]).toEqual([404, 200]);
  });

  test("is turned off at one tap; an ended address is answered like one that never was", async () => {
    const path = await takeLink();
    expect((await bench.as(ben).taps(page(), "Turn off")).toast).toBe("Turned off; the link no longer works.");
    expect(labels(page())).toEqual([["🔗 Get my link"], ["« My activities"]]);
    expect(await bench.database.db.select().from(calendarFeed)).toEqual([]);
    const answers = await Promise.all([path, `/muster/calendar/${"A".repeat(22)}.ics`, "/muster/calendar/short.ics", "/muster/calendar/x"].map(read));
    expect(answers.map(({ status, text, headers }) => [status, text, headers.get("cache-control")])).toEqual(Array.from({ length: 4 }, () => [404, "not found\n", "no-store"]));
  });

  test("stops reading at once when the reply is taken back", async () => {
    const activityId = await announceActivity(bench, at);
    await noteReply(bench, activityId, ben, { answer: "going" });
    const path = await takeLink();
    await bench.database.db.delete(rsvp);
    expect(lines((await read(path)).text, "SUMMARY")).toEqual([]);
  });

  test("whoever tries many codes is slowed down", async () => {
    const answers = await Promise.all(Array.from({ length: 60 }, () => read(`/muster/calendar/${"A".repeat(22)}.ics`)));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(10);
    await bench.advance(1_000);
    expect((await read(`/muster/calendar/${"A".repeat(22)}.ics`)).status).toBe(404);
  });

  test("speaks Chinese to whoever does, the calendar too", async () => {
    await bench.as(ben).starts();
    await bench.database.db.update(account).set({ locale: "zh-CN" });
    await press("calendar:feed");
    expect(page().text).toContain("📅 日历订阅\n您报名和候补的活动");
    await bench.as(ben).taps(page(), "🔗 获取我的链接");
    expect(page().text).toMatch(/^这是您的链接，只显示这一次：\nhttps:/);
    const { text } = await read(LINK.exec(page().text)?.[1] ?? "");
    expect(lines(text, "X-WR-CALNAME")).toEqual(["我的活动"]);
  });
});

describe("where no public address is set", () => {
  const closed = useBench();

  test("no link is offered, and nothing is served", async () => {
    const there = await establish(closed, { locale: "en" });
    await closed.as(there.lead).starts();
    expect((await closed.as(there.lead).forges(closed.as(there.lead).reads(), "calendar:new")).toast)
      .toBe("Calendar links are not offered here. For one activity, tap 📅.");
    expect((await closed.app.http.request(`/calendar/${"A".repeat(22)}.ics`)).status).toBe(404);
    bench.emulator.markAllSeen();
  });
});
