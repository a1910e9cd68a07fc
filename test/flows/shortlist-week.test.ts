import { beforeEach, expect, test } from "vitest";
import { digestLine, digestList } from "../../src/db/schema-coverage.ts";
import { renewAssignment } from "../../src/features/assignment/actions.ts";
import { takeErrand } from "../../src/features/errand/actions.ts";
import { recordSurvey } from "../../src/features/survey/actions.ts";
import { decide } from "../../src/features/suggestion/actions.ts";
import { changeStatus } from "../../src/features/unitstatus/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { addUnits, scopeOf } from "../telegram/golden.ts";
import { enlists } from "../telegram/instructors.ts";
import { covers, looksAfter, organizerOf } from "../telegram/register.ts";
import { answers, labels, told } from "../telegram/talk.ts";

const HOUR = 3_600_000;
/** Sunday morning at the station; the list comes on the next day at nine. */
const bench = useBench({ start: new Date("2026-11-29T02:00:00Z") });
let at: Established;
let olga: Person;

const firm = (code: string, area = code) => ({ code, area, kind: "micro_enterprise" as const, enteredOn: "2026-01-01" });
const listOf = (person: Person) => bench.emulator.messages(person).find(({ fromBot, text }) => fromBot && text.startsWith("📌"));
const textOf = (person: Person) => listOf(person)?.text ?? "";
function pressed(person: Person) {
  const list = listOf(person);
  if (!list) throw new Error("no list came");
  return list;
}
async function untilMonday(): Promise<void> {
  await bench.advance(23 * HOUR);
  await bench.settle();
}
async function aMinute(): Promise<void> {
  await bench.advance(60_000);
  await bench.settle();
}

/** U06 knows no instructor, I2's time with U05 runs out (that its survey is old comes after that), nobody knows U14, G3 is silent and U08 could have an organization of its own. */
async function needs(): Promise<Person> {
  await addUnits(bench, at, [firm("U03"), firm("U05"), firm("U06"), firm("U08"), firm("U14")]);
  const scope = await scopeOf(bench, at);
  for (const code of ["U03", "U06"]) await recordSurvey(scope, code, { on: "2026-11-10", fullMembers: 0, willing: "undecided" });
  await recordSurvey(scope, "U05", { on: "2026-06-01", fullMembers: 0, willing: "undecided" });
  await recordSurvey(scope, "U08", { on: "2026-11-10", fullMembers: 4, willing: "yes", hasSecretaryCandidate: true });
  await covers(bench, at, "G3", "U03", { fromOn: "2026-01-01" });
  await looksAfter(bench, at, "I2", "U05", { fromOn: "2026-01-01", throughOn: "2026-12-10" });
  await bench.database.db.execute("update instructor set areas = '{elsewhere}' where code = 'I2'");
  return enlists(bench, at, "I1", { areas: ["U06"] });
}

beforeEach(async () => {
  at = await establish(bench, { locale: "zh-CN" });
  olga = await organizerOf(bench, at, "Olga");
});

