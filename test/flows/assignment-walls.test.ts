import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import type { AccountId } from "../../src/context.ts";
import { assignmentOffer } from "../../src/db/schema-instructor.ts";
import { assignment, instructor, instructorAway, unit, visit } from "../../src/db/schema-register.ts";
import { account } from "../../src/db/schema.ts";
import { takeUp } from "../../src/features/commission/actions.ts";
import { grantRole } from "../../src/features/role/actions.ts";
import type { Person } from "../../src/playground/emulator/state.ts";
import { scopeOf } from "../telegram/activities.ts";
import { establish, joinToo, type Established } from "../telegram/arrange.ts";
import { useBench, type Actor } from "../telegram/bench.ts";
import { enters, entersInstructor } from "../telegram/instructors.ts";
import { leadScope } from "../telegram/register.ts";
import { dataOf, told } from "../telegram/talk.ts";

const bench = useBench();
const NOT_YOURS = "Not found, or not yours to use.";

const assigned = ({ stationId }: Established) => bench.database.db.select({ id: assignment.id, instructor: instructor.code, unit: unit.code, fromOn: assignment.fromOn, throughOn: assignment.throughOn })
  .from(assignment).innerJoin(instructor, eq(instructor.id, assignment.instructorId)).innerJoin(unit, eq(unit.id, assignment.unitId))
  .where(eq(assignment.stationId, stationId)).orderBy(asc(assignment.id));
const instructors = ({ stationId }: Established) => bench.database.db.select({ code: instructor.code, capacity: instructor.capacity, every: instructor.visitEveryDays, through: instructor.activeThrough })
  .from(instructor).where(eq(instructor.stationId, stationId)).orderBy(asc(instructor.id));
const visits = ({ stationId }: Established) => bench.database.db.select({ id: visit.id, mode: visit.mode, outcome: visit.outcome, note: visit.note, followedUpAt: visit.followedUpAt })
  .from(visit).where(eq(visit.stationId, stationId)).orderBy(asc(visit.id));

/** Speaks of a station in private from now on. */
async function speaksOf(person: Person, { stationId }: Established): Promise<void> {
  await bench.database.db.update(account).set({ currentStationId: stationId }).where(eq(account.userHash, bench.seal.fingerprint(person.id)));
}

interface Two {
  readonly here: Established;
  readonly there: Established;
  /** Somebody of the first station only. */
  readonly outsider: Actor;
  /** Leads the first station and speaks of it; organizes the second, and is its I9. */
  readonly both: Actor;
}

/** Two stations with the same codes. */
async function arrange(): Promise<Two> {
  const here = await establish(bench, { name: "First station" });
  const there = await establish(bench, { name: "Second station" });
  for (const at of [here, there]) {
    await enters(bench, at, ["U06", "U07"]);
    for (const code of ["I1", "I9"]) await entersInstructor(bench, at, code);
  }
  const outsider = bench.emulator.addPerson({ firstName: "Ben", languageCode: "en" });
  bench.emulator.start(outsider);
  await bench.run();
  await joinToo(bench, here, outsider);
  await joinToo(bench, there, here.lead);
  const [scope, own] = [await leadScope(bench, there), await scopeOf(bench, there, here.lead)];
  const [hereScope, theirs] = [await leadScope(bench, here), await scopeOf(bench, here, outsider)];
  await bench.scope().act(async (tx) => {
    await grantRole(tx, scope, { role: "organizer", throughOn: null, accountId: own.actor as AccountId, grantedBy: scope.actor });
    await grantRole(tx, hereScope, { role: "organizer", throughOn: null, accountId: theirs.actor as AccountId, grantedBy: own.actor });
  });
  await bench.as(there.lead).types("/instructor link I9");
  const code = /instructor-(\d+-[\w-]{22})/.exec(bench.as(there.lead).reads().text)?.[1] ?? "";
  const taken = await takeUp(bench.scope(), code, { userId: here.lead.id, locale: "en" });
  if (!taken.ok) throw new Error(taken.reason);
  await speaksOf(here.lead, here);
  for (const person of [outsider, here.lead]) await bench.as(person).types("/help");
  return { here, there, outsider: bench.as(outsider), both: bench.as(here.lead) };
}

/** Presses a button of the second station: nothing for whoever is not of it, its effect for whoever is. */
async function presses({ outsider, both }: Two, data: string, labels: readonly string[] = []): Promise<string> {
  expect([data, (await outsider.forges(outsider.reads(), data)).toast]).toEqual([data, NOT_YOURS]);
  const { toast } = await both.forges(both.reads(), data);
  expect([data, toast]).not.toEqual([data, NOT_YOURS]);
  for (const label of labels) await both.taps(both.reads(), label);
  return toast === "" ? both.reads().text : toast;
}

