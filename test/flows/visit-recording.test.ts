import { asc, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { assignment, unit, unitStatus, visit } from "../../src/db/schema-register.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { isWorkingAssignment } from "../../src/features/coverage/actions.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { enlists, enters, entersInstructor } from "../telegram/instructors.ts";
import { answers, labels, told } from "../telegram/talk.ts";

const bench = useBench();
const NOT_YOURS = "Not found, or not yours to use.";
const DAY = 86_400_000;
const rows = () => bench.database.db.select().from(visit).orderBy(asc(visit.id));

async function assigns(at: Established, ...lines: string[]): Promise<void> {
  for (const line of lines) await bench.as(at.lead).types(`/assign ${line}`);
  await bench.settle();
  bench.emulator.markAllSeen();
}

test("the instructor sees their units, what is most overdue first, and notes a visit with three taps", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U05", "U06", "U07"]);
  const ann = await enlists(bench, at, "I1", { visitEveryDays: 31 });
  await assigns(at, "I1 U05 from 2026-02-01 through 2026-12-31", "I1 U06", "I1 U07 from 2026-10-01 through open");
  const { db } = bench.database;
  for (const { id } of await db.select({ id: unit.id }).from(unit).where(eq(unit.code, "U07"))) await db.update(unitStatus).set({ status: "dormant" }).where(eq(unitStatus.unitId, id));
  await bench.as(ann).types("/myunits");
  expect(bench.as(ann).reads().text).toBe([
    "🧭 “Example station”, units of I1:", "Visited in time: 0 of 2", "🔴 U05 (A): 264 days late, no visit yet · yours through 2026-12-31", "🟢 U06 (A): 31 days left, no visit yet · yours through 2027-11-22",
    "⚪️ U07 (A): dormant", "", "Tap a unit to note a visit, or write: /visit U06 ok",
  ].join("\n"));
  expect(labels(bench.as(ann).reads())).toEqual([["U05", "U06", "U07"], ["When I am away…", "I am not away"]]);
  await answers(bench.as(ann), "U05", "by phone", "all well");
  expect(bench.as(ann).reads().text).toBe("✅ Noted: U05 on 2026-11-23, by phone, all well.");
  expect(await rows()).toMatchObject([{ on: "2026-11-23", mode: "phone", outcome: "ok", note: null }]);
  await answers(bench.as(ann), "Add a note".replace("Add", "📝 Add"));
  await bench.as(ann).types("x".repeat(201));
  expect(bench.as(ann).reads().text).toContain("200 characters at most");
  await bench.as(ann).types("The roof is mended");
  expect(bench.as(ann).reads().text).toBe("📝 Your note on U05 is kept.");
  expect(await rows()).toMatchObject([{ note: "The roof is mended" }]);
  await bench.as(ann).types("/visit");
  expect(bench.as(ann).reads().text).toContain("🟢 U05 (A): 31 days left, last 2026-11-23 · yours through 2026-12-31");
  bench.emulator.markAllSeen();
});

test("one line notes a visit in either language, a double press is one visit, and a day to come is refused", async () => {
  const at = await establish(bench, { locale: "zh-CN" });
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1", {}, "zh-hans");
  await assigns(at, "I1 U06 from 2026-02-01 through 2027-01-31");
  for (const [line, answer] of [
    ["U06 正常", "✅ 已登记 2026-11-23 走访 U06：上门，正常。"], ["u06 电话 有需要 门口台阶太高", "✅ 已登记 2026-11-23 走访 U06：电话，有需要。\n📝 门口台阶太高\n组织员会看到这项需要并跟进。"],
    ["U06 正常", "✅ 已登记 2026-11-23 走访 U06：上门，正常。"], ["U06 没人 2026-11-20", "✅ 已登记 2026-11-20 走访 U06：上门，没联系上。"], ["U06 on site fine all is in order", "走访 U06：上门，正常。\n📝 all is in order"],
    ["U06 正常 2026-11-24", "还没到那一天。"], ["U06 正常 2026-01-31", "没有找到，或这个单位那天不由您联系。"], ["U06 睡觉", "没看懂。"],
  ] as const) {
    await bench.as(ann).types(`/visit ${line}`);
    expect(bench.as(ann).reads().text).toContain(answer);
  }
  expect((await rows()).map(({ on, outcome, note }) => [on, outcome, note])).toEqual([
    ["2026-11-23", "ok", null], ["2026-11-23", "need_raised", "门口台阶太高"], ["2026-11-20", "no_answer", null], ["2026-11-23", "ok", "all is in order"],
  ]);
  await bench.settle();
  expect(bench.as(at.lead).reads().text).toBe("🙋 U06 有需要（I1，2026-11-23）：\n门口台阶太高");
  bench.emulator.markAllSeen();
});

