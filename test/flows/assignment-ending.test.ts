import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignment, instructor, unit } from "../../src/db/schema-register.ts";
import { establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enlists, enters, entersInstructor } from "../telegram/instructors.ts";
import { told } from "../telegram/talk.ts";

const bench = useBench();
const rows = async () => (await bench.database.db.select({
  instructor: instructor.code, unit: unit.code, fromOn: assignment.fromOn, throughOn: assignment.throughOn, endReason: assignment.endReason,
}).from(assignment).innerJoin(instructor, eq(instructor.id, assignment.instructorId)).innerJoin(unit, eq(unit.id, assignment.unitId)).orderBy(asc(assignment.id)))
  .map((row) => [row.instructor, row.unit, row.fromOn, row.throughOn, row.endReason]);

async function says(at: Established, ...lines: string[]): Promise<string> {
  for (const line of lines) await bench.as(at.lead).types(line);
  return bench.as(at.lead).reads().text;
}

test("ending on an old day leaves what was over before, and nothing ends before it began", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  await entersInstructor(bench, at, "I1");
  await says(at, "/assign I1 U06 from 2026-02-01 through 2026-05-31", "/assign I1 U06 from 2026-09-01 through 2027-08-31");
  expect(await says(at, "/assign end I1 U06 on 2026-04-01")).toContain("The last day cannot be before the first.");
  expect(await says(at, "/assign end I1 U06 on 2026-11-01")).toBe("✅ The last day of I1 with U06 is 2026-10-31.");
  expect(await rows()).toEqual([["I1", "U06", "2026-02-01", "2026-05-31", null], ["I1", "U06", "2026-09-01", "2026-10-31", "ended"]]);
  expect(await says(at, "/assign end I1 U06 on 2026-04-01")).toContain("does not look after this unit, or it is over");
  await says(at, "/assign I1 U07");
  expect(await says(at, "/assign end I1 U07")).toBe("✅ The last day of I1 with U07 is 2026-11-22.");
  expect((await rows()).at(-1)).toEqual(["I1", "U07", "2026-11-23", "2026-11-22", "ended"]);
  bench.emulator.markAllSeen();
});

test("retiring on an old day leaves what was over before, and is refused where a unit was given since", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  for (const code of ["I1", "I2"]) await entersInstructor(bench, at, code);
  await says(at, "/assign I1 U06 from 2026-02-01 through 2026-05-31", "/assign I1 U07 from 2026-03-01 through 2027-02-28", "/assign I2 U06 from 2026-11-01");
  await says(at, "/instructor retire I1 on 2026-04-01");
  expect((await rows()).slice(0, 2)).toEqual([["I1", "U06", "2026-02-01", "2026-05-31", null], ["I1", "U07", "2026-03-01", "2026-03-31", "instructor_retired"]]);
  expect(await says(at, "/instructor retire I2 on 2026-10-15")).toBe("They were given a unit after that day; please choose a later one.");
  expect((await rows())[2]).toEqual(["I2", "U06", "2026-11-01", "2027-10-31", null]);
  bench.emulator.markAllSeen();
});

test("an instructor is told the last day of what was renewed ahead, and that what was to begin later is called off", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  const ann = await enlists(bench, at, "I1");
  await says(at, "/assign I1 U06 through 2026-12-10", "/assign renew I1 U06", "/assign I1 U07 from 2027-01-01");
  await bench.settle();
  await says(at, "/assign end I1 U06 through 2026-12-05", "/assign end I1 U07");
  await bench.settle();
  expect(told(bench, ann).slice(-2).toSorted()).toEqual([
    "“Example station”: you need not look after U07 after all. Thank you!", "“Example station”: your last day with U06 is 2026-12-05. Thank you for looking after it!",
  ]);
  expect(await says(at, "/assign end I1 U06 through 2026-12-05")).toBe("✅ The last day of I1 with U06 is 2026-12-05.");
  await bench.settle();
  bench.emulator.markAllSeen();
});

test("whoever is retired by somebody else is told so once, and so is whose unit closes", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07", "U08"]);
  const ann = await enlists(bench, at, "I1");
  const bob = await enlists(bench, at, "I2");
  await says(at, "/assign I1 U06", "/assign I1 U07", "/assign I2 U08 from 2026-03-01 through 2026-12-10", "/assign renew I2 U08");
  await bench.settle();
  const before = [told(bench, ann).length, told(bench, bob).length] as const;
  await says(at, "/unit U08 closed on 2026-11-20", "/instructor retire I1 on 2026-12-15");
  await bench.settle();
  expect(told(bench, bob).slice(before[1])).toEqual(["“Example station”: your last day with U08 is 2026-11-19. Thank you for looking after it!"]);
  expect(told(bench, ann).slice(before[0])).toEqual(["“Example station”: your last day as an instructor (I1) is 2026-12-14, and your units are yours until then. Thank you for all you have done!"]);
  bench.emulator.markAllSeen();
});
