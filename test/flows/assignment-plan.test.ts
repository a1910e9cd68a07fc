import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignment, instructor, unit } from "../../src/db/schema-register.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enters, entersInstructor } from "../telegram/instructors.ts";
import { dataOf, labels } from "../telegram/talk.ts";

const bench = useBench();
const rows = () => bench.database.db.select({ instructor: instructor.code, unit: unit.code, fromOn: assignment.fromOn, throughOn: assignment.throughOn }).from(assignment)
  .innerJoin(instructor, eq(instructor.id, assignment.instructorId)).innerJoin(unit, eq(unit.id, assignment.unitId)).orderBy(asc(unit.code));

test("a balanced plan for an area is shown with loads before and after, some are taken out, and the rest is assigned at once", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U01", "U02", "U03", "U04"]);
  await enters(bench, at, ["U05"], { area: "B" });
  await entersInstructor(bench, at, "I1", { capacity: 3 });
  await entersInstructor(bench, at, "I2", { capacity: 2, areas: ["A"] });
  const lead = bench.as(at.lead);
  await lead.types("/assign I1 U01");
  await lead.types("/assign");
  expect(lead.reads().text).toBe("Units in operation that nothing covers yet: 4.\nTap one to see who fits, or plan a whole area.");
  expect(labels(lead.reads())).toEqual([["U02", "U03", "U04", "U05"], ["🗂 Area A · 3", "🗂 Area B · 1"]]);
  await lead.taps(lead.reads(), "🗂 Area A · 3");
  expect(lead.reads().text).toBe([
    "A plan for area A (3 units), each for 12 months once you accept it:", "☑️ U02 → I2", "☑️ U03 → I1", "☑️ U04 → I2", "",
    "Load (now → then / capacity):", "I1: 1 → 2 / 3", "I2: 0 → 2 / 2",
  ].join("\n"));
  await lead.taps(lead.reads(), "☑️ U04");
  expect(lead.reads().text).toContain("▫️ U04 → I2");
  expect(lead.reads().text).toContain("I2: 0 → 1 / 2");
  const plan = lead.reads();
  const accepts = dataOf(plan, "✅ Accept the chosen (2)");
  await lead.taps(plan, "✅ Accept the chosen (2)");
  expect(lead.reads().text).toBe("✅ 2 assigned.");
  expect(await rows()).toMatchObject([
    { unit: "U01", instructor: "I1" }, { unit: "U02", instructor: "I2", fromOn: "2026-11-23", throughOn: "2027-11-22" }, { unit: "U03", instructor: "I1" },
  ]);
  expect((await lead.forges(lead.reads(), accepts)).toast).toContain("This plan has expired");
  bench.emulator.markAllSeen();
});

test("all are accepted with one tap; what somebody assigned meanwhile is left out and told; what nobody has room for is named", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  await enters(bench, at, ["U01", "U02", "U03"]);
  await entersInstructor(bench, at, "I1", { capacity: 2 });
  await entersInstructor(bench, at, "I2", { capacity: 9, areas: ["B"] });
  const lead = bench.as(at.lead);
  await lead.types("/assign 片区 a");
  const plan = lead.reads();
  expect(plan.text).toContain("没有余力联系的：U03");
  await lead.types("/assign I2 U01");
  await lead.taps(plan, "✅ 全部确定（2）");
  expect(bench.emulator.message(plan).text).toBe("✅ 已指派 1 家。\n这些没有指派（情况有变）：U01。请用 /assign 再看。");
  expect((await rows()).map((row) => [row.unit, row.instructor])).toEqual([["U01", "I2"], ["U02", "I1"]]);
  await lead.types("/assign 片区 C");
  expect(lead.reads().text).toContain("片区 C 没有要安排的单位");
  bench.emulator.markAllSeen();
});

test("an older plan's buttons say that a newer one took its place, and assign nothing of it", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U01", "U02"]);
  await enters(bench, at, ["U05"], { area: "B" });
  await entersInstructor(bench, at, "I1");
  const lead = bench.as(at.lead);
  await lead.types("/assign area A");
  const older = lead.reads();
  await lead.types("/assign area B");
  const newer = lead.reads();
  for (const label of ["✅ Accept all (2)", "☑️ U01"]) expect((await lead.taps(older, label)).toast).toContain("You have made a newer plan, which replaced this one");
  expect(await rows()).toEqual([]);
  await lead.taps(newer, "✅ Accept all (1)");
  expect((await rows()).map((row) => row.unit)).toEqual(["U05"]);
  bench.emulator.markAllSeen();
});

test("another station's area is empty, and people without the role plan nothing", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U01"]);
  await entersInstructor(bench, at, "I1");
  const ben = await enrol(bench, at, "Ben");
  await bench.as(at.lead).types("/assign area A");
  const other = await establish(bench, { name: "Second station" });
  await bench.as(other.lead).types("/assign area A");
  expect(bench.as(other.lead).reads().text).toContain("there is no unit to plan");
  await bench.as(other.lead).types("/assign");
  expect(bench.as(other.lead).reads().text).toContain("Every unit in operation has somebody or an organization already");
  const key = /plan:accept:\d+:(.+)/.exec(dataOf(bench.as(at.lead).reads(), "✅ Accept all (1)"))?.[1] ?? "";
  const toast = async (person: Person, data: string) => (await bench.as(person).forges(bench.as(person).reads(), data)).toast;
  const datas = (stationId: number) => [`plan:accept:${stationId}:${key}`, `plan:toggle:${stationId}:${key}:U01`, `plan:area:${stationId}:U01`] as const;
  for (const data of datas(at.stationId)) expect(await toast(other.lead, data)).toBe("Not found, or not yours to use.");
  const [accept, toggle, area] = datas(other.stationId);
  for (const data of [accept, toggle]) expect(await toast(other.lead, data)).toContain("This plan has expired");
  expect(await toast(other.lead, area)).toContain("no such unit");
  for (const line of ["/assign", "/assign area A"]) {
    await bench.as(ben).types(line);
    expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
  }
  for (const data of datas(at.stationId)) expect(await toast(ben, data)).toContain("Not found, or not yours to use.");
  expect(await rows()).toEqual([]);
  bench.emulator.markAllSeen();
});
