import { asc } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { digestRun, digestSchedule } from "../../src/db/schema-coverage.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { addUnits } from "../telegram/golden.ts";
import { dataOf, labels, told } from "../telegram/talk.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Monday at the station, an hour after nine: its digest of last week was due before anybody was here. */
const bench = useBench({ start: new Date("2026-11-23T02:00:00Z") });
let at: Established;
/** A unit that needs no hand, so that nobody gets a short list beside the digest. */
const DORMANT = { code: "U05", area: "A", kind: "micro_enterprise", enteredOn: "2026-01-01", status: "dormant" } as const;

beforeEach(async () => {
  at = await establish(bench, { digest: true });
  await addUnits(bench, at, [DORMANT]);
});

const digests = (group = at.organizerGroup) => bench.emulator.messages(group).filter(({ text }) => text.includes("Weekly coverage"));
const notes = (group = at.organizerGroup) => bench.emulator.messages(group).filter(({ text }) => text.includes("was not sent: I was away"));
const warnings = () => told(bench, at.lead).filter((text) => text.includes("igest"));
const runs = async (chatId = 1) => (await bench.database.db.select().from(digestRun).orderBy(asc(digestRun.weekOn))).filter((run) => run.chatId === chatId).map(({ weekOn, state }) => `${weekOn} ${state}`);
/** To so long after the next Monday at nine. */
const toMonday = (afterMs = 0) => bench.advance(7 * DAY_MS - HOUR_MS + afterMs);

test("on Monday at nine every group gets the digest of the week that ended on Sunday, once", async () => {
  await bench.advance(7 * DAY_MS - HOUR_MS - MINUTE_MS);
  expect(digests()).toEqual([]);
  for (let minute = 0; minute < 4; minute += 1) await bench.advance(MINUTE_MS);
  expect([digests(), digests(at.memberGroup)].map((sent) => sent.length)).toEqual([1, 1]);
  expect(digests()[0]?.text).toContain("(23–29 Nov)");
  expect(digests()[0]?.text).not.toContain("Late");
  expect(await runs()).toEqual(["2026-11-23 sent"]);
  await bench.advance(DAY_MS);
  await bench.advance(6 * DAY_MS);
  expect(digests().map(({ text }) => /\((.*)\)\n/u.exec(text)?.[1])).toEqual(["23–29 Nov", "30 Nov–6 Dec"]);
  bench.emulator.markAllSeen();
});

test("a station without units has no digest, and one that registers its first gets it from the next Monday on", async () => {
  const empty = await establish(bench, { name: "Another station", digest: true });
  await toMonday(HOUR_MS);
  expect(digests(empty.organizerGroup)).toEqual([]);
  await addUnits(bench, empty, [DORMANT]);
  await bench.advance(MINUTE_MS);
  expect(digests(empty.organizerGroup)).toEqual([]);
  await bench.advance(7 * DAY_MS);
  expect([digests(empty.organizerGroup), digests(empty.memberGroup)].map((sent) => sent.length)).toEqual([1, 1]);
  expect([...digests(), ...digests(at.memberGroup)]).toHaveLength(4);
});

test("under an organizers' digest a tap tells in private why the figures moved; members have no such button, and a quiet week needs none", async () => {
  await toMonday();
  expect([digests(), digests(at.memberGroup)].map(([sent]) => sent && labels(sent))).toEqual([[], []]);
  await bench.advance(DAY_MS);
  await addUnits(bench, at, [{ code: "U06", area: "A", kind: "micro_enterprise", enteredOn: "2026-12-01" }]);
  await bench.advance(6 * DAY_MS + HOUR_MS);
  const [sent, inMembers] = [digests().at(-1), digests(at.memberGroup).at(-1)];
  if (!sent || !inMembers) throw new Error("no digest");
  expect([labels(sent), labels(inMembers)]).toEqual([[["Why it changed"]], []]);
  const group = bench.as(at.lead, at.organizerGroup);
  expect((await group.taps(sent, "Why it changed")).toast).toBe("Sent to our private chat");
  expect(bench.as(at.lead).reads().text).toContain("As of Sun 6 Dec, against Sun 29 Nov · definition cov-1\n\nUnits in operation: 0 → 1\n  + U06 new (1 Dec)");
  const mia = await enrol(bench, at, "Mia");
  expect((await bench.as(mia, at.organizerGroup).forges(sent, dataOf(sent, "Why it changed"))).toast).toBe("Coverage is for the station's leads and organizers.");
  bench.emulator.markAllSeen();
});

