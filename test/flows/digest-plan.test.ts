import { beforeEach, describe, expect, test } from "vitest";
import { auditEvent } from "../../src/db/schema.ts";
import { digestSchedule } from "../../src/db/schema-coverage.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { addUnits } from "../telegram/golden.ts";
import { readPng } from "../telegram/picture.ts";
import { answers, dataOf, labels, told } from "../telegram/talk.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Monday at ten at the station. */
const bench = useBench();
let at: Established;

beforeEach(async () => {
  at = await establish(bench, { digest: true });
  await addUnits(bench, at, [{ code: "U05", area: "A", kind: "micro_enterprise", enteredOn: "2026-01-01" }]);
});

const inGroup = () => bench.as(at.lead, at.organizerGroup);
const says = async (text: string) => {
  await inGroup().types(text);
  return inGroup().reads().text;
};
const digests = (group = at.organizerGroup) => bench.emulator.messages(group).filter(({ text }) => /Weekly coverage|覆盖周报 · /u.test(text));
const changes = async () => (await bench.database.db.select().from(auditEvent)).filter(({ action }) => action === "digest.changed").length;

describe("in a group", () => {
  test("/digest shows when it comes and what can be written, and a line changes it", async () => {
    expect(await says("/digest")).toMatch(/^📊 Weekly digest of this group\nEvery Mon at 09:00 \(China Time\), of the last whole week, Monday to Sunday\.\nLanguage: English\nNext: Mon 30 Nov, 09:00\n\nYou can write/u);
    expect(await says("/digest 周五 下午五点半")).toBe("✅ Changed.\n📊 Weekly digest of this group\nEvery Fri at 17:30 (China Time), of the last whole week, Monday to Sunday.\nLanguage: English\nNext: Fri 27 Nov, 17:30");
    expect(await says("/digest lang zh")).toContain("Language: Chinese");
    await bench.advance(4 * DAY_MS + 7.5 * HOUR_MS);
    expect(digests()).toHaveLength(1);
    expect(digests()[0]?.text).toContain("2026年第47周（11月16日–22日）");
    await bench.advance(3 * DAY_MS);
    expect(digests()).toHaveLength(1);
    expect(digests(at.memberGroup)).toHaveLength(1);
    expect(await changes()).toBe(2);
  });

  test("what cannot be understood changes nothing, and says what would be right", async () => {
    for (const [line, answer] of [["/digest sometimes", "for example: /digest Mon 09:00"], ["/digest Fri 5:30", "Is it 05:30 or 17:30?"], ["/digest Mon 25:00", "from 00:00 to 23:59"], ["/digest lang fr", "Please write zh or en"], ["/digest here", "has no topics"]] as const) {
      await inGroup().types(line);
      expect(bench.as(at.lead).reads().text).toContain(answer);
    }
    expect(await bench.database.db.select().from(digestSchedule)).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("off means no digest and no note, and on again does not catch up", async () => {
    expect(await says("/digest off")).toContain("It is off. To have it again, send /digest on.");
    await bench.advance(7 * DAY_MS);
    expect(digests()).toEqual([]);
    expect(await says("/digest on")).toContain("Next: Mon 7 Dec, 09:00");
    await bench.advance(DAY_MS);
    expect(digests()).toEqual([]);
    await bench.advance(6 * DAY_MS - HOUR_MS);
    expect(digests()).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("a day that has passed this week lets the digest come at once, so that no week is left out; a second change sends no other", async () => {
    await says("/digest Fri 17:30");
    await bench.advance(2 * DAY_MS);
    expect(await says("/digest Mon 09:00")).toMatch(/^✅ Changed\.\nThe digest of last week comes now\.\n[\s\S]*Next: Mon 30 Nov, 09:00$/u);
    await bench.settle();
    expect(digests()).toHaveLength(1);
    expect(digests()[0]?.text).not.toContain("Late");
    expect(await says("/digest Sun 10:00")).toContain("Next: Sun 6 Dec, 10:00");
    expect(await says("/digest Mon 09:00")).not.toContain("comes now");
    await bench.advance(4 * DAY_MS + 23 * HOUR_MS);
    expect(digests().map(({ text }) => /\((.*)\)\n/u.exec(text)?.[1])).toEqual(["16–22 Nov", "23–29 Nov"]);
    bench.emulator.markAllSeen();
  });

  test("a digest is written for a topic from inside it, and comes where all else comes once that is gone", async () => {
    const forum = bench.emulator.addGroup({ title: "Forum", owner: at.lead, quietly: true, topics: ["Figures"] });
    const topic = bench.emulator.addTopic(forum, "Desk");
    await bench.as(at.lead).types("/chat link");
    const line = /\/setup \S+/.exec(bench.as(at.lead).reads().text)?.[0] ?? "";
    await bench.as(at.lead, forum).types(line);
    await bench.as(at.lead, forum).taps(bench.as(at.lead, forum).reads(), "Confirm as myself");
    await bench.as(at.lead, forum).types("/digest here", { threadId: topic });
    await bench.advance(7 * DAY_MS - HOUR_MS);
    expect(digests(forum).map(({ threadId }) => threadId)).toEqual([topic]);
    bench.emulator.deleteTopic(forum, topic);
    bench.expectFailures();
    await bench.advance(7 * DAY_MS);
    await bench.settle();
    expect(digests(forum).at(-1)?.threadId).toBeUndefined();
    expect(digests(forum).at(-1)?.text).toContain("(30 Nov–6 Dec)");
    bench.emulator.markAllSeen();
  });

  test("who only joined learns nothing and changes nothing", async () => {
    const ben = await enrol(bench, at, "Ben");
    for (const line of ["/digest off", "/digest", "/digest now"]) {
      await bench.as(ben, at.memberGroup).types(line);
      expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
    }
    expect(await bench.database.db.select().from(digestSchedule)).toEqual([]);
    expect(bench.emulator.messages(at.memberGroup).filter(({ fromBot, text }) => fromBot && text.includes("igest"))).toEqual([]);
  });
});

describe("in private", () => {
  const lead = () => bench.as(at.lead);

  test("the groups are listed, and buttons set the day, the hour and the language of each", async () => {
    await lead().types("/digest");
    expect(lead().reads().text).toMatch(/^Weekly digests of “Example station”:\n· Organizers: Mon 09:00\n· Members: Mon 09:00\n/u);
    await answers(lead(), "Members");
    expect(labels(lead().reads())).toEqual([
      ["✓ Mon", "Tue", "Wed", "Thu"], ["Fri", "Sat", "Sun"], ["08:00", "✓ 09:00", "10:00", "12:00", "14:00"], ["16:00", "17:00", "18:00", "19:00", "20:00"],
      ["Chinese", "✓ English"], ["Turn it off", "Preview"], ["Back"],
    ]);
    await answers(lead(), "Fri", "17:00", "Chinese");
    expect(lead().reads().text).toBe("📊 Weekly digest of “Members”\nEvery Fri at 17:00 (China Time), of the last whole week, Monday to Sunday.\nLanguage: Chinese\nNext: Fri 27 Nov, 17:00");
    await answers(lead(), "✓ Fri", "Turn it off");
    expect(lead().reads().text).toContain("It is off.");
    await answers(lead(), "Turn it on", "Back");
    expect(lead().reads().text).toContain("· Organizers: Mon 09:00\n· Members: Fri 17:00");
    await lead().types("/digest Fri 17:30");
    expect(lead().reads().text).toContain("Please send this line in that group");
  });

  test("/digest now shows last week to whoever asks, and to nobody else", async () => {
    await lead().types("/digest now");
    expect(lead().reads().text).toMatch(/^👀 Only you see this: .*\n\n📊 Weekly coverage · 2026 week 47 \(16–22 Nov\)\nExample station · definition cov-1 · as of 22 Nov\n/u);
    expect(readPng(bench.emulator.fileBytes(lead().reads().photo?.id ?? "")).width).toBe(1080);
    await inGroup().types("/digest 现在");
    expect(told(bench, at.lead).filter((text) => text.startsWith("👀"))).toHaveLength(2);
    expect(digests()).toEqual([]);
  });

  test("a button of another station, and a forged one, change nothing", async () => {
    const other = await establish(bench, { name: "Other station", digest: true });
    await lead().types("/digest");
    await answers(lead(), "Members");
    const message = lead().reads();
    const stranger = bench.as(other.lead);
    await stranger.types("/digest");
    await answers(stranger, "Members");
    for (const data of [dataOf(message, "Fri"), dataOf(message, "Preview"), "digest:list:1", "digest:show:1:2"]) {
      expect((await stranger.forges(stranger.reads(), data)).toast).toBe("Not found, or not yours to use.");
    }
    for (const data of ["digest:set:1:2:day:8", "digest:set:1:2:minute:1440", "digest:set:1:2:lang:fr", "digest:set:1:99:day:5"]) {
      expect((await lead().forges(lead().reads(), data)).toast).toBe("Not found, or not yours to use.");
    }
    expect(await bench.database.db.select().from(digestSchedule)).toEqual([]);
    bench.emulator.markAllSeen();
  });
});
