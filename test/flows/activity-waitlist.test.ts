import { beforeEach, describe, expect, test } from "vitest";
import { activity, activitySlot } from "../../src/db/schema-activity.ts";
import { rsvp } from "../../src/db/schema-reply.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { announceActivity, announcementIn } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { told } from "../telegram/talk.ts";

const bench = useBench();
const HOUR_MS = 3_600_000;
const GOING = "✅ I'm going";
const NO = "✖️ Not going";

let at: Established;
let people: Person[];
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
  people = [];
  for (const name of ["Ben", "Cid", "Dee", "Eve"]) people.push(await enrol(bench, at, name));
});

const person = (index: number): Person => {
  const found = people[index];
  if (!found) throw new Error("nobody");
  return found;
};
const inGroup = (index: number) => bench.as(person(index), at.memberGroup);
const places = async () => (await bench.database.db.select().from(rsvp).orderBy(rsvp.accountId)).map(({ place }) => place);
const offersTo = (index: number) => told(bench, person(index)).filter((text) => text.includes("it is your turn"));

/** One place; the first has it, the others wait in their order. */
async function full(capacity = 1): Promise<void> {
  await announceActivity(bench, at, { capacity, guestsMax: 2 });
  const board = await announcementIn(bench, at.memberGroup);
  for (let index = 0; index < people.length; index += 1) await inGroup(index).taps(board, GOING);
  await bench.settle();
}
const board = () => announcementIn(bench, at.memberGroup);