test("a need that was raised waits for the organizers until one of them settles it, once", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  const ann = await enlists(bench, at, "I1");
  await assigns(at, "I1 U06", "I1 U07");
  await bench.as(ann).types("/visit U06 need Stairs are too high");
  await bench.as(ann).types("/visit U07 needs raised");
  await bench.settle();
  const lead = bench.as(at.lead);
  expect(told(bench, at.lead).filter((text) => text.startsWith("🙋"))).toEqual(["🙋 A need at U06 (I1, 2026-11-23):\nStairs are too high", "🙋 A need at U07 (I1, 2026-11-23)"]);
  await lead.types("/visit needs");
  expect(lead.reads().text).toBe("Needs that are still open (2):\n1. U06 (I1, 2026-11-23): Stairs are too high\n2. U07 (I1, 2026-11-23)");
  const list = lead.reads();
  await lead.taps(list, "Settle 1 · U06");
  expect(lead.reads().text).toBe("✅ The need at U06 is settled.");
  expect((await lead.forges(lead.reads(), `visit:settle:${at.stationId}:${(await rows())[0]?.id}`)).toast).toContain("settled already");
  await lead.types("/visit settle u07");
  expect(lead.reads().text).toBe("✅ The need at U07 is settled.");
  await lead.types("/visit needs");
  expect(lead.reads().text).toBe("No need is open.");
  await bench.as(ann).types("/visit needs");
  expect(bench.as(ann).reads().text).toBe("Not found, or not yours to use.");
  expect(await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "visit.followed_up"))).toHaveLength(2);
  bench.emulator.markAllSeen();
});

test("the same need on the same day is a new one once the first was settled, and one while it was not", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1");
  await assigns(at, "I1 U06");
  for (const _ of [1, 2]) await bench.as(ann).types("/visit U06 need");
  expect(await rows()).toHaveLength(1);
  await bench.as(at.lead).types("/visit settle U06");
  await bench.as(ann).types("/visit U06 need");
  expect(await rows()).toHaveLength(2);
  await bench.settle();
  await bench.as(at.lead).types("/visit needs");
  expect(bench.as(at.lead).reads().text).toContain("Needs that are still open (1):");
  bench.emulator.markAllSeen();
});

test("a visit from before the assignment counts where it was renewed, again and again, and not where the unit came back after a pause", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  const ann = await enlists(bench, at, "I1", { visitEveryDays: 92 });
  await assigns(at, "I1 U06 from 2026-03-01 through 2026-11-01", "I1 U07 from 2026-03-01 through 2026-11-01");
  for (const code of ["U06", "U07"]) await bench.as(ann).types(`/visit ${code} ok 2026-10-30`);
  await assigns(at, "renew I1 U06 through 2026-11-10", "renew I1 U06", "I1 U07 from 2026-11-02");
  await bench.as(ann).types("/myunits");
  expect(bench.as(ann).reads().text).toContain("U06 (A): 68 days left, last 2026-10-30");
  expect(bench.as(ann).reads().text).toContain("U07 (A): 71 days left, no visit yet");
  bench.emulator.markAllSeen();
});

