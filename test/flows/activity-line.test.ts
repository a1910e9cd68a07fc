import { beforeEach, describe, expect, test } from "vitest";
import { activitySlot } from "../../src/db/schema-activity.ts";
import { rsvp } from "../../src/db/schema-reply.ts";
import { joinStation } from "../../src/features/member/actions.ts";
import { readJoinPath } from "../../src/features/member/rules.ts";
import { CONSENT_VERSION } from "../../src/features/consent/rules.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { announceActivity, announcementIn, hoursFrom, SATURDAY } from "../telegram/activities.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { accountIdOf, noteReply } from "../telegram/replies.ts";
import { withRole } from "../telegram/rollcalls.ts";
import { told } from "../telegram/talk.ts";

const bench = useBench();
const HOUR_MS = 3_600_000;
const GOING = "✅ I'm going";
const NO = "✖️ Not going";

let at: Established;
beforeEach(async () => {
  at = await establish(bench, { locale: "en" });
});

const board = () => announcementIn(bench, at.memberGroup);
const inGroup = (person: Person) => bench.as(person, at.memberGroup);
const going = async (person: Person) => (await inGroup(person).taps(await board(), GOING)).toast;

/** Who stands how, in the order in which they joined. */
async function placeOf(person: Person): Promise<string | null | undefined> {
  const id = await accountIdOf(bench, person);
  return (await bench.database.db.select().from(rsvp)).find(({ accountId }) => accountId === id)?.place;
}

async function instructor(name: string): Promise<Person> {
  const person = await withRole(bench, at, name, "instructor");
  const path = readJoinPath(at.joinPayload);
  if (path) await joinStation(bench.scope(), { userId: person.id, locale: "en", aliasPrefix: "Member" }, { path, answers: "ayyyn", version: CONSENT_VERSION });
  return person;
}

describe("nobody waits without need", () => {
  test("where one role's places are full, everybody else still has a place at once", async () => {
    const [one, two] = [await instructor("One"), await instructor("Two")];
    const ben = await enrol(bench, at, "Ben");
    await announceActivity(bench, at, { limits: [{ role: "instructor", places: 1 }] });
    await going(one);
    expect(await going(two)).toContain("number 1 in line");
    expect(await going(ben)).toBe("✅ You are in. See you there!");
    expect((await board()).text).toContain("👥 2 going · 18 places left · 1 waiting");
    bench.emulator.markAllSeen();
  });

  test("where more is free than those who wait could take, a newcomer has a place at once", async () => {
    const [ben, cid, dee] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid"), await enrol(bench, at, "Dee")];
    const id = await announceActivity(bench, at, { capacity: 3 });
    await noteReply(bench, id, ben, { answer: "going" });
    await bench.advance(12 * HOUR_MS);
    await noteReply(bench, id, cid, { answer: "going", place: "waiting", waitingSince: bench.now() });
    expect(await going(dee)).toBe("✅ You are in. See you there!");
    expect(await placeOf(cid)).toBe("waiting");
    bench.emulator.markAllSeen();
  });

  test("but nobody goes round those who wait for the last place", async () => {
    const [ben, cid, dee] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid"), await enrol(bench, at, "Dee")];
    await announceActivity(bench, at, { capacity: 1 });
    await going(ben);
    await going(cid);
    await bench.advance(12 * HOUR_MS);
    await inGroup(ben).taps(await board(), NO);
    expect(await going(dee)).toBe("⏳ Others wait for what is free; you are number 2 in line. You are asked in private when it is your turn; see /why");
    expect(await going(cid)).toBe("✅ You are in. See you there!");
    bench.emulator.markAllSeen();
  });
});

describe("the night before an early start", () => {
  test("nobody can be asked in time any more, so what becomes free is for whoever taps, and /why says so", async () => {
    const [ben, cid, dee] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid"), await enrol(bench, at, "Dee")];
    const startsAt = hoursFrom(bench.now(), 23);
    await announceActivity(bench, at, { capacity: 1, slots: [{ label: null, startsAt, endsAt: hoursFrom(startsAt, 1) }] });
    await going(ben);
    await going(cid);
    await bench.advance(12 * HOUR_MS);
    bench.emulator.markAllSeen();
    await inGroup(ben).taps(await board(), NO);
    await bench.as(cid).types("/why");
    expect(bench.as(cid).reads().text).toContain("It starts soon and nobody is asked one by one any more");
    expect(await going(dee)).toBe("✅ You are in. See you there!");
    bench.emulator.markAllSeen();
  });
});