test("an instructor's buttons act at the station they were shown for, whichever the person speaks of", async () => {
  const two = await arrange();
  const { here, there } = two;
  const s = there.stationId;
  const before = await instructors(here);
  expect(await presses(two, `instructor:list:${s}`)).toContain("Instructors of “Second station” (2):");
  expect(await presses(two, `instructor:show:${s}:I1`)).toContain("🧭 I1");
  expect(await presses(two, `instructor:link:${s}:I1`)).toContain(`instructor-${s}-`);
  await presses(two, `instructor:capacity:${s}:I1:9`);
  await presses(two, `instructor:every:${s}:I1:31`);
  expect((await instructors(there))[0]).toMatchObject({ capacity: 8 + 1, every: 31 });
  expect(await presses(two, `absence:none:${s}:I1`)).toContain("I1 is not away");
  expect(await presses(two, `instructor:add:${s}:I10`)).toContain(`instructor-${s}-`);
  expect((await instructors(there)).map(({ code }) => code)).toEqual(["I1", "I9", "I10"]);
  expect(await presses(two, `instructor:askretire:${s}:I1`)).toContain("Let I1 retire from today");
  await presses(two, `instructor:retire:${s}:I1:2026-11-23`);
  expect((await instructors(there))[0]).toMatchObject({ through: "2026-11-22" });
  expect(await instructors(here)).toEqual(before);
  bench.emulator.markAllSeen();
});

test("proposals, offers, plans and renewals act at the station they were shown for", async () => {
  const two = await arrange();
  const { here, there, outsider, both } = two;
  const s = there.stationId;
  expect(await presses(two, `proposal:unit:${s}:U06`)).toContain("Who could look after U06");
  expect(await presses(two, `assignment:make:${s}:I1:U06`)).toContain("✅ I1 looks after U06");
  const [made] = await assigned(there);
  expect(await presses(two, `assignment:renew:${s}:${made?.id}`)).toContain("✅ Renewed: I1 looks after U06");
  await presses(two, `assignoffer:ask:${s}:U07`);
  expect(told(bench, both.person).at(-2)).toContain("I am asking about U07");
  expect(await presses(two, `assignoffer:stop:${s}:U07`)).toContain("I have stopped asking about U07");
  expect(await bench.database.db.select().from(assignmentOffer).where(eq(assignmentOffer.stationId, here.stationId))).toEqual([]);
  await presses(two, `plan:area:${s}:U07`);
  const key = /plan:accept:\d+:([\w-]{6})$/.exec(dataOf(both.reads(), "✅ Accept all (1)"))?.[1] ?? "";
  await outsider.types("/assign area A");
  await presses(two, `plan:toggle:${s}:${key}:U07`);
  await presses(two, `plan:toggle:${s}:${key}:U07`);
  expect(await presses(two, `plan:accept:${s}:${key}`)).toBe("✅ 1 assigned.");
  expect((await assigned(there)).map((row) => row.unit)).toEqual(["U06", "U06", "U07"]);
  expect(await assigned(here)).toEqual([]);
  await bench.settle();
  bench.emulator.markAllSeen();
});

test("visits, their notes, and days away act at the station they were shown for, and so do the words that they ask for", async () => {
  const two = await arrange();
  const { here, there, both } = two;
  const s = there.stationId;
  await bench.as(there.lead).types("/assign I9 U06");
  await bench.settle();
  const [made] = await assigned(there);
  expect(await presses(two, `myunits:list:${s}`)).toContain("U06");
  expect(await presses(two, `visit:unit:${s}:${made?.id}`)).toContain("U06");
  expect(await presses(two, `visit:mode:${s}:${made?.id}:phone`)).toContain("U06");
  await presses(two, `visit:record:${s}:${made?.id}:phone:need_raised`);
  const [noted] = await visits(there);
  expect(noted).toMatchObject({ mode: "phone", outcome: "need_raised", note: null });
  await presses(two, `visit:note:${s}:${noted?.id}`);
  await both.types("Stairs are too high");
  expect(await visits(there)).toMatchObject([{ note: "Stairs are too high" }]);
  await presses(two, `visit:settle:${s}:${noted?.id}`);
  expect((await visits(there))[0]?.followedUpAt).not.toBeNull();
  await presses(two, `absence:ask:${s}`);
  await both.types("2026-12-01 to 2026-12-10");
  expect(both.reads().text).toBe("✅ Noted: I9 is away 2026-12-01 to 2026-12-10");
  expect(await bench.database.db.select({ from: instructorAway.fromOn }).from(instructorAway).where(and(eq(instructorAway.stationId, s)))).toEqual([{ from: "2026-12-01" }]);
  expect(await presses(two, `absence:own:${s}`)).toContain("I9 is not away");
  expect(await visits(here)).toEqual([]);
  await bench.settle();
  bench.emulator.markAllSeen();
});

test("the longest codes fit into a button", async () => {
  const at = await establish(bench);
  const [who, which] = ["INSTRUCTOR-00001", "MARKET-STALL-001"];
  await enters(bench, at, [which]);
  await entersInstructor(bench, at, who);
  for (const line of [`/assign ${which}`, "/assign", "/assign area A", `/instructor ${who}`, "/instructors"]) {
    await bench.as(at.lead).types(line);
    const used = bench.as(at.lead).reads().keyboard.flat().map((button) => (button.callback_data ?? "").replace(`:${at.stationId}:`, ":9999999999:"));
    expect(used.some((data) => data.includes(":9999999999:"))).toBe(true);
    for (const data of used) expect([data, Buffer.byteLength(data) <= 64]).toEqual([data, true]);
  }
  bench.emulator.markAllSeen();
});
