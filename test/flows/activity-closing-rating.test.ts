import { beforeEach, describe, expect, test } from "vitest";
import { activity } from "../../src/db/schema-activity.ts";
import { activityMark, activityRating, checkIn, ping } from "../../src/db/schema-reply.ts";
import { account } from "../../src/db/schema.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { announceActivity, announcementIn, hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { hasCome, minutesFrom, turnTo } from "../telegram/attending.ts";
import { useBench } from "../telegram/bench.ts";
import { labels } from "../telegram/rollcalls.ts";
import { told } from "../telegram/talk.ts";

const bench = useBench();
const { startsAt, endsAt } = SATURDAY;
const closesAt = minutesFrom(endsAt, 30);

let at: Established;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
});

/** So many have been there, and it is a minute before the end of check-in. */
async function held(people: number, options: { without?: number; shift?: number; locale?: string } = {}): Promise<{ activityId: number; people: Person[] }> {
  const shift = options.shift ?? 0;
  const all: Person[] = [];
  for (let index = 0; index < people; index += 1) {
    all.push(await enrol(bench, at, `P${index}`, { reminders: index >= (options.without ?? 0), languageCode: "en", aliasShown: true }));
  }
  const slots = [{ label: null, startsAt: hoursFrom(startsAt, shift), endsAt: hoursFrom(endsAt, shift) }];
  const activityId = await announceActivity(bench, at, { slots });
  await turnTo(bench, hoursFrom(startsAt, shift));
  for (const person of all) await hasCome(bench, at, activityId, person);
  await turnTo(bench, hoursFrom(minutesFrom(closesAt, -1), shift));
  return { activityId, people: all };
}

const questionsTo = (person: Person) => bench.emulator.messages(person).filter(({ text }) => text.startsWith("How was")).length;
const rows = async () => (await bench.database.db.select().from(activityRating)).map(({ stars, raters }) => [stars, raters]).toSorted();

async function rates(person: Person, stars: number): Promise<void> {
  await bench.as(person).taps(bench.as(person).reads(), `⭐${stars}`);
}

