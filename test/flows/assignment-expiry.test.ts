import { expect, test } from "vitest";
import { assignment } from "../../src/db/schema-register.ts";
import { stageOf } from "../../src/features/expiry/rules.ts";
import { establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enlists, enters, entersInstructor } from "../telegram/instructors.ts";
import { told } from "../telegram/talk.ts";

const bench = useBench();
const DAY = 86_400_000;

test("thirty, seven and one day before, and once when it has lapsed: each stage has its days", () => {
  expect([31, 30, 8, 7, 2, 1, 0, -1, -7, -8].map(stageOf)).toEqual([null, "month", "month", "week", "week", "day", "day", "lapsed", "lapsed", null]);
});

test("instructor and organizers are reminded in private at thirty, seven and one day and when it has lapsed, once each", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  const ann = await enlists(bench, at, "I1");
  await entersInstructor(bench, at, "I2");
  await bench.as(at.lead).types("/assign I1 U06 through 2026-12-25");
  await bench.as(at.lead).types("/assign I2 U07 through 2026-12-25");
  await bench.settle();
  const heard = { lead: [] as string[], ann: [] as string[] };
  // The days around each stage: the 2nd, 25th, 31st and 33rd.
  const looked = [1, 2, 3, 24, 25, 26, 30, 31, 32, 33, 34, 44];
  for (const [which, day] of looked.entries()) {
    await bench.advance((day - (looked[which - 1] ?? 0)) * DAY);
    await bench.settle();
  }
  heard.lead = told(bench, at.lead).filter((text) => text.startsWith("⏰"));
  heard.ann = told(bench, ann).filter((text) => text.startsWith("⏰"));
  const heading = "⏰ Instructors' times at “Example station”:\n";
  const left = (days: string) => `${heading}I1 · U06: through 2026-12-25 (${days} left)\nI2 · U07: through 2026-12-25 (${days} left)`;
  expect(heard.lead).toEqual([left("30 days"), left("7 days"), left("1 day"), `${heading}I1 · U06: lapsed after 2026-12-25\nI2 · U07: lapsed after 2026-12-25`]);
  expect(heard.ann.map((text) => text.split("\n")[1])).toEqual([
    "I1 · U06: through 2026-12-25 (30 days left)", "I1 · U06: through 2026-12-25 (7 days left)", "I1 · U06: through 2026-12-25 (1 day left)", "I1 · U06: lapsed after 2026-12-25",
  ]);
  expect(heard.ann.join("\n")).not.toContain("U07");
  bench.emulator.markAllSeen();
});

test("a renewal by the reminder's button is one new row however often it is pressed, and ends the reminding", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  await enters(bench, at, ["U06"]);
  await entersInstructor(bench, at, "I1");
  await bench.as(at.lead).types("/assign I1 U06 至 2026-12-20");
  await bench.advance(DAY);
  await bench.settle();
  const reminder = bench.as(at.lead).reads();
  expect(reminder.text).toBe("⏰ “Example station”指导员联系期限：\nI1 · U06：至 2026-12-20（还有 26 天）");
  await bench.as(at.lead).taps(reminder, "续派 I1 · U06");
  expect(bench.as(at.lead).reads().text).toBe("✅ 已续派：I1 联系 U06，2026-12-21 起，至 2027-12-20。");
  expect((await bench.as(at.lead).taps(reminder, "续派 I1 · U06")).toast).toBe("这一项已经续派或改过了。");
  expect(await bench.database.db.select().from(assignment)).toHaveLength(2);
  for (let days = 0; days < 30; days += 1) await bench.advance(DAY);
  await bench.settle();
  expect(told(bench, at.lead).filter((text) => text.startsWith("⏰"))).toHaveLength(1);
  bench.emulator.markAllSeen();
});