test("“the unit is gone” offers the change of status to whoever organizes, and never changes it by itself", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1");
  await assigns(at, "I1 U06");
  await bench.as(ann).types("/visit U06 gone");
  expect(bench.as(ann).reads().text).toContain("The organizers are told");
  expect(labels(bench.as(ann).reads()).flat()).not.toContain("Change its status");
  await bench.settle();
  const lead = bench.as(at.lead);
  expect(lead.reads().text).toBe("🚪 I1 says that U06 is gone (2026-11-23)\nPlease check, and change what the unit is.");
  await lead.taps(lead.reads(), "Change its status");
  expect(lead.reads().text).toContain("U06");
  expect(labels(lead.reads()).flat()).toContain("closed");
  await lead.types("/visit I1 U06 gone 2026-11-23");
  expect(labels(lead.reads()).flat()).toContain("Change its status");
  const [status] = await bench.database.db.select({ status: unitStatus.status }).from(unitStatus);
  expect(status?.status).toBe("active");
  bench.emulator.markAllSeen();
});

test("an assignment works while its newest visit lies inside the rhythm, the last day included, and a renewal does not make it forget", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1", { visitEveryDays: 31 });
  await assigns(at, "I1 U06 through 2026-12-01", "renew I1 U06");
  const working = async (day: string) => (await bench.database.db.select({ fromOn: assignment.fromOn, works: sql<boolean>`${isWorkingAssignment(day)}` }).from(assignment).orderBy(assignment.fromOn)).map(({ works }) => works);
  expect(await working("2026-11-23")).toEqual([false, false]);
  await bench.as(ann).types("/visit U06 ok");
  expect(await working("2026-11-22")).toEqual([false, false]);
  expect(await working("2026-11-23")).toEqual([true, false]);
  expect(await working("2026-12-02")).toEqual([false, true]);
  expect(await working("2026-12-24")).toEqual([false, true]);
  expect(await working("2026-12-25")).toEqual([false, false]);
  bench.emulator.markAllSeen();
});

test("whether a unit is looked after in fact stands on its card in private, in the instructor's list and on their own card, and nowhere in a group", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07", "U08"]);
  const ann = await enlists(bench, at, "I1", { visitEveryDays: 31 });
  await assigns(at, "I1 U06 from 2026-02-01 through open", "I1 U07 from 2026-02-01 through open", "I1 U08 from 2026-02-01 through open");
  await bench.as(ann).types("/visit U06 ok 2026-11-12");
  await bench.as(ann).types("/visit U07 ok 2026-06-03");
  const lead = bench.as(at.lead);
  for (const [code, said] of [["U06", "I1 (visited Thu 12 Nov)"], ["U07", "I1 (not visited since Wed 3 Jun)"], ["U08", "I1 (not visited yet)"]] as const) {
    await lead.types(`/unit ${code}`);
    expect(lead.reads().text).toContain(`Looked after by: ${said}\n`);
  }
  const group = bench.as(at.lead, at.organizerGroup);
  await group.types("/unit U06");
  expect(group.reads().text).toContain("Looked after by: I1\n");
  await bench.as(ann).types("/myunits");
  expect(bench.as(ann).reads().text).toContain("Visited in time: 1 of 3\n");
  await lead.types("/instructor I1");
  expect(lead.reads().text).toContain("Looks after 3 of 5 units\nVisited in time: 1 of 3\n");
  await lead.types("/instructors");
  expect(lead.reads().text).not.toContain("in time");
  bench.emulator.markAllSeen();
});

