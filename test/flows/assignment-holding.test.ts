import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignment, instructor, unit } from "../../src/db/schema-register.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enlists, enters, entersInstructor } from "../telegram/instructors.ts";
import { answers, dataOf, labels, told } from "../telegram/talk.ts";

const bench = useBench();
const rows = async () => (await bench.database.db.select({ instructor: instructor.code, unit: unit.code, fromOn: assignment.fromOn, throughOn: assignment.throughOn, endReason: assignment.endReason })
  .from(assignment).innerJoin(instructor, eq(instructor.id, assignment.instructorId)).innerJoin(unit, eq(unit.id, assignment.unitId)).orderBy(asc(assignment.id)))
  .map((row) => [row.instructor, row.unit, row.fromOn, row.throughOn, row.endReason]);

test("what an instructor has is ended by buttons, asked first, and taken back while it is fresh", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1");
  const lead = bench.as(at.lead);
  await lead.types("/assign I1 U06 from 2026-06-01 through 2027-05-31");
  await lead.types("/unit U06");
  await answers(lead, "🧭 Instructor", "🧭 I1…");
  expect(lead.reads().text).toBe("🧭 I1 looks after U06 from 2026-06-01 through 2027-05-31.");
  expect(labels(lead.reads())).toEqual([["🤝 Hand over…", "⇄ Swap…"], ["End…"], ["Back to U06"]]);
  await answers(lead, "End…");
  expect(labels(lead.reads()).flat()).toEqual(["Today (2026-11-23) is the last day", "Yesterday (2026-11-22) was the last day", "Back"]);
  const asked = lead.reads();
  await answers(lead, "Today (2026-11-23) is the last day");
  expect(lead.reads().text).toBe("✅ The last day of I1 with U06 is 2026-11-23.");
  expect(await rows()).toEqual([["I1", "U06", "2026-06-01", "2026-11-23", "ended"]]);
  await bench.settle();
  expect(told(bench, ann).at(-1)).toContain("your last day with U06 is 2026-11-23");
  const undo = dataOf(bench.emulator.message(asked), "↩️ Undo");
  await lead.taps(asked, "↩️ Undo");
  expect(lead.reads().text).toBe("↩️ Taken back: I1 goes on looking after U06 through 2027-05-31.");
  expect(await rows()).toEqual([["I1", "U06", "2026-06-01", "2027-05-31", null]]);
  expect((await lead.forges(lead.reads(), undo)).toast).toContain("renewed or changed already");
  await bench.settle();
  expect(told(bench, ann).at(-1)).toContain("asks you to look after unit U06");
  bench.emulator.markAllSeen();
});

test("an end of some days ago is not taken back", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  await entersInstructor(bench, at, "I1");
  const lead = bench.as(at.lead);
  await lead.types("/assign I1 U06 from 2026-06-01 through 2027-05-31");
  const [made] = await bench.database.db.select({ id: assignment.id }).from(assignment);
  await lead.types("/assign end I1 U06 on 2026-11-21");
  expect((await lead.forges(lead.reads(), `holding:undo:${at.stationId}:${made?.id}:2027-05-31`)).toast).toContain("renewed or changed already");
  expect(await rows()).toEqual([["I1", "U06", "2026-06-01", "2026-11-20", "ended"]]);
  bench.emulator.markAllSeen();
});

test("a unit is handed over and swapped by buttons, each asked first; pressed again, it is theirs no more", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  for (const code of ["I1", "I2"]) await entersInstructor(bench, at, code);
  await entersInstructor(bench, at, "I3", { capacity: 1 });
  const lead = bench.as(at.lead);
  await lead.types("/assign I1 U06 through 2027-05-31");
  await lead.types("/assign I3 U07 through 2027-05-31");
  await lead.types("/assign U06");
  await answers(lead, "🧭 I1…", "🤝 Hand over…");
  expect(labels(lead.reads())).toEqual([["I2 0/5"], ["Back"]]);
  await answers(lead, "I2 0/5");
  expect(lead.reads().text).toBe("Hand U06 over from I1 to I2 from today. How long does I1 stay along?");
  await answers(lead, "Not at all");
  expect(lead.reads().text).toContain("✅ U06: I2 looks after it from 2026-11-23 (through 2027-05-31)");
  await lead.types("/assign U06");
  await answers(lead, "🧭 I2…", "⇄ Swap…", "U07 · I3");
  expect(lead.reads().text).toBe("Swap from today:\nI2 → U07\nI3 → U06");
  const swap = dataOf(lead.reads(), "✅ Swap");
  await answers(lead, "✅ Swap");
  expect(lead.reads().text).toContain("✅ Swapped:");
  expect((await lead.forges(lead.reads(), swap)).toast).toContain("does not look after this unit, or it is over");
  expect((await rows()).filter(([, , from, through]) => (through ?? "") >= (from ?? "")).map((row) => row.slice(0, 4))).toEqual([
    ["I2", "U07", "2026-11-23", "2027-05-31"], ["I3", "U06", "2026-11-23", "2027-05-31"],
  ]);
  bench.emulator.markAllSeen();
});

test("a member presses none of it, nor does anybody of another station", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  await entersInstructor(bench, at, "I1");
  await bench.as(at.lead).types("/assign I1 U06");
  const [made] = await bench.database.db.select({ id: assignment.id }).from(assignment);
  const ben = await enrol(bench, at, "Ben");
  const other = await establish(bench, { name: "Second station" });
  await bench.as(ben).types("/help");
  await bench.as(other.lead).types("/help");
  const before = await rows();
  for (const [what, more] of [
    ["card", ""], ["askend", ""], ["end", ":2026-11-23"], ["undo", ":open"], ["takers", ""], ["askgive", ":I1"], ["give", ":I1:7"], ["others", ""], ["askswap", `:${made?.id}`], ["swap", `:${made?.id}`],
  ]) {
    const toast = async (person: typeof ben, stationId: number) => (await bench.as(person).forges(bench.as(person).reads(), `holding:${what}:${stationId}:${made?.id}${more}`)).toast;
    for (const person of [ben, other.lead]) expect([what, await toast(person, at.stationId)]).toEqual([what, "Not found, or not yours to use."]);
    expect([what, await toast(other.lead, other.stationId)]).toEqual([what, expect.stringMatching(/does not look after|no such unit/) as string]);
  }
  expect(await rows()).toEqual(before);
  bench.emulator.markAllSeen();
});