test("on Monday lead and organizer get the list; the organizer takes a line, the instructor accepts, and the line turns ✅ in both copies, each in its language", async () => {
  const ann = await needs();
  await bench.advance(22.5 * HOUR);
  expect(listOf(at.lead)).toBeUndefined();
  await bench.advance(0.5 * HOUR);
  await bench.settle();
  expect(textOf(at.lead)).toBe([
    "📌 “Example station”本周请办（11月30日–12月6日）", "", "▫️ 选派指导员：U06", "▫️ 续派：I2 · U05（12月10日到期）", "▫️ 摸排：U14",
    "▫️ 办活动：G3（30 天没有活动，也没有预告）", "▫️ U08：可以单独组建", "", "另有 1 家待摸排：/units 待摸排", "", "点按钮就开始办；办好了，这里会打 ✅。",
  ].join("\n"));
  expect(labels(pressed(at.lead))).toEqual([["选派 U06", "续派 I2 · U05"], ["摸排 U14", "办活动 G3"], ["看建议 U08"]]);
  expect(textOf(olga)).not.toContain("U08");
  await bench.as(olga).taps(pressed(olga), "Assign U06");
  expect(bench.as(olga).reads().text).toBe("✋ U06 is yours. I can ask the instructors one after the other, or you look first at who would fit.");
  await bench.as(olga).taps(bench.as(olga).reads(), "📨 Ask them in turn");
  await bench.settle();
  expect(textOf(olga)).toContain("✋ Find an instructor: U06 – you have it");
  expect(textOf(at.lead)).toContain("✋ 选派指导员：U06 – 另一位组织者在办");
  await bench.as(ann).taps(bench.as(ann).reads(), "✅ I will");
  await aMinute();
  expect(textOf(at.lead)).toContain("✅ 选派指导员：U06\n");
  expect(textOf(olga)).toContain("✅ Find an instructor: U06\n");
  expect(labels(pressed(olga)).flat()).not.toContain("Assign U06");
  bench.emulator.markAllSeen();
});

const lines = () => bench.database.db.select().from(digestLine).orderBy(digestLine.id);
async function lineOf(action: string): Promise<number> {
  const found = (await lines()).find((line) => line.action === action);
  if (!found) throw new Error(`no line ${action}`);
  return found.id;
}

test("of two who press at the same moment one has the line, the other is told kindly; the lead may take it over and give it back", async () => {
  await needs();
  const otto = await organizerOf(bench, at, "Otto");
  await untilMonday();
  const id = await lineOf("assign");
  const scopes = [await scopeOf(bench, at, olga), await scopeOf(bench, at, otto)];
  const both = await Promise.all(scopes.map((scope) => takeErrand(scope, id, false)));
  expect(both.map((taken) => taken.ok && taken.errand.taker).toSorted()).toEqual(["other", "you"]);
  const [winner, loser] = both[0]?.ok && both[0].errand.taker === "you" ? [olga, otto] : [otto, olga];
  await bench.settle();
  const second = bench.as(loser);
  await second.taps(pressed(loser), "✋ Assign U06");
  expect(second.reads().text).toBe("Somebody already has U06. Thank you for looking.");
  expect(labels(second.reads())).toEqual([["See who could"]]);
  await second.forges(second.reads(), `errand:over:${at.stationId}:${id}`);
  expect((await second.forges(second.reads(), `errand:back:${at.stationId}:${id}`)).toast).toBe("You do not have this one.");
  const lead = bench.as(at.lead);
  await lead.taps(pressed(at.lead), "✋ 选派 U06");
  await lead.taps(lead.reads(), "我来接手");
  expect(lead.reads().text).toContain("✋ U06 您来办。");
  await bench.settle();
  expect([textOf(winner), textOf(loser)].every((text) => text.includes("✋ Find an instructor: U06 – another organizer has it"))).toBe(true);
  await lead.taps(lead.reads(), "交还");
  expect(lead.reads().text).toBe("好的，U06 交还了，别人可以接着办。");
  await bench.settle();
  expect(textOf(winner)).toContain("▫️ Find an instructor: U06\n");
  bench.emulator.markAllSeen();
});

test("a stranger, an instructor, another station's lead and a list of long ago change nothing; suggestions are the lead's", async () => {
  const ann = await needs();
  const other = await establish(bench, { name: "Other station" });
  await untilMonday();
  const before = await lines();
  const id = await lineOf("assign");
  const forged = async (person: Person, data: string) => (await bench.as(person).forges(bench.as(person).reads(), data)).toast;
  expect(await forged(ann, `errand:take:${at.stationId}:${id}`)).toBe("Not found, or you may not do this.");
  expect(await forged(other.lead, `errand:take:${at.stationId}:${id}`)).toContain("Not found");
  expect(await forged(other.lead, `errand:take:${other.stationId}:${id}`)).toBe("This list is out of date; please see the newest one.");
  expect(await forged(olga, `errand:take:${at.stationId}:${await lineOf("suggestion")}`)).toBe("The station lead decides on it.");
  expect(await lines()).toEqual(before);
  for (let week = 0; week < 2; week += 1) await bench.advance(7 * 24 * HOUR);
  expect(await forged(olga, `errand:take:${at.stationId}:${id}`)).toBe("This list is out of date; please see the newest one.");
  bench.emulator.markAllSeen();
});