describe("those who were there", () => {
  test("are asked once, in private, with five buttons; a tap is enough", async () => {
    const { people } = await held(5);
    await turnTo(bench, closesAt, "closely");
    const [ben] = people;
    if (!ben) throw new Error("nobody");
    const asked = bench.as(ben).reads();
    expect(asked.text).toBe("How was “Visit to the market”? If you like, tap so many stars: it is anonymous, the average is published only if at least 5 rate, and you are not asked again.");
    expect(labels(asked)).toEqual([["⭐1", "⭐2", "⭐3", "⭐4", "⭐5"]]);
    await rates(ben, 4);
    expect(bench.emulator.message(asked).text).toBe("“Visit to the market”: ⭐⭐⭐⭐ Noted, thank you! Only the number is kept, not who gave it, so it cannot be changed any more.");
    expect(bench.emulator.message(asked).keyboard).toEqual([]);
    expect(await rows()).toEqual([[4, 1]]);
    bench.emulator.markAllSeen();
    await turnTo(bench, hoursFrom(closesAt, 40), "closely");
    expect(questionsTo(ben)).toBe(0);
    bench.emulator.markAllSeen();
  });

  test("count once, however often they tap, and cannot change it", async () => {
    const { activityId, people: [ben] } = await held(5);
    await turnTo(bench, closesAt);
    if (!ben) throw new Error("nobody");
    const asked = bench.as(ben).reads();
    await rates(ben, 5);
    expect(await bench.as(ben).forges(asked, `rating:${activityId}:1`)).toMatchObject({ toast: "You have rated already. It is anonymous, so it cannot be changed.", alert: true });
    expect(await rows()).toEqual([[5, 1]]);
    bench.emulator.markAllSeen();
  });

  test("leave a number and a mark that names nobody", async () => {
    const { people: [ben] } = await held(5);
    await turnTo(bench, closesAt);
    if (ben) await rates(ben, 5);
    const marks = await bench.database.db.select().from(activityMark);
    expect(marks).toMatchObject([{ kind: "rated" }]);
    expect(Object.keys(marks[0] ?? {}).toSorted()).toEqual(["activityId", "kind", "mark", "stationId"]);
    const ids = (await bench.database.db.select({ id: account.id }).from(account)).map(({ id }) => String(id));
    expect(ids).not.toContain(marks[0]?.mark);
    expect(marks[0]?.mark).toMatch(/^[\w-]{43}$/);
    bench.emulator.markAllSeen();
  });

  test("are not asked without the consent to be written to", async () => {
    const { people } = await held(6, { without: 1 });
    await turnTo(bench, closesAt, "closely");
    expect(people.map(questionsTo)).toEqual([0, 1, 1, 1, 1, 1]);
    bench.emulator.markAllSeen();
  });

  test("are not asked at all where fewer than five could answer, for nothing would be published", async () => {
    const { people } = await held(5, { without: 1 });
    await turnTo(bench, closesAt, "closely");
    expect(people.map(questionsTo)).toEqual([0, 0, 0, 0, 0]);
    bench.emulator.markAllSeen();
  });

  test("are not asked at night, but in the morning", async () => {
    const { people } = await held(5, { shift: 4 });
    await turnTo(bench, hoursFrom(closesAt, 4), "closely");
    expect(people.map(questionsTo)).toEqual([0, 0, 0, 0, 0]);
    bench.emulator.markAllSeen();
    await turnTo(bench, hoursFrom(startsAt, 17), "closely");
    expect(people.map(questionsTo)).toEqual([1, 1, 1, 1, 1]);
    bench.emulator.markAllSeen();
  });

  test("are not asked beyond what they let themselves be sent in a week, and the question counts against it", async () => {
    const { people: [ben, cid] } = await held(5);
    const ids = await bench.database.db.select({ id: account.id, hash: account.userHash }).from(account);
    const idOf = (person: Person | undefined) => ids.find(({ hash }) => hash === bench.seal.fingerprint(person?.id ?? 0))?.id ?? 0;
    await bench.database.db.insert(ping).values(Array.from({ length: 5 }, () => ({ accountId: idOf(ben), at: bench.now() })));
    await turnTo(bench, closesAt, "closely");
    expect([ben, cid].map((person) => person && questionsTo(person))).toEqual([0, 1]);
    expect((await bench.database.db.select().from(ping)).filter(({ accountId }) => accountId === idOf(cid))).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("whoever was not there cannot rate, whatever they tap", async () => {
    const { activityId } = await held(5);
    const zoe = await enrol(bench, at, "Zoe");
    await turnTo(bench, closesAt);
    await bench.as(zoe).types("/mydata");
    const forged = await bench.as(zoe).forges(bench.as(zoe).reads(), `rating:${activityId}:1`);
    expect(forged.toast).toBe("There is no activity to rate. Those who checked in can.");
    const sid = bench.as(bench.emulator.addPerson({ firstName: "Sid", languageCode: "en" }));
    await sid.starts();
    expect((await sid.forges(sid.reads(), `rating:${activityId}:1`)).toast).toBe("There is no activity to rate. Those who checked in can.");
    expect(await rows()).toEqual([]);
  });
});

describe("two days after the end", () => {
  test("the average of five or more is told to the organizer and stands on the board; the marks are gone", async () => {
    const { people } = await held(6);
    await turnTo(bench, closesAt);
    for (const [index, stars] of [5, 5, 4, 5, 4].entries()) {
      const person = people[index];
      if (person) await rates(person, stars);
    }
    expect((await announcementIn(bench, at.memberGroup)).text).not.toContain("⭐");
    await turnTo(bench, hoursFrom(closesAt, 47));
    expect(told(bench, at.lead).filter((text) => text.startsWith("⭐"))).toEqual([]);
    await turnTo(bench, hoursFrom(closesAt, 48), "closely");
    expect(bench.as(at.lead).reads().text).toBe("⭐ Rating of “Visit to the market”: 4.6 on average (5 people, anonymous). It stands on the announcement in the groups now.");
    expect((await announcementIn(bench, at.memberGroup)).text).toContain("🔒 Over: 0 going · 6 checked in\n⭐ 4.6 (5 ratings, anonymous)");
    expect(await bench.database.db.$count(activityMark)).toBe(0);
    expect(await bench.database.db.$count(checkIn)).toBe(6);
    bench.emulator.markAllSeen();
  });

  test("fewer than five are published nowhere, and their numbers are deleted", async () => {
    const { people } = await held(6);
    await turnTo(bench, closesAt);
    for (const person of people.slice(0, 4)) await rates(person, 1);
    await turnTo(bench, hoursFrom(closesAt, 47));
    await turnTo(bench, hoursFrom(closesAt, 49), "closely");
    expect(told(bench, at.lead).filter((text) => text.startsWith("⭐"))).toEqual([]);
    expect((await announcementIn(bench, at.memberGroup)).text).not.toContain("⭐");
    expect([await bench.database.db.$count(activityMark), await bench.database.db.$count(activityRating)]).toEqual([0, 0]);
  });

  test("a late tap is thanked and not counted", async () => {
    const { people: [ben] } = await held(5);
    await turnTo(bench, closesAt);
    if (!ben) throw new Error("nobody");
    const asked = bench.as(ben).reads();
    await turnTo(bench, hoursFrom(closesAt, 48));
    expect((await bench.as(ben).taps(asked, "⭐5")).toast).toBe("Rating ended two days after the activity. Thank you for thinking of it!");
    expect(await rows()).toEqual([]);
  });

  test("is said in Chinese where people speak it", async () => {
    await bench.database.db.update(account).set({ locale: "zh-CN" });
    const { people } = await held(5);
    await bench.database.db.update(account).set({ locale: "zh-CN" });
    await turnTo(bench, closesAt);
    for (const person of people) {
      expect(bench.as(person).reads().text).toContain("“Visit to the market”怎么样？愿意的话点几颗星就好");
      await rates(person, 3);
    }
    await turnTo(bench, hoursFrom(closesAt, 47));
    await turnTo(bench, hoursFrom(closesAt, 48), "closely");
    expect(bench.as(at.lead).reads().text).toBe("⭐ “Visit to the market”的评分：平均 3.0（5 人，不记名）。已写在群里的公告上。");
    expect(await bench.database.db.select({ held: activity.finalCame }).from(activity)).toEqual([{ held: 5 }]);
    bench.emulator.markAllSeen();
  });
});
