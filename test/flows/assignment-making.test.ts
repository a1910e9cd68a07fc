import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignment, instructor, instructorAway, unit, unitStatus } from "../../src/db/schema-register.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { sayAway } from "../../src/features/absence/actions.ts";
import { assignUnit } from "../../src/features/assignment/actions.ts";
import { retireInstructor } from "../../src/features/instructor/actions.ts";
import { onServer } from "../setup/needs.ts";
import { scopeOf } from "../telegram/activities.ts";
import { enrol, establish } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enlists, enters, entersInstructor } from "../telegram/instructors.ts";
import { labels, told } from "../telegram/talk.ts";

const bench = useBench();
const NOT_FOUND = "There is no such unit or instructor.";

const rows = () => bench.database.db.select({
  instructor: instructor.code, unit: unit.code, fromOn: assignment.fromOn, throughOn: assignment.throughOn, endReason: assignment.endReason, reason: assignment.overCapacityReason,
  renewedFrom: assignment.renewedFrom,
}).from(assignment).innerJoin(instructor, eq(instructor.id, assignment.instructorId)).innerJoin(unit, eq(unit.id, assignment.unitId))
  .orderBy(asc(assignment.fromOn), asc(assignment.id));

test("a unit is given in one line, by code in either order, for a year unless said otherwise, and the instructor is told", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"], { industry: "food" });
  const ann = await enlists(bench, at, "I1");
  const lead = bench.as(at.lead);
  await lead.types("/assign i1 u06");
  expect(lead.reads().text).toBe("✅ I1 looks after U06 from 2026-11-23 through 2027-11-22. Load 1/5.");
  await lead.types("/assign U07 I1 from 2026-12-01 through 2027-05-31");
  expect(lead.reads().text).toBe("✅ I1 looks after U07 from 2026-12-01 through 2027-05-31. Load 2/5.");
  expect(await rows()).toMatchObject([
    { instructor: "I1", unit: "U06", fromOn: "2026-11-23", throughOn: "2027-11-22" }, { instructor: "I1", unit: "U07", fromOn: "2026-12-01", throughOn: "2027-05-31" },
  ]);
  await bench.settle();
  expect(told(bench, ann).at(-2)).toBe("🧭 “Example station” asks you to look after unit U06 (small or micro business · area A · food) from 2026-11-23 through 2027-11-22.\n/myunits shows all your units.");
  expect(await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "assignment.made"))).toHaveLength(2);
  bench.emulator.markAllSeen();
});

test("in Chinese the same line works, in an organizers' group too, and the answer comes in private", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  await enters(bench, at, ["U06"]);
  await entersInstructor(bench, at, "I1");
  const { reactions } = await bench.as(at.lead, at.organizerGroup).types("/assign I1 U06 至 2027-05-31");
  expect(reactions).toEqual(["👌"]);
  expect(bench.as(at.lead).reads().text).toBe("✅ I1 从 2026-11-23 起联系 U06，至 2027-05-31。在联 1/5。");
  await bench.as(at.lead).types("/assign 结束 I1 U06 至 2026-12-31");
  expect(bench.as(at.lead).reads().text).toBe("✅ I1 联系 U06 的最后一天是 2026-12-31。");
  bench.emulator.markAllSeen();
});

test("three are proposed with the reason of each: room before a former tie, then area, industry and load; who is away or full comes last", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07", "U08"], { industry: "food" });
  await entersInstructor(bench, at, "I1", { areas: ["A"], capacity: 1 });
  await entersInstructor(bench, at, "I2", { areas: ["A"], industries: ["food"] });
  await entersInstructor(bench, at, "I3", { areas: ["B"] });
  await entersInstructor(bench, at, "I4", { areas: ["A"] });
  const lead = bench.as(at.lead);
  await lead.types("/assign I1 U07");
  await lead.types("/assign I3 U06 from 2026-02-01 through 2026-10-31");
  await lead.types("/instructor away I4 2026-11-20 to 2026-11-30");
  await lead.types("/assign U06");
  expect(lead.reads().text).toBe([
    "Who could look after U06 (small or micro business · area A · food):",
    "1. I3: 0/5 units · other area · knew it before (through 2026-10-31) · has not said when away",
    "2. I2: 0/5 units · same area · same industry · has not said when away",
    "3. I4: 0/5 units · same area · away to 2026-11-30",
  ].join("\n"));
  expect(labels(lead.reads())[0]).toEqual(["Assign I3", "Assign I2", "Assign I4"]);
  await lead.taps(lead.reads(), "Assign I2");
  expect(lead.reads().text).toContain("✅ I2 looks after U06 from 2026-11-23");
  await lead.types("/assign U06");
  expect(lead.reads().text).toContain("Now looked after by I2.");
  bench.emulator.markAllSeen();
});

