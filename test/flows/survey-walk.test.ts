import { asc, eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { survey, unit, unitStatus } from "../../src/db/schema-register.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { assignUnit } from "../../src/features/assignment/actions.ts";
import { readNewest, recordSurvey } from "../../src/features/survey/actions.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { addUnits, scopeOf } from "../telegram/golden.ts";
import { enlists } from "../telegram/instructors.ts";
import { answers, labels, told } from "../telegram/talk.ts";

const bench = useBench();
let at: Established;
const firm = (code: string, area = "A") => ({ code, area, kind: "micro_enterprise" as const, enteredOn: "2026-01-01" });

beforeEach(async () => {
  at = await establish(bench);
});

const lead = () => bench.as(at.lead);
const said = () => lead().reads().text;
async function kept() {
  const rows = await bench.database.db.select({
    code: unit.code, on: survey.on, source: survey.source, found: survey.foundStatus, members: survey.fullMembers, willing: survey.willing,
    secretary: survey.hasSecretaryCandidate, reason: survey.notFormedReason,
  }).from(survey).innerJoin(unit, eq(unit.id, survey.unitId)).orderBy(asc(survey.id));
  return rows.map(({ code, on, source, ...found }) => [code, on, source, ...Object.values(found)]);
}

describe("a round of surveys", () => {
  test("five taps answer one unit, and the next one follows until nothing is due", async () => {
    await addUnits(bench, at, [{ ...firm("U05"), name: "Corner shop", industry: "food" }, firm("U06")]);
    await recordSurvey(await scopeOf(bench, at), "U06", { on: "2026-08-23", fullMembers: 1 });
    await lead().types("/survey");
    expect(said()).toBe("📋 U05 Corner shop · A · food\nNever surveyed\n\nHow did you find it?");
    expect(labels(lead().reads())).toEqual([["in operation", "dormant", "closed"], ["moved out", "not found"], ["Skip this one", "Stop"]]);
    await answers(lead(), "in operation");
    expect(said()).toContain("✓ in operation\n\nHow many full members? Tap, or send a number.");
    await answers(lead(), "2");
    await answers(lead(), "willing", "somebody for secretary");
    expect(said()).toContain("✓ in operation · 2 full members · willing · somebody for secretary\n\nWhat is the main reason why there is none yet?");
    await answers(lead(), "too few members");
    expect(said()).toBe("📋 U06 · A\nLast surveyed: Sun 23 Aug · 1 unit done in this round\n\nHow did you find it?");
    await answers(lead(), "in operation", "0", "undecided", "just opened");
    expect(said()).toBe("🎉 This round is done: 2 units.");
    expect(await kept()).toEqual([
      ["U06", "2026-08-23", "visit", null, 1, null, null, null],
      ["U05", "2026-11-23", "visit", "active", 2, "yes", true, "too_few_members"],
      ["U06", "2026-11-23", "visit", "active", 0, "undecided", null, "new"],
    ]);
    expect(await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "survey.recorded"))).toHaveLength(3);
    await lead().types("/survey");
    expect(said()).toContain("Nothing to survey now");
    bench.emulator.markAllSeen();
  });

  test("a survey of ninety days ago is fresh, one of ninety-one is due, and the one that waited longest comes first", async () => {
    await addUnits(bench, at, ["U1", "U2", "U3", "U4"].map((code) => firm(code)));
    const scope = await scopeOf(bench, at);
    for (const [code, on] of [["U1", "2026-08-25"], ["U2", "2026-08-24"], ["U3", "2026-08-01"]] as const) await recordSurvey(scope, code, { on, fullMembers: 0 });
    await lead().types("/survey");
    expect(said()).toContain("U4 · A\nNever surveyed");
    await answers(lead(), "Skip this one");
    expect(said()).toContain("U3 · A\nLast surveyed: Sat 1 Aug");
    await answers(lead(), "Skip this one");
    expect(said()).toContain("U2 · A\nLast surveyed: Mon 24 Aug");
    await answers(lead(), "Skip this one");
    expect(said()).toBe("No other unit is due.");
    expect(await kept()).toHaveLength(3);
    bench.emulator.markAllSeen();
  });

  test("a number is typed, a wrong word asks again, and who is not willing is asked no more", async () => {
    await addUnits(bench, at, [firm("U05"), firm("U06")]);
    await lead().types("/survey");
    await lead().types("lots");
    expect(said()).toContain("I did not understand");
    await lead().taps(bench.emulator.messages(at.lead).findLast(({ keyboard }) => keyboard.length > 0) ?? lead().reads(), "in operation");
    await lead().types("twelve");
    expect(said()).toContain("I did not understand");
    await lead().types("１２");
    expect(said()).toContain("✓ in operation · 12 full members");
    await answers(lead(), "not willing");
    expect(said()).toContain("U06");
    await answers(lead(), "Stop");
    expect(said()).toBe("Stopped. 1 unit recorded in this round, thank you!");
    expect(await kept()).toEqual([["U05", "2026-11-23", "visit", "active", 12, "no", null, "unwilling"]]);
    bench.emulator.markAllSeen();
  });

  test("a second tap on a question that was answered changes nothing", async () => {
    await addUnits(bench, at, [firm("U05")]);
    await lead().types("/survey U05");
    const first = lead().reads();
    await answers(lead(), "in operation");
    const unitId = (await bench.database.db.select().from(unit))[0]?.id;
    expect((await lead().forges(first, `walk:a:${unitId}:status:closed`)).toast).toBe("That has been answered already.");
    expect((await lead().forges(first, `walk:a:${unitId}:members:closed`)).toast).toContain("I did not understand");
    await answers(lead(), "3", "willing", "somebody for secretary", "something else");
    expect(labels(lead().reads())).toEqual([["Survey the next one"]]);
    expect((await lead().forges(first, `walk:a:${unitId}:reason:other`)).toast).toBe("This round has ended. Start again: /survey");
    expect((await lead().forges(first, `walk:skip:${unitId}`)).toast).toBe("This round has ended. Start again: /survey");
    expect(await kept()).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("several areas are offered, each with its number; a word chooses one too", async () => {
    await addUnits(bench, at, [firm("U1"), firm("U2", "B"), firm("U3", "B")]);
    await lead().types("/survey");
    expect(said()).toBe("“Example station” has several areas to survey. Where do you want to begin?");
    expect(labels(lead().reads())).toEqual([["B · 2 units", "A · 1 unit"], ["All 3 units"]]);
    await answers(lead(), "B · 2 units");
    expect(said()).toContain("U2 · B");
    await answers(lead(), "Skip this one", "Skip this one");
    expect(said()).toBe("No other unit is due.");
    await lead().types("/survey area a");
    expect(said()).toContain("U1 · A");
    await lead().types("/survey all");
    expect(said()).toContain("U1 · A");
    await lead().types("/survey area Z");
    expect(said()).toContain("There is no such unit or area");
    bench.emulator.markAllSeen();
  });

  test("units that are out of operation are not on the way, but one can be asked about by its code", async () => {
    await addUnits(bench, at, [{ ...firm("U1"), status: "dormant" }, { ...firm("U2"), status: "closed" }]);
    await lead().types("/survey");
    expect(said()).toContain("Nothing to survey now");
    await lead().types("/survey u1");
    expect(said()).toContain("📋 U1 · A");
    await answers(lead(), "in operation", "not known", "undecided", "not known", "not known");
    expect(said()).toBe("✅ U1 recorded: in operation · undecided\nYou found it “in operation”; the register still says “dormant”.");
    expect(labels(lead().reads())).toEqual([["Change U1 to “in operation”…"], ["Survey the next one"]]);
    await answers(lead(), "Change U1 to “in operation”…", "Confirm");
    expect(said()).toContain("✅ U1");
    const periods = await bench.database.db.select({ status: unitStatus.status, fromOn: unitStatus.fromOn }).from(unitStatus).innerJoin(unit, eq(unit.id, unitStatus.unitId)).where(eq(unit.code, "U1"));
    expect(periods).toContainEqual({ status: "active", fromOn: "2026-11-23" });
    bench.emulator.markAllSeen();
  });

  test("it is said in Chinese to whoever reads Chinese", async () => {
    const zh = await establish(bench, { locale: "zh-CN", name: "示例站" });
    await addUnits(bench, zh, [{ ...firm("U05"), industry: "餐饮" }]);
    const actor = bench.as(zh.lead);
    await actor.types("/survey");
    expect(actor.reads().text).toBe("📋 U05 · A · 餐饮\n还没有摸排过\n\n现在是什么情况？");
    await answers(actor, "在营", "1", "未定", "不清楚", "党员太少");
    expect(bench.emulator.messages(zh.lead).map(({ text }) => text)).toContain("✅ U05 已记录：在营 · 正式党员 1 名 · 未定 · 党员太少");
    expect(actor.reads().text).toBe("🎉 这一轮完成了，共 1 家。");
    bench.emulator.markAllSeen();
  });
});

describe("many in one message", () => {
  test("each line is written down or told with its reason, and none by half", async () => {
    await addUnits(bench, at, ["U05", "U06", "U07", "U08"].map((code) => firm(code)));
    await lead().types("/survey\nU05 0 未定\nu06 3 yes secretary\nU99 1\nU07 3 yes no\nU08 2 blue\nhello\nU08\n\nU08 1 2026-12-24");
    expect(said()).toBe([
      "✅ Recorded 2 units:", "U05: 0 full members · undecided", "U06: 3 full members · willing · somebody for secretary", "",
      "6 lines not recorded. Please mend and send again:", "U99 1 — there is no unit U99", "U07 3 yes no — “no” says the same thing a second time",
      "U08 2 blue — “blue” was not understood", "hello — it should begin with the unit's code, for example: U05 0 undecided",
      "U08 — after the code, say what you found, for example: U05 0 undecided", "U08 1 2026-12-24 — 2026-12-24 has not come yet",
    ].join("\n"));
    expect(await kept()).toEqual([
      ["U05", "2026-11-23", "visit", null, 0, "undecided", null, null],
      ["U06", "2026-11-23", "visit", null, 3, "yes", true, null],
    ]);
  });

  test("a day, a source and a status can stand in the line, and a status that differs is pointed out", async () => {
    await addUnits(bench, at, [firm("U05"), firm("U06")]);
    await lead().types("/survey U05 注销 昨天 年报\nU06 2026-11-01 no candidate, undecided, 2 members, too few");
    expect(said()).toContain("U05: closed\nYou found it “closed”; the register still says “in operation”.");
    expect(labels(lead().reads())).toEqual([["Change U05 to “closed”…"]]);
    expect(await kept()).toEqual([
      ["U05", "2026-11-22", "annual_report", "closed", null, null, null, null],
      ["U06", "2026-11-01", "visit", null, 2, "undecided", false, "too_few_members"],
    ]);
  });

  test("of very many lines the first are told and the others counted, so that the answer always arrives", async () => {
    await addUnits(bench, at, Array.from({ length: 30 }, (_, index) => firm(`U${index + 10}`)));
    const good = Array.from({ length: 30 }, (_, index) => `U${index + 10} closed`);
    const bad = Array.from({ length: 30 }, (_, index) => `U${index + 10} 1 ${"purple ".repeat(7)}`);
    await lead().types(`/survey ${[...good, ...bad].join("\n")}`);
    const said = lead().reads().text;
    expect(said.length).toBeLessThan(4096);
    expect(said).toContain("✅ Recorded 30 units:\nU10: closed");
    expect(said).toContain("U21: closed\nYou found it “closed”; the register still says “in operation”.\n… and 18 lines more\n\n30 lines not recorded.");
    expect(said).toMatch(/\nU21 1 purple [^\n]+\n… and 18 lines more$/);
    expect(await kept()).toHaveLength(30);
  });

  test("one unit that was asked for by its code is done when a line answers it, and no question stays behind", async () => {
    await addUnits(bench, at, [firm("U05"), firm("U06")]);
    await lead().types("/survey U05");
    await lead().types("U05 1 yes");
    expect(said()).toBe("✅ Recorded 1 unit:\nU05: 1 full member · willing");
    expect(labels(lead().reads())).toEqual([["Survey the next one"]]);
    await lead().types("U06 3");
    expect(said()).not.toContain("U06");
    expect(await kept()).toHaveLength(1);
    bench.emulator.markAllSeen();
  });

  test("a round whose last unit is answered by a line is over, and says so", async () => {
    await addUnits(bench, at, [firm("U05"), firm("U06")]);
    await lead().types("/survey");
    await lead().types("U05 1\nU06 2");
    expect(told(bench, at.lead).slice(-2)).toEqual(["✅ Recorded 2 units:\nU05: 1 full member\nU06: 2 full members", "🎉 This round is done: 2 units."]);
    await lead().types("U05 9");
    expect(await kept()).toHaveLength(2);
    bench.emulator.markAllSeen();
  });

  test("lines that are typed on a round are taken too, and what was asked stays or goes on", async () => {
    await addUnits(bench, at, [firm("U05"), firm("U06")]);
    await lead().types("/survey");
    expect(said()).toContain("U05");
    await lead().types("U06 3 yes");
    expect(said()).toContain("📋 U05 · A");
    await lead().types("U05 1");
    expect(told(bench, at.lead).slice(-2)).toEqual(["✅ Recorded 1 unit:\nU05: 1 full member", "🎉 This round is done: 2 units."]);
    expect(await kept()).toHaveLength(2);
    bench.emulator.markAllSeen();
  });
});

describe("who may", () => {
  test("a member may not, and in a group nobody surveys", async () => {
    await addUnits(bench, at, [firm("U05")]);
    const ben = await enrol(bench, at, "Ben");
    await bench.as(ben).types("/survey");
    expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
    await bench.as(ben).types("/survey U05 3 yes");
    expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
    await bench.as(at.lead, at.organizerGroup).types("/survey U05 3 yes");
    expect(said()).toContain("private chat");
    expect(bench.as(at.lead, at.organizerGroup).glances()?.text ?? "").not.toContain("U05");
    expect(await kept()).toEqual([]);
    bench.emulator.markAllSeen();
  });

  test("an instructor surveys the units that they look after today, and no others; what differs they tell an organizer", async () => {
    await addUnits(bench, at, [firm("U05"), firm("U06"), firm("U07", "B")]);
    const ann = await enlists(bench, at, "I1");
    const scope = await scopeOf(bench, at);
    for (const [code, throughOn] of [["U05", null], ["U07", "2026-11-22"]] as const) {
      expect(await assignUnit(scope, { pair: ["I1", code], fromOn: "2026-11-01", throughOn })).toMatchObject({ ok: true });
    }
    await bench.settle();
    const actor = bench.as(ann);
    await actor.types("/survey");
    expect(actor.reads().text).toContain("📋 U05 · A");
    const others = (await bench.database.db.select({ id: unit.id }).from(unit).where(eq(unit.code, "U06")))[0]?.id;
    expect((await actor.forges(actor.reads(), `walk:a:${others}:status:active`)).toast).toBe("That has been answered already.");
    await answers(actor, "dormant", "0", "undecided", "just opened");
    expect(actor.reads().text).toBe("🎉 This round is done: 1 unit.");
    expect(told(bench, ann)).toContain("✅ U05 recorded: dormant · 0 full members · undecided · just opened\nYou found it “dormant”; the register still says “in operation”.\nPlease tell an organizer, who can change the register.");
    await actor.types("/survey U06 3 yes\nU07 1 yes");
    expect(actor.reads().text).toBe("2 lines not recorded. Please mend and send again:\nU06 3 yes — there is no unit U06\nU07 1 yes — there is no unit U07");
    await actor.types("/survey U06");
    expect(actor.reads().text).toContain("There is no such unit or area");
    expect(await kept()).toHaveLength(1);
    await actor.types("/mydata");
    expect(told(bench, ann).at(-1)).toContain("Surveys you recorded: 1");
    bench.emulator.markAllSeen();
  });

  test("a unit of another station is not found, by line, by code and by button", async () => {
    const other = await establish(bench, { name: "Other station" });
    await addUnits(bench, other, [firm("X01")]);
    await addUnits(bench, at, [firm("U05")]);
    await lead().types("/survey X01 3");
    expect(said()).toContain("there is no unit X01");
    await lead().types("/survey X01");
    expect(said()).toContain("There is no such unit or area");
    const theirs = (await bench.database.db.select().from(unit).where(eq(unit.code, "X01")))[0]?.id;
    const shown = lead().reads();
    expect((await lead().forges(shown, `walk:unit:${other.stationId}:X01`)).toast).toBe("Not found, or not yours to use.");
    expect((await lead().forges(shown, `walk:area:${other.stationId}:${theirs}`)).toast).toBe("Not found, or not yours to use.");
    expect((await lead().forges(shown, `walk:all:${other.stationId}`)).toast).toBe("Not found, or not yours to use.");
    expect((await lead().forges(shown, `walk:area:${at.stationId}:${theirs}`)).toast).toContain("There is no such unit or area");
    await lead().types("/survey");
    expect((await lead().forges(lead().reads(), `walk:a:${theirs}:status:active`)).toast).toBe("That has been answered already.");
    expect(await kept()).toEqual([]);
    bench.emulator.markAllSeen();
  });
});

describe("which survey decides", () => {
  test("the newest survey up to a day decides for it, of two on one day the later made, and a later one never changes an earlier day", async () => {
    await addUnits(bench, at, [firm("U03")]);
    const record = async (on: string, fullMembers: number) => recordSurvey(await scopeOf(bench, at), "U03", { on, fullMembers });
    const known = async (on: string) => (await readNewest(bench.database.db, { stationId: at.stationId, unitId: (await bench.database.db.select().from(unit))[0]?.id ?? 0 }, on))?.fullMembers ?? null;
    expect(await record("2026-11-17", 3)).toMatchObject({ ok: true });
    expect([await known("2026-11-16"), await known("2026-11-17"), await known("2026-11-23")]).toEqual([null, 3, 3]);
    await bench.advance(60_000);
    await record("2026-06-01", 2);
    expect([await known("2026-06-01"), await known("2026-11-16"), await known("2026-11-17")]).toEqual([2, 2, 3]);
    await bench.advance(60_000);
    await record("2026-11-17", 4);
    expect([await known("2026-11-16"), await known("2026-11-17"), await known("2026-11-23")]).toEqual([2, 4, 4]);
    expect(await record("2026-11-24", 9)).toEqual({ ok: false, reason: "future" });
  });

  test("the number of members that a newer survey replaced a year ago is forgotten, and the newest is kept however old it is", async () => {
    await addUnits(bench, at, [{ ...firm("U03"), enteredOn: "2024-01-01" }]);
    const scope = await scopeOf(bench, at);
    for (const [on, fullMembers] of [["2025-03-01", 1], ["2025-11-20", 2], ["2026-01-10", 3]] as const) await recordSurvey(scope, "U03", { on, fullMembers, willing: "yes" });
    await bench.advance(19 * 3_600_000);
    expect((await kept()).map(([, on, , , members, willing]) => [on, members, willing])).toEqual([["2025-03-01", null, "yes"], ["2025-11-20", 2, "yes"], ["2026-01-10", 3, "yes"]]);
    const trail = await bench.database.db.select({ kind: auditEvent.objectKind, amount: auditEvent.amount }).from(auditEvent).where(eq(auditEvent.action, "retention.ran"));
    expect(trail).toContainEqual({ kind: "survey", amount: 1 });
  });
});