test("an instructor says when they are away by button, by line and in words", async () => {
  const at = await establish(bench);
  const ann = await enlists(bench, at, "I1");
  const own = bench.as(ann);
  await own.types("/myunits");
  expect(own.reads().text).toBe("You look after no unit of “Example station” now.");
  expect((await own.taps(own.reads(), "I am not away")).toast).toBe("✅ Noted: I1 is not away.");
  await own.types("/myunits away 2026-12-01 to 2026-12-10");
  expect(own.reads().text).toBe("✅ Noted: I1 is away 2026-12-01 to 2026-12-10");
  await own.types("/myunits");
  await own.taps(own.reads(), "When I am away…");
  await own.types("2026-13-01");
  expect(own.reads().text).toContain("Please write the days like");
  await own.types("2027-01-04");
  expect(own.reads().text).toBe("✅ Noted: I1 is away 2027-01-04");
  bench.emulator.markAllSeen();
});

test("nobody notes a visit to a unit that is not theirs, and another station finds nothing", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06", "U07"]);
  const ann = await enlists(bench, at, "I1");
  const bob = await enlists(bench, at, "I2");
  const ben = await enrol(bench, at, "Ben");
  await assigns(at, "I1 U06", "I2 U06");
  await bench.as(ann).types("/visit U06 need Stairs");
  await bench.settle();
  bench.emulator.markAllSeen();
  const [made] = await rows();
  const [first] = await bench.database.db.select({ id: assignment.id }).from(assignment).orderBy(assignment.id);
  const other = await establish(bench, { name: "Second station" });
  await entersInstructor(bench, other, "I1");
  const lost = "Not found, or not a unit of yours on that day.";
  await bench.as(ann).types("/visit U07 ok");
  expect(bench.as(ann).reads().text).toContain(lost);
  await bench.as(ben).types("/visit U06 ok");
  expect(bench.as(ben).reads().text).toContain("Not found, or not yours to use.");
  await bench.as(at.lead).types("/visit U06 ok");
  expect(bench.as(at.lead).reads().text).toBe("Several instructors look after this unit; please say which: /visit I1 U06 ok");
  for (const line of ["U06 ok", "I1 U06 ok", "U06"]) {
    await bench.as(other.lead).types(`/visit ${line}`);
    expect(bench.as(other.lead).reads().text).toContain(lost);
  }
  await bench.as(ben).types("/help");
  for (const [what, rest] of [["unit", first?.id], ["mode", `${first?.id}:phone`], ["record", `${first?.id}:phone:ok`], ["note", made?.id]]) {
    for (const [person, stationId, answer] of [[other.lead, other.stationId, lost], [bob, at.stationId, lost], [other.lead, at.stationId, NOT_YOURS], [ben, at.stationId, "Not found"]] as const) {
      await bench.as(person).types("/myunits");
      expect((await bench.as(person).forges(bench.as(person).reads(), `visit:${what}:${stationId}:${rest}`)).toast).toContain(answer);
    }
  }
  const settles = async (stationId: number) => (await bench.as(other.lead).forges(bench.as(other.lead).reads(), `visit:settle:${stationId}:${made?.id}`)).toast;
  expect(await settles(other.stationId)).toContain("settled already, or was not found");
  expect(await settles(at.stationId)).toBe(NOT_YOURS);
  await bench.as(other.lead).types("/visit settle U06");
  expect(bench.as(other.lead).reads().text).toContain("settled already, or was not found");
  expect(await rows()).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("notes of visits are forgotten after a year, and the trail says how many", async () => {
  const at = await establish(bench);
  await enters(bench, at, ["U06"]);
  const ann = await enlists(bench, at, "I1");
  await assigns(at, "I1 U06 through open");
  await bench.as(ann).types("/visit U06 ok All in order");
  await bench.advance(366 * DAY);
  await bench.settle();
  expect(await rows()).toMatchObject([{ note: null, outcome: "ok" }]);
  const kept = await bench.database.db.select({ kind: auditEvent.objectKind, amount: auditEvent.amount }).from(auditEvent).where(eq(auditEvent.action, "retention.ran"));
  expect(kept).toContainEqual({ kind: "visit", amount: 1 });
  bench.emulator.markAllSeen();
});