describe("a bot that was away", () => {
  beforeEach(async () => {
    await toMonday();
    bench.emulator.markAllSeen();
  });

  test("for less than two days sends the digest late, and says so", async () => {
    await bench.advance(7 * DAY_MS + 47 * HOUR_MS);
    expect(digests()).toHaveLength(2);
    expect(digests()[1]?.text).toContain("\n⏰ Late: it could not be sent when it was due.\n");
    expect(digests(at.memberGroup)).toHaveLength(2);
  });

  test("for longer says once that it was missed, and which one", async () => {
    for (let hour = 0; hour < 4; hour += 1) await bench.advance(hour === 0 ? 7 * DAY_MS + 49 * HOUR_MS : HOUR_MS);
    expect(notes().map(({ text }) => text)).toEqual(["📊 The digest of week 49 was not sent: I was away when it was due. /coverage shows the figures."]);
    expect(notes(at.memberGroup)).toHaveLength(1);
    expect(digests()).toHaveLength(1);
    expect(await runs()).toEqual(["2026-11-23 sent", "2026-11-30 missed"]);
  });

  test("for weeks sends the newest late, and names those before it", async () => {
    await bench.advance(21 * DAY_MS + 5 * HOUR_MS);
    expect(digests()[1]?.text).toContain("\n⏰ Late: it could not be sent when it was due; week 49–50 was not sent at all.\n");
    expect(await runs()).toEqual(["2026-11-23 sent", "2026-11-30 missed", "2026-12-07 missed", "2026-12-14 sent"]);
    await bench.advance(7 * DAY_MS);
    expect([...notes(), ...notes(at.memberGroup)]).toEqual([]);
    expect(digests(at.memberGroup)).toHaveLength(3);
  });
});

describe("where the bot may not write", () => {
  test("the digest rests, its lead is told once, and it goes on by itself", async () => {
    await toMonday();
    bench.emulator.restrictBot(at.memberGroup);
    await bench.run();
    for (let week = 0; week < 3; week += 1) await bench.advance(7 * DAY_MS);
    expect(warnings()).toEqual([expect.stringContaining("⏸ The weekly digest rests in the group “Members” of “Example station”")]);
    expect(await runs(2)).toEqual(["2026-11-23 sent"]);
    bench.emulator.restrictBot(at.memberGroup, true);
    await bench.run();
    await bench.advance(3 * DAY_MS);
    await bench.advance(4 * DAY_MS);
    expect(digests(at.memberGroup).map(({ text }) => /\((.*)\)\n/u.exec(text)?.[1])).toEqual(["23–29 Nov", "21–27 Dec"]);
    expect(notes(at.memberGroup)).toEqual([]);
    expect(await runs(2)).toEqual(["2026-11-23 sent", "2026-11-30 missed", "2026-12-07 missed", "2026-12-14 missed", "2026-12-21 sent"]);
    bench.emulator.markAllSeen();
  });

  test("one that it was to be sent to is sent late where the group is opened again within two days", async () => {
    bench.emulator.letMembersSend(at.memberGroup, false);
    bench.expectFailures();
    await toMonday();
    expect(await runs(2)).toEqual(["2026-11-23 refused"]);
    expect(warnings()).toHaveLength(1);
    bench.emulator.letMembersSend(at.memberGroup, true);
    await bench.as(at.lead).types("/chat");
    await bench.as(at.lead).taps(bench.as(at.lead).reads(), "2. Members");
    await bench.as(at.lead).taps(bench.as(at.lead).reads(), "Done, try again");
    await bench.advance(HOUR_MS);
    expect(digests(at.memberGroup).map(({ text }) => text.includes("⏰ Late"))).toEqual([true]);
    expect(await runs(2)).toEqual(["2026-11-23 sent"]);
    const schedules = await bench.database.db.select().from(digestSchedule);
    expect(schedules.filter(({ pausedAt }) => pausedAt !== null)).toEqual([]);
    bench.emulator.markAllSeen();
  });
});

test("a digest whose sending was cut off is not sent again: the lead is told, once", async () => {
  bench.emulator.fault({ kind: "dropAfter", method: "sendPhoto", chatId: at.organizerGroup.id });
  bench.expectFailures();
  await toMonday();
  for (let hour = 0; hour < 60; hour += 20) await bench.advance(20 * HOUR_MS);
  expect(digests()).toHaveLength(1);
  expect(await runs()).toEqual(["2026-11-23 uncertain"]);
  expect(warnings()).toEqual([expect.stringContaining("⚠️ The digest of week 48 may be missing in the group “Organizers”")]);
  expect(digests(at.memberGroup)).toHaveLength(1);
});

test("a digest that Telegram refuses is not tried for ever: the lead is told", async () => {
  bench.emulator.fault({ kind: "error", code: 400, description: "Bad Request: something new", method: "sendPhoto", chatId: at.organizerGroup.id });
  bench.expectFailures();
  await toMonday();
  await bench.advance(HOUR_MS);
  expect(digests()).toEqual([]);
  expect(await runs()).toEqual(["2026-11-23 refused"]);
  expect(warnings()).toHaveLength(1);
  await bench.advance(7 * DAY_MS - HOUR_MS);
  expect(digests()).toHaveLength(1);
  expect(await runs()).toEqual(["2026-11-23 refused", "2026-11-30 sent"]);
  expect(digests(at.memberGroup)).toHaveLength(2);
});