describe("who comes too late waits in a fair line", () => {
  test("the place in line is said, and the board counts them", async () => {
    await announceActivity(bench, at, { capacity: 1 });
    const first = await board();
    expect((await inGroup(0).taps(first, GOING)).toast).toContain("You are in");
    expect((await inGroup(1).taps(first, GOING)).toast).toContain("you are number 1 in line");
    expect((await inGroup(2).taps(first, GOING)).toast).toContain("you are number 2 in line");
    expect((await inGroup(2).taps(first, GOING)).toast).toContain("You are number 2 in line");
    expect((await board()).text).toContain("👥 1 going · full · 2 waiting");
  });

  test("a place that becomes free is offered to the first, who accepts; the organizer hears of it once", async () => {
    await full();
    await inGroup(0).taps(await board(), NO);
    await bench.settle();
    expect(offersTo(1)).toEqual([expect.stringMatching(
      /^🎉 A place at “Visit to the market” is free, and it is your turn!\n🗓 Sat 28 Nov, 15:00–17:00\nPlease answer by Tue 24 Nov, 10:0\d; after that the next one is asked\.$/u,
    )]);
    expect(offersTo(2)).toEqual([]);
    expect((await inGroup(3).taps(await board(), GOING)).toast).toContain("line");
    await bench.as(person(1)).taps(bench.as(person(1)).reads(), "✅ I take it");
    expect(bench.as(person(1)).reads().text).toContain("✅ The place at “Visit to the market” is yours.");
    expect(await places()).toEqual(["held", "waiting", "waiting"]);
    await bench.advance(11 * 60_000);
    await bench.settle();
    expect(told(bench, at.lead).filter((text) => text.startsWith("⏳"))).toEqual(["⏳ The line for “Visit to the market”: 1 asked, 1 accepted, 0 ran out; 2 still waiting."]);
    expect((await board()).text).toContain("👥 1 going · full · 2 waiting");
    bench.emulator.markAllSeen();
  });

  test("declined goes to the next; so does an offer that ran out, and whoever let it run out is told once", async () => {
    await full();
    await inGroup(0).taps(await board(), NO);
    await bench.settle();
    await bench.as(person(1)).taps(bench.as(person(1)).reads(), "✖️ To the next one");
    expect(bench.as(person(1)).reads().text).toContain("goes to the next one");
    await bench.settle();
    expect(offersTo(2)).toHaveLength(1);
    await bench.advance(24 * HOUR_MS);
    await bench.settle();
    await bench.advance(HOUR_MS);
    await bench.settle();
    expect(told(bench, person(2)).filter((text) => text.includes("has run out"))).toHaveLength(1);
    expect(offersTo(3)).toHaveLength(1);
    expect(await places()).toEqual(["offered"]);
    bench.emulator.markAllSeen();
  });

  test("what happened late in the evening is told to the organizer in the morning, as one message", async () => {
    await full();
    await bench.advance(10 * HOUR_MS + 45 * 60_000);
    await inGroup(0).taps(await board(), NO);
    await bench.settle();
    expect(offersTo(1)).toHaveLength(1);
    await bench.advance(42 * 60_000);
    await bench.as(person(1)).taps(bench.as(person(1)).reads(), "✅ I take it");
    const reports = () => told(bench, at.lead).filter((text) => text.startsWith("⏳"));
    for (let quarter = 0; quarter < 4; quarter += 1) await bench.advance(15 * 60_000);
    expect(reports()).toEqual(["⏳ The line for “Visit to the market”: 1 asked, 0 accepted, 0 ran out; 3 still waiting."]);
    await bench.advance(9 * HOUR_MS + 33 * 60_000);
    await bench.settle();
    expect(reports()).toHaveLength(2);
    expect(reports().at(-1)).toBe("⏳ The line for “Visit to the market”: 1 asked, 1 accepted, 0 ran out; 2 still waiting.");
    bench.emulator.markAllSeen();
  });

  test("an offer that was answered or has run out cannot be taken any more", async () => {
    await full();
    await inGroup(0).taps(await board(), NO);
    await bench.settle();
    const offer = bench.as(person(1)).reads();
    await bench.advance(25 * HOUR_MS);
    await bench.settle();
    await bench.as(person(1)).taps(offer, "✅ I take it");
    expect(bench.emulator.message(offer).text).toBe("This place is gone, or you have answered already.");
    bench.emulator.markAllSeen();
  });

  test("at night nobody is asked; in the morning they are", async () => {
    await full();
    await bench.advance(12 * HOUR_MS);
    await inGroup(0).taps(await board(), NO);
    await bench.settle();
    expect(offersTo(1)).toEqual([]);
    await bench.as(person(1)).types("/why");
    expect(bench.as(person(1)).reads().text).toContain("It is rest time");
    await bench.advance(10 * HOUR_MS);
    await bench.settle();
    expect(offersTo(1)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("in the last two hours nobody is asked, and what is free is for whoever taps", async () => {
    await full();
    await bench.advance(5 * 24 * HOUR_MS + 3.5 * HOUR_MS);
    bench.emulator.markAllSeen();
    await inGroup(0).taps(await board(), NO);
    await bench.settle();
    expect(offersTo(1)).toEqual([]);
    await bench.as(person(2)).types("/why");
    expect(bench.as(person(2)).reads().text).toContain("It starts soon");
    expect((await inGroup(2).taps(await board(), GOING)).toast).toContain("You are in");
    expect(await places()).toEqual(["waiting", "held", "waiting"]);
    bench.emulator.markAllSeen();
  });

  test("a place is offered to the first for whom it is enough", async () => {
    await announceActivity(bench, at, { capacity: 2, guestsMax: 2 });
    await inGroup(0).taps(await board(), GOING);
    await inGroup(3).taps(await board(), GOING);
    expect((await inGroup(1).taps(await board(), "+1")).toast).toContain("number 1 in line");
    expect((await inGroup(2).taps(await board(), GOING)).toast).toContain("number 2 in line");
    await inGroup(0).taps(await board(), NO);
    await bench.settle();
    expect([offersTo(1).length, offersTo(2).length]).toEqual([0, 1]);
    bench.emulator.markAllSeen();
  });

  test("whoever cannot be written to is passed over and keeps their turn", async () => {
    await full();
    bench.expectFailures();
    bench.emulator.block(person(1));
    await inGroup(0).taps(await board(), NO);
    await bench.settle();
    expect(offersTo(2)).toHaveLength(1);
    expect(await places()).toEqual(["waiting", "offered", "waiting"]);
    bench.emulator.markAllSeen();
  });

  test.each([
    ["two hours the day before", 4 * 24 + 1, "Fri 27 Nov, 13:0"], ["half an hour on the day", 5 * 24, "Sat 28 Nov, 10:3"],
  ])("there are %s to accept, and then the next one is asked", async (_, hours, until) => {
    await full();
    await bench.advance(hours * HOUR_MS);
    bench.emulator.markAllSeen();
    await inGroup(0).taps(await board(), NO);
    await bench.settle();
    expect(offersTo(1).at(-1)).toContain(`Please answer by ${until}`);
    const minutes = hours === 5 * 24 ? 30 : 120;
    await bench.advance((minutes - 1) * 60_000);
    expect(offersTo(2)).toEqual([]);
    await bench.advance(2 * 60_000);
    await bench.settle();
    expect(offersTo(2)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("an offer lives on when the activity moves: there is as long to answer as the new time leaves, and the news says so", async () => {
    await full();
    await bench.advance(3 * 24 * HOUR_MS + 6 * HOUR_MS);
    bench.emulator.markAllSeen();
    await inGroup(0).taps(await board(), NO);
    await bench.settle();
    expect(offersTo(1).at(-1)).toContain("Please answer by Thu 26 Nov, 18:0");
    const [row] = await bench.database.db.select({ id: activity.id }).from(activity);
    const lead = bench.as(at.lead);
    await lead.types("/help");
    await lead.forges(lead.reads(), `change:ask:${row?.id}:time`);
    await lead.types("Sat 5 Dec 15:00-17:00");
    await lead.taps(lead.reads(), "Change it");
    await bench.settle();
    const news = bench.as(person(1)).reads();
    expect(news.text).toMatch(/“Visit to the market” has moved\n(?:.*\n)*The place that is offered to you is kept until Fri 27 Nov, 16:0\d\.$/u);
    await bench.advance(20 * HOUR_MS);
    expect(await places()).toEqual(["offered", "waiting", "waiting"]);
    await bench.as(person(1)).taps(news, "✅ I'm going");
    expect(await places()).toEqual(["held", "waiting", "waiting"]);
    bench.emulator.markAllSeen();
  });

  test("more places are offered in order", async () => {
    await full();
    const [row] = await bench.database.db.select({ id: activity.id }).from(activity);
    await bench.as(at.lead).types("/help");
    await bench.as(at.lead).forges(bench.as(at.lead).reads(), `change:ask:${row?.id}:places`);
    await bench.as(at.lead).types("3");
    await bench.as(at.lead).taps(bench.as(at.lead).reads(), "Change it");
    await bench.settle();
    expect([offersTo(1).length, offersTo(2).length, offersTo(3).length]).toEqual([1, 1, 0]);
    expect(await bench.database.db.select({ made: activitySlot.offersMade }).from(activitySlot)).toEqual([{ made: 2 }]);
    bench.emulator.markAllSeen();
  });

  test("whoever erases themselves makes room for the next", async () => {
    await full();
    await bench.as(person(0)).types("/forgetme");
    const asked = bench.as(person(0)).reads();
    await bench.as(person(0)).taps(asked, asked.keyboard[0]?.[0]?.text ?? "");
    await bench.settle();
    expect(offersTo(1)).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("/why tells the place in line and the rule, and says so where nobody waits", async () => {
    await full();
    await bench.as(person(2)).types("/why");
    expect(bench.as(person(2)).reads().text).toContain("⏳ “Visit to the market” (Sat 28 Nov, 15:00): you are number 2 in line.\nNo place that fits is free now");
    await bench.as(person(0)).types("/why");
    expect(bench.as(person(0)).reads().text).toContain("You are not waiting for a place now.\n\nThe line goes by who came first.");
    bench.emulator.markAllSeen();
  });
});
