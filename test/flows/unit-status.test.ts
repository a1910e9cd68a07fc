import { and, asc, eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { assignment, coverageLink, massOrganization, survey, unitStatus } from "../../src/db/schema-register.ts";
import { auditEvent } from "../../src/db/schema.ts";
import { addUnit, holdUnit, readStatusNow } from "../../src/features/unit/actions.ts";
import { applyStatus, changeStatus } from "../../src/features/unitstatus/actions.ts";
import { enrol, establish, type Established } from "../telegram/arrange.ts";
import { useBench } from "../telegram/bench.ts";
import { covers, leadScope, looksAfter, organizerOf, organizes, unitId } from "../telegram/register.ts";
import { answers, labels } from "../telegram/talk.ts";

const bench = useBench();
let at: Established;
beforeEach(async () => {
  at = await establish(bench);
  const scope = await leadScope(bench, at);
  await addUnit(scope, { code: "U11", kind: "market", area: "A", enteredOn: "2024-03-01" });
  await addUnit(scope, { code: "U06", name: "Wang's", kind: "self_employed", area: "A", industry: "food", market: "U11", enteredOn: "2024-03-01" });
});

const lead = () => bench.as(at.lead);
async function leadSays(line: string): Promise<string> {
  await lead().types(line);
  return lead().reads().text;
}
const periodsOf = async (code: string) => bench.database.db.select({ status: unitStatus.status, fromOn: unitStatus.fromOn, throughOn: unitStatus.throughOn }).from(unitStatus)
  .where(and(eq(unitStatus.stationId, at.stationId), eq(unitStatus.unitId, await unitId(bench, at, code)))).orderBy(asc(unitStatus.fromOn));

async function cover(): Promise<void> {
  await covers(bench, at, "G2", "U06", { fromOn: "2024-03-01" });
  await covers(bench, at, "G5", "U06", { fromOn: "2025-01-01", throughOn: "2026-10-31" }, "area");
  await looksAfter(bench, at, "I1", "U06", { fromOn: "2026-01-01", throughOn: "2026-12-31" });
  await looksAfter(bench, at, "I2", "U06", { fromOn: "2026-12-01" });
  await organizes(bench, at, "trade_union", "U06", { fromOn: "2025-03-01" });
  await organizes(bench, at, "youth_league", "U06", { fromOn: "2025-03-01", throughOn: "2025-12-31" });
}

test("the card tells the history, who covers the unit, who looks after it and how old the newest survey is", async () => {
  await cover();
  await leadSays("/unit U06 dormant 2026-09-01");
  await leadSays("/unit U06 reopened 2026-10-01");
  expect(await leadSays("/unit u06")).toBe([
    "🏪 U06 Wang's", "self-employed business · area A", "Industry: food", "In market: U11", "",
    "from Fri 1 Mar 2024: in operation", "from Tue 1 Sep: dormant", "from Thu 1 Oct: in operation", "",
    "Organizations: G2 (joint)", "Mass organizations: trade union", "Looked after by: I1 (through Thu 31 Dec, not visited yet)", "Never surveyed",
  ].join("\n"));
  expect(await leadSays("/unit U11")).toContain("No organization, instructor or mass organization yet");
  bench.emulator.markAllSeen();
});

test("the number of members stands on the lead's private card only, and each look at it is in the trail", async () => {
  await bench.database.db.insert(survey).values([
    { stationId: at.stationId, unitId: await unitId(bench, at, "U06"), on: "2026-10-05", source: "visit", fullMembers: 1, createdAt: bench.now() },
    { stationId: at.stationId, unitId: await unitId(bench, at, "U06"), on: "2026-10-04", source: "visit", fullMembers: 7, createdAt: bench.now() },
  ]);
  expect(await leadSays("/unit U06")).toContain("Surveyed 49 days ago (Mon 5 Oct)\nFull members: 1");
  await bench.as(at.lead, at.organizerGroup).types("/unit U06");
  const inGroup = bench.as(at.lead, at.organizerGroup).reads().text;
  expect(inGroup).toContain("Surveyed 49 days ago (Mon 5 Oct)");
  expect(inGroup).not.toContain("members");
  const looks = await bench.database.db.select().from(auditEvent).where(eq(auditEvent.action, "unit.members_read"));
  expect(looks).toHaveLength(1);
  const organizer = await organizerOf(bench, at, "Olga");
  await bench.as(organizer).types("/unit U06");
  expect(bench.as(organizer).reads().text).toContain("Surveyed 49 days ago (Mon 5 Oct)");
  expect(bench.as(organizer).reads().text).not.toContain("Full members");
  bench.emulator.markAllSeen();
});

test("closing a unit on a day ends its open links, assignments and mass organizations with the day before and a reason, in one, and tells what it ended", async () => {
  await cover();
  await leadSays("/unit U06");
  await answers(lead(), "Change status");
  expect(labels(lead().reads())).toEqual([["dormant"], ["closed"], ["moved out"], ["not found"], ["Back to the unit"]]);
  await answers(lead(), "closed", "Yesterday");
  expect(lead().reads().text).toBe(["U06 Wang's: closed from Sun 22 Nov.", "These end on Sat 21 Nov:", "· covered by G2", "· looked after by I1, I2", "· trade union"].join("\n"));
  await answers(lead(), "Confirm");
  expect(lead().reads().text).toBe(["✅ U06 Wang's: closed from Sun 22 Nov.", "These ended on Sat 21 Nov:", "· covered by G2", "· looked after by I1, I2", "· trade union"].join("\n"));
  const { db } = bench.database;
  const links = await db.select({ throughOn: coverageLink.throughOn, endReason: coverageLink.endReason }).from(coverageLink).orderBy(coverageLink.id);
  expect(links).toEqual([{ throughOn: "2026-11-21", endReason: "unit_closed" }, { throughOn: "2026-10-31", endReason: null }]);
  const assigned = await db.select({ throughOn: assignment.throughOn, endReason: assignment.endReason }).from(assignment).orderBy(assignment.id);
  expect(assigned).toEqual([{ throughOn: "2026-11-21", endReason: "unit_closed" }, { throughOn: "2026-11-30", endReason: "unit_closed" }]);
  const mass = await db.select({ throughOn: massOrganization.throughOn, endReason: massOrganization.endReason }).from(massOrganization).orderBy(massOrganization.id);
  expect(mass).toEqual([{ throughOn: "2026-11-21", endReason: "unit_closed" }, { throughOn: "2025-12-31", endReason: null }]);
  expect(await periodsOf("U06")).toEqual([{ status: "active", fromOn: "2024-03-01", throughOn: "2026-11-21" }, { status: "closed", fromOn: "2026-11-22", throughOn: null }]);
  expect(await db.select().from(auditEvent).where(eq(auditEvent.action, "unit.status_changed"))).toHaveLength(1);
  const again = await lead().forges(lead().reads(), `unitstatus:do:${at.stationId}:${await unitId(bench, at, "U06")}:closed:2026-11-22`);
  expect(again.toast).toBe("That is what it is already.");
  bench.emulator.markAllSeen();
});

test("where something breaks while a unit is closed, nothing of it is kept", async () => {
  await cover();
  const scope = await leadScope(bench, at);
  const broken = scope.act(async (tx) => {
    const held = await holdUnit(tx, scope, "U06");
    if (held) await applyStatus(tx, scope, held, { status: "closed", on: "2026-11-20" });
    throw new Error("the wire broke");
  });
  await expect(broken).rejects.toThrow("the wire broke");
  expect(await periodsOf("U06")).toHaveLength(1);
  expect(await bench.database.db.select().from(coverageLink).where(eq(coverageLink.endReason, "unit_closed"))).toEqual([]);
});

test("a dormant unit keeps its links, assignments and mass organizations, and says so", async () => {
  await cover();
  expect(await leadSays("/unit U06 歇业 今天")).toContain("While dormant it is out of the coverage figures");
  expect(await leadSays("/unit U06")).toContain("Organizations: G2 (joint)");
  expect(await leadSays("/unit U06 恢复营业")).toContain("✅ U06 Wang's: in operation from Mon 23 Nov.");
  expect(await periodsOf("U06")).toEqual([{ status: "active", fromOn: "2024-03-01", throughOn: null }]);
  bench.emulator.markAllSeen();
});

test("a status change may not precede the one before, nor lie ahead", async () => {
  await leadSays("/unit U06 dormant 2026-11-10");
  const told = [await leadSays("/unit U06 closed 2026-11-09"), await leadSays("/unit U06 closed tomorrow"), await leadSays("/unit U06 dormant"), await leadSays("/unit U06 closed 5/6")];
  expect(told).toEqual([
    "What it is now began on Tue 10 Nov; a new change cannot be earlier than that. If that day was wrong, change it back from Tue 10 Nov first, and then enter the right day.",
    "That day has not come yet. Please write today or an earlier day; for last year add the year, like 2025-12-20.",
    "That is what it is already.",
    "That day can be read in two ways. Please write it like 2026-11-18.",
  ]);
  expect(await periodsOf("U06")).toHaveLength(2);
  bench.emulator.markAllSeen();
});

test("a day is typed where neither today nor yesterday fits, and what is wrong with it is told", async () => {
  await leadSays("/unit U06");
  await answers(lead(), "Change status", "moved out", "Another day");
  expect(lead().reads().text).toBe("Please write the day, for example 18 Nov or 2026-11-18.");
  expect(await leadSays("whenever")).toContain("I did not understand the day");
  expect(await leadSays("2024-02-28")).toContain("began on Fri 1 Mar 2024");
  expect(await leadSays("18 Nov")).toBe("U06 Wang's: moved out from Wed 18 Nov.");
  await answers(lead(), "Confirm");
  expect(lead().reads().text).toContain("There was nothing to end.");
  await answers(lead(), "Back to the unit");
  expect(lead().reads().text).toContain("from Wed 18 Nov: moved out");
  bench.emulator.markAllSeen();
});

test("in the organizers' group the other day is written as a line, and the unit is known by its code", async () => {
  const group = bench.as(at.lead, at.organizerGroup);
  await group.types("/unit U06");
  await answers(group, "Change status", "closed");
  const tap = await group.taps(group.reads(), "Another day");
  expect(tap.toast).toBe("Please write it like this: /unit U06 closed 2026-11-18");
  await group.types("/unit U06 closed 2026-11-18");
  expect(group.reads().text).toContain("✅ U06: closed from Wed 18 Nov.");
  bench.emulator.markAllSeen();
});

test("another station's unit is not found, by line and by every button", async () => {
  const other = await establish(bench, { name: "Second station" });
  const foreign = await unitId(bench, at, "U06");
  await bench.as(other.lead).types("/unit add X1 | market | area Z");
  const card = bench.as(other.lead).reads();
  const buttons = (stationId: number) => ["unit:card", "unitstatus:ask", "unitstatus:to closed", "unitstatus:on closed:2026-11-20", "unitstatus:do closed:2026-11-20", "unitstatus:type closed"]
    .map((button) => button.split(" ")).map(([what, ...more]) => [what, stationId, foreign, ...more].join(":"));
  for (const data of buttons(other.stationId)) expect((await bench.as(other.lead).forges(card, data)).toast).toContain("There is no such unit");
  for (const data of buttons(at.stationId)) expect((await bench.as(other.lead).forges(card, data)).toast).toBe("Not found, or not yours to use.");
  await bench.as(other.lead).types("/unit U06 closed");
  expect(bench.as(other.lead).reads().text).toContain("There is no such unit");
  expect(await periodsOf("U06")).toHaveLength(1);
  const ben = await enrol(bench, at, "Ben");
  await bench.as(ben).types("/unit U06 closed");
  expect(bench.as(ben).reads().text).toBe("Not found, or not yours to use.");
  expect((await bench.as(ben).forges(bench.as(ben).reads(), `unitstatus:do:${at.stationId}:${foreign}:closed:2026-11-20`)).toast).toBe("Not found, or not yours to use.");
  expect(await periodsOf("U06")).toHaveLength(1);
  bench.emulator.markAllSeen();
});

test("of two who change a unit at once, one is told that it is so already", async () => {
  const scope = await leadScope(bench, at);
  const changed = await Promise.all([1, 2].map(() => changeStatus(scope, "U06", { status: "closed", on: "2026-11-20" })));
  expect(changed.map((each) => each.ok ? "done" : each.reason).toSorted()).toEqual(["done", "sameStatus"]);
  expect(await readStatusNow(bench.database.db, { stationId: at.stationId, id: await unitId(bench, at, "U06") })).toBe("closed");
});