describe("a place that somebody has is not lost by a tap", () => {
  const late = { startsAt: hoursFrom(SATURDAY.startsAt, 4), endsAt: hoursFrom(SATURDAY.startsAt, 5) };

  test("on another time that is full: the place stays, and the way to wait there is said", async () => {
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    await announceActivity(bench, at, { capacity: 1, slots: [{ label: "Early", ...SATURDAY }, { label: "Late", ...late }] });
    await inGroup(ben).taps(await board(), "✅ Early");
    await inGroup(cid).taps(await board(), "✅ Late");
    expect((await inGroup(cid).taps(await board(), "✅ Early")).toast)
      .toBe("There is not enough room at that time; your place at the other time stays yours. If you would rather wait for this one, tap “✖️ Not going” first.");
    expect(await placeOf(cid)).toBe("held");
    await inGroup(cid).taps(await board(), NO);
    expect((await inGroup(cid).taps(await board(), "✅ Early")).toast).toContain("number 1 in line");
    bench.emulator.markAllSeen();
  });

  test("on one guest more than fits, while it is being offered", async () => {
    const [ben, cid, dee] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid"), await enrol(bench, at, "Dee")];
    await announceActivity(bench, at, { capacity: 2, guestsMax: 2 });
    for (const person of [ben, dee, cid]) await going(person);
    await inGroup(ben).taps(await board(), NO);
    await bench.settle();
    expect(await placeOf(cid)).toBe("offered");
    expect((await inGroup(cid).taps(await board(), "+1")).toast).toBe("There is room for you without guests only; nothing was changed.");
    expect(await placeOf(cid)).toBe("offered");
    bench.emulator.markAllSeen();
  });
});

describe("more guests than fit", () => {
  test("a newcomer is told what would fit, and nothing is kept", async () => {
    const [ben, cid] = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    await announceActivity(bench, at, { capacity: 3, guestsMax: 3 });
    expect((await inGroup(ben).taps(await board(), "+3")).toast).toBe("You can bring 2 at most; nothing was changed.");
    expect(await placeOf(ben)).toBeUndefined();
    await inGroup(ben).taps(await board(), "+1");
    expect((await inGroup(cid).taps(await board(), "+1")).toast).toBe("There is room for you without guests only; nothing was changed.");
    expect(await placeOf(cid)).toBeUndefined();
    await going(cid);
    expect((await board()).text).toContain("👥 2 going, bringing 1 · full");
    bench.emulator.markAllSeen();
  });
});

describe("an offer is told as it went", () => {
  async function offered(): Promise<Person[]> {
    const people = [await enrol(bench, at, "Ben"), await enrol(bench, at, "Cid")];
    await announceActivity(bench, at, { capacity: 1 });
    for (const person of people) await going(person);
    if (people[0]) await inGroup(people[0]).taps(await board(), NO);
    await bench.settle();
    return people;
  }
  const report = async () => {
    await bench.advance(11 * 60_000);
    await bench.settle();
    return told(bench, at.lead).filter((text) => text.startsWith("⏳"));
  };

  test("also where it was taken by a tap on the announcement", async () => {
    const [, cid] = await offered();
    if (cid) expect(await going(cid)).toBe("✅ You are in. See you there!");
    expect(await bench.database.db.select({ accepted: activitySlot.offersAccepted }).from(activitySlot)).toEqual([{ accepted: 1 }]);
    expect(await report()).toEqual(["⏳ The line for “Visit to the market”: 1 asked, 1 accepted, 0 ran out; 0 still waiting."]);
    bench.emulator.markAllSeen();
  });

  test("and where it was declined and nobody else waits", async () => {
    const [, cid] = await offered();
    await report();
    if (cid) await bench.as(cid).taps(bench.as(cid).reads(), "✖️ To the next one");
    expect(await report()).toHaveLength(2);
    bench.emulator.markAllSeen();
  });

  test("whoever let it run out is not told that somebody else was asked where nobody was", async () => {
    const [, cid] = await offered();
    await bench.advance(25 * HOUR_MS);
    await bench.settle();
    expect(cid && told(bench, cid).at(-1)).toBe("The time to answer for the place at “Visit to the market” has run out, so it is open again. No harm done; you can reply anew.");
    bench.emulator.markAllSeen();
  });
});