test("invariant 10: assignments of the same instructor and unit do not overlap, and renewal is a new row from the day after the old one", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  await entersInstructor(bench, at, "I1");
  const lead = bench.as(at.lead);
  await lead.types("/assign I1 U06 through 2026-12-10");
  await lead.types("/assign I1 U06 from 2026-12-10 through 2026-12-31");
  expect(lead.reads().text).toContain("in that time already");
  await lead.types("/assign renew I1 U06 through 2027-06-30");
  expect(lead.reads().text).toBe("✅ Renewed: I1 looks after U06 from 2026-12-11 through 2027-06-30.");
  const [old, renewed] = await rows();
  expect([old, renewed]).toMatchObject([{ throughOn: "2026-12-10", renewedFrom: null }, { fromOn: "2026-12-11", throughOn: "2027-06-30" }]);
  expect(renewed?.renewedFrom).not.toBeNull();
  const [row] = await bench.database.db.select().from(assignment);
  if (!row) throw new Error("nothing was assigned");
  const { id: _, ...again } = row;
  const overlapping = bench.database.db.insert(assignment).values({ ...again, fromOn: "2026-12-01", throughOn: "2026-12-05" });
  await expect(overlapping).rejects.toMatchObject({ cause: { message: expect.stringContaining("assignment_once") as string } });
  bench.emulator.markAllSeen();
});

test("a second time of the same pair is kept beside the first, and what lapsed long ago is not claimed afterwards", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  await entersInstructor(bench, at, "I1");
  const lead = bench.as(at.lead);
  await lead.types("/assign I1 U06 from 2026-02-01 through 2026-05-31");
  await lead.types("/assign renew I1 U06");
  expect(lead.reads().text).toContain("lapsed more than 30 days ago");
  await lead.types("/assign I1 U06");
  expect(await rows()).toMatchObject([{ fromOn: "2026-02-01", throughOn: "2026-05-31" }, { fromOn: "2026-11-23", throughOn: "2027-11-22" }]);
  await lead.types("/assign I1 U07 through open");
  expect(lead.reads().text).toContain("with no end date");
  await lead.types("/assign renew I1 U07");
  expect(lead.reads().text).toContain("needs no renewal");
  await lead.types("/assign renew U07");
  expect(lead.reads().text).toContain("You can use:");
  bench.emulator.markAllSeen();
});

test("invariant 12: above capacity a reason is needed, and the load counts distinct units in operation", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U01", "U02", "U03", "U04"]);
  await entersInstructor(bench, at, "I1", { capacity: 2 });
  const lead = bench.as(at.lead);
  await lead.types("/assign I1 U01 through 2026-12-31");
  await lead.types("/assign renew I1 U01");
  await lead.types("/assign I1 U02");
  await lead.types("/assign I1 U03");
  expect(lead.reads().text).toBe("I1 has 2 units already, and a capacity of 2. If it must be, please give the reason:\n/assign I1 U03 because it is in the same street");
  await lead.types("/assign I1 U03 because it is next door");
  expect(lead.reads().text).toContain("Load 3/2.");
  expect((await rows()).find((row) => row.unit === "U03")).toMatchObject({ reason: "it is next door" });
  const { db } = bench.database;
  const dormant = await db.select({ id: unit.id }).from(unit).where(eq(unit.code, "U02"));
  for (const { id } of dormant) await db.update(unitStatus).set({ status: "dormant" }).where(eq(unitStatus.unitId, id));
  await lead.types("/instructors");
  expect(lead.reads().text).toContain("I1 2/2");
  await lead.types("/assign I1 U04 from 2027-02-01 through 2027-03-01");
  expect(lead.reads().text).toContain("has 2 units already");
  bench.emulator.markAllSeen();
});

test("invariant 12: a dormant unit takes none of the capacity, so it needs no reason", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U01", "U02"]);
  await entersInstructor(bench, at, "I1", { capacity: 1 });
  const { db } = bench.database;
  const dormant = await db.select({ id: unit.id }).from(unit).where(eq(unit.code, "U02"));
  for (const { id } of dormant) await db.update(unitStatus).set({ status: "dormant" }).where(eq(unitStatus.unitId, id));
  await bench.as(at.lead).types("/assign I1 U01");
  await bench.as(at.lead).types("/assign I1 U02");
  expect(bench.as(at.lead).reads().text).toContain("Load 1/1.");
  expect((await rows()).map((row) => [row.unit, row.reason])).toEqual([["U01", null], ["U02", null]]);
  bench.emulator.markAllSeen();
});

test("invariant 13: whoever retires leaves their units on the same day, and what was to begin later never does", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U01", "U02", "U03", "U04"]);
  const ann = await enlists(bench, at, "I1");
  const lead = bench.as(at.lead);
  for (const line of ["I1 U01", "I1 U02 through open", "I1 U03 from 2027-01-01 through 2027-06-30", "I1 U04 from 2026-02-01 through 2026-03-31"]) await lead.types(`/assign ${line}`);
  await lead.types("/instructor retire I1 on 2026-12-15");
  expect(lead.reads().text).toContain("✅ The last day of I1 is 2026-12-14. That ended 3 units; please assign somebody else.");
  expect((await rows()).map((row) => [row.unit, row.throughOn, row.endReason])).toEqual([
    ["U04", "2026-03-31", null], ["U01", "2026-12-14", "instructor_retired"], ["U02", "2026-12-14", "instructor_retired"], ["U03", "2026-12-31", "instructor_retired"],
  ]);
  await lead.types("/assign I1 U03 through 2027-01-31");
  expect(lead.reads().text).toContain("does not serve all of that time");
  await lead.types("/assign I1 U03");
  expect(lead.reads().text).toContain("through 2026-12-14");
  const again = await retireInstructor(await scopeOf(bench, at, at.lead), "I1", "2025-01-01");
  expect(again).toEqual({ ok: false, reason: "tooEarly" });
  await lead.types("/instructor retire I1");
  expect(lead.reads().text).toContain("The last day of I1 is 2026-11-22");
  await bench.settle();
  await bench.as(ann).types("/instructors");
  expect(bench.as(ann).reads().text).toContain("You have not joined a station yet.");
  bench.emulator.markAllSeen();
});

