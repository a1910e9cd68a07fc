import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignment, instructor, unit } from "../../src/db/schema-register.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enlists, enters, entersInstructor } from "../telegram/instructors.ts";
import { told } from "../telegram/talk.ts";

const bench = useBench();
const rows = () => bench.database.db.select({
  instructor: instructor.code, unit: unit.code, fromOn: assignment.fromOn, throughOn: assignment.throughOn, endReason: assignment.endReason,
}).from(assignment).innerJoin(instructor, eq(instructor.id, assignment.instructorId)).innerJoin(unit, eq(unit.id, assignment.unitId)).orderBy(asc(assignment.id));

async function says(at: Established, ...lines: string[]): Promise<string> {
  for (const line of lines) await bench.as(at.lead).types(line);
  return bench.as(at.lead).reads().text;
}

test("a unit is handed over with days together, and the new one receives a card: open needs, last contacts, terms", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1");
  const bob = await enlists(bench, at, "I2");
  await says(at, "/assign I1 U06 from 2026-06-01 through 2027-05-31", "/org add | G1 | Branch One | branch | separate", "/link G1 U06");
  await bench.as(ann).types("/visit U06 ok 2026-09-01");
  await bench.as(ann).types("/visit U06 phone need Stairs are too high");
  await bench.settle();
  expect(await says(at, "/assign handover U06 I1 I2 7 days")).toBe("✅ U06: I2 looks after it from 2026-11-23 (through 2027-05-31), I1 stays along to 2026-11-29.");
  expect(await rows()).toEqual([
    { instructor: "I1", unit: "U06", fromOn: "2026-06-01", throughOn: "2026-11-29", endReason: "handed_over" },
    { instructor: "I2", unit: "U06", fromOn: "2026-11-23", throughOn: "2027-05-31", endReason: null },
  ]);
  await bench.settle();
  expect(told(bench, ann).at(-1)).toBe("“Example station”: your last day with U06 is 2026-11-29. Thank you for looking after it!");
  const card = told(bench, bob).find((text) => text.startsWith("🤝"));
  expect(card).toContain([
    "🤝 Hand-over card · U06 (small or micro business · area A)", "Looked after by I1 until 2026-11-29.", "Yours through 2027-05-31", "",
    "Needs that are still open:", "· 2026-11-23: Stairs are too high", "Last contacts:", "· 2026-11-23 by phone, a need came up", "· 2026-09-01 on site, all well",
  ].join("\n"));
  await bench.as(bob).types("/myunits");
  expect(bench.as(bob).reads().text).toContain("U06");
  await bench.as(ann).types("/myunits");
  expect(bench.as(ann).reads().text).toContain("yours through 2026-11-29");
  expect(await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "assignment.handed_over"))).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("two change a unit each on one day, full as both are", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  await enters(bench, at, ["U06", "U09"]);
  await entersInstructor(bench, at, "I1", { capacity: 1 });
  await entersInstructor(bench, at, "I2", { capacity: 1 });
  await says(at, "/assign I1 U06 from 2026-06-01 through 2027-05-31", "/assign I2 U09 from 2026-06-01 through 2026-12-31");
  expect(await says(at, "/assign 对调 I1 U06 I2 U09")).toBe("✅ 已对调：\nI1 → U09，至 2026-12-31\nI2 → U06，至 2027-05-31");
  expect((await rows()).map((row) => [row.instructor, row.unit, row.fromOn, row.throughOn])).toEqual([
    ["I1", "U06", "2026-06-01", "2026-11-22"], ["I2", "U09", "2026-06-01", "2026-11-22"], ["I1", "U09", "2026-11-23", "2026-12-31"], ["I2", "U06", "2026-11-23", "2027-05-31"],
  ]);
  bench.emulator.markAllSeen();
});