test("what is done by whatever way turns ✅ by itself: a survey, a renewal, a closed unit, an announcement, a decided suggestion", async () => {
  await needs();
  await untilMonday();
  const lead = bench.as(at.lead);
  await lead.taps(pressed(at.lead), "办活动 G3");
  await lead.taps(lead.reads(), "📣 发布活动");
  await bench.settle();
  await lead.types("读书会");
  await lead.types("12月3日 19:00");
  expect(lead.reads().text).toContain("G3");
  await lead.taps(lead.reads(), "📤 发送（60 秒内可撤回）");
  const scope = await scopeOf(bench, at);
  await recordSurvey(scope, "U14", { on: "2026-11-30", fullMembers: 0 });
  expect((await renewAssignment(scope, { pair: ["I2", "U05"], throughOn: null, overCapacityReason: null })).ok).toBe(true);
  await changeStatus(scope, "U06", { status: "closed", on: "2026-11-30" });
  expect((await decide(scope, (await lines()).find(({ action }) => action === "suggestion")?.suggestionId ?? 0, "declined")).ok).toBe(true);
  await aMinute();
  expect(textOf(at.lead).split("\n").filter((line) => /^[▫✋✅]/u.test(line)).map((line) => line.slice(0, 1))).toEqual(["✅", "✅", "✅", "✅", "✅"]);
  expect(textOf(at.lead)).toContain("都办好了，谢谢！");
  expect(labels(pressed(at.lead))).toEqual([]);
  expect(textOf(olga)).toContain("All done. Thank you!");
  bench.emulator.markAllSeen();
});

test("a station in which nothing needs a hand hears nothing; one that was away until Wednesday morning still does, and later not", async () => {
  await untilMonday();
  await bench.advance(7 * 24 * HOUR);
  await bench.settle();
  expect([...told(bench, at.lead), ...told(bench, olga)].filter((text) => text.startsWith("📌"))).toEqual([]);
  expect(await bench.database.db.select().from(digestList)).toEqual([]);
  await needs();
  await bench.advance((7 * 24 + 49) * HOUR);
  expect(listOf(olga)).toBeUndefined();
  await bench.advance((5 * 24 + 47 - 1) * HOUR);
  await bench.settle();
  expect(textOf(olga)).toContain("▫️ Survey: U14");
  bench.emulator.markAllSeen();
});

test("who organizes no more gets no more edits, and whoever leaves is no longer named at a line", async () => {
  await needs();
  await untilMonday();
  await bench.as(olga).taps(pressed(olga), "Survey U14");
  await bench.settle();
  expect(textOf(at.lead)).toContain("✋ 摸排：U14 – 另一位组织者在办");
  await bench.as(olga).types("/leave");
  await answers(bench.as(olga), "Leave");
  await bench.settle();
  expect((await lines()).filter(({ takenBy }) => takenBy !== null)).toEqual([]);
  expect(await bench.database.db.select().from(digestList)).toHaveLength(1);
  const before = textOf(olga);
  await bench.as(at.lead).taps(pressed(at.lead), labels(pressed(at.lead)).flat().find((label) => label.includes("U14")) ?? "");
  await bench.settle();
  expect(textOf(olga)).toBe(before);
  expect(textOf(at.lead)).toContain("✋ 摸排：U14 – 您在办");
  bench.emulator.markAllSeen();
});