test("a unit that is gone is not assigned, nor from before it was entered, nor backwards", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U01", "U02"]);
  await entersInstructor(bench, at, "I1");
  const { db } = bench.database;
  for (const { id } of await db.select({ id: unit.id }).from(unit).where(eq(unit.code, "U01"))) await db.update(unitStatus).set({ status: "closed" }).where(eq(unitStatus.unitId, id));
  const lead = bench.as(at.lead);
  for (const [line, answer] of [
    ["I1 U01", "closed, has moved out"], ["U01", "closed, has moved out"], ["I1 U02 from 2025-12-31", "had not been entered by then"], ["I1 U02 from 2026-12-31 through 2026-12-01", "cannot be before the first"],
    ["I1 U02 through soonish", "like 2027-05-31"], ["I1 U99", NOT_FOUND], ["U99", NOT_FOUND], ["end I1 U02", "does not look after this unit"],
  ]) {
    await lead.types(`/assign ${line}`);
    expect(lead.reads().text).toContain(answer);
  }
  expect(await rows()).toEqual([]);
  bench.emulator.markAllSeen();
});

test("people without the role, and people of another station, find nothing behind the codes", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1");
  const ben = await enrol(bench, at, "Ben");
  await bench.as(at.lead).types("/assign I1 U06 through 2026-12-10");
  await bench.settle();
  const other = await establish(bench, { name: "Second station" });
  await enters(bench, other, ["V01"]);
  await entersInstructor(bench, other, "J1");
  for (const rest of ["I1 U06", "U06", "I1 V01", "J1 U06", "renew I1 U06", "end I1 U06"]) {
    for (const person of [ann, ben]) {
      await bench.as(person).types(`/assign ${rest}`);
      expect(bench.as(person).reads().text).toBe("Not found, or not yours to use.");
    }
    await bench.as(other.lead).types(`/assign ${rest}`);
    expect(bench.as(other.lead).reads().text).toContain(NOT_FOUND);
  }
  const [made] = await bench.database.db.select({ id: assignment.id }).from(assignment);
  for (const button of [["make", "I1:U06"], ["make", "J1:U06"], ["make", "I1:V01"], ["renew", made?.id]]) {
    const data = (stationId: number) => `assignment:${button[0]}:${stationId}:${button[1]}`;
    expect((await bench.as(other.lead).forges(bench.as(other.lead).reads(), data(other.stationId))).toast).toContain(NOT_FOUND);
    for (const person of [other.lead, ben]) expect((await bench.as(person).forges(bench.as(person).reads(), data(at.stationId))).toast).toBe("Not found, or not yours to use.");
  }
  expect((await bench.as(other.lead).forges(bench.as(other.lead).reads(), `proposal:unit:${other.stationId}:U06`)).toast).toContain(NOT_FOUND);
  expect(await rows()).toHaveLength(1);
  bench.emulator.markAllSeen();
});

onServer("two who assign the same instructor and unit at once: one does, the other is told, and the capacity holds", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U01", "U02", "U03"]);
  await entersInstructor(bench, at, "I1", { capacity: 2 });
  const scope = await scopeOf(bench, at, at.lead);
  const same = await Promise.all(Array.from({ length: 6 }, () => assignUnit(scope, { pair: ["I1", "U01"] })));
  expect(same.filter(({ ok }) => ok)).toHaveLength(1);
  expect(same.flatMap((result) => result.ok ? [] : [result.reason])).toEqual(Array.from({ length: 5 }, () => "overlaps"));
  const rest = await Promise.all(["U02", "U03"].map((code) => assignUnit(scope, { pair: ["I1", code] })));
  expect(rest.map((result) => result.ok ? "made" : result.reason).toSorted()).toEqual(["made", "overCapacity"]);
  expect(await rows()).toHaveLength(2);
  bench.emulator.markAllSeen();
});

onServer("an instructor who says at once, twice, when they are away has said one of the two", async () => {
  const at = await establish(bench);
  const ann = await enlists(bench, at, "I1");
  const scope = await scopeOf(bench, at, ann);
  for (let round = 0; round < 5; round += 1) {
    const days = [1, 2, 3, 4].map((day) => `2026-12-0${day}`);
    await Promise.all(days.map((day) => sayAway(scope, null, [{ fromOn: day, throughOn: day }])));
    expect(await bench.database.db.$count(instructorAway)).toBe(1);
  }
  bench.emulator.markAllSeen();
});