test("a unit that was renewed ahead is handed over and swapped like any other, for as long as the renewal would have lasted", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07", "U09"]);
  for (const code of ["I1", "I2"]) await entersInstructor(bench, at, code);
  await says(at, "/assign I1 U06 from 2026-06-01 through 2026-12-10", "/assign renew I1 U06 through 2027-12-10", "/assign I2 U09");
  expect(await says(at, "/assign swap I1 U06 I2 U09")).toBe("✅ Swapped:\nI1 → U09, through 2027-11-22\nI2 → U06, through 2027-12-10");
  await says(at, "/assign I1 U07 from 2026-06-01 through 2026-11-25", "/assign renew I1 U07 through 2027-11-25");
  expect(await says(at, "/assign handover U07 I1 I2 7 days")).toContain("I2 looks after it from 2026-11-23 (through 2027-11-25), I1 stays along to 2026-11-29.");
  expect((await rows()).filter((row) => row.unit === "U07").map((row) => [row.instructor, row.fromOn, row.throughOn, row.endReason])).toEqual([
    ["I1", "2026-06-01", "2026-11-25", null], ["I1", "2026-11-26", "2026-11-29", "handed_over"], ["I2", "2026-11-23", "2027-11-25", null],
  ]);
  bench.emulator.markAllSeen();
});

test("a hand-over shortly before the end is marked as one, and the card says until when the other had it", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  await entersInstructor(bench, at, "I1");
  const bob = await enlists(bench, at, "I2");
  await says(at, "/assign I1 U06 from 2026-06-01 through 2026-11-25");
  expect(await says(at, "/assign handover U06 I1 I2 7 days")).toContain("I1 stays along to 2026-11-25.");
  expect((await rows())[0]).toMatchObject({ instructor: "I1", throughOn: "2026-11-25", endReason: "handed_over" });
  await bench.settle();
  expect(told(bench, bob).find((text) => text.startsWith("🤝"))).toContain("Looked after by I1 until 2026-11-25.");
  bench.emulator.markAllSeen();
});

test("a swap keeps the reason that was said, or none; whoever gives a dormant unit for one in operation may need one", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07", "U08", "U09"]);
  for (const code of ["I1", "I2"]) await entersInstructor(bench, at, code, { capacity: 1 });
  const { db } = bench.database;
  const reasons = async () => (await db.select({ reason: assignment.overCapacityReason }).from(assignment).orderBy(asc(assignment.id))).map(({ reason }) => reason);
  await says(at, "/unit U07 dormant", "/unit U09 dormant", "/assign I1 U06", "/assign I1 U07", "/assign I2 U08", "/assign I2 U09");
  await says(at, "/assign swap I1 U06 I2 U08");
  expect(await reasons()).toEqual([null, null, null, null, null, null]);
  expect(await says(at, "/assign swap I1 U07 I2 U06")).toBe("I1 has 1 unit already, and a capacity of 1. If it must be, please add the reason at the end of the line, such as: because it is in the same street");
  expect(await rows()).toHaveLength(6);
  await says(at, "/assign swap I1 U07 I2 U06 because they know the owner");
  expect((await reasons()).slice(6)).toEqual(["they know the owner", null]);
  bench.emulator.markAllSeen();
});

test("what cannot be handed over or swapped is refused as it is, and nothing is half done", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07", "U09"]);
  await entersInstructor(bench, at, "I1");
  await entersInstructor(bench, at, "I2", { capacity: 1 });
  await says(at, "/assign I1 U06", "/assign I2 U09");
  for (const [line, answer] of [
    ["handover U06 I1 I1", "two different instructors"], ["handover U07 I1 I2", "does not look after this unit"], ["handover U06 I1 I9", "no such unit or instructor"],
    ["handover U06 I1 I2", "a capacity of 1"], ["handover U06 I1 I2 91 days", "90 days at most"], ["swap I1 U06 I1 U06", "two different instructors"],
    ["swap I1 U07 I2 U09", "does not look after this unit"], ["swap I1 U06", "You can use:"],
  ] as const) expect(await says(at, `/assign ${line}`)).toContain(answer);
  expect((await rows()).map((row) => row.throughOn)).toEqual(["2027-11-22", "2027-11-22"]);
  const other = await establish(bench, { name: "Second station" });
  expect(await says(other, "/assign handover U06 I1 I2")).toContain("no such unit or instructor");
  expect(await says(other, "/assign swap I1 U06 I2 U09")).toContain("no such unit or instructor");
  bench.emulator.markAllSeen();
});
